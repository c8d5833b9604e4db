// Files as they really come: wrongly encoded, broken, cut short, far too long, or no data at all. What cannot be read
// is refused with a code and its line, and counted; the rest goes in; and what was there before is there afterwards.
import assert from 'node:assert/strict'
import {createWriteStream, existsSync, mkdirSync, readFileSync} from 'node:fs'
import {once} from 'node:events'
import {test} from 'node:test'
import {gzipSync} from 'node:zlib'
import {makeWorkspace, program, start} from '../support/throughline.mjs'

const web = `source: web
time: time
person: {user_id: user}
events:
  - event: {column: event}
    channel: web
    properties: [note]
`
const rated = `source: rated
time: time
zone: Europe/Berlin
person: {user_id: user}
events:
  - event: rated
    response: {survey: service, score: score, verbatim: comment}
`
const service = `metric: service
kind: csat
survey: service
`

const isSanitized = /__(asan|tsan)_init/.test(readFileSync(program, 'latin1'))

const header = 'time,user,event,note\n'
const line = (n, note = '') => `2024-03-01T10:00:${String(n).padStart(2, '0')}Z,user-${n},visit,${note}\n`

// A workspace in which one file was acknowledged before whatever comes.
async function withOneFile(t) {
  const workspace = await makeWorkspace(t, {
    'sources/web.yaml': web,
    'sources/rated.yaml': rated,
    'metrics/service.yaml': service,
  })
  const first = await workspace.import('web', workspace.write('first.csv', header + line(1) + line(2)))
  assert.deepEqual([first.accepted, first.refused, first.events], [2, 0, 2])
  return workspace
}

async function stillThere(workspace, added = 0) {
  assert.equal(await workspace.events(), 2 + added)
  const person = await workspace.json('person', 'user-1')
  assert.equal(person.rows[0].event, 'visit')
}

const refusals = async (workspace, number) =>
  (await workspace.json('ledger', '--refused', number)).rows.map(row => [row.line, row.code])

test('Latin-1 bytes: the rows that hold them are refused by line, the others go in', async t => {
  const workspace = await withOneFile(t)
  const bytes = Buffer.concat([
    Buffer.from(header + line(3)),
    Buffer.from(line(4, 'Stra\xDFe'), 'latin1'),
    Buffer.from(line(5, 'Straße')),
  ])
  const row = await workspace.import('web', workspace.write('latin1.csv', bytes))
  assert.deepEqual([row.read, row.accepted, row.refused], [3, 2, 1])
  assert.deepEqual(await refusals(workspace, row.import), [[3, 'text.not-utf8']])
  const {rows} = await workspace.json('person', 'user-5')
  assert.equal(rows[0].properties.note, 'Straße')
  await stillThere(workspace, 2)
})

test('a header in Latin-1 ends the import before it begins', async t => {
  const workspace = await withOneFile(t)
  const file = workspace.write('latin1.csv', Buffer.from('time,user,event,Stra\xDFe\n', 'latin1'))
  const {err} = await workspace.fails('text.not-utf8', 'import', '--source', 'web', file)
  assert.match(err, /latin1\.csv:1\n/)
  assert.match(err, /help: /)
  assert.equal((await workspace.json('ledger', '--imports')).rows.length, 1, 'no import stands in the ledger for it')
  await stillThere(workspace)
})

for (const [name, mark, swap] of [['little', [0xff, 0xfe], false], ['big', [0xfe, 0xff], true]]) {
  test(`UTF-16 ${name}-endian with a byte-order mark is read`, async t => {
    const workspace = await withOneFile(t)
    const body = Buffer.from(header + line(3, 'Straße 😀'), 'utf16le')
    if (swap) body.swap16()
    const row = await workspace.import('web', workspace.write('utf16.csv', Buffer.concat([Buffer.from(mark), body])))
    assert.deepEqual([row.accepted, row.refused], [1, 0])
    const {rows} = await workspace.json('person', 'user-3')
    assert.equal(rows[0].properties.note, 'Straße 😀')
    await stillThere(workspace, 1)
  })
}

test('broken quotes and fields too many or too few refuse their rows only', async t => {
  const workspace = await withOneFile(t)
  const file = workspace.write(
    'broken.csv',
    header +
      line(3) +
      line(4, 'a "nice" one') +
      line(5, '"never closed') +
      line(6) +
      line(7, 'x,y') +
      '2024-03-01T10:00:08Z,user-8\n' +
      line(9, '"said ""yes"""'),
  )
  const row = await workspace.import('web', file)
  assert.deepEqual([row.read, row.accepted, row.refused], [7, 3, 4])
  assert.deepEqual(await refusals(workspace, row.import), [
    [3, 'csv.broken-quote'],
    [4, 'csv.broken-quote'],
    [6, 'csv.too-many-fields'],
    [7, 'csv.too-few-fields'],
  ])
  const {rows} = await workspace.json('person', 'user-9')
  assert.equal(rows[0].properties.note, 'said "yes"')
  await stillThere(workspace, 3)
})

test('a quote that never closes refuses its row, not the rest of the file', async t => {
  const workspace = await withOneFile(t)
  const row = await workspace.import(
    'web',
    workspace.write('open.csv', header + line(3, '"never closed') + line(4) + line(5)),
  )
  assert.deepEqual([row.accepted, row.refused], [2, 1])
  assert.deepEqual(await refusals(workspace, row.import), [[2, 'csv.open-quote']])
  await stillThere(workspace, 2)
})

test('a line of 200 MB is refused, in less than 300 MB of memory', async t => {
  const workspace = await withOneFile(t)
  const file = workspace.path('long.csv')
  const out = createWriteStream(file)
  out.write(header + line(3) + '2024-03-01T10:00:04Z,user-4,visit,')
  const block = Buffer.alloc(1 << 20, 'x')
  for (let i = 0; i < 200; ++i) if (!out.write(block)) await once(out, 'drain')
  out.end('\n' + line(5))
  await once(out, 'close')

  const running = start(['--workspace', workspace.folder, 'import', '--source', 'web', file, '--format', 'json'])
  let peak = 0
  const status = `/proc/${running.process.pid}/status`
  const measure = setInterval(() => {
    if (!existsSync(status)) return
    try {
      const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))
      if (found) peak = Math.max(peak, Number(found[1]))
    } catch {
      // it ended meanwhile
    }
  }, 5)
  const ended = await running.ended
  clearInterval(measure)
  assert.equal(ended.code, 0, ended.err)
  const [row] = JSON.parse(ended.out).rows
  assert.deepEqual([row.read, row.accepted, row.refused], [3, 2, 1])
  assert.deepEqual(await refusals(workspace, row.import), [[3, 'row.too-long']])
  t.diagnostic(`peak memory ${Math.round(peak / 1024)} MB`)
  if (peak === 0) t.diagnostic('memory was not measured: no /proc here')
  else if (isSanitized) t.diagnostic('sanitizers need memory of their own: no limit here')
  else assert.ok(peak < 300 * 1024, `peak memory ${peak} kB`)
  await stillThere(workspace, 2)
})

test('a truncated gzip keeps what came before the damage, and says how to go on', async t => {
  const workspace = await withOneFile(t)
  // Notes that do not compress, so that half of the bytes is about half of the rows.
  let seed = 1
  const noise = () => Array.from({length: 6}, () => (seed = (seed * 48271) % 2147483647).toString(36)).join('-')
  let text = header
  for (let i = 0; i < 20_000; ++i) text += `2024-03-01T11:00:00Z,user-${i + 10},visit,${noise()}\n`
  const packed = gzipSync(text)
  const whole = workspace.write('whole.csv.gz', packed)
  const cut = workspace.write('cut.csv.gz', packed.subarray(0, packed.length >> 1))
  const {err, json} = await workspace.fails('gzip.damaged', 'import', '--source', 'web', cut)
  assert.match(err, /the gzip file is damaged near byte \d+/)
  const [row] = json.rows
  assert.ok(row.accepted > 5_000 && row.accepted < 15_000, `${row.accepted} rows before the damage`)
  assert.match(json.notes.join('\n'), new RegExp(`undo import ${row.import} and import it again`))
  await stillThere(workspace, row.accepted)
  // What the message advises works.
  await workspace.json('import', '--undo', row.import)
  await stillThere(workspace)
  assert.equal((await workspace.import('web', whole)).accepted, 20_000)
  await stillThere(workspace, 20_000)
})

test('a binary called .csv, a folder, a missing file, an empty file', async t => {
  const workspace = await withOneFile(t)
  const zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(300, 0)])
  const excel = await workspace.fails('file.binary', 'import', '--source', 'web', workspace.write('sheet.csv', zip))
  assert.match(excel.err, /sheet\.csv\n/)
  assert.match(excel.err, /help: .*Excel.*save the sheet as CSV/)
  mkdirSync(workspace.path('exports.csv'))
  const folder = await workspace.fails('file.is-directory', 'import', '--source', 'web', workspace.path('exports.csv'))
  await workspace.fails('file.is-directory', 'import', '--source', 'web', workspace.path('sources'))
  await workspace.fails('file.missing', 'import', '--source', 'web', workspace.path('nothing'))
  assert.match(folder.err, /help: name one file in it/)
  const missing = await workspace.fails('file.missing', 'import', '--source', 'web', workspace.path('frist.csv'))
  assert.match(missing.err, /help: did you mean "first\.csv"\?/)
  await workspace.fails('file.empty', 'import', '--source', 'web', workspace.write('empty.csv', ''))
  await workspace.fails('format.unknown', 'import', '--source', 'web', workspace.write('table.parquet', 'PAR1'))
  assert.equal((await workspace.json('ledger', '--imports')).rows.length, 1)
  await stillThere(workspace)
})

test('of several files, a bad one does not stop the others', async t => {
  const workspace = await withOneFile(t)
  const ended = await workspace.run(
    'import',
    '--source',
    'web',
    workspace.write('a.csv', header + line(3)),
    workspace.path('none.csv'),
    workspace.write('b.csv', header + line(4)),
  )
  assert.equal(ended.code, 1)
  assert.match(ended.err, /^error\[file\.missing\]/)
  await stillThere(workspace, 2)
})

test('the year 9999, NaN and emptiness in a time refuse the row', async t => {
  const workspace = await withOneFile(t)
  const times = [
    '9999-12-31T23:59:59Z',
    'NaN',
    '',
    '0001-01-01',
    '2024-02-30',
    '2024-03-01T25:00:00Z',
    '1709287200',
    '2024-03-01T10:00:03Z',
  ]
  const row = await workspace.import(
    'web',
    workspace.write('times.csv', header + times.map((time, i) => `${time},user-${i + 3},visit,\n`).join('')),
  )
  assert.deepEqual([row.read, row.accepted, row.refused], [8, 1, 7])
  assert.deepEqual(await refusals(workspace, row.import), [
    [2, 'time.out-of-range'],
    [3, 'time.unreadable'],
    [4, 'time.missing'],
    [5, 'time.out-of-range'],
    [6, 'time.unreadable'],
    [7, 'time.unreadable'],
    [8, 'time.unreadable'],
  ])
  const total = (await workspace.json('ledger')).rows.find(one => one.source === 'all')
  assert.equal(total.read, total.accepted + total.deduplicated + total.refused)
  await stillThere(workspace, 1)
})

test('NaN, infinity and words in a score are no scores, and no zeros', async t => {
  const workspace = await withOneFile(t)
  const scores = ['5', '4', 'NaN', '-nan', 'inf', '-inf', '1e999', 'very good', '9', '']
  const rows = scores.map((score, i) => `2024-03-01 12:00:0${i},user-${i},${score},${score === '' ? 'no score' : ''}\n`)
  const row = await workspace.import(
    'rated',
    workspace.write('scores.csv', 'time,user,score,comment\n' + rows.join('')),
  )
  assert.deepEqual([row.read, row.accepted, row.refused], [10, 10, 0])
  const answer = await workspace.json('metric', 'service')
  const [figure] = answer.rows
  assert.equal(figure.value.n, 2, JSON.stringify(answer))
  assert.equal(figure.value.value, 1)
  for (let i = 0; i < scores.length; ++i) {
    const {rows: events} = await workspace.json('person', `user-${i}`)
    const {score} = events.find(event => event.event === 'rated').properties
    assert.equal(String(score ?? ''), scores[i], 'what was written stays as it was written')
  }
})

test('mixed time zones name the same instants; times that a clock change skips are refused', async t => {
  const workspace = await withOneFile(t)
  const times = [
    '2024-03-31 01:59:59',
    '2024-03-31 02:30:00',
    '2024-03-31 03:00:00',
    '2024-03-31T02:30:00+01:00',
    '2024-03-31T00:30:00Z',
    '2024-10-27 02:30:00',
    '2024-10-26T20:30:00-04:00',
  ]
  const row = await workspace.import(
    'rated',
    workspace.write('zones.csv', 'time,user,score,comment\n' + times.map(time => `${time},anna,3,\n`).join('')),
  )
  assert.deepEqual([row.accepted, row.refused], [6, 1])
  assert.deepEqual(await refusals(workspace, row.import), [[3, 'time.nonexistent']])
  const {rows} = await workspace.json('person', 'anna')
  assert.deepEqual(rows.map(event => [event.line, event.time]).sort((a, b) => a[0] - b[0]), [
    [2, '2024-03-31T00:59:59Z'],
    [4, '2024-03-31T01:00:00Z'],
    [5, '2024-03-31T01:30:00Z'],
    [6, '2024-03-31T00:30:00Z'],
    [7, '2024-10-27T00:30:00Z'], // clocks show it twice: the first time counts
    [8, '2024-10-27T00:30:00Z'],
  ])
})

test('names and keys written twice: in a CSV header, in a JSON row, over rows', async t => {
  const orders = `source: orders
key: [order]
time: time
person: {user_id: user}
events:
  - event: order placed
    objects: {order: order}
    properties: [total]
`
  const workspace = await makeWorkspace(t, {'sources/orders.yaml': orders})
  const twice = await workspace.fails(
    'csv.duplicate-column',
    'import',
    '--source',
    'orders',
    workspace.write('twice.csv', 'time,user,order,user,total\n'),
  )
  assert.match(twice.err, /two columns are called "user"/)
  assert.match(twice.err, /twice\.csv:1\n/)
  assert.match(twice.err, /help: rename one of them/)

  const json = (order, rest = '') => `{"time":"2024-01-01T00:00:00Z","user":"anna","order":"${order}"${rest}}\n`
  const row = await workspace.import(
    'orders',
    workspace.write(
      'rows.jsonl',
      json('a', ',"total":1,"total":2') +
        json('b', ',"total":3') +
        'not json\n' +
        '[1,2]\n' +
        json('c', ',"total":NaN'),
    ),
  )
  assert.deepEqual([row.read, row.accepted, row.refused], [5, 1, 4])
  assert.equal((await refusals(workspace, row.import))[0][1], 'json.duplicate-key')

  const line = (order, total) => `2024-01-02T00:00:00Z,anna,${order},${total}\n`
  const repeated = await workspace.import(
    'orders',
    workspace.write(
      'repeated.csv',
      'time,user,order,total\n' + line('x', 5) + line('x', 5) + line('x', 5) + line('', 1) + line('y', 6),
    ),
  )
  assert.deepEqual(
    [repeated.read, repeated.accepted, repeated.deduplicated, repeated.refused, repeated.events],
    [5, 2, 2, 1, 2],
  )
  assert.deepEqual(await refusals(workspace, repeated.import), [[5, 'key.missing']])
})

test('a column without a name, as data frames save their index, is no hindrance', async t => {
  const workspace = await withOneFile(t)
  const row = await workspace.import('web', workspace.write('frame.csv', `,${header}0,${line(3)}1,${line(4)}`))
  assert.deepEqual([row.accepted, row.refused], [2, 0])
  await workspace.fails('csv.no-header', 'import', '--source', 'web', workspace.write('none.csv', ',,,\n1,2,3,4\n'))
  await stillThere(workspace, 2)
})

test('a header with blanks at its ends is meant with them and without', async t => {
  const workspace = await withOneFile(t)
  const row = await workspace.import('web', workspace.write('blanks.csv', header.replace('user', ' user ') + line(3)))
  assert.deepEqual([row.accepted, row.refused], [1, 0])
  workspace.write('sources/web.yaml', web.replace('user_id: user', 'user_id: "user "'))
  await workspace.json('apply')
  const again = await workspace.import('web', workspace.write('again.csv', header + line(4)))
  assert.deepEqual([again.accepted, again.refused], [1, 0])
})

test('a column that the source takes and the file lacks is told before anything is taken', async t => {
  const workspace = await withOneFile(t)
  const {err} = await workspace.fails(
    'mapping.unknown-column',
    'import',
    '--source',
    'web',
    workspace.write('other.csv', 'time,usr,event,note\n'),
  )
  assert.match(err, /takes the column "user"/)
  assert.match(err, /help: did you mean "usr"\?/)
  await stillThere(workspace)
})

test('a file that was read by an earlier version of its source: told, and how to have it read anew', async t => {
  const workspace = await withOneFile(t)
  workspace.write('sources/web.yaml', web.replace('properties: [note]', 'properties: {remark: note}'))
  await workspace.json('apply')
  const file = workspace.path('first.csv')
  const again = await workspace.json('import', '--source', 'web', file)
  assert.deepEqual([again.rows[0].accepted, again.rows[0].deduplicated], [0, 2])
  assert.match(
    again.notes.join('\n'),
    /read by version 1 of the source, which is at version 2 now: undo imports 2 and 1 and import the file again/,
  )
  await workspace.json('import', '--undo', again.rows[0].import)
  await workspace.json('import', '--undo', 1)
  const anew = await workspace.json('import', '--source', 'web', file)
  assert.equal(anew.rows[0].accepted, 2)
  assert.doesNotMatch(anew.notes.join('\n'), /version/)
})

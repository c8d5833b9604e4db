// What stops an import halfway: a kill, a full disk, a second process. What was acknowledged stays, and the same import
// goes on to exactly what it would have given undisturbed.
import assert from 'node:assert/strict'
import {execFileSync} from 'node:child_process'
import {createServer} from 'node:net'
import {createWriteStream, existsSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {once} from 'node:events'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {test} from 'node:test'
import {makeWorkspace, run, smallDisk, start, temporaryFolder, until, Workspace} from '../support/throughline.mjs'

const web = `source: web
time: time
person: {user_id: user, anonymous_id: cookie}
events:
  - event: {column: event}
    channel: web
    touchpoint: {column: page}
    properties: [note]
person_properties: [plan]
`
const keyed = web.replace('source: web\n', 'source: keyed\nkey: [id]\n')
const definitions = {
  'sources/web.yaml': web,
  'sources/keyed.yaml': keyed,
  'metrics/buying.yaml': 'metric: buying\nkind: conversion\nsteps: [visit, purchase]\nwithin: 7d\n',
}
const events = ['visit', 'visit', 'purchase', 'search', 'help']
const header = 'id,time,user,cookie,event,page,note,plan\n'

// Rows by number; every 1000th is refused, every 500th of a keyed source repeats the one before it.
function rowOf(i, repeats) {
  const n = repeats && i % 500 === 499 ? i - 1 : i
  const time = n % 1000 === 0 ? 'never' : new Date(1.7e12 + n * 7000).toISOString()
  const event = events[(n * 7919) % 5]
  const note = `note ${(n * 2654435761) % 4294967296}`
  const plan = n % 3 ? 'gold' : 'silver'
  return `${n},${time},user-${n % 5000},ck-${n % 7000},${event},page ${n % 40},${note},${plan}\n`
}

async function writeRows(file, count, repeats = false) {
  const out = createWriteStream(file)
  out.write(header)
  for (let begin = 0; begin < count; begin += 10_000) {
    let text = ''
    for (let i = begin; i < Math.min(count, begin + 10_000); ++i) text += rowOf(i, repeats)
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
  return file
}

const walSize = workspace => {
  const size = name => (existsSync(workspace.path(name)) ? statSync(workspace.path(name)).size : 0)
  return size('events.duckdb.wal') + size('events.duckdb')
}
const questions = [
  ['metric', 'buying'],
  ['trend'],
  ['trend', '--by', 'day'],
  ['people'],
  ['person', 'user-7', '--limit', '20'],
  ['metric', 'buying', '--by', 'property:plan', '--as-of', 'latest'],
]
const inOrder = async workspace => {
  const texts = {}
  for (const question of questions) texts[question.join(' ')] = await workspace.text(...question)
  return texts
}
const counts = ({read, accepted, changed, deduplicated, refused, events: made}) => ({
  read,
  accepted,
  changed,
  deduplicated,
  refused,
  events: made,
})

for (const source of ['web', 'keyed']) {
  test(`kill -9 in the middle of an import of a source ${source === 'keyed' ? 'with' : 'without'} a key`, async t => {
    const folder = temporaryFolder(t)
    const file = await writeRows(join(folder, 'rows.csv'), 200_000, source === 'keyed')
    const whole = await makeWorkspace(t, definitions, mkdtempSync(join(folder, 'whole-')))
    const expected = await whole.json('import', '--source', source, file)
    assert.deepEqual([expected.rows[0].read, expected.rows[0].refused], [200_000, 200])

    const workspace = await makeWorkspace(t, definitions, mkdtempSync(join(folder, 'killed-')))
    const first = workspace.write('first.csv', header + rowOf(1).replace('user-1,', 'early,'))
    await workspace.import(source === 'web' ? 'keyed' : 'web', first)
    // The first kill comes while the first batch is written, the others behind it.
    const acknowledged = []
    for (const grown of [1 << 20, 12 << 20, 12 << 20]) {
      const before = walSize(workspace)
      const running = start(['--workspace', workspace.folder, 'import', '--source', source, file])
      await until(
        () => walSize(workspace) > before + grown || running.process.exitCode !== null,
        'a batch to be written',
      )
      if (running.process.exitCode !== null) break
      running.process.kill('SIGKILL')
      await running.ended
      const ledger = await workspace.json('ledger')
      const row = ledger.rows.find(one => one.source === source)
      assert.equal(row.read, row.accepted + row.deduplicated + row.refused)
      assert.match(
        ledger.notes.join('\n'),
        /import 2 of \S*rows\.csv was interrupted: import the same file again to go on, or undo it/,
      )
      assert.equal((await workspace.json('person', 'early')).rows.length, 1)
      assert.ok(row.read >= (acknowledged.at(-1) ?? 0), 'nothing is lost from one kill to the next')
      acknowledged.push(row.read)
    }
    t.diagnostic(`killed with ${acknowledged.join(', ')} rows in`)
    assert.ok(acknowledged.some(rows => rows > 0 && rows < 200_000), 'one kill came in the middle')
    const resumed = await workspace.json('import', '--source', source, file)
    assert.match(resumed.notes.join('\n'), /went on behind row \d+/)
    assert.equal(resumed.rows[0].import, 2)
    assert.deepEqual(counts(resumed.rows[0]), counts(expected.rows[0]))
    await workspace.json('import', '--undo', 1)
    const sums = (await workspace.json('ledger')).rows.find(one => one.source === source)
    const wanted = (await whole.json('ledger')).rows.find(one => one.source === source)
    assert.deepEqual(sums, wanted)
    const told = await inOrder(workspace), wholeTold = await inOrder(whole)
    for (const question of questions) {
      // Imports have other numbers; all else is byte-equal.
      const plain = text =>
        text.replaceAll(/"import":\d+/g, '"import":0').replaceAll(/ import \d+, line/g, ' import 0, line')
      assert.equal(plain(told[question.join(' ')]), plain(wholeTold[question.join(' ')]), question.join(' '))
    }
  })
}

test('Ctrl-C ends an import after its batch, and says how to go on', async t => {
  const folder = temporaryFolder(t)
  const file = await writeRows(join(folder, 'rows.csv'), 200_000)
  const workspace = await makeWorkspace(t, definitions)
  const before = walSize(workspace)
  const running = start(['--workspace', workspace.folder, 'import', '--source', 'web', file])
  await until(
    () => walSize(workspace) > before + (1 << 20) || running.process.exitCode !== null,
    'a batch to be committed',
  )
  running.process.kill('SIGINT')
  const ended = await running.ended
  assert.equal(ended.code, 1)
  assert.match(ended.err, /^error\[import\.stopped\]: .*\n {2}help: run the same import again to go on, or undo it\n/)
  const row = await workspace.import('web', file)
  assert.deepEqual([row.read, row.refused], [200_000, 200])
})

test('two processes at once: the second is refused, by name, and the first is not disturbed', async t => {
  const folder = temporaryFolder(t)
  const file = await writeRows(join(folder, 'rows.csv'), 120_000)
  const workspace = await makeWorkspace(t, definitions)
  const before = walSize(workspace)
  const running = start(['--workspace', workspace.folder, 'import', '--source', 'web', file, '--format', 'json'])
  await until(() => walSize(workspace) > before + 1000 || running.process.exitCode !== null, 'the import to begin')
  for (const args of [
    ['ledger'],
    ['import', '--source', 'keyed', file],
    ['forget', 'user-1'],
    ['apply'],
    ['serve', '--port', '0'],
  ]) {
    const second = await run(['--workspace', workspace.folder, ...args])
    if (running.process.exitCode !== null) break
    assert.equal(second.code, 1, args.join(' '))
    assert.match(
      second.err,
      /^error\[workspace\.locked\]: another process owns this workspace\n(.*\n)* {2}help: /,
      args.join(' '),
    )
  }
  const ended = await running.ended
  assert.equal(ended.code, 0, ended.err)
  assert.equal(JSON.parse(ended.out).rows[0].read, 120_000)
  assert.equal((await workspace.json('ledger', '--imports')).rows.length, 1)
})

test('a port that is taken, an address that is not ours, a workspace that is served already', async t => {
  const workspace = await makeWorkspace(t, definitions)
  const taken = createServer()
  taken.listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.after(() => taken.close())
  const {port} = taken.address()
  const ended = await run(['--workspace', workspace.folder, 'serve', '--port', String(port)])
  assert.equal(ended.code, 1)
  assert.equal(ended.out, '')
  assert.match(
    ended.err,
    new RegExp(
      `^error\\[serve\\.port-taken\\]: port ${port} on 127\\.0\\.0\\.1 is in use by another program\\n` +
        ' {2}--port\\n {2}help: give another with --port, or --port 0 for any free one\\n$',
    ),
  )
  assert.equal(existsSync(workspace.path('serve.sock')), false)
  const elsewhere = await run(['--workspace', workspace.folder, 'serve', '--port', '0', '--host', '203.0.113.7'])
  assert.equal(elsewhere.code, 1)
  assert.match(elsewhere.err, /^error\[serve\.(cannot-listen|host-unknown)\]/)
  await workspace.serve(t)
  const second = await run(['--workspace', workspace.folder, 'serve', '--port', '0'])
  assert.equal(second.code, 1)
  assert.match(second.err, /^error\[(workspace\.locked|serve\.already-running)\]/)
})

test('a full disk: what was acknowledged stays, and with room again the import goes on', async t => {
  const folder = smallDisk(t, '24m')
  if (!folder) return
  const outside = temporaryFolder(t)
  const file = await writeRows(join(outside, 'rows.csv'), 200_000)
  const workspace = await makeWorkspace(t, definitions, folder)
  await workspace.import('keyed', workspace.write('first.csv', header + rowOf(1)))
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(8 << 20, 1))

  const ended = await workspace.run('import', '--source', 'web', file, '--format', 'json')
  assert.equal(ended.code, 1)
  assert.match(ended.err, /^error\[store\.disk-full\]: /)
  assert.match(ended.err, /help: free some space and run the same command again/)
  assert.equal(ended.signal, null)
  const person = await workspace.json('person', 'user-1')
  assert.equal(person.profile.events >= 1, true)
  const ledger = await workspace.json('ledger')
  const row = ledger.rows.find(one => one.source === 'web')
  if (row) assert.equal(row.read, row.accepted + row.deduplicated + row.refused)
  t.diagnostic(`${row?.read ?? 0} rows were in when the disk was full`)

  rmSync(join(folder, 'ballast'))
  execFileSync('mount', ['-o', 'remount,size=400m', folder])
  const after = await workspace.import('web', file)
  assert.deepEqual([after.read, after.refused], [200_000, 200])
  const whole = await makeWorkspace(t, definitions)
  await whole.import('web', file)
  assert.deepEqual(
    counts((await workspace.json('ledger')).rows.find(one => one.source === 'web')),
    counts((await whole.json('ledger')).rows.find(one => one.source === 'web')),
  )
})

// The batch that found no room had named events that nothing had named before; the process that took it goes on.
test('a full disk while serving: what the lost batch was first to name is named again by the next', async t => {
  const folder = smallDisk(t, '24m')
  if (!folder) return
  const workspace = await makeWorkspace(t, definitions, folder)
  const server = await workspace.serve(t)
  const file = join(temporaryFolder(t), 'rows.csv')
  let text = header
  for (let i = 1; i <= 200_000; ++i) {
    const time = new Date(1.7e12 + i * 7000).toISOString()
    const note = `note ${(i * 2654435761) % 4294967296}`
    text += `${i},${time},user-${i % 5000},,step ${Math.floor(i / 1000)},,${note},\n`
  }
  writeFileSync(file, text)
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(18 << 20, 1))
  const ended = await workspace.run('import', '--source', 'web', file)
  assert.match(ended.err, /^error\[store\.disk-full\]: /)

  rmSync(join(folder, 'ballast'))
  execFileSync('mount', ['-o', 'remount,size=400m', folder])
  const after = await workspace.import('web', file)
  assert.deepEqual([after.read, after.accepted], [200_000, 200_000])
  await server.stop()
  const steps = Array.from({length: 201}, (_, i) => `step ${i}`)
  const all = await workspace.json('query', workspace.write('all.json', JSON.stringify({ask: 'trend', events: steps})))
  assert.equal(all.rows.reduce((sum, row) => sum + row.events, 0), 200_000)
})

test('a disk that is full from the start, and a folder that cannot be written', async t => {
  const folder = smallDisk(t, '256k')
  if (!folder) return
  const workspace = new Workspace(join(folder, 'w'))
  assert.equal((await run(['init', workspace.folder])).code, 0)
  try {
    writeFileSync(join(folder, 'ballast'), Buffer.alloc(1 << 20, 1))
  } catch (error) {
    assert.equal(error.code, 'ENOSPC')
  }
  const ended = await workspace.run('apply')
  assert.equal(ended.code, 1)
  assert.match(ended.err, /^error\[store\.disk-full\]: /)
  rmSync(join(folder, 'ballast'))
  await workspace.json('apply')
  writeFileSync(join(folder, 'file'), '')
  const no = await run(['init', join(folder, 'file', 'below')])
  assert.equal(no.code, 1)
  assert.match(no.err, /^error\[workspace\.not-writable\]/)
})

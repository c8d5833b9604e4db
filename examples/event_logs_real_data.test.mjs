// Event logs of process mining, as objects with a way each: the figures that the logs' own descriptions state, and what
// follows what, counted once more by a loop over the file. docs/explanation/real-data.md tells what differs and why.
//
// THROUGHLINE names the program. The data lie beside the repository; a set that is missing is skipped.
import assert from 'node:assert/strict'
import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {gunzipSync} from 'node:zlib'
import {makeWorkspace, parseCsv} from '../tests/support/throughline.mjs'

const data = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data/event_logs')

function real(t, name) {
  const file = join(data, name)
  if (existsSync(file)) return file
  t.skip(`event_logs/${name} is not here: fetch it as the example's README says`)
  return undefined
}

const contents = file => (file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file)).toString('utf8')
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

function table(file) {
  const text = contents(file).replaceAll('\r\n', '\n')
  return parseCsv(text.endsWith('\n') ? text : `${text}\n`)
}

// The cases of an XES file, event by event, by a pattern instead of a reader of XML.
function casesOf(file) {
  const entities = {quot: '"', apos: "'", lt: '<', gt: '>', amp: '&'}
  const plain = text => text.replace(/&(\w+);/g, (all, name) => entities[name] ?? all)
  const attributes = text =>
    Object.fromEntries([...text.matchAll(/<\w+ key="([^"]*)" value="([^"]*)"/g)].map(([, k, v]) => [plain(k), plain(v)]))
  return [...contents(file).matchAll(/<trace>([^]*?)<\/trace>/g)].map(([, trace]) => {
    const events = [...trace.matchAll(/<event>([^]*?)<\/event>/g)].map(([, event]) => attributes(event))
    return {...attributes(trace.replace(/<event>[^]*?<\/event>/g, '')), events}
  })
}

const columns = `time: "time:timestamp"
events:
  - event: {column: "concept:name"}
    objects: {case: "case:concept:name"}
`

// A workspace with this log, a case an object; every other column a property, unless the columns say otherwise.
async function logged(t, file, format, mapping = `${columns}    properties: all\n`) {
  const workspace = await makeWorkspace(t, {'sources/log.yaml': `source: log\nformat: ${format}\n${mapping}`})
  return {workspace, imported: await workspace.import('log', file)}
}

function asker(workspace) {
  return question =>
    workspace.json('query', workspace.write('question.json', JSON.stringify({count: 'object:case', ...question})))
}

function tally(values) {
  const counts = new Map()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

const sorted = counts => [...counts].map(([key, count]) => `${key}: ${count}`).sort(byText)

// Activities, ways, beginnings, ends and what follows what, held against the cases themselves.
async function holdsAgainst(ask, cases) {
  const ways = cases.map(one => one.events.map(event => event['concept:name']))
  const {counts} = await ask({ask: 'trend'})
  assert.deepEqual(counts, {objects: cases.length, events: ways.flat().length})

  // A way is all of a case's events, each of them, however long the pauses.
  const variants = await ask({ask: 'variants', collapse: false, gap: 'none', limit: 5_000})
  // Of a way of more than 100 nodes the first 100 are told, and how many there are.
  const told = [...tally(ways.map(way => way.join('\n')))].map(([text, passages]) => {
    const way = text.split('\n')
    return [...(way.length > 100 ? [...way.slice(0, 100), '…'] : way), way.length, passages].join()
  })
  assert.deepEqual(
    variants.rows.map(row => [...row.path, row.length, row.passages].join()).sort(byText),
    told.sort(byText),
  )

  const flow = await ask({ask: 'flow', collapse: false, gap: 'none', nodes: 200})
  const pairs = ways.flatMap(way => way.slice(1).map((to, i) => `${way[i]} > ${to}`))
  assert.deepEqual(sorted(new Map(flow.rows.map(e => [`${e.from} > ${e.to}`, e.transitions]))), sorted(tally(pairs)))
  const nodes = Object.fromEntries(flow.nodes.map(node => [node.node, node]))
  const counted = (of, part) => [...of].every(([name, count]) => nodes[name][part] === count)
  assert.ok(counted(tally(ways.flat()), 'events'))
  assert.ok(counted(tally(ways.map(way => way[0])), 'starts'))
  assert.ok(counted(tally(ways.map(way => way.at(-1))), 'ends'))
  return {variants, flow, nodes}
}

// What the description of each log states: cases, events, activities, variants, the commonest ones.
const stated = {
  'running-example': [6, 42, 8, 6, [1]],
  roadtraffic100traces: [100, 390, 10, 10, [36, 22, 16]],
  receipt: [1_434, 8_577, 27, 116, [713, 123, 116]],
  teleclaims: [3_512, 46_138, 11, 12, [525, 469, 367]],
  repairExample: [1_104, 11_855, 8, 77, [250, 129, 78]],
  helpdesk: [4_580, 21_348, 14, 226, [2_366, 552, 228]],
  bpic2012: [13_087, 262_200, 24, 4_366, [3_429, 1_872, 271]],
}

for (const [name, [cases, events, activities, variants, commonest]] of Object.entries(stated)) {
  test(`${name}, a log in XES`, async t => {
    const file = real(t, `${name}.xes.gz`)
    if (!file) return
    const {workspace, imported} = await logged(t, file, 'xes')
    assert.deepEqual([imported.read, imported.accepted, imported.refused], [events, events, 0])
    const ask = asker(workspace)
    const inFile = casesOf(file)
    assert.deepEqual([inFile.length, inFile.flatMap(one => one.events).length], [cases, events])
    const found = await holdsAgainst(ask, inFile)
    assert.deepEqual([Object.keys(found.nodes).length, found.variants.counts.variants], [activities, variants])
    assert.deepEqual(found.variants.rows.slice(0, commonest.length).map(row => row.passages), commonest)
    await particulars[name]?.(ask, found, workspace)
  })
}

// What else is stated of a log.
const particulars = {
  async helpdesk(ask, {nodes}) {
    assert.deepEqual([nodes.Wait.events, nodes['Require upgrade'].events], [1_463, 119])
    const seriousness = await ask({ask: 'trend', by: {property: 'seriousness'}})
    assert.equal(seriousness.rows.reduce((sum, row) => sum + row.events, 0), 21_348)
  },
  async bpic2012(ask, {nodes}) {
    for (const [name, events] of [
      ['A_SUBMITTED', 13_087],
      ['A_DECLINED', 7_635],
      ['A_CANCELLED', 2_807],
      ['A_APPROVED', 2_246],
    ])
      assert.equal(nodes[name].events, events, name)
    // Each begins with its submission; so a funnel reaches every case that was ever declined.
    const funnel = await ask({ask: 'funnel', steps: ['A_SUBMITTED', 'A_DECLINED'], within: '365d'})
    assert.deepEqual(funnel.rows.map(row => row.objects), [13_087, 7_635])
    // Activities by what became of them: 36 kinds.
    let kinds = 0
    for (const name of Object.keys(nodes))
      kinds += (await ask({ask: 'trend', events: [name], by: {property: 'lifecycle:transition'}})).rows.length
    assert.equal(kinds, 36)
  },
  async repairExample(ask, {nodes}) {
    assert.equal(nodes['Inform User'].events, 1_102)
  },
  async receipt(ask) {
    const rows = (await ask({ask: 'trend', by: {property: 'case:channel'}})).rows
    const cases = Object.fromEntries(rows.map(row => [row['case:channel'], row.objects]))
    assert.equal(Object.values(cases).reduce((sum, count) => sum + count, 0), 1_434)
  },
}

for (const name of ['running-example', 'roadtraffic100traces', 'receipt']) {
  test(`${name}, the same log in CSV`, async t => {
    const [csv, xes] = [real(t, `${name}.csv.gz`), real(t, `${name}.xes.gz`)]
    if (!csv || !xes) return
    const {workspace} = await logged(t, csv, 'csv')
    await holdsAgainst(asker(workspace), casesOf(xes))
  })
}

test('reviewing, a log with starts and ends', async t => {
  const file = real(t, 'reviewing.csv.gz')
  if (!file) return
  const {workspace, imported} = await logged(t, file, 'csv')
  assert.equal(imported.accepted, 3_730)
  const cases = new Map()
  for (const row of table(file)) {
    if (!cases.has(row['case:concept:name'])) cases.set(row['case:concept:name'], {events: []})
    cases.get(row['case:concept:name']).events.push(row)
  }
  assert.equal(cases.size, 100)
  const ask = asker(workspace)
  await holdsAgainst(ask, [...cases.values()])
  // What is complete, by activity, on its own.
  const complete = await ask({ask: 'trend', events: [{event: 'decide', where: {'lifecycle:transition': 'complete'}}]})
  assert.deepEqual(complete.counts, {objects: 100, events: 626})
})

test('an interval log: each row begins and ends', async t => {
  const file = real(t, 'interval_event_log.csv.gz')
  if (!file) return
  const activities = [...new Set(table(file).map(row => row['concept:name']))]
  const tasks = Object.fromEntries(
    activities.map((name, i) => [
      `tasks/t${i}.yaml`,
      `task: t${i}\nstart: {event: ${name}, touchpoint: start}\nsuccess: {event: ${name}, touchpoint: end}\nwithin: 52w\n`,
    ]),
  )
  const workspace = await makeWorkspace(t, {
    'sources/log.yaml': `source: log
format: csv
events:
  - event: {column: "concept:name"}
    time: start_timestamp
    touchpoint: start
    objects: {case: "case:concept:name"}
  - event: {column: "concept:name"}
    time: "time:timestamp"
    touchpoint: end
    objects: {case: "case:concept:name"}
`,
    ...tasks,
  })
  const imported = await workspace.import('log', file)
  assert.deepEqual([imported.read, imported.accepted, imported.events], [8_109, 8_109, 16_218])
  const ask = asker(workspace)
  for (const [i, name] of activities.entries()) {
    const seconds = table(file)
      .filter(row => row['concept:name'] === name)
      .map(row => (Date.parse(row['time:timestamp']) - Date.parse(row.start_timestamp)) / 1_000)
      .sort((a, b) => a - b)
    const {rows: [row]} = await ask({ask: 'task', name: `t${i}`})
    assert.deepEqual([row.attempts, row.success], [seconds.length, seconds.length], name)
    const timed = seconds.filter(each => each > 0)
    const [below, above] = [timed[Math.floor((timed.length - 1) / 2)], timed[Math.ceil((timed.length - 1) / 2)]]
    assert.ok(Math.abs(row.elapsed_median.value - (below + above) / 2) < 1e-6, name)
  }
})

// Objects of several types, of which an event names any number.
const logs = {
  'ocel/example_log.csv': [23, 15, {element: 9, order: 3, delivery: 3}],
  'ocel/ocel_order_simulated.csv.gz': [22_367, undefined, {}],
}

for (const [name, [events, objects, stated_of]] of Object.entries(logs)) {
  test(`${name}, an object-centric log`, async t => {
    const file = real(t, name)
    if (!file) return
    const time = row => Date.parse(row['ocel:timestamp'].replace(/^(\S+) (\S+)$/, '$1T$2Z'))
    const rows = table(file).sort((a, b) => time(a) - time(b))
    const types = Object.keys(rows[0]).filter(column => column.startsWith('ocel:type:')).map(column => column.slice(10))
    const workspace = await makeWorkspace(t, {
      'sources/log.yaml': `source: log
format: csv
key: ["ocel:eid"]
time: "ocel:timestamp"
events:
  - event: {column: "ocel:activity"}
    objects:
${types.map(type => `      ${type}: {list: "ocel:type:${type}"}\n`).join('')}`,
    })
    const imported = await workspace.import('log', file)
    assert.deepEqual([imported.accepted, imported.refused], [events, 0])
    let all = 0
    for (const type of types) {
      const ways = new Map()
      for (const row of rows) {
        for (const [, id] of row[`ocel:type:${type}`].matchAll(/'([^']*)'/g)) {
          if (!ways.has(id)) ways.set(id, [])
          ways.get(id).push(row['ocel:activity'])
        }
      }
      if (ways.size === 0) continue // a column of blanks
      const ask = question =>
        workspace.json('query', workspace.write('question.json', JSON.stringify({count: `object:${type}`, ...question})))
      assert.equal((await ask({ask: 'trend'})).counts.objects, ways.size, type)
      if (stated_of[type]) assert.equal(ways.size, stated_of[type])
      const variants = await ask({ask: 'variants', collapse: false, gap: 'none', limit: 10_000})
      const expected = [...tally([...ways.values()].map(way => way.join('\n')))]
      assert.deepEqual(
        variants.rows.map(row => `${row.path.length <= 100 ? row.path.join('\n') : row.length} ${row.passages}`).sort(byText),
        expected.map(([way, count]) => `${way.split('\n').length <= 100 ? way : way.split('\n').length} ${count}`).sort(byText),
        type,
      )
      all += ways.size
    }
    if (objects) assert.equal(all, objects)
  })
}

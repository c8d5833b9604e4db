// What retentioneering's own tests expect of its cohorts, funnels, transitions and descriptions, asked here.
// docs/explanation/real-data.md tells what differs and why.
//
// THROUGHLINE names the program. The data lie beside the repository; a set that is missing is skipped.
import assert from 'node:assert/strict'
import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {gunzipSync} from 'node:zlib'
import {makeWorkspace, parseCsv} from '../tests/support/throughline.mjs'

const data = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data/retentioneering')

function real(t, ...path) {
  const file = join(data, ...path)
  if (existsSync(file)) return file
  t.skip(`retentioneering/${path.join('/')} is not here: fetch it as the example's README says`)
  return undefined
}

function table(file) {
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replaceAll('\r\n', '\n')
  return parseCsv(text.endsWith('\n') ? text : `${text}\n`)
}

// A workspace with this file (or text of one), in whose order the events of one instant stand, and what asks it.
async function asking(t, file, more = '') {
  const workspace = await makeWorkspace(t, {
    'sources/stream.yaml': `source: stream
format: csv
time: timestamp
person: {user_id: user_id}
events:
  - event: {column: event}
${more}`,
  })
  const imported = await workspace.import('stream', file.includes('\n') ? workspace.write('stream.csv', file) : file)
  assert.equal(imported.refused, 0)
  return question => workspace.json('query', workspace.write('question.json', JSON.stringify(question)))
}

// Cohorts lie on a grid of so many units from the first one on; a period is as long as a cohort.
const grids = {
  '01_matrix_MM.csv': {interval: 'month', every: 1, from: '2021-12-01'},
  '02_matrix_M2M.csv': {interval: 'month', every: 2, from: '2021-12-01'},
  '03_matrix_D30D.csv': {interval: 'day', every: 30, from: '2021-12-28'},
  '04_matrix_W4W.csv': {interval: 'week', every: 4, from: '2021-12-27'},
  '05_matrix_D4W.csv': {interval: 'day', every: 28, from: '2021-12-28'},
  '06_matrix_W30D.csv': {interval: 'day', every: 30, from: '2021-12-27'},
  '07_matrix_avg.csv': {interval: 'day', every: 21, from: '2021-12-28'},
  '08_matrix_cut.csv': {interval: 'day', every: 21, from: '2021-12-28'},
}

test("retentioneering's cohorts", async t => {
  const input = real(t, 'tests', 'cohorts', 'input_1.csv')
  if (!input) return
  // Theirs shows what is known so far of a period that is not over. A later event of somebody else ends them all.
  const later = `${readFileSync(input, 'utf8').trimEnd()}\n99,later,raw,2022-12-31 00:00:00\n`
  const ask = await asking(t, later)
  for (const [name, grid] of Object.entries(grids)) {
    const answer = await ask({ask: 'retention', start: 'event', returns: 'event', periods: 6, ...grid})
    // {cohort: {period: share}}; theirs writes -999 for nobody and for not observed alike.
    const found = new Map()
    for (const row of answer.rows) {
      const cohort = String(Object.values(row)[0])
      if (!found.has(cohort)) found.set(cohort, {0: 1})
      found.get(cohort)[row.period ?? row.bracket] = row.share?.value ?? row.retained?.value ?? 0
    }
    const rows = table(join(dirname(input), name))
    for (const {CohortGroup: cohort, CohortPeriod: ignored, ...shares} of rows.filter(r => r.CohortGroup !== 'Average'))
      for (const [period, text] of Object.entries(shares)) {
        const wanted = Number(text) === -999 ? 0 : Number(text)
        const share = found.get(cohort)?.[period] ?? 0
        assert.ok(Math.abs(share - wanted) < 0.005, `${name}: ${cohort}, period ${period}: ${share}, not ${wanted}`)
      }
    // Their average takes each cohort alike, ours (more.pooled) each person.
    const average = rows.find(row => row.CohortGroup === 'Average')
    for (const period of average ? [1, 2, 3, 4] : []) {
      const shares = [...found.values()].map(cohort => cohort[period]).filter(share => share > 0)
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
      assert.ok(Math.abs(mean - Number(average[period])) < 0.005, `${name}, on average, period ${period}: ${mean}`)
    }
  }
})

test("retentioneering's funnels", async t => {
  const input = real(t, 'tests', 'funnel', 'input_funnel.csv')
  if (!input) return
  const ask = await asking(t, input)
  const steps = ['catalog', ['product1', 'product2'], 'cart', 'payment_done']
  // Closed: in this order.
  const closed = await ask({ask: 'funnel', steps, within: '365d'})
  assert.deepEqual(closed.rows.map(row => row.people), [6, 4, 4, 2])
  // Open: each step by itself.
  const open = []
  for (const step of steps) open.push((await ask({ask: 'trend', events: [].concat(step)})).counts.people)
  assert.deepEqual(open, [6, 8, 8, 8])
  // Hybrid: after the first step the others in any order: a segment's rule, as a funnel has no such order.
  const after = step => ({sequence: ['catalog', step]})
  const hybrid = []
  for (let last = 1; last < steps.length; ++last) {
    const segment = {all: steps.slice(1, last + 1).map(after)}
    hybrid.push((await ask({ask: 'trend', events: ['catalog'], segment})).counts.people)
  }
  assert.deepEqual(hybrid, [4, 4, 4])
})

const nodes = ['A', 'B', 'C', 'D']
const matrix = (rows, cell) => nodes.map(from => nodes.map(to => cell(rows.find(r => r.from === from && r.to === to))))

test("retentioneering's transitions", async t => {
  const input = real(t, 'tests', 'transition_matrix', 'input.csv')
  if (!input) return
  const ask = await asking(t, input, '    objects: {session: session_id}\n')
  const flow = {ask: 'flow', gap: 'none', nodes: 10}
  const people = await ask(flow)
  const events = [[0, 3, 1, 0], [1, 0, 1, 0], [1, 0, 2, 3], [0, 0, 2, 0]]
  assert.deepEqual(matrix(people.rows, edge => edge?.transitions ?? 0), events)
  assert.deepEqual(
    matrix(people.rows, edge => edge?.people ?? 0),
    [[0, 2, 1, 0], [1, 0, 1, 0], [1, 0, 1, 1], [0, 0, 1, 0]],
  )
  // Of sessions, which are objects here, each stands by itself.
  const sessions = await ask({...flow, count: 'object:session'})
  assert.deepEqual(
    matrix(sessions.rows, edge => edge?.objects ?? 0),
    [[0, 3, 1, 0], [0, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 0]],
  )
  // Theirs divides by the transitions that leave a node, ours by its visits, of which some are last.
  for (const from of nodes) {
    const edges = people.rows.filter(edge => edge.from === from)
    const leaving = edges.reduce((sum, edge) => sum + edge.transitions, 0)
    const {visits, ends} = people.nodes.find(node => node.node === from)
    assert.equal(leaving, visits - ends)
    for (const edge of edges) assert.equal(edge.share.value, edge.transitions / visits)
  }
})

test("retentioneering's description of a stream", async t => {
  const input = real(t, 'tests', 'describe', 'input1.csv')
  if (!input) return
  const ask = await asking(t, input)
  const expected = {}
  for (const {category, metric, value} of table(join(dirname(input), 'describe_basic_corr.csv')))
    expected[`${category} ${metric}`] = value
  // A path is all of somebody's events: a session that only the data's end ends.
  const {rows: [row]} = await ask({ask: 'sessions', idle: 'none'})
  assert.equal(row.people, Number(expected['overall unique_users']))
  assert.equal(row.median_seconds.value, 86_400)
  assert.equal(Math.round(row.mean_seconds.value), ((24 + 4) * 60 + 54) * 60 + 3)
  assert.equal(row.events / row.sessions, Number(expected['path_length_steps mean']))
  assert.equal(row.median_events.value, Number(expected['path_length_steps median']))

  // Of each event: how often, by whom.
  const lines = readFileSync(join(data, 'tests', 'describe_events', 'describe_events_basic_corr.csv'), 'utf8').trim()
  for (const line of lines.split(/\r?\n/).slice(2)) {
    const [event, occurrences, users] = line.split(',')
    const {counts} = await ask({ask: 'trend', events: [event]})
    assert.deepEqual([counts.events, counts.people], [Number(occurrences), Number(users)], event)
  }
})

test("retentioneering's A/B test", async t => {
  const file = real(t, 'ab_test_demo.csv.gz')
  if (!file) return
  const ask = await asking(t, file, '    properties: [user_backet, transaction_value]\n')
  const buckets = await ask({ask: 'trend', by: {property: 'user_backet'}})
  assert.deepEqual(
    Object.fromEntries(buckets.rows.map(row => [row.user_backet, row.people])),
    {control: 573, test: 554, not_in_test: 2_624},
  )
  const payments = await ask({ask: 'trend', events: ['payment_done'], by: {property: 'user_backet'}})
  const paid = Object.fromEntries(payments.rows.map(row => [row.user_backet, row.events]))
  assert.deepEqual([paid.control, paid.test], [94, 134])
})

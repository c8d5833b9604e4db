// How long each metric of a served workspace takes, split by the latest value of a property, hot: the middle of five
// answers, each to a question of its own (its period ends on another day), because an equal one would be answered from
// what is kept. Every kind of metric that the program knows has to be among them.
//     node bench/metric_bench.mjs URL PROPERTY [--json]
import {readFileSync} from 'node:fs'
import process from 'node:process'

const [url, property, form] = process.argv.slice(2)
if (!url || !property) {
  console.error('usage: metric_bench.mjs URL PROPERTY [--json]')
  process.exit(2)
}

async function get(path) {
  const reply = await fetch(new URL(path, url))
  const body = await reply.json()
  if (!reply.ok) throw new Error(`${path}: ${body.message ?? body.status}`)
  return body
}

const source = readFileSync(new URL('../src/model/metric.h', import.meta.url), 'utf8')
const kinds = [...source.match(/kMetricKinds\{([^}]*)\}/)[1].matchAll(/"([a-z_]+)"/g)].map(found => found[1])

const about = await get('/api/v1/workspace')
const day = back => new Date(Date.parse(about.last) - back * 86_400_000).toISOString().slice(0, 10)
const results = []
for (const name of about.definitions.metric) {
  const seconds = []
  let groups = 0, kind = '', intervals = 0
  for (let run = 0; run < 6; ++run) {
    const begin = performance.now()
    const answer = await get(`/api/v1/metrics/${name}?by=property:${property}&as_of=latest&to=${day(run)}`)
    if (run > 0) seconds.push((performance.now() - begin) / 1_000)
    // Groups of too few people are worked out like others, and then not shown.
    if (answer.status !== 'ok' && answer.status !== 'too-few-people') throw new Error(`${name} has no answer: ${answer.reason}`)
    groups = answer.rows.length
    intervals = answer.rows.filter(row => row.value.low !== null).length
    kind = answer.contract.kind
  }
  results.push({metric: name, kind, groups, intervals, seconds: seconds.toSorted((a, b) => a - b)[2]})
}
const missing = kinds.filter(kind => !results.some(each => each.kind === kind))
results.sort((a, b) => b.seconds - a.seconds)
const data = {events: about.events, people: about.people, property, metrics: results, kinds_not_measured: missing}
if (form === '--json') console.log(JSON.stringify(data))
else {
  console.log(`${about.events} events, ${about.people} people, by ${property}\n`)
  for (const {metric, kind, groups, intervals, seconds} of results)
    console.log(`${metric.padEnd(24)} ${kind.padEnd(18)} ${String(groups).padStart(5)} groups, ${String(intervals).padStart(4)} with an interval ${(seconds * 1_000).toFixed(1).padStart(9)} ms`)
  if (missing.length > 0) console.log(`\nnot measured: ${missing.join(', ')}`)
}
process.exitCode = missing.length === 0 && results.every(each => each.seconds < 1) ? 0 : 1

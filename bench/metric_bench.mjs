// How long each metric of a served workspace takes, split by a property, hot: the middle of five answers, each to a
// question of its own (its period ends on another day), because an equal one would be answered from what is kept.
//     node bench/metric_bench.mjs URL PROPERTY [--json]
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

const about = await get('/api/v1/workspace')
const day = back => new Date(Date.parse(about.last) - back * 86_400_000).toISOString().slice(0, 10)
const results = []
for (const name of about.definitions.metric) {
  const seconds = []
  let groups = 0
  for (let run = 0; run < 6; ++run) {
    const begin = performance.now()
    const answer = await get(`/api/v1/metrics/${name}?by=property:${property}&to=${day(run)}`)
    if (run > 0) seconds.push((performance.now() - begin) / 1_000)
    groups = answer.rows.length
  }
  results.push({metric: name, groups, seconds: seconds.toSorted((a, b) => a - b)[2]})
}
results.sort((a, b) => b.seconds - a.seconds)
const data = {events: about.events, people: about.people, property, metrics: results}
if (form === '--json') console.log(JSON.stringify(data))
else {
  console.log(`${about.events} events, ${about.people} people, by ${property}\n`)
  for (const {metric, groups, seconds} of results)
    console.log(`${metric.padEnd(32)} ${String(groups).padStart(5)} groups ${(seconds * 1_000).toFixed(1).padStart(9)} ms`)
}
process.exitCode = results.every(each => each.seconds < 1) ? 0 : 1

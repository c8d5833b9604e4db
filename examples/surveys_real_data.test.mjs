// Published survey results, worked out by others from the raw answers, asked here: SUS, UMUX-Lite, task times, NPS,
// satisfaction. docs/explanation/real-data.md tells what differs and why.
//
// THROUGHLINE names the program. The data lie beside the repository; a set that is missing is skipped.
import assert from 'node:assert/strict'
import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {makeWorkspace, parseCsv} from '../tests/support/throughline.mjs'

const data = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data')

// The file's path, or undefined, with the test skipped, where it is not here.
function real(t, ...path) {
  const file = join(data, ...path)
  if (existsSync(file)) return file
  t.skip(`${path.join('/')} is not here: docs/explanation/real-data.md says which data are asked`)
  return undefined
}

const round = (number, places) => Number(number.toFixed(places))
const quoted = texts => texts.map(text => JSON.stringify(text)).join(', ')

function rowsOf(file) {
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
  return parseCsv(text.endsWith('\n') ? text : `${text}\n`)
}
const header = file => Object.keys(rowsOf(file)[0])

async function imported(workspace, source, file, rows) {
  const counts = await workspace.import(source, file)
  assert.deepEqual([counts.read, counts.accepted, counts.refused], [rows, rows, 0], source)
}

// {group: row} of a metric split by a property.
async function by(workspace, metric, property, ...options) {
  const {rows} = await workspace.json('metric', metric, '--by', `property:${property}`, ...options)
  return Object.fromEntries(rows.map(row => [row[property], row]))
}

const score = (name, kind, survey, more = '') => `metric: ${name}\nkind: ${kind}\nsurvey: ${survey}\n${more}`

test('a university app: SUS and UMUX-Lite', async t => {
  const file = real(t, 'sus_unitrento', 'sus.csv')
  if (!file) return
  const columns = header(file)
  const workspace = await makeWorkspace(t, {
    'sources/app.yaml': `source: app
time: {column: Timestamp, format: "%d/%m/%Y %H:%M:%S", zone: Europe/Rome}
person: each_row
events:
  - event: usability rated
    response: {survey: sus, items: [${quoted(columns.slice(2, 12))}], verbatim: ${quoted([columns[12]])}}
    properties: [Year]
  - event: needs rated
    response: {survey: umux, items: [${quoted(columns.slice(13, 15))}]}
    properties: [Year]
`,
    'metrics/sus.yaml': score('sus', 'sus', 'sus', 'benchmark: {value: 68, source: "Sauro & Lewis 2016"}\n'),
    'metrics/umux.yaml': score('umux', 'umux_lite', 'umux'),
  })
  await imported(workspace, 'app', file, 74)
  const answer = await workspace.json('metric', 'sus')
  const [sus] = answer.rows
  assert.deepEqual([sus.people, round(sus.value.value, 3), sus.grade], [74, 59.392, 'D'])
  assert.equal(sus.against_benchmark, 'worse')
  const {spread, reliability} = answer
  assert.deepEqual(
    [round(spread.standard_deviation, 3), spread.median, spread.lowest, spread.highest],
    [17.487, 60, 5, 92.5],
  )
  assert.equal(round(reliability.alpha.value, 3), 0.849)
  assert.equal(reliability.items.length, 10)
  assert.ok(reliability.alpha.low < 0.849 && reliability.alpha.high > 0.849)
  const years = await by(workspace, 'sus', 'Year')
  assert.deepEqual(
    Object.entries(years).map(([year, row]) => [year, row.value.n, round(row.value.value, 2)]),
    [['2021', 18, 58.75], ['2022', 17, 57.5], ['2023', 22, 61.93], ['2024', 17, 58.68]],
  )
  // No significant change: each year's interval holds the mean of all.
  for (const {value} of Object.values(years)) assert.ok(value.low < 59.392 && value.high > 59.392)
  const umux = await workspace.json('metric', 'umux')
  assert.deepEqual([umux.rows[0].people, round(umux.rows[0].value.value, 3)], [74, 62.613])
})

test('training in virtual reality: task time, SUS, NASA-TLX', async t => {
  const times = real(t, 'vr_task_study', 'CompletionTime.csv')
  const usability = real(t, 'vr_task_study', 'SUS.csv')
  const workload = real(t, 'vr_task_study', 'Nasa.csv')
  if (!times || !usability || !workload) return
  const items = header(usability).filter(name => /^[0-9]/.test(name.trim()))
  assert.equal(items.length, 10)
  const person = 'user_id: "Participant Number:"'
  const source = (name, response, who, more = '') => `source: ${name}
time: {constant: 2026-01-05}
person: {${who}}
events:
  - event: ${name} told
    properties: [Scene${more}]
${response}`
  const loads = header(workload).slice(2, 8)
  const workspace = await makeWorkspace(t, {
    'sources/time.yaml': source('time', '', 'user_id: Participants', ', CompletionTime'),
    'sources/sus.yaml': source('sus', `    response: {survey: sus, items: [${quoted(items)}]}\n`, person, ', SUS Score'),
    'sources/tlx.yaml': source('tlx', `    response: {survey: tlx, items: [${quoted(loads)}]}\n`, person),
    'metrics/mean_time.yaml':
      'metric: mean_time\nkind: mean\ndiscipline: UX\nbetter: lower\nevent: time told\nvalue: CompletionTime\n',
    'metrics/median_time.yaml': 'metric: median_time\nkind: percentile\nevent: time told\nvalue: CompletionTime\n',
    'metrics/sus.yaml': score('sus', 'sus', 'sus', 'once_per_person: false\n'),
    'metrics/their_sus.yaml': score('their_sus', 'sus', 'sus', 'score: SUS Score\nonce_per_person: false\n'),
    'metrics/tlx.yaml': score('tlx', 'nasa_tlx', 'tlx', 'once_per_person: false\n'),
    'segments/both.yaml': 'segment: both\npeople: {all: [{did: time told}, {did: sus told}]}\n',
  })
  await imported(workspace, 'time', times, 24)
  await imported(workspace, 'sus', usability, 24)
  await imported(workspace, 'tlx', workload, 24)
  const ask = async (metric, ...options) => {
    const [row] = (await workspace.json('metric', metric, ...options)).rows
    return round(row.value.value, 2)
  }
  const scenes = async (metric, ...options) =>
    Object.values(await by(workspace, metric, 'Scene', ...options)).map(row => round(row.value.value, 2))
  assert.equal(await ask('sus'), 80.21)
  assert.deepEqual(await scenes('sus'), [85.83, 74.58])
  // The study's own scores are those of the items.
  assert.deepEqual((await workspace.json('metric', 'sus')).distribution, (await workspace.json('metric', 'their_sus')).distribution)
  assert.deepEqual(await scenes('mean_time'), [151.05, 138.43])
  const [two, three] = await scenes('median_time')
  assert.ok(Math.abs(two - 151.97) <= 0.01 && Math.abs(three - 121.72) <= 0.01, `${two} ${three}`)
  const tlx = rowsOf(workload)
  const mean = tlx.reduce((sum, row) => sum + Number(row['NASA-TLX Score']), 0) / tlx.length
  assert.equal(await ask('tlx'), round(mean, 2))
  // "P9" and "P 1" of the questionnaires are none of the people whose time was taken: told, not guessed.
  assert.equal((await workspace.json('trend')).counts.people, 14)
  assert.equal((await workspace.json('trend', '--events', 'time told', '--segment', 'both')).counts.people, 12)
})

test('a garden centre: NPS, satisfaction, spend, in an old encoding', async t => {
  const file = real(t, 'botanic_nps', 'nps_part1.csv.gz')
  const brands = real(t, 'botanic_nps', 'perso.csv')
  if (!file || !brands) return
  const asked = (event, survey, column, more = '') => `  - event: ${event}
    response: {survey: ${survey}, score: ${column}${more}}
    properties: [CaTicket, NbPassageKS]
`
  const recommendation = header(brands).at(-1)
  const workspace = await makeWorkspace(t, {
    'sources/visits.yaml': `source: visits
encoding: iso-8859-1
time: {constant: 2016-06-01}
key: id
person: {crm_id: id}
events:
${asked('recommendation answered', 'nps', 'nps', ', verbatim: explication')}${asked('visit rated', 'csat', 'satisfaction')}`,
    'sources/brands.yaml': `source: brands
time: {column: Horodateur, format: "%d/%m/%Y %H:%M:%S", zone: Europe/Paris}
person: each_row
events: [{event: brand rated, response: {survey: brands, score: ${quoted([recommendation])}}}]
`,
    'metrics/nps.yaml': score('nps', 'nps', 'nps'),
    'metrics/satisfaction.yaml': score('satisfaction', 'csat', 'csat', 'variant: mean\nscale: [1, 10]\n'),
    'metrics/brands.yaml': score('brands', 'nps', 'brands'),
  })
  await imported(workspace, 'visits', file, 8_372)
  await imported(workspace, 'brands', brands, 93)
  const answer = await workspace.json('metric', 'nps')
  const [nps] = answer.rows
  assert.deepEqual([nps.people, nps.promoters, nps.passives, nps.detractors], [8_184, 5_148, 2_337, 699])
  assert.equal(round(nps.value.value, 2), 54.36)
  // 188 "NA": a text where a number is asked for.
  assert.deepEqual(answer.left_out, [{reason: 'outside the scale', answers: 188}])
  const computed = await workspace.json('compute', 'nps', workspace.write('nps.json', JSON.stringify(
    {promoters: nps.promoters, passives: nps.passives, detractors: nps.detractors})))
  assert.equal(round(computed.se, 3), 0.715)
  const [mean] = (await workspace.json('metric', 'satisfaction')).rows
  assert.equal(round(mean.value.value, 4), 8.3386)
  const count = async (event, where) => {
    const question = workspace.write('q.json', JSON.stringify({ask: 'trend', events: [{event, where}]}))
    return (await workspace.json('query', question)).counts.events
  }
  assert.equal(await count('recommendation answered', {verbatim: {is_not: 'NA'}}), 2_418)
  assert.equal(await count('visit rated', {CaTicket: {less_than: 0}}), 134)
  const [brand] = (await workspace.json('metric', 'brands')).rows
  assert.deepEqual(
    [brand.people, brand.promoters, brand.detractors, round(brand.value.value, 2)],
    [93, 36, 25, 11.83],
  )
})

test('developers: a satisfaction of eleven points', async t => {
  const file = real(t, 'stackoverflow_survey', 'stackoverflow.csv.gz')
  if (!file) return
  const workspace = await makeWorkspace(t, {
    'sources/developers.yaml': `source: developers
time: {constant: 2017-02-01}
person: each_row
events:
  - event: career rated
    response: {survey: career, score: CareerSatisfaction}
    properties: [Country, Remote]
`,
    'metrics/career.yaml': score('career', 'csat', 'career', 'variant: mean\nscale: [0, 10]\n'),
    'metrics/like_nps.yaml': score('like_nps', 'nps', 'career'),
  })
  await imported(workspace, 'developers', file, 5_594)
  const answer = await workspace.json('metric', 'career')
  assert.equal(answer.rows[0].people, 5_594)
  assert.equal(round(answer.rows[0].value.value, 4), 7.5824)
  assert.deepEqual(
    answer.distribution.map(row => row.people),
    [19, 10, 34, 84, 128, 280, 564, 1_254, 1_661, 876, 684],
  )
  const [nps] = (await workspace.json('metric', 'like_nps')).rows
  assert.deepEqual([nps.promoters, nps.detractors, round(nps.value.value, 2)], [1_560, 1_119, 7.88])
  const remote = await by(workspace, 'career', 'Remote')
  assert.deepEqual(
    Object.entries(remote).map(([where, row]) => [where, row.people, round(row.value.value, 3)]),
    [['Not remote', 5_019, 7.551], ['Remote', 575, 7.856]],
  )
  const countries = await by(workspace, 'career', 'Country')
  assert.deepEqual(Object.fromEntries(Object.entries(countries).map(([country, row]) => [country, row.people])), {
    Canada: 485, Germany: 757, India: 538, 'United Kingdom': 1_023, 'United States': 2_791,
  })
})

test('airline passengers: touchpoints and satisfaction', async t => {
  const files = [real(t, 'airline_satisfaction', 'train.csv.gz'), real(t, 'airline_satisfaction', 'test.csv.gz')]
  if (!files.every(Boolean)) return
  const touchpoints = {
    'Departure/Arrival time convenient': 6_681,
    'Ease of Online booking': 5_682,
    'Inflight wifi service': 3_916,
    'Online boarding': 3_080,
  }
  const metrics = Object.keys(touchpoints).map((column, i) => [
    `metrics/touchpoint_${i}.yaml`,
    `metric: touchpoint_${i}\nkind: csat\nvariant: mean\nevent: flight rated\nscore: ${column}\n`,
  ])
  const workspace = await makeWorkspace(t, {
    'sources/flights.yaml': `source: flights
time: {constant: 2015-01-01}
key: id
person: {crm_id: id}
events:
  - event: flight rated
    properties: all
`,
    'metrics/satisfied.yaml': `metric: satisfied
kind: share
discipline: CX
better: higher
event: flight rated
that: {event: flight rated, where: {satisfaction: satisfied}}
`,
    'metrics/delay.yaml': `metric: delay
kind: mean
discipline: CX
better: lower
event: flight rated
value: Arrival Delay in Minutes
`,
    ...Object.fromEntries(metrics),
  })
  await imported(workspace, 'flights', files[0], 103_904)
  const percent = ({value}) => round(100 * value.value, 2)
  assert.equal(percent((await workspace.json('metric', 'satisfied')).rows[0]), 43.33)
  await imported(workspace, 'flights', files[1], 25_976)
  const all = await workspace.json('metric', 'satisfied')
  assert.equal(all.rows[0].value.n, 129_880)
  assert.equal(percent(all.rows[0]), 43.45)
  assert.equal(Math.round(all.rows[0].value.value * all.rows[0].value.n), 56_428)
  const splits = {
    Class: {Business: 69.44, Eco: 18.77, 'Eco Plus': 24.64},
    'Type of Travel': {'Business travel': 58.37, 'Personal Travel': 10.13},
    'Customer Type': {'Loyal Customer': 47.81, 'disloyal Customer': 23.97},
  }
  for (const [property, known] of Object.entries(splits)) {
    const rows = await by(workspace, 'satisfied', property)
    assert.deepEqual(Object.fromEntries(Object.entries(rows).map(([group, row]) => [group, percent(row)])), known)
  }
  // 0 is "not applicable", which a scale from 1 to 5 leaves out and tells.
  for (const [i, zeros] of Object.values(touchpoints).entries()) {
    const {left_out} = await workspace.json('metric', `touchpoint_${i}`)
    assert.deepEqual(left_out, [{reason: 'outside the scale', answers: zeros}])
  }
  assert.equal((await workspace.json('metric', 'delay')).rows[0].value.n, 129_880 - 393)
})

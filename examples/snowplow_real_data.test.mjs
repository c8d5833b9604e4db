// What Snowplow's model makes of users and of page speed, asked here. (Its table of sessions: passages_real_data.)
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

const data = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data/snowplow_unified')

function table(folder, name) {
  const file = join(data, folder, `snowplow_unified_${name}.csv.gz`)
  if (!existsSync(file)) return undefined
  const text = gunzipSync(readFileSync(file)).toString('utf8').replaceAll('\r\n', '\n')
  return parseCsv(text.endsWith('\n') ? text : `${text}\n`)
}

const missing = 'snowplow_unified is not here: fetch it as the example\'s README says'

async function asking(t, definitions, rows) {
  const workspace = await makeWorkspace(t, definitions)
  const columns = Object.keys(rows[0])
  const lines = rows.map(row => columns.map(name => `"${String(row[name]).replaceAll('"', '""')}"`).join(','))
  const file = workspace.write('rows.csv', [columns.join(','), ...lines].join('\n') + '\n')
  const imported = await workspace.import('snowplow', file)
  assert.deepEqual([imported.accepted, imported.refused], [rows.length, 0])
  return question => workspace.json('query', workspace.write('question.json', JSON.stringify(question)))
}

const days = 24 * 3_600_000

test("Snowplow's users", async t => {
  const events = table('source', 'events')
  if (!events) return t.skip(missing)
  const contexts = new Map(table('source', 'session_context').map(context => [context.root_id, context]))
  const wanted = new Set(table('expected', 'sessions_expected').map(one => one.session_identifier))
  // The mobile tracker's session and user stand in a table of its own. Of rows with one id, the one collected first.
  const ids = new Set()
  const rows = events
    .sort((a, b) => (a.collector_tstamp < b.collector_tstamp ? -1 : 1))
    .map(e => ({
      event_id: e.event_id,
      derived_tstamp: e.derived_tstamp,
      event_name: e.event_name,
      session: e.domain_sessionid || contexts.get(e.event_id)?.session_id || '',
      user: e.domain_userid || contexts.get(e.event_id)?.user_id || '',
    }))
    .filter(({event_id, session}) => wanted.has(session) && !ids.has(event_id) && ids.add(event_id))
  // A session's user is that of its first event, and the model stops reading it three days later.
  const time = ({derived_tstamp}) => Date.parse(`${derived_tstamp.replace(' ', 'T')}Z`)
  const first = new Map()
  for (const row of rows)
    if (!first.has(row.session) || time(row) < time(first.get(row.session))) first.set(row.session, {...row})
  const kept = rows
    .filter(row => time(row) - time(first.get(row.session)) <= 3 * days)
    .map(row => ({...row, user: first.get(row.session).user}))
  const ask = await asking(
    t,
    {
      'sources/snowplow.yaml': `source: snowplow
format: csv
time: derived_tstamp
key: event_id
person: {anonymous_id: user}
events:
  - event: {column: event_name}
    objects: {session: session}
    properties: [user]
`,
    },
    kept,
  )
  const expected = table('expected', 'users_expected')
  assert.equal(expected.length, 14)
  // The event without any id of a user is nobody's.
  assert.equal((await ask({ask: 'trend'})).counts.people, 14)

  const sessions = {ask: 'sessions', count: 'object:session', idle: 'none'}
  const found = new Map((await ask({...sessions, by: {property: 'user'}})).rows.map(row => [row.user, row]))
  const by_day = (await ask({...sessions, by: [{property: 'user'}, 'day']})).rows
  for (const one of expected) {
    const user = one.user_identifier
    const row = found.get(user)
    assert.equal(row.sessions, Number(one.sessions), user)
    // A page ping says that the page was open for five seconds already: their session of one ping lasts that long. And
    // theirs takes seconds of the clock, which may be one off for each session.
    const before = one.user_id === 'stray page ping' || one.user_id === 'No edge cases' ? 5 * row.sessions : 0
    const difference = Number(one.absolute_time_in_s) - row.total_seconds
    assert.ok(difference > -row.sessions && difference < row.sessions + before, `${user}: ${row.total_seconds}`)
    // Active are the days on which a session begins.
    assert.equal(by_day.filter(each => each.user === user).length, Number(one.active_days), user)
  }
})

const metric = name => `metric: ${name}
kind: percentile
event: web_vitals
value: ${name}
percentile: 75
`

test("Snowplow's web vitals", async t => {
  const views = table('source', 'web_vital_events')
  if (!views) return t.skip(missing)
  const vitals = new Map(table('source', 'cwv').filter(row => row.lcp !== '').map(row => [row.root_id, row]))
  assert.equal(vitals.size, 1_000)
  const names = ['lcp', 'fid', 'cls', 'ttfb', 'inp']
  const rows = views.filter(view => vitals.has(view.event_id)).map(view => ({
    event_id: view.event_id,
    time: view.derived_tstamp,
    url: view.page_url,
    device: view.dvce_type,
    country: view.geo_country,
    ...vitals.get(view.event_id),
    // They round the largest paint of each view up to a whole millisecond.
    lcp: Math.ceil(vitals.get(view.event_id).lcp),
  }))
  const ask = await asking(
    t,
    {
      'sources/snowplow.yaml': `source: snowplow
format: csv
time: time
key: event_id
person: {anonymous_id: event_id}
events:
  - event: web_vitals
    properties: [url, device, country, ${names.join(', ')}]
`,
      ...Object.fromEntries(names.map(name => [`metrics/${name}.yaml`, metric(name)])),
    },
    rows,
  )
  // Seconds, milliseconds or a number; and a percentile up at the third place.
  const shown = (name, value) => Math.ceil((name === 'lcp' ? value / 1_000 : value) * 1_000 - 1e-6) / 1_000
  const splits = {
    overall: [[], () => []],
    by_device: [[{property: 'device'}], row => [row.device_class]],
    by_country: [[{property: 'country'}], row => [row.geo_country]],
    by_country_and_device: [[{property: 'country'}, {property: 'device'}], row => [row.geo_country, row.device_class]],
    by_url_and_device: [[{property: 'url'}, {property: 'device'}], row => [row.page_url, row.device_class]],
    by_day: [['day'], row => [row.time_period.slice(0, 10)]],
    by_day_and_device: [['day', {property: 'device'}], row => [row.time_period.slice(0, 10), row.device_class]],
  }
  const expected = table('expected', 'web_vital_measurements_expected')
  let compared = 0
  for (const name of names) {
    for (const [type, [by, group]] of Object.entries(splits)) {
      const answer = await ask({ask: 'metric', name, ...(by.length > 0 ? {by} : {})})
      const found = new Map(answer.rows.map(row => [Object.values(row).slice(0, by.length).join(), row]))
      for (const one of expected.filter(row => row.measurement_type === type)) {
        const row = found.get(group(one).join())
        assert.equal(row?.value.n, Number(one.view_count), one.compound_key)
        assert.equal(shown(name, row.value.value), Number(one[`${name}_75p`]), `${one.compound_key}: ${name}`)
        ++compared
      }
    }
  }
  assert.equal(compared, 5 * 209)
})

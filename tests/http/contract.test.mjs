// contract.test.mjs: a running server held against contract/openapi.yaml.
//
//     BASE_URL=http://127.0.0.1:8080 node --test tests/http/contract.test.mjs
//
// Every GET path is requested with parameters taken from the server's own replies (the definitions it lists, the people
// it finds), and every reply is validated against the schema that the contract gives for its status. Nothing is
// changed: the one DELETE comes from a foreign page and must be refused. FUNNEL_STEPS overrides the events of the
// funnel.
import assert from 'node:assert/strict'
import {before, describe, test} from 'node:test'
import {readContract} from './contract.mjs'
import {fetchReply, get, post} from './client.mjs'

const contract = readContract()
const known = {} // what path parameters can be, found out before the tests

// Asks and checks: the status, the content type, and the body against the contract.
async function expectReply(reply, path, method, status) {
  assert.equal(reply.status, status, `${reply.url}: ${reply.text.slice(0, 500)}`)
  const type = (reply.headers['content-type'] ?? '').split(';')[0]
  assert.equal(type, status === 200 ? 'application/json' : 'application/problem+json')
  const wrong =
    status === 200 ? contract.validate(path, method, status, reply.json) : contract.validateProblem(reply.json)
  assert.deepEqual(wrong, [], `${reply.url} is not what the contract says`)
  if (status !== 200) assert.equal(reply.json.status, status)
  return reply.json
}

const answers = async (path, target) => expectReply(await get(target), path, 'get', 200)
const refuses = async (target, status, code) => {
  const problem = await expectReply(await get(target), null, 'get', status)
  assert.equal(problem.code, code)
  return problem
}

before(async () => {
  const definitions = (await get('/definitions')).json
  const named = kind => definitions.filter(each => each.kind === kind).map(each => each.name)
  Object.assign(known, {definitions, metrics: named('metric'), journeys: named('journey'), segments: named('segment'),
    tasks: named('task')})
  known.people = (await get('/people?limit=5')).json.rows
  known.person = known.people[0]?.person
  known.imports = (await get('/imports')).json.rows
  if (known.person === undefined) return
  const rows = (await get(`/people/${encodeURIComponent(known.person)}/events`)).json.rows
  known.events = [...new Set(rows.map(row => row.event).reverse())]
  known.steps = process.env.FUNNEL_STEPS ?? known.events.slice(0, 2).join(',')
})

describe('the contract', () => {
  test('is served as it is written', async () => {
    const reply = await get('/openapi.json')
    assert.equal(reply.status, 200)
    assert.deepEqual(reply.json, contract.document)
  })

  test('has no GET path that is not tested here', () => {
    const tested = [
      '/workspace',
      '/definitions',
      '/definitions/{kind}/{name}',
      '/metrics/{name}',
      '/metrics/{name}/movement',
      '/metrics/{name}/comparison',
      '/funnel',
      '/journeys/{name}',
      '/tasks/{name}',
      '/scorecard',
      '/names',
      '/people',
      '/people/{id}',
      '/people/{id}/events',
      '/compute',
      '/ledger',
      '/imports',
      '/imports/{number}/refused',
      '/openapi.json',
    ]
    assert.deepEqual(contract.paths('get').sort(), tested.sort())
  })
})

describe('what the workspace holds', () => {
  for (const path of ['/workspace', '/definitions', '/names', '/ledger', '/imports']) {
    test(`GET ${path}`, () => answers(path, path))
  }

  test('GET /names, of one kind, and of none that there is', async () => {
    const names = await answers('/names', '/names?kind=channel')
    assert.ok(names.rows.every(row => row.kind === 'channel'))
    await refuses('/names?kind=chanel', 400, 'names.unknown-kind')
  })

  test('GET /definitions/{kind}/{name}, each', async () => {
    for (const {kind, name} of known.definitions) {
      const one = await answers('/definitions/{kind}/{name}', `/definitions/${kind}/${encodeURIComponent(name)}`)
      assert.equal(one.name, name)
      assert.ok(one.yaml.length > 0)
      assert.equal(one.versions[0].version, one.version)
    }
  })

  test('GET /imports/{number}/refused, each', async () => {
    for (const row of known.imports)
      await answers('/imports/{number}/refused', `/imports/${row.number ?? row.import}/refused`)
  })
})

describe('calculators', () => {
  const computes = async (method, given) =>
    expectReply(await post(`/compute/${method}`, given), '/compute/{method}', 'post', 200)
  const computesNot = async (method, given, status, code) => {
    const problem = await expectReply(await post(`/compute/${method}`, given), null, 'post', status)
    assert.equal(problem.code, code)
    return problem
  }

  test('GET /compute, each with a schema', async () => {
    const {methods} = await answers('/compute', '/compute')
    assert.ok(methods.length > 40)
    assert.ok(methods.every(each => each.input.type === 'object'))
  })

  test('a figure, by its method and by its section', async () => {
    const given = {successes: 7, n: 10}
    const one = await computes('proportion', given)
    assert.ok(Math.abs(one.estimate.low - 0.392325) < 1e-5)
    assert.deepEqual(await computes('task_completion', given), one)
  })

  test('no data is a status, not an error', async () => {
    const none = await computes('nps', {promoters: 0, passives: 0, detractors: 0})
    assert.equal(none.status, 'no-data')
    assert.equal(none.nps, null)
  })

  test('what is wrong is told with its place', async () => {
    const wrong = await computesNot('proportion', {successes: -1, n: 10}, 400, 'compute.bad-input')
    assert.equal(wrong.place, '/successes')
    await computesNot('proportion', '{"successes":', 400, 'json.broken')
    await computesNot('proportion', {}, 400, 'compute.bad-input')
    const unknown = await computesNot('proprtion', {}, 404, 'compute.unknown-method')
    assert.match(unknown.help, /proportion/)
    await computesNot('percentile', {values: Array(600_000).fill(1), p: 0.5}, 400, 'json.too-long')
  })
})

describe('questions', () => {
  test('GET /metrics/{name}, each, and split', async () => {
    for (const name of known.metrics) {
      const target = `/metrics/${encodeURIComponent(name)}`
      await answers('/metrics/{name}', target)
      await answers('/metrics/{name}', `${target}?by=channel`)
      const versioned = await answers('/metrics/{name}', `${target}?version=1`)
      assert.equal(versioned.definition.version, 1)
    }
    for (const by of ['segment', 'month', 'quarter'])
      await answers('/metrics/{name}', `/metrics/${known.metrics[0]}?by=${by}&zone=Europe/Berlin`)
    const both = await answers('/metrics/{name}', `/metrics/${known.metrics[0]}?by=touchpoint&by=month`)
    for (const row of both.rows) assert.deepEqual(Object.keys(row).slice(0, 2), ['touchpoint', 'month'])
  })

  test('GET /metrics/{name}/movement, over periods, data and versions', async () => {
    for (const name of known.metrics) {
      const path = `/metrics/${encodeURIComponent(name)}/movement`
      for (const query of ['before_known=1', 'before_to=2019-12-31&from=2020-01-01&by=channel', 'before_version=1&before_value=0.5']) {
        const moved = await answers('/metrics/{name}/movement', `${path}?${query}`)
        if (moved.status !== 'ok') continue
        const told = moved.rows.filter(row => row.status === 'ok').reduce((sum, row) => sum + row.difference.value, 0)
        assert.ok(Math.abs(told - moved.difference) < 1e-9, `${path}?${query}: ${told} is not ${moved.difference}`)
      }
    }
  })

  test('GET /metrics/{name}/comparison, of periods and people, each held against the first', async () => {
    for (const name of known.metrics) {
      const path = `/metrics/${encodeURIComponent(name)}/comparison`
      const people = known.segments[0] ? [`segment:${known.segments[0]}`] : ['everyone']
      const readings = ['{"title":"all"}', '..2019-12-31', ...people.map(each => `2020-01-01..,${each}`)]
      const compared = await answers('/metrics/{name}/comparison', `${path}?${readings.map(each => `reading=${encodeURIComponent(each)}`).join('&')}`)
      assert.equal(compared.rows.length, readings.length)
      const [first, ...others] = compared.rows
      assert.deepEqual(first.value, (await answers('/metrics/{name}', `/metrics/${encodeURIComponent(name)}`)).rows[0].value)
      assert.equal(first.difference, undefined)
      for (const row of others) {
        assert.ok(Number.isInteger(row.shared))
        if (row.difference) assert.ok(Math.abs(row.difference.value - (row.value.value - first.value.value)) < 1e-9)
      }
    }
    const path = `/metrics/${encodeURIComponent(known.metrics[0])}/comparison`
    await refuses(path, 400, 'comparison.number-of-readings')
    await refuses(`${path}?reading=everyone`, 400, 'comparison.number-of-readings')
    await refuses(`${path}?reading=everyone&reading=everyone`, 400, 'comparison.same-reading')
    await refuses(`${path}?reading=everyone&reading=everybody`, 400, 'question.unknown-value')
    await refuses(`${path}?reading=everyone&reading=2025-01-01..2025-01-31,2025-02-01..`, 409, 'question.conflict')
    await refuses(`${path}?reading=%7B%7D&reading=segment:no_such_segment`, 400, 'segment.unknown')
  })

  test('GET /journeys/{name}, each', async () => {
    for (const name of known.journeys) {
      const journey = await answers('/journeys/{name}', `/journeys/${encodeURIComponent(name)}`)
      assert.ok(journey.rows.length > 0 || journey.status !== 'ok')
      await answers('/journeys/{name}', `/journeys/${encodeURIComponent(name)}?by=quarter`)
    }
  })

  test('GET /tasks/{name}, each, whole and split', async () => {
    for (const name of known.tasks) {
      const task = await answers('/tasks/{name}', `/tasks/${encodeURIComponent(name)}?numbers=2`)
      assert.ok(task.by_attempt.every(row => row.attempt <= 2))
      await answers('/tasks/{name}', `/tasks/${encodeURIComponent(name)}?by=channel&by=quarter`)
    }
  })

  test('GET /scorecard, and in a segment', async () => {
    await answers('/scorecard', '/scorecard')
    if (known.segments[0]) await answers('/scorecard', `/scorecard?segment=${known.segments[0]}`)
  })

  test('GET /funnel, and the same question posted', async t => {
    if (!known.steps?.includes(',')) return t.skip('the first person has fewer than two events')
    const asked = await answers('/funnel', `/funnel?steps=${encodeURIComponent(known.steps)}&within=30d`)
    const question = {ask: 'funnel', steps: known.steps.split(','), within: '30d'}
    const posted = await expectReply(await post('/questions', question), '/questions', 'post', 200)
    assert.deepEqual(posted.rows, asked.rows)
  })

  test('POST /questions, every kind', async () => {
    const questions = [{ask: 'trend', interval: 'month'}, {ask: 'trend', by: 'channel', zone: 'America/New_York'},
      {ask: 'retention', start: known.events?.[0], periods: 3, interval: 'month'},
      {ask: 'retention', start: known.events?.[0], brackets: ['1', '2-3'], interval: 'week', mode: 'recurring',
        measure: 'on_or_after', basis: 'rolling'},
      {ask: 'retention', rules: 'clickhouse', conditions: [known.events?.[0], known.events?.[0]]},
      {ask: 'lifecycle', interval: 'week'}, {ask: 'stickiness', interval: 'week', by: 'channel'},
      {ask: 'activation', start: known.events?.[0]},
      {ask: 'trend', by: ['channel', 'month']},
      ...(known.segments[0] ? [{ask: 'trend', by: ['touchpoint', {segment: known.segments}]}] : []),
      {ask: 'metric', name: known.metrics[0]}, {ask: 'journey', name: known.journeys[0]}]
    for (const question of questions) await expectReply(await post('/questions', question), '/questions', 'post', 200)
  })

  test('POST /questions about tasks, journeys, passages and trouble, whole and split', async () => {
    const asks = {
      ...(known.metrics[0] && {MetricAnswer: {ask: 'metric', name: known.metrics[0]}}),
      ...(known.metrics[0] && {MovementAnswer: {ask: 'movement', name: known.metrics[0], before: {known: 1, version: 1}}}),
      ...(known.metrics[0] && {ComparisonAnswer: {ask: 'comparison', name: known.metrics[0], readings: [{title: 'all'}, {from: '2020-01-01'}]}}),
      ...(known.tasks[0] && {TaskAnswer: {ask: 'task', name: known.tasks[0], numbers: 3}}),
      ...(known.journeys[0] && {Journey: {ask: 'journey', name: known.journeys[0]}}),
      SessionsAnswer: {ask: 'sessions', cap: '24h'},
      PathsAnswer: {ask: 'paths', start: known.events?.[0], edges: 3},
      FlowAnswer: {ask: 'flow', nodes: 5, node: 'touchpoint'},
      VariantsAnswer: {ask: 'variants', goal: known.events?.[0], limit: 5},
      FrictionAnswer: {ask: 'friction', idle: '1h', place: 'channel'},
      HandoversAnswer: {ask: 'handovers', within: '7d', asks: known.events?.[0], top: 3},
    }
    for (const [schema, ask] of Object.entries(asks)) {
      const other = ask.ask === 'movement' ? 'touchpoint' : 'month' // two periods have no month in common
      const splits = ask.ask === 'comparison' ? [] : [{...ask, by: 'channel'}, {...ask, by: [other, 'channel']}] // its readings are its groups
      for (const question of [ask, ...splits, {...ask, from: '1999-01-01', to: '1999-12-31'}]) {
        const answer = await expectReply(await post('/questions', question), '/questions', 'post', 200)
        assert.deepEqual(contract.validateSchema(schema, answer), [], JSON.stringify(question))
      }
    }
  })
})

describe('people', () => {
  test('GET /people, all and by an identity', async () => {
    await answers('/people', '/people')
    const some = await answers('/people', '/people?limit=1')
    assert.ok(some.rows.length <= 1)
  })

  test('GET /people/{id}, by person id and by each identity', async () => {
    const person = await answers('/people/{id}', `/people/${known.person}`)
    assert.equal(person.person, known.person)
    for (const {value} of person.identities) {
      const same = await get(`/people/${encodeURIComponent(value)}`)
      if (same.status !== 409) assert.equal(same.json.person, known.person)
    }
  })

  test('GET /people/{id}/events, page by page, newest first, none twice', async () => {
    const all = [], path = '/people/{id}/events'
    let cursor = ''
    for (let page = 0; page < 100; page += 1) {
      const answer = await answers(path, `/people/${known.person}/events?limit=3${cursor}`)
      all.push(...answer.rows)
      if (answer.next === null || answer.next === undefined) break
      cursor = `&before=${encodeURIComponent(answer.next)}`
    }
    const whole = await answers(path, `/people/${known.person}/events?limit=1000`)
    assert.deepEqual(all, whole.rows.slice(0, all.length))
    const times = all.map(row => row.time)
    assert.deepEqual(times, [...times].sort((a, b) => Date.parse(b) - Date.parse(a)))
  })
})

describe('what cannot be answered', () => {
  for (const target of [
    '/metrics/no_such_metric',
    '/journeys/no_such_journey',
    '/people/no_such_person',
    '/people/no_such_person/events',
    '/imports/999999/refused',
    '/definitions/metric/no_such_metric',
    '/definitions/metrik/x',
    '/nothing',
  ]) {
    test(`GET ${target} is 404`, async () => {
      await expectReply(await get(target), null, 'get', 404)
    })
  }

  test('names that nobody has get the nearest that somebody has', async () => {
    const name = known.metrics[0]
    const problem = await refuses(`/metrics/${name}x`, 404, 'metric.unknown')
    assert.match(problem.help, new RegExp(name))
  })

  test('parameters are checked', async () => {
    const problem = await refuses('/people?limt=3', 400, 'request.unknown-parameter')
    assert.match(problem.help, /limit/)
    await refuses('/people?limit=0', 400, 'request.wrong-value')
    await refuses('/people?limit=1&limit=2', 400, 'request.repeated-parameter')
    await refuses('/funnel', 400, 'request.missing-parameter')
    await refuses('/scorecard?zone=Europe/Berln', 400, 'zone.unknown')
    for (const wrong of ['from=yesterday-ish', 'to=2025-13-01', 'segment=no_such_segment']) {
      await expectReply(await get(`/scorecard?${wrong}`), null, 'get', 400)
    }
    await expectReply(await get(`/metrics/${known.metrics[0]}?by=shoe_size`), null, 'get', 400)
    await refuses(`/metrics/${known.metrics[0]}?by=channel&as_of=never`, 400, 'request.wrong-value')
  })

  test('questions are checked', async () => {
    for (const wrong of [
      '',
      '{',
      '[]',
      '{"ask":"horoscope"}',
      '{"ask":"trend","form":"2025-01-01"}',
      '{"ask":"metric","name":"no_such_metric"}',
      '{"ask":"funnel","steps":["one"]}',
    ]) {
      await expectReply(await post('/questions', wrong), null, 'post', 400)
    }
  })

  test('methods are checked', async () => {
    const reply = await fetchReply('PUT', '/workspace')
    await expectReply(reply, null, 'put', 405)
    assert.equal(reply.headers.allow, 'GET, HEAD, OPTIONS')
    assert.equal((await fetchReply('OPTIONS', '/workspace')).status, 204)
    const head = await fetchReply('HEAD', '/workspace')
    assert.equal(head.status, 200)
    assert.equal(head.text, '')
  })
})

describe('pages from elsewhere', () => {
  test('may not forget a person', async () => {
    const reply = await fetchReply('DELETE', `/people/${known.person}`, {origin: 'http://evil.example'})
    await expectReply(reply, null, 'delete', 403)
    assert.equal((await get(`/people/${known.person}`)).status, 200)
  })

  test('may not call this server by a name of theirs', async () => {
    await expectReply(await fetchReply('GET', '/workspace', {host: 'evil.example'}), null, 'get', 421)
  })

  test('get the headers that keep them out', async () => {
    const {headers} = await get('/workspace')
    assert.match(headers['content-security-policy'], /frame-ancestors 'none'/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['access-control-allow-origin'], undefined)
  })
})

// What was taken in can be taken back: undo, forget, the same file again. And who is who does not hang on the order in
// which files arrive.
import assert from 'node:assert/strict'
import {rmSync} from 'node:fs'
import {test} from 'node:test'
import {filesWith, makeWorkspace} from '../support/throughline.mjs'

const definitions = {
  'sources/web.yaml': `source: web
time: time
person: {user_id: user, email: email, anonymous_id: cookie}
events:
  - event: {column: event}
    channel: web
    touchpoint: {column: page}
    properties: [note, total]
person_properties: [city]
`,
  'sources/crm.yaml': `source: crm
key: [number]
time: since
person: {crm_id: number, email: email, phone: phone}
account: household
events:
  - event: customer listed
    channel: system
    objects: {policy: policy}
    properties: [plan]
person_properties: [plan, city]
account_properties: {home: home}
`,
  'sources/surveys.yaml': `source: surveys
time: time
person: {email: email}
events:
  - event: rated
    channel: email
    response: {survey: service, score: score, verbatim: comment}
`,
  'metrics/service.yaml': 'metric: service\nkind: csat\nsurvey: service\n',
  'metrics/buying.yaml': 'metric: buying\nkind: conversion\nsteps: [visit, purchase]\nwithin: 7d\n',
  'metrics/coming_back.yaml': 'metric: coming_back\nkind: retention\nevent: visit\ninterval: day\n',
  'metrics/time_to_buy.yaml': 'metric: time_to_buy\nkind: task_time\ntask: buy\n',
  'metrics/losing.yaml': 'metric: losing\nkind: churn\ncustomer: customer listed\nleft: left\n',
  'tasks/buy.yaml': 'task: buy\nstart: visit\nsuccess: purchase\n',
  'segments/gold.yaml': 'segment: gold\npeople: {property: plan, in: [gold]}\n',
  'journeys/shop.yaml': `journey: shop
stages:
  - stage: Look
    metrics: [service]
    steps:
      - step: Visit
        events: visit
  - stage: Buy
    steps:
      - step: Purchase
        events: purchase
        tasks: [buy]
        metrics: [time_to_buy]
`,
}

const webHeader = 'time,user,email,cookie,event,page,note,total,city\n'
const web = webHeader + `2024-01-01T10:00:00Z,,,ck-anna,visit,Home,,,
2024-01-01T10:05:00Z,Anna-01,Anna.Berg@Example.org,ck-anna,purchase,Checkout,gift,1200,Bonn
2024-01-01T10:05:00Z,Anna-01,,ck-anna,visit,Home,,,
2024-01-02T09:00:00Z,bert-02,,ck-shared,visit,Home,,,Kiel
2024-01-02T09:30:00Z,bert-02,bert@example.org,ck-bert,purchase,Checkout,asked for ANNA.BERG@example.org,900,
2024-01-03T09:00:00Z,carl-03,,ck-shared,visit,Home,see /unsubscribe?mail=anna.berg%40example.org,,
2024-01-04T09:00:00Z,carl-03,carl@example.org,,visit,Help,carl wrote +49 30 1234567,,
`
const crm = `number,email,phone,household,since,policy,plan,home,city
K-1,anna.berg@example.org,+49 30 1234567,H-1,2024-01-01T10:05:00Z,P-1,gold,flat,Bonn
K-2,bert@example.org,,H-2,2024-01-01,P-2,silver,house,Kiel
K-3,carl@example.org,030 7654321,H-2,2024-01-02,P-2,gold,house,Ulm
`
const surveys = `time,email,score,comment
2024-01-05T10:00:00Z,anna.berg@example.org,5,all fine
2024-01-05T10:00:00Z,bert@example.org,2,as Anna.Berg@example.org said
2024-01-06T10:00:00Z,carl@example.org,4,
`
// What Anna is known by, and what only she said or has.
const annas = ['anna-01', 'anna.berg', 'ck-anna', 'K-1,', 'K-1"', '+49301234567', 'P-1', 'H-1', 'all fine', 'gift']

const questions = [
  ['metric', 'service'],
  ['metric', 'buying'],
  ['metric', 'coming_back'],
  ['metric', 'time_to_buy'],
  ['metric', 'losing'],
  ['metric', 'buying', '--by', 'channel'],
  ['metric', 'service', '--segment', 'gold'],
  ['metric', 'buying', '--by', 'property:city'],
  ['funnel', '--steps', 'visit,purchase'],
  ['trend'],
  ['retention', '--start', 'visit', '--interval', 'day'],
  ['journey', 'shop'],
  ['scorecard'],
  ['people'],
  ['metric', 'service', '--behind', 'satisfied'],
]

async function answers(workspace, asked = questions) {
  const texts = {}
  for (const question of asked) texts[question.join(' ')] = await workspace.text(...question)
  return texts
}

async function withData(t, order = ['web', 'crm', 'surveys']) {
  const workspace = await makeWorkspace(t, definitions)
  const files = {
    web: workspace.write('exports/web.csv', web),
    crm: workspace.write('exports/crm.csv', crm),
    surveys: workspace.write('exports/surveys.csv', surveys),
  }
  for (const source of order) {
    const row = await workspace.import(source, files[source])
    assert.equal(row.refused, 0)
  }
  return {workspace, files}
}

// Numbers of imports tell the order of arrival, as they should; everything else must not.
const withoutImports = value =>
  JSON.parse(
    JSON.stringify(value, (key, one) =>
      key === 'import' ? undefined : key === 'why' ? one.replace(/ import \d+,/, '') : one,
    ),
  )

test('the order in which files arrive changes no answer about people', async t => {
  const orders = [
    ['web', 'crm', 'surveys'],
    ['surveys', 'crm', 'web'],
    ['crm', 'surveys', 'web'],
    ['web', 'surveys', 'crm'],
  ]
  const asked = [
    ['people'],
    ['people', 'anna'],
    ...['Anna-01', 'bert-02', 'carl-03', 'K-1'].flatMap(id => [
      ['person', id],
      ['person', id, '--why'],
    ]),
  ]
  let first
  for (const order of orders) {
    const {workspace} = await withData(t, order)
    const told = {}
    for (const question of asked) told[question.join(' ')] = withoutImports(await workspace.json(...question))
    const figures = await answers(workspace, questions)
    if (!first) first = {told, figures}
    assert.deepEqual(told, first.told, order.join(', '))
    assert.deepEqual(figures, first.figures, order.join(', '))
  }
})

// Two things at one instant, said by three files: the hardest case for an order that must not depend on arrival.
async function ties(t, order) {
  const workspace = await makeWorkspace(t, definitions)
  const files = {
    a: workspace.write(
      'a.csv',
      webHeader + '2024-01-01,anna,,,zebra,Home,a,,Bonn\n2024-01-01,anna,,,ape,Home,a,,Ulm\n',
    ),
    b: workspace.write(
      'b.csv',
      webHeader + '2024-01-01,anna,,,zebra,Home,b,,Kiel\n2024-01-01,anna,,,ape,Home,b,,Jena\n',
    ),
    c: workspace.write(
      'c.csv',
      webHeader + '2024-01-01,anna,,,ape,Home,c,,Zeitz\n2024-01-01,anna,,,zebra,Basket,c,,Hof\n',
    ),
  }
  for (const name of order) await workspace.import('web', files[name])
  return workspace
}
const tiedOrders = [['a', 'b', 'c'], ['c', 'b', 'a'], ['b', 'c', 'a']]

test('events and properties of one instant keep their order however files arrive', async t => {
  const told = []
  for (const order of tiedOrders) {
    const workspace = await ties(t, order)
    told.push(withoutImports(await workspace.json('person', 'anna')))
    const [first, second] = [
      await workspace.json('person', 'anna', '--limit', 3),
      await workspace.json('person', 'anna'),
    ]
    assert.deepEqual(second.rows.slice(0, 3), first.rows)
  }
  for (const other of told) assert.deepEqual(other, told[0])
})

test('a property that is said twice for one instant has one latest value however files arrive', async t => {
  const told = []
  for (const order of tiedOrders) {
    const workspace = await ties(t, order)
    const {rows} = await workspace.json('trend', '--by', 'property:city', '--as-of', 'latest')
    const {profile} = await workspace.json('person', 'anna')
    told.push([rows, profile.properties.find(property => property.name === 'city').value])
    assert.equal(rows[0].city, told.at(-1)[1], 'a person\'s page and the figures agree')
  }
  for (const other of told) assert.deepEqual(other, told[0])
})

test('a timeline is read page by page without a gap or a repeat, through events of one instant', async t => {
  const workspace = await ties(t, ['b', 'a', 'c'])
  const server = await workspace.serve(t)
  const all = (await workspace.json('person', 'anna')).rows
  const paged = []
  for (let next = ''; next !== null;) {
    const page = await (
      await fetch(`${server.url}/api/v1/people/anna/events?limit=2${next && `&before=${next}`}`)
    ).json()
    paged.push(...page.rows)
    next = page.next
  }
  assert.deepEqual(paged, all)
})

test('why: every identity with the source, import and line that joined it, and who is kept apart', async t => {
  const {workspace} = await withData(t)
  const why = await workspace.json('person', 'ck-anna', '--why')
  assert.deepEqual(why.rows.map(row => [row.kind, row.value, row.why]), [
    ['user_id', 'Anna-01', 'the person is called after this identity'],
    ['email', 'anna.berg@example.org', 'stands in one row with user_id Anna-01: source web, import 1, line 3'],
    ['anonymous_id', 'ck-anna', 'stands in one row with user_id Anna-01: source web, import 1, line 3'],
    ['crm_id', 'K-1', 'stands in one row with email anna.berg@example.org: source crm, import 2, line 2'],
    ['phone', '+49301234567', 'stands in one row with crm_id K-1: source crm, import 2, line 2'],
  ])
  const shared = await workspace.json('person', 'carl-03', '--why')
  assert.equal(shared.kept_apart.length, 1)
  assert.match(
    shared.kept_apart[0].why,
    /^anonymous_id ck-shared is shared with p_\w+: people who sign in separately are not joined by a shared device$/,
  )
  const text = (await workspace.run('person', 'carl-03', '--why')).out
  assert.match(text, /kept apart:\n/)
})

test('events that differ in their properties only stand in one order, whichever file came first', async t => {
  const shop = {
    'sources/shop.yaml': `source: shop
time: time
person: {user_id: user}
account: house
events:
  - event: {column: event}
    objects: {order: order}
    properties: [plan]
`,
    'tasks/buy.yaml': 'task: buy\nstart: cart\nsuccess: pay\n',
    'metrics/bought.yaml': 'metric: bought\nkind: task_success\ntask: buy\n',
  }
  // Each is the first row of its file, so their places in the files say nothing.
  const rows = [
    '2024-01-01T10:00:00Z,ana,H-1,cart,O-1,gold',
    '2024-01-01T10:00:00Z,ana,H-1,cart,O-1,silver',
    '2024-01-01T10:00:00Z,ben,H-1,cart,O-1,bronze',
    '2024-01-01T10:00:00Z,ana,H-1,cart,O-2,gold',
    '2024-01-01T10:05:00Z,ana,H-1,pay,O-1,free',
    '2024-01-01T10:05:00Z,ben,H-1,pay,O-2,',
  ]
  const asked = [
    ['metric', 'bought', '--by', 'property:plan'],
    ['funnel', '--steps', 'cart,pay', '--by', 'property:plan', '--count', 'accounts'],
    ['funnel', '--steps', 'cart,pay', '--by', 'property:plan', '--count', 'object:order'],
  ]
  let first
  for (const order of [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 1, 0, 5, 3, 4], [3, 0, 4, 1, 5, 2]]) {
    const workspace = await makeWorkspace(t, shop)
    for (const i of order)
      await workspace.import('shop', workspace.write(`${i}.csv`, `time,user,house,event,order,plan\n${rows[i]}\n`))
    const told = await answers(workspace, asked)
    told.ana = (await workspace.json('person', 'ana')).rows.map(({event, properties}) => [event, properties])
    first ??= told
    assert.deepEqual(told, first, order.join(', '))
  }
})

test('import --undo leaves every answer as it was before the import', async t => {
  const {workspace} = await withData(t)
  const more = workspace.write(
    'more.csv',
    webHeader +
      '2024-01-03T12:00:00Z,anna-01,bert@example.org,ck-new,visit,New page,x,5,Rom\n' +
      '2024-02-01T12:00:00Z,dora-04,,ck-bert,purchase,Checkout,,7,Rom\n' +
      '2024-02-01T12:00:00Z,K,,,surprise,,,,\n',
  )
  const before = await answers(workspace)
  const people = await workspace.json('people')
  const row = await workspace.import('web', more)
  assert.equal(row.accepted, 3)
  assert.notDeepEqual(await answers(workspace), before)
  const undone = await workspace.json('import', '--undo', row.import)
  assert.equal(undone.rows[0].events, 3)
  assert.deepEqual(await answers(workspace), before)
  assert.deepEqual(await workspace.json('people'), people)
  await workspace.fails('person.unknown', 'person', 'dora-04')
  await workspace.fails('import.undone', 'import', '--undo', row.import)
  const total = (await workspace.json('ledger')).rows.find(one => one.source === 'all')
  assert.deepEqual([total.imports, total.events], [3, 13])
})

test('a changed row of a keyed source: named "changed", with what was; undone, all is as before', async t => {
  const {workspace} = await withData(t)
  const before = await answers(workspace)
  const changed = workspace.write(
    'crm2.csv',
    crm.replace('H-1,2024-01-01T10:05:00Z,P-1,gold', 'H-1,2024-03-01T00:00:00Z,P-1,silver'),
  )
  const row = await workspace.import('crm', changed)
  assert.deepEqual([row.read, row.accepted, row.changed, row.deduplicated, row.refused], [3, 1, 1, 2, 0])
  const person = await workspace.json('person', 'K-1')
  const [newest] = person.rows
  assert.deepEqual(
    [newest.event, newest.time, newest.properties.plan, newest.properties.was_plan],
    ['customer listed changed', '2024-03-01T00:00:00Z', 'silver', 'gold'],
  )
  const plan = person.profile.properties.find(property => property.name === 'plan')
  assert.deepEqual(plan.history.map(one => one.value), ['gold', 'silver'])
  await workspace.fails('import.undo-depends', 'import', '--undo', 2)
  await workspace.json('import', '--undo', row.import)
  assert.deepEqual(await answers(workspace), before)
})

test('the same file twice adds nothing; files that overlap are warned of', async t => {
  const {workspace, files} = await withData(t)
  const before = await answers(workspace)
  const again = await workspace.json('import', '--source', 'web', files.web)
  assert.deepEqual([again.rows[0].accepted, again.rows[0].deduplicated, again.rows[0].events], [0, 7, 0])
  assert.match(again.notes.join('\n'), /this very file is import 1: nothing was added/)
  assert.deepEqual(await answers(workspace), before)
  // Undoing the first leaves the data to the second, which brought the same.
  await workspace.json('import', '--undo', 1)
  assert.deepEqual(withoutImports(await workspace.json('person', 'Anna-01')).rows.length, 5)
  assert.deepEqual(await answers(workspace), before)
  await workspace.json('import', '--undo', again.rows[0].import)
  await workspace.fails('person.unknown', 'person', 'Anna-01')

  const {workspace: other, files: same} = await withData(t)
  const longer = other.write('longer.csv', web + '2024-01-09T09:00:00Z,carl-03,,,visit,Home,,,\n')
  const overlap = await other.json('import', '--source', 'web', longer)
  assert.match(overlap.notes.join('\n'), /warning: about 88 % of the rows stand in import 1 as well/)
  const keyed = await other.json(
    'import',
    '--source',
    'crm',
    other.write('longer_crm.csv', crm + 'K-4,,,,2024-02-01,,gold,,\n'),
  )
  assert.deepEqual([keyed.rows[0].accepted, keyed.rows[0].deduplicated], [1, 3])
  assert.ok(same)
})

for (const served of [false, true]) {
  const when = served ? ' while serve runs' : ''
  const name = `forget${when}: no byte of the person stays, the others are as they were, and she is not taken in again`
  test(name, async t => {
    const {workspace, files} = await withData(t)
    if (served) {
      const server = await workspace.serve(t)
      // Something has been asked, so that the server holds all of it in memory.
      assert.equal((await fetch(`${server.url}/api/v1/people`)).status, 200)
    }
    const carl = withoutImports(await workspace.json('person', 'carl-03'))
    rmSync(workspace.path('exports'), {recursive: true})
    const report = await workspace.json('forget', 'ck-anna')
    assert.equal(report.rows[0].identities, 5)
    assert.equal(report.rows[0].events, 5)
    assert.ok(report.rows[0].texts_rewritten >= 3, JSON.stringify(report.rows[0]))
    for (const text of annas) assert.deepEqual(filesWith(workspace.folder, text), [], text)
    assert.deepEqual(filesWith(workspace.folder, 'anna.berg%40'), [])
    for (const id of ['Anna-01', 'ck-anna', 'K-1', 'anna.berg@example.org', '+49 30 1234567']) {
      const gone = await workspace.fails('person.unknown', 'person', id)
      assert.ok(gone)
    }
    const people = await workspace.json('people')
    assert.equal(people.counts.people, 2)
    const bert = await workspace.json('person', 'bert-02')
    assert.equal(bert.rows.find(event => event.event === 'purchase').properties.note, 'asked for [forgotten]')
    assert.equal(bert.rows.find(event => event.event === 'rated').properties.verbatim, 'as [forgotten] said')
    const carlNow = withoutImports(await workspace.json('person', 'carl-03'))
    assert.deepEqual(
      carlNow.rows.map(event => [event.time, event.event]),
      carl.rows.map(event => [event.time, event.event]),
    )
    for (const question of questions) assert.ok((await workspace.json(...question)).status, question.join(' '))

    // The same rows in another file: hers are refused, the others are known or new.
    const again = await workspace.import('crm', workspace.write('again.csv', crm + '\n'))
    assert.deepEqual([again.accepted, again.deduplicated, again.refused], [0, 2, 1])
    const refused = await workspace.json('ledger', '--refused', again.import)
    assert.deepEqual(
      refused.rows.map(row => [row.line, row.code]),
      [[2, 'person.forgotten']],
    )
    const byMail = await workspace.import(
      'surveys',
      workspace.write(
        'mail.csv',
        'time,email,score,comment\n2024-05-01,ANNA.BERG@EXAMPLE.ORG,1,\n2024-05-01,new@example.org,1,\n',
      ),
    )
    assert.deepEqual([byMail.accepted, byMail.refused], [1, 1])
    // The very file of before says that it is known; it brings nothing back.
    const same = await workspace.json('import', '--source', 'web', workspace.write('exports/web.csv', web))
    assert.deepEqual([same.rows[0].accepted, same.rows[0].events], [0, 0])
    await workspace.fails('person.unknown', 'person', 'Anna-01')
    for (const name of ['again.csv', 'mail.csv', 'exports/web.csv']) rmSync(workspace.path(name))
    for (const text of annas.slice(0, 6)) assert.deepEqual(filesWith(workspace.folder, text), [], text)
    await workspace.fails('person.unknown', 'forget', 'Anna-01')
    assert.ok(files)
  })
}

test('forgetting somebody called by a number leaves the numbers of others alone', async t => {
  const workspace = await makeWorkspace(t, definitions)
  await workspace.import('web', workspace.write('numbers.csv', webHeader + `2024-01-01,12345,,,visit,Home,,,
2024-01-01T01:00:00Z,777,,,visit,Home,agent 12345,12345,
2024-01-01T02:00:00Z,123456,,,visit,Home,I am 123456,1234500,
2024-01-01T03:00:00Z,ACME\\jane,,,visit,Home,,,
2024-01-01T04:00:00Z,778,,,visit,Home,told acme\\JANE,5,
`))
  await workspace.json('forget', '12345')
  await workspace.json('forget', 'ACME\\jane')
  const properties = async id => (await workspace.json('person', id)).rows[0].properties
  assert.deepEqual(await properties('777'), {note: 'agent [forgotten]', total: '[forgotten]'})
  assert.deepEqual(await properties('123456'), {note: 'I am 123456', total: 1234500})
  assert.deepEqual(await properties('778'), {note: 'told [forgotten]', total: 5})
  const groups = await workspace.json('trend', '--by', 'property:total')
  assert.equal(groups.status, 'ok')
  rmSync(workspace.path('numbers.csv'))
  assert.deepEqual(filesWith(workspace.folder, 'jane'), [])
})

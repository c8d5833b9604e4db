// The examples' definitions on the real files: every figure that the data sets' own descriptions state, counted by
// others and by other means, must come out. And the simulated insurer must come out as its simulator knows it.
//
// THROUGHLINE names the program, SIMULATE the simulator. The data lie beside the repository; a set that is missing is
// skipped.
import assert from 'node:assert/strict'
import {cpSync, existsSync, readFileSync} from 'node:fs'
import {execFileSync} from 'node:child_process'
import {dirname, join} from 'node:path'
import {test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {gunzipSync} from 'node:zlib'
import {program, run, temporaryFolder, Workspace} from '../tests/support/throughline.mjs'

const examples = dirname(fileURLToPath(import.meta.url))
const data = join(examples, '../../shared/data')

async function example(t, name) {
  const workspace = new Workspace(join(temporaryFolder(t), name))
  assert.equal((await run(['init', workspace.folder])).code, 0)
  cpSync(join(examples, name), workspace.folder, {recursive: true})
  await workspace.json('apply')
  return workspace
}

// The file's path, or undefined, with the test skipped, where it is not here.
function real(t, ...path) {
  const file = join(data, ...path)
  if (existsSync(file)) return file
  t.skip(`${path.join('/')} is not here: fetch it as the example's README says`)
  return undefined
}

const percent = estimate => Math.round(estimate.value * 10_000) / 100
const round = (number, places) => Number(number.toFixed(places))

// {name: [people, events]} of these events.
async function counted(workspace, names, ...options) {
  const result = {}
  for (const name of names) {
    const {counts} = await workspace.json('trend', '--events', name, ...options)
    result[name] = [counts.people ?? counts.objects, counts.events]
  }
  return result
}

async function by(workspace, column, ...question) {
  const answer = await workspace.json(...question)
  return Object.fromEntries(answer.rows.map(row => [row[column], row]))
}

test('a small online shop', async t => {
  const file = real(t, 'retentioneering', 'simple-onlineshop.csv.gz')
  if (!file) return
  const shop = await example(t, 'shop')
  const imported = await shop.json('import', '--source', 'shop', file)
  const [row] = imported.rows
  assert.deepEqual([row.read, row.accepted, row.deduplicated, row.refused, row.events], [32_283, 32_283, 0, 0, 32_283])

  const all = await shop.json('trend')
  assert.deepEqual(all.counts, {people: 3_751, events: 32_283})
  assert.equal(all.rows[0].month, '2019-11')
  assert.equal(all.rows.at(-1).month, '2020-04')
  const days = (await shop.json('trend', '--by', 'day')).rows
  assert.equal(days[0].day, '2019-11-01')
  assert.equal(days.at(-1).day, '2020-04-29')
  assert.equal(days.reduce((sum, day) => sum + day.events, 0), 32_283)

  assert.deepEqual(
    await counted(shop, [
      'catalog',
      'main',
      'cart',
      'product2',
      'delivery_choice',
      'product1',
      'payment_choice',
      'payment_done',
    ]),
    {
      catalog: [3_611, 14_518],
      main: [2_385, 5_635],
      cart: [1_924, 2_842],
      product2: [1_430, 2_172],
      delivery_choice: [1_356, 1_686],
      product1: [1_122, 1_515],
      payment_choice: [958, 1_107],
      payment_done: [653, 706],
    },
  )
  const steps = 'catalog,cart,delivery_choice,payment_choice,payment_done'
  for (const within of ['7d', '14d', '365d']) {
    const funnel = await shop.json('funnel', '--steps', steps, '--within', within)
    if (within === '365d') assert.deepEqual(funnel.rows.map(step => step.people), [3_611, 1_924, 1_356, 958, 653])
    assert.deepEqual([funnel.rows[0].people, funnel.rows.at(-1).people], [3_611, 653], within)
  }
  const paying = await shop.json('metric', 'catalog_to_payment')
  assert.deepEqual(
    [paying.rows[0].converted, paying.rows[0].people, percent(paying.rows[0].value)],
    [653, 3_611, 18.08],
  )
  const behind = await shop.json('metric', 'catalog_to_payment', '--behind', 'converted', '--limit', '10000')
  assert.equal(new Set(behind.rows.map(one => one.person)).size, 653)

  // Nobody was asked anything: no score, and no zero in its place.
  const card = await shop.json('scorecard')
  assert.ok(!/"kind":"(nps|csat|ces|sus)"/.test(JSON.stringify(card)))
  // Without a key, the same clicks in another file would count twice, and that is told.
  const again = await shop.json('import', '--source', 'shop', file)
  assert.equal(again.rows[0].accepted, 0)
})

test('a telephone company', async t => {
  const files = {
    customers: real(t, 'telco_churn', 'Telco_customer_churn.csv.gz'),
    status: real(t, 'telco_churn', 'Telco_customer_churn_status.csv.gz'),
    loyalty: real(t, 'telco_churn', 'CustomerChurn_loyalty.csv.gz'),
  }
  if (!Object.values(files).every(Boolean)) return
  const telco = await example(t, 'telco')
  for (const [source, file] of Object.entries(files)) {
    const row = await telco.import(source, file)
    assert.deepEqual([row.read, row.accepted, row.refused], [7_043, 7_043, 0], source)
  }
  assert.equal((await telco.json('people')).counts.people, 7_043)

  const quarter = ['--from', '2023-07-02', '--to', '2023-09-30']
  const churn = await telco.json('metric', 'churn', ...quarter)
  assert.deepEqual([churn.counts.customers, churn.counts.left, percent(churn.rows[0].value)], [7_043, 1_869, 26.54])
  const contracts = await by(telco, 'contract', 'metric', 'churn', ...quarter, '--by', 'property:contract')
  assert.deepEqual(
    Object.fromEntries(
      Object.entries(contracts).map(([contract, row]) => [contract, [percent(row.value), row.value.n]]),
    ),
    {'Month-to-month': [42.71, 3_875], 'One year': [11.27, 1_473], 'Two year': [2.83, 1_695]},
  )
  for (const [segment, left] of [['month_to_month', 1_655], ['one_year', 166], ['two_year', 48]]) {
    assert.equal((await telco.json('metric', 'churn', ...quarter, '--segment', segment)).counts.left, left, segment)
  }
  assert.deepEqual(churn.reasons.slice(0, 3).map(one => [one.reason, one.people]), [
    ['Competitor had better devices', 313], ['Competitor made better offer', 311], ['Attitude of support person', 220],
  ])
  assert.equal(churn.reasons.reduce((sum, one) => sum + one.people, 0), 1_869)
  const categories = await by(telco, 'category', 'trend', '--events', 'customer left', '--by', 'property:category')
  assert.deepEqual(Object.fromEntries(Object.entries(categories).map(([category, row]) => [category, row.people])), {
    Competitor: 841,
    Attitude: 314,
    Dissatisfaction: 303,
    Price: 211,
    Other: 200,
  })
  const first = await by(
    telco,
    'reason_in_first_release',
    'trend',
    '--events',
    'customer left',
    '--by',
    'property:reason_in_first_release',
  )
  assert.deepEqual(
    ['Lack of self-service on Website', 'Poor expertise of online support', 'Attitude of support person'].map(
      reason => first[reason].people,
    ),
    [88, 19, 192],
  )

  const satisfaction = await telco.json('metric', 'satisfaction')
  const [figure] = satisfaction.rows
  assert.deepEqual(
    [figure.people, figure.satisfied, percent(figure.value), round(figure.mean.value, 3)],
    [7_043, 2_938, 41.72, 3.245],
  )
  const scores = await by(telco, 'score', 'trend', '--events', 'satisfaction rated', '--by', 'property:score')
  assert.deepEqual(
    Object.entries(scores).map(([score, row]) => [score, row.events]),
    [
      ['1', 922],
      ['2', 518],
      ['3', 2_665],
      ['4', 1_789],
      ['5', 1_149],
    ],
  )
  const states = await by(telco, 'status', 'metric', 'satisfaction', '--by', 'property:status')
  assert.deepEqual(Object.fromEntries(Object.entries(states).map(([status, row]) => [status, row.people])), {
    Stayed: 4_720,
    Churned: 1_869,
    Joined: 454,
  })

  // The loyalty number is shared by strangers: a property, never an identity.
  const numbers = await telco.json('trend', '--events', 'loyalty member listed', '--by', 'property:loyalty_number')
  assert.equal(numbers.rows.length, 7_021)
  assert.equal(numbers.rows.filter(row => row.people > 1).reduce((sum, row) => sum + row.people - 1, 0), 22)
})

test("a call centre's claims", async t => {
  const file = real(t, 'event_logs', 'teleclaims.xes.gz')
  if (!file) return
  const claims = await example(t, 'teleclaims')
  const row = await claims.import('teleclaims', file)
  assert.deepEqual([row.read, row.accepted, row.refused, row.events], [46_138, 46_138, 0, 46_138])

  const objects = ['--count', 'object:claim']
  assert.deepEqual((await claims.json('trend', ...objects)).counts, {objects: 3_512, events: 46_138})
  const none = await claims.json('people')
  assert.equal(none.status, 'no-data')
  assert.equal(none.counts.people, 0)

  // The activities as the file itself has them, event by event.
  const log = gunzipSync(readFileSync(file)).toString('utf8')
  const inFile = new Map()
  for (const event of log.match(/<event>[^]*?<\/event>/g)) {
    const [, name] = /key="concept:name" value="([^"]*)"/.exec(event)
    inFile.set(name, (inFile.get(name) ?? 0) + 1)
  }
  assert.equal(inFile.size, 11)
  const activities = await counted(claims, inFile.keys(), ...objects)
  assert.deepEqual(Object.entries(activities).map(([name, [, events]]) => [name, events]), [...inFile])

  const complete = {'lifecycle:transition': 'complete'}
  const ask = async question => {
    claims.write('question.json', JSON.stringify({...question, count: 'object:claim'}))
    return claims.json('query', claims.path('question.json'))
  }
  const completed = async (...names) =>
    (await ask({ask: 'trend', events: names.map(event => ({event, where: complete}))})).counts.events
  assert.equal((await ask({ask: 'trend', events: ['incoming claim']})).counts.events, 3_512)
  assert.equal(await completed('B register claim'), 1_525)
  assert.equal(await completed('S register claim'), 1_425)
  assert.equal(await completed('B register claim', 'S register claim'), 2_950)
  assert.equal(await completed('assess claim'), 2_461)
  assert.equal(await completed('initiate payment'), 1_976)
  const outcomes = await ask({ask: 'trend', events: [{event: 'end', where: complete}], by: {property: 'outcome'}})
  const ends = {}
  for (const {outcome, events} of outcomes.rows)
    ends[outcome.replace(/^[SB] /, '')] = (ends[outcome.replace(/^[SB] /, '')] ?? 0) + events
  assert.deepEqual(ends, {processed: 1_976, 'not liable': 489, rejected: 485, 'insufficient information': 562})
  const paid = await claims.json('metric', 'claims_paid')
  assert.deepEqual([paid.rows[0].converted, paid.rows[0].value.n, percent(paid.rows[0].value)], [1_976, 3_512, 56.26])
  const journey = await claims.json('journey', 'claim')
  assert.equal(journey.rows.at(-1).passages, 1_976)
})

test('the simulated insurer comes out as its simulator knows it', async t => {
  const simulate = process.env.SIMULATE
  if (!simulate || !existsSync(simulate)) return t.skip('SIMULATE names no simulator')
  const insurer = await example(t, 'insurer')
  const exports = join(insurer.folder, 'exports')
  execFileSync(simulate, [exports, '--people', '2000'], {stdio: 'pipe'})
  const told = execFileSync(join(examples, 'insurer/import'), [program, insurer.folder, exports], {encoding: 'utf8'})
  assert.equal(told.trim().split('\n').length, 10)
  const facts = JSON.parse(readFileSync(join(exports, 'facts.json'), 'utf8'))
  const server = await insurer.serve(t)

  await t.test('what was taken in, and what was refused, and why', async () => {
    const codes = {
      'unreadable time': 'time.unreadable',
      'no time': 'time.missing',
      nobody: 'row.nobody',
      'broken line': 'json.broken',
    }
    const ledger = await insurer.json('ledger')
    for (const [file, known] of Object.entries(facts.files)) {
      const source = file === 'web_events.jsonl.gz' ? 'web' : file.split('.')[0]
      const row = ledger.rows.find(one => one.source === source)
      const refused = Object.fromEntries(Object.entries(known.refused).map(([why, rows]) => [codes[why], rows]))
      assert.deepEqual([row.read, row.deduplicated, row.changed], [known.rows, known.duplicates, known.changed], source)
      assert.deepEqual(row.refused_by_reason, refused, source)
    }
    const all = ledger.rows.find(one => one.source === 'all')
    assert.equal(all.events, facts.events_total)
    assert.equal(all.read, all.accepted + all.deduplicated + all.refused)
  })

  await t.test('people, accounts, claims', async () => {
    const about = await (await fetch(`${server.url}/api/v1/workspace`)).json()
    assert.deepEqual(
      [about.people, about.accounts, about.objects.claim, about.events],
      [facts.people, facts.accounts, facts.claims, facts.events_total],
    )
    assert.equal(new Date(about.first).getTime(), new Date(facts.first_event).getTime())
    assert.equal(Math.floor(new Date(about.last).getTime() / 1000), new Date(facts.last_event).getTime() / 1000)
    assert.equal((await insurer.json('people')).counts.people, facts.people)
  })

  await t.test('events by name', async () => {
    const events = await counted(insurer, Object.keys(facts.events))
    // Calls from withheld numbers are nobody's, and a count of people's events leaves them out.
    const ofCalls = new Set([
      'call received',
      'call placed',
      'transferred',
      'call-back promised',
      'call-back kept',
      'call-back missed',
    ])
    let nobodys = 0
    for (const [name, known] of Object.entries(facts.events)) {
      if (ofCalls.has(name)) nobodys += known - events[name][1]
      else assert.equal(events[name][1], known, name)
    }
    assert.equal(nobodys, facts.events_without_person)
    assert.equal((await insurer.json('trend')).counts.events, facts.events_total - facts.events_without_person)
  })

  await t.test('cancellations by reason', async () => {
    const churn = await insurer.json('metric', 'churn')
    assert.deepEqual(Object.fromEntries(churn.reasons.map(one => [one.reason, one.people]).sort()), facts.cancellations)
    assert.equal(churn.counts.left, facts.events['policy cancelled'])
  })

  await t.test('attempts and successes of every task', async () => {
    const metrics = {
      send_documents: ['upload_success', 'upload_errors'],
      send_proof: ['proof_success'],
      get_a_quote: ['quote_success', 'quote_errors'],
      pay: ['pay_success', 'pay_errors'],
      renew: ['renew_success'],
      report_a_loss: ['report_success', 'report_errors'],
      confirm_details: ['details_success'],
      welcome_checklist: ['checklist_success'],
    }
    for (const [task, known] of Object.entries(facts.tasks)) {
      const [success, errors] = metrics[task]
      const {counts} = await insurer.json('metric', success)
      assert.deepEqual(
        [counts.attempts, counts.success, counts.gave_up, counts.open],
        [known.attempts, known.success, known.gave_up, known.censored],
        task,
      )
      if (errors) assert.equal((await insurer.json('metric', errors)).counts.errors, known.errors, task)
    }
    const upload = await insurer.json('metric', 'upload_success')
    const {success, gave_up: gaveUp} = facts.tasks.send_documents
    assert.equal(upload.rows[0].value.value, success / (success + gaveUp))
  })

  await t.test('surveys: sent, answered, every score', async () => {
    const sent = await by(insurer, 'survey', 'trend', '--events', 'survey sent', '--by', 'property:survey')
    const answers = {
      nps: 'recommendation answered',
      csat_quote: 'quote rated',
      csat_buy: 'purchase rated',
      csat_onboard: 'welcome rated',
      csat_claim: 'claim rated',
      ces_claim: 'claim effort rated',
      ces_contact: 'contact effort rated',
      csat_renew: 'renewal rated',
      sus_app: 'usability rated',
    }
    for (const [survey, known] of Object.entries(facts.surveys)) {
      assert.equal(sent[survey].events, known.sent, survey)
      const event = answers[survey]
      const {counts} = await insurer.json('trend', '--events', event)
      assert.equal(counts.events, known.answers, survey)
      if (survey === 'sus_app') continue // its scores are worked out of ten items
      const scores = await by(insurer, 'score', 'trend', '--events', event, '--by', 'property:score')
      assert.deepEqual(
        Object.fromEntries(Object.entries(scores).map(([score, row]) => [score, row.events])),
        known.scores,
        survey,
      )
    }
  })
})

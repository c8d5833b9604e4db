// While serve runs, commands go to it over a socket. Their answers are those of a program that owns the workspace
// itself.
import assert from 'node:assert/strict'
import {existsSync, mkdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'
import {makeWorkspace, run, temporaryFolder} from '../support/throughline.mjs'

const definitions = {
  'sources/web.yaml': `source: web
time: time
person: {user_id: user, email: email}
events:
  - event: {column: event}
    channel: {column: channel}
    objects: {order: order}
    properties: [plan]
  - event: rated
    when: {score: present}
    response: {survey: service, score: score, verbatim: comment}
person_properties: [plan]
`,
  'metrics/service.yaml': 'metric: service\nkind: csat\nsurvey: service\n',
  'metrics/buying.yaml': 'metric: buying\nkind: conversion\nsteps: [visit, purchase]\nwithin: 7d\n',
  'tasks/buy.yaml': 'task: buy\nstart: visit\nsuccess: purchase\n',
  'segments/gold.yaml': 'segment: gold\npeople: {property: plan, in: [gold]}\n',
  'journeys/shop.yaml': `journey: shop
metrics: [buying]
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
`,
}
let csv = 'time,user,email,event,channel,order,plan,score,comment\n'
for (let i = 0; i < 400; ++i) {
  const time = new Date(Date.UTC(2024, 0, 1 + (i % 50), 8 + (i % 9))).toISOString()
  const email = i % 3 ? '' : `u${i % 60}@example.org`
  const [event, channel] = [i % 4 ? 'visit' : 'purchase', i % 2 ? 'web' : 'app']
  const [plan, score] = [i % 60 < 20 ? 'gold' : 'silver', i % 7 ? '' : (i % 5) + 1]
  const comment = i % 21 ? '' : '“so, so”'
  csv += `${time},user-${i % 60},${email},${event},${channel},o-${i % 80},${plan},${score},${comment}\n`
}
csv += 'never,user-1,,visit,web,,,,\n'

const asked = [
  ['metric', 'service'],
  ['metric', 'service', '--by', 'month'],
  ['metric', 'buying', '--by', 'property:plan', '--as-of', 'latest'],
  ['metric', 'buying', '--segment', 'gold', '--from', '2024-01-05', '--to', '2024-01-20'],
  ['metric', 'service', '--behind', 'satisfied', '--limit', '7'],
  ['funnel', '--steps', 'visit,purchase', '--within', '3d', '--by', 'channel'],
  ['funnel', '--steps', 'visit,purchase', '--count', 'object:order'],
  ['trend', '--by', 'week', '--zone', 'Asia/Kathmandu'],
  ['trend', '--events', 'purchase'],
  ['retention', '--start', 'visit', '--interval', 'week', '--periods', '4'],
  ['journey', 'shop'],
  ['scorecard'],
  ['scorecard', '--from', '2024-01-20'],
  ['query', 'question.json'],
  ['people'],
  ['people', 'user-1', '--limit', '3'],
  ['person', 'user-1'],
  ['person', 'u3@example.org', '--limit', '2'],
  ['person', 'user-3', '--why'],
  ['ledger'],
  ['ledger', '--imports'],
  ['ledger', '--refused', '1'],
  ['apply'],
]
const wrong = [
  ['metric', 'servise'],
  ['metric'],
  ['journey', 'shop', '--segment', 'silver'],
  ['funnel', '--steps', 'visit,purchse'],
  ['person', 'nobody'],
  ['import', '--source', 'web', 'missing.csv'],
  ['import', '--undo', '77'],
  ['query', 'missing.json'],
  ['nonsense'],
  ['ledger', '--help'],
]

test('every command over the socket gives the bytes, and the exit code, that it gives without a server', async t => {
  const workspace = await makeWorkspace(t, definitions)
  await workspace.import('web', workspace.write('web.csv', csv))
  workspace.write(
    'question.json',
    JSON.stringify({ask: 'funnel', steps: ['visit', {event: 'purchase', channel: 'app'}], by: {property: 'plan'}}),
  )
  const ask = args => run(['--workspace', workspace.folder, ...args], {cwd: workspace.folder})
  const all = [...asked, ...wrong].flatMap(args =>
    ['json', 'csv', 'table'].map(format => [...args, '--format', format]),
  )
  const alone = new Map()
  for (const args of all) alone.set(args.join(' '), await ask(args))
  const server = await workspace.serve(t)
  for (const args of all) assert.deepEqual(await ask(args), alone.get(args.join(' ')), args.join(' '))

  // Several at once get the same.
  const together = await Promise.all(all.slice(0, 30).map(ask))
  all.slice(0, 30).forEach((args, i) => assert.deepEqual(together[i], alone.get(args.join(' ')), args.join(' ')))
  const ended = await server.stop()
  assert.equal(ended.code, 0, ended.err)
  assert.equal(existsSync(workspace.path('serve.sock')), false)
})

test('what changes the workspace changes it the same over the socket', async t => {
  const folder = temporaryFolder(t)
  const told = []
  for (const served of [false, true]) {
    const own = join(folder, served ? 'served' : 'alone')
    mkdirSync(own)
    const workspace = await makeWorkspace(t, definitions, own)
    workspace.write('web.csv', csv)
    workspace.write('more.csv', csv.replaceAll('user-', 'guest-').replaceAll('@example.org', '@example.com'))
    const server = served ? await workspace.serve(t) : undefined
    const steps = []
    for (const args of [
      ['import', '--source', 'web', 'web.csv', 'more.csv'],
      ['metric', 'buying'],
      ['import', '--undo', '2'],
      ['metric', 'buying'],
      ['import', '--source', 'web', 'more.csv'],
      ['forget', 'user-5'],
      ['people'],
      ['journey', 'shop'],
      ['export', 'out'],
      ['ledger'],
    ]) {
      const ended = await run(['--workspace', workspace.folder, ...args, '--format', 'json'], {cwd: workspace.folder})
      steps.push([args.join(' '), ended.code, ended.out.replaceAll(own, 'OWN'), ended.err.replaceAll(own, 'OWN')])
    }
    assert.equal(readFileSync(join(workspace.folder, 'out/tasks/buy.yaml'), 'utf8'), definitions['tasks/buy.yaml'])
    if (server) {
      // Pages see at once what a command did.
      const about = await (await fetch(`${server.url}/api/v1/workspace`)).json()
      assert.equal(about.people, JSON.parse(steps[6][2]).counts.people)
      await server.stop()
      const after = await workspace.json('ledger')
      assert.deepEqual(after, JSON.parse(steps.at(-1)[2]))
    }
    told.push(steps)
  }
  for (let i = 0; i < told[0].length; ++i) assert.deepEqual(told[1][i], told[0][i])
})

test('a served workspace survives kill -9: the next command finds no server and all that was acknowledged', async t => {
  const workspace = await makeWorkspace(t, definitions)
  const server = await workspace.serve(t)
  assert.equal(statSync(workspace.path('serve.sock')).mode & 0o777, 0o600)
  await workspace.import('web', workspace.write('web.csv', csv))
  const before = await workspace.text('journey', 'shop')
  server.process.kill('SIGKILL')
  await server.ended
  assert.equal(await workspace.text('journey', 'shop'), before)
  const again = await workspace.serve(t)
  assert.equal(await workspace.text('journey', 'shop'), before)
  assert.equal((await again.stop()).code, 0)
})

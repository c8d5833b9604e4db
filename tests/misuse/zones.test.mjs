// A question that names no zone means the workspace's days, whichever way it is asked. The events lie on both sides of
// midnight: of 1 May in New York, which is not that of UTC.
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {makeWorkspace} from '../support/throughline.mjs'

const definitions = {
  'workspace.yaml': 'workspace: shop\nzone: America/New_York\n',
  'sources/web.yaml': 'source: web\ntime: time\nperson: {user_id: user}\nevents:\n  - event: {column: event}\n    properties: [due]\n',
  'segments/of_may.yaml': 'segment: of_may\npeople: {did: cart, from: 2025-05-01, to: 2025-05-01}\n',
  'segments/by_cohort.yaml':
    'segment: by_cohort\npeople: {cohort: {ask: trend, events: cart, from: 2025-05-01, to: 2025-05-01, behind: {}}}\n',
  'metrics/paying.yaml': 'metric: paying\nkind: conversion\nsteps: [cart, pay]\nwithin: 1 day\n',
}
const rows = `user,event,time,due
ana,cart,2025-05-01T03:59:59Z,2025-05-01T03:00:00Z
ana,pay,2025-05-01T23:00:00Z,
ben,cart,2025-05-01T04:00:00Z,2025-05-01T12:00:00Z
ben,pay,2025-05-02T03:59:59Z,
cy,cart,2025-05-02T03:59:59Z,2025-05-02T00:00:00Z
dia,cart,2025-05-02T04:00:00Z,
`

async function shop(t) {
  const workspace = await makeWorkspace(t, definitions)
  await workspace.import('web', workspace.write('web.csv', rows))
  return workspace
}

const post = async (url, question) =>
  (await fetch(`${url}/api/v1/questions`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify(question),
  })).json()

const days = {from: '2025-05-01', to: '2025-05-01'}
const options = ['--from', '2025-05-01', '--to', '2025-05-01']

test('one question has one answer, asked as a shortcut, from a file, and over HTTP', async t => {
  const workspace = await shop(t)
  const asked = [
    [{ask: 'trend', events: 'cart', ...days}, ['trend', '--events', 'cart', ...options]],
    [{ask: 'trend', events: 'cart', by: 'day'}, ['trend', '--events', 'cart', '--by', 'day']],
    [{ask: 'funnel', steps: ['cart', 'pay'], within: '1 day', ...days},
      ['funnel', '--steps', 'cart,pay', '--within', '1 day', ...options]],
    [{ask: 'trend', events: 'cart', where: {due: {before: '2025-05-01'}}},
      ['trend', '--events', 'cart', '--where', '{"due": {"before": "2025-05-01"}}']],
    [{ask: 'metric', name: 'paying', ...days}, ['metric', 'paying', ...options]],
  ]
  const ofFiles = []
  for (const [question, shortcut] of asked) {
    const file = workspace.write('question.json', JSON.stringify(question))
    const ofFile = await workspace.json('query', file)
    assert.equal(ofFile.zone, 'America/New_York')
    assert.deepEqual(await workspace.json(...shortcut), ofFile, shortcut.join(' '))
    assert.deepEqual(await workspace.json('query', workspace.write('named.json', JSON.stringify(
      {...question, zone: 'America/New_York'}))), ofFile)
    ofFiles.push(ofFile)
  }
  // ana's cart is of 30 April there, cy's of 1 May
  assert.deepEqual(ofFiles[1].rows.map(row => [row.day, row.events]),
    [['2025-04-30', 1], ['2025-05-01', 2], ['2025-05-02', 1]])
  const utc = await workspace.json('query', workspace.write('utc.json', JSON.stringify({...asked[1][0], zone: 'UTC'})))
  assert.equal(utc.zone, 'UTC')
  assert.deepEqual(utc.rows.map(row => [row.day, row.events]), [['2025-05-01', 2], ['2025-05-02', 2]])
  assert.equal(ofFiles[3].counts.events, 1) // due before that day began: ana's, at 23:00

  const {url} = await workspace.serve(t)
  for (const [i, [question, shortcut]] of asked.entries()) {
    assert.deepEqual(await post(url, question), ofFiles[i], JSON.stringify(question))
    assert.deepEqual(await workspace.json(...shortcut), ofFiles[i], `${shortcut.join(' ')}, of the server`)
  }
  const path = `${url}/api/v1/metrics/paying?from=2025-05-01&to=2025-05-01`
  assert.deepEqual(await (await fetch(path)).json(), ofFiles[4])
  assert.equal((await (await fetch(`${path}&zone=UTC`)).json()).zone, 'UTC')
})

test('days in definitions are the workspace\'s', async t => {
  const workspace = await shop(t)
  for (const segment of ['of_may', 'by_cohort']) {
    const answer = await workspace.json('trend', '--events', 'cart', '--segment', segment, '--by', 'day')
    assert.deepEqual(answer.rows.filter(row => row.people > 0).map(row => [row.day, row.people]), [['2025-05-01', 2]], segment)
  }
  const given = {ask: 'trend', events: 'cart', segment: {did: 'cart', ...days}}
  const answer = await workspace.json('query', workspace.write('given.json', JSON.stringify(given)))
  assert.equal(answer.counts.people, 2)
})

test('a cohort that is saved from a file means the workspace\'s days', async t => {
  const workspace = await shop(t)
  const question = {ask: 'trend', events: 'cart', ...days, behind: {}}
  await workspace.json('cohort', 'save', 'kept', workspace.write('kept.json', JSON.stringify(question)))
  await workspace.json('apply')
  const answer = await workspace.json('trend', '--events', 'cart', '--segment', 'kept')
  assert.equal(answer.counts.people, 2)
})

test('a table says whose days it has, where they are not UTC\'s', async t => {
  const workspace = await shop(t)
  const told = await workspace.run('trend', '--events', 'cart', '--by', 'day')
  assert.match(told.out, /days of America\/New_York/)
  const utc = await workspace.run('trend', '--events', 'cart', '--by', 'day', '--zone', 'UTC')
  assert.doesNotMatch(utc.out, /days of/)
})

// What a question may not have: more time or memory than its limit, or work that nobody waits for any more. Whatever it
// is busy with (choosing a segment, loading properties, folding) it stops, and the next question is answered.
import assert from 'node:assert/strict'
import {execFileSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'
import {makeWorkspace, sleep, start, temporaryFolder, until} from '../support/throughline.mjs'

const definitions = {
  'sources/web.yaml': `source: web
time: time
person: {user_id: user}
events:
  - event: {column: event}
    channel: web
    properties: [note, plan]
`,
}
const events = ['visit', 'cart', 'pay', 'search', 'help']

async function workspaceWith(t, count) {
  const folder = temporaryFolder(t)
  let text = 'time,user,event,note,plan\n'
  for (let i = 0; i < count; ++i) {
    const time = new Date(1.7e12 + ((i * 7919) % 1_000_003) * 7000).toISOString()
    text += `${time},u${(i * 31) % 2000},${events[(i * 13) % 5]},note ${i},plan ${i % 7}\n`
  }
  writeFileSync(join(folder, 'rows.csv'), text)
  const workspace = await makeWorkspace(t, definitions, folder)
  await workspace.import('web', join(folder, 'rows.csv'))
  await workspace.json('trend')
  return workspace
}

// Seconds of work on one thread: each part walks through all timelines.
const walk = i => ({sequence: ['visit', 'cart', 'pay', 'search', 'help'], within: `${i + 1}s`})
const choosing = {ask: 'trend', segment: {any: Array.from({length: 4000}, (_, i) => walk(i))}}
const folding = {
  ask: 'funnel',
  steps: Array.from({length: 30}, (_, i) => events[i % 5]),
  order: 'unordered',
  within: '300d',
  by: [{property: 'note'}],
}

let questions = 0
const stopped = async (workspace, question, ...limits) => {
  const file = workspace.write(`question-${questions++}.json`, JSON.stringify(question))
  return workspace.run('query', file, ...limits, '--format', 'json')
}

test('a limit of time stops choosing a segment, and loading properties', async t => {
  const workspace = await workspaceWith(t, 100_000)
  const server = await workspace.serve(t)
  // It stops while another question of as much work, begun before it, still chooses.
  const ends = []
  const ask = (asked, limit) => stopped(workspace, asked, '--time-limit', limit).finally(() => ends.push(limit))
  const other = {...choosing, segment: {any: [...choosing.segment.any].reverse()}}
  const whole = ask(other, '10m')
  const slow = await ask(choosing, '300ms')
  assert.match(slow.err, /^error\[question\.too-slow\]: the question was stopped after 300 ms/m)
  const answer = await whole
  assert.equal(answer.code, 0, answer.err)
  assert.deepEqual(ends, ['300ms', '10m'])
  await server.stop()
  for (const name of ['note', 'plan', 'nothing']) {
    const ended = await stopped(workspace, {ask: 'trend', by: [{property: name}]}, '--time-limit', '1ms')
    assert.match(ended.err, /^error\[question\.too-slow\]: /m, name)
  }
  const answered = await stopped(workspace, {ask: 'trend', by: [{property: 'plan'}]}, '--time-limit', '60s')
  assert.equal(answered.code, 0, answered.err)
  assert.equal(JSON.parse(answered.out).rows.reduce((sum, row) => sum + row.events, 0), 100_000)
})

test('a limit of memory stops loading a property that is larger', async t => {
  const workspace = await workspaceWith(t, 400_000)
  assert.equal((await stopped(workspace, {ask: 'trend'}, '--memory-limit', '120MB')).code, 0)
  const ended = await stopped(workspace, {ask: 'trend', by: [{property: 'note'}]}, '--memory-limit', '120MB')
  assert.match(ended.err, /^error\[question\.too-much-memory\]: the question was stopped: the process holds more than 120 MB/m)
})

// The work that the process still does after now, until it rests.
async function workUntilRest(pid) {
  const begin = secondsOfCpu(pid)
  let last = begin
  for (let quiet = 0; quiet < 5; ++quiet) {
    await sleep(100)
    const now = secondsOfCpu(pid)
    if (now > last + 0.011) quiet = 0
    last = now
    if (now - begin > kMost) break
  }
  return last - begin
}
const kMost = 2

const secondsOfCpu = pid => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / Number(execFileSync('getconf', ['CLK_TCK']))
}

test('whoever leaves over HTTP in the middle of a question stops it', async t => {
  const workspace = await workspaceWith(t, 100_000)
  const server = await workspace.serve(t)
  const pid = server.process.pid
  const ask = (question, signal) =>
    fetch(`${server.url}/api/v1/questions`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify(question),
      signal,
    })
  const folder = join(workspace.folder, 'timelines')
  for (const question of [choosing, folding]) {
    execFileSync('sh', ['-c', `rm -f ${folder}/*.property-*`])
    const leaving = new AbortController()
    const asked = ask(question, leaving.signal).then(
      reply => reply.status,
      error => error.name,
    )
    const before = secondsOfCpu(pid)
    await until(() => secondsOfCpu(pid) > before + 0.3, 'the question to be worked on')
    leaving.abort()
    assert.equal(await asked, 'AbortError', `${question.ask} was answered before it could be left`)
    const further = await workUntilRest(pid)
    assert.ok(further < kMost, `${question.ask}: ${further} s of work after everybody left`)
    t.diagnostic(`${question.ask}: ${further.toFixed(2)} s of work after everybody left`)
    const next = await ask({ask: 'trend'})
    assert.equal(next.status, 200)
  }
})

test('a client that is killed leaves, too', async t => {
  const workspace = await workspaceWith(t, 100_000)
  const server = await workspace.serve(t)
  const file = workspace.write('question.json', JSON.stringify(choosing))
  const client = start(['--workspace', workspace.folder, 'query', file])
  const before = secondsOfCpu(server.process.pid)
  await until(() => secondsOfCpu(server.process.pid) > before + 0.3, 'the question to be worked on')
  client.process.kill('SIGKILL')
  await client.ended
  const further = await workUntilRest(server.process.pid)
  assert.ok(further < kMost, `${further} s of work after the client was killed`)
})

test('no memory at all is refused, not taken for the usual amount', async t => {
  const workspace = await makeWorkspace(t, definitions)
  for (const option of ['--build-memory', '--column-memory', '--memory-limit']) {
    for (const nothing of ['0', '0MB', '0GB']) {
      const ended = await workspace.run('trend', option, nothing)
      assert.notEqual(ended.code, 0, `${option} ${nothing}`)
      assert.match(ended.err, new RegExp(`^error\\[command\\.usage\\]: ${option}: 0 is no memory`, 'm'))
    }
  }
})

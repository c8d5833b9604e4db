// What is derived from the store, and what may happen to it: killed while it is built or extended, cut short, flipped
// bits, a full disk. Each is noticed, what is missing is built anew, and the answers are those of an undisturbed build.
import assert from 'node:assert/strict'
import {execFileSync} from 'node:child_process'
import {closeSync, cpSync, existsSync, openSync, readdirSync, readSync, rmSync} from 'node:fs'
import {statSync, truncateSync, writeFileSync, writeSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'
import {makeWorkspace, sleep, smallDisk, start, temporaryFolder} from '../support/throughline.mjs'

const definitions = {
  'sources/web.yaml': `source: web
time: time
person: {user_id: user}
account: firm
events:
  - event: {column: event}
    channel: web
    touchpoint: {column: page}
    properties: [plan, note]
person_properties: [plan]
`,
}
const events = ['visit', 'cart', 'pay', 'search', 'help']
const header = 'time,user,event,page,plan,note,firm\n'

function rows(first, last, people) {
  let text = header
  for (let i = first; i < last; ++i) {
    const time = new Date(1.7e12 + ((i * 7919) % 1_000_003) * 7000).toISOString()
    const plan = i % 3 ? 'gold' : 'silver'
    const note = (i * 2654435761) % 40_009
    text += `${time},u${(i * 31) % people},${events[(i * 13) % 5]},page ${i % 40},${plan},note ${note},firm ${i % 50}\n`
  }
  return text
}

// Of events, of a property of many values, of accounts, and of one person.
const question = {
  ask: 'funnel',
  steps: ['visit', {event: 'pay', where: {property: 'plan', is: 'gold'}}],
  within: '30d',
  by: [{property: 'plan'}],
}
const questions = [
  ['query', 'question.json'],
  ['trend', '--by', 'week', '--count', 'accounts'],
  ['trend', '--events', 'cart', '--where', '{"property": "note", "contains": "77"}'],
  ['person', 'u7', '--limit', '30'],
]

async function answers(workspace) {
  const texts = {}
  for (const [command, ...rest] of questions) {
    const args = command === 'query' ? [command, workspace.path('question.json')] : [command, ...rest]
    texts[command + rest.join(' ')] = await workspace.text(...args)
  }
  return texts
}

async function workspaceWith(t, file, folder = temporaryFolder(t)) {
  const workspace = await makeWorkspace(t, {...definitions, 'question.json': JSON.stringify(question)}, folder)
  await workspace.import('web', file)
  return workspace
}

const timelines = workspace => workspace.path('timelines')
const kept = workspace => (existsSync(timelines(workspace)) ? readdirSync(timelines(workspace)) : [])
const segments = workspace => kept(workspace).filter(name => /^segment-\d+-\d+$/.test(name))
const properties = workspace => kept(workspace).filter(name => /\.property-[0-9a-f]+$/.test(name))

// Memory for few rows at a time, so that a build takes many files and a while.
const little = ['--build-memory', '1']

function ask(workspace) {
  return start(['--workspace', workspace.folder, ...little, 'query', workspace.path('question.json')])
}

// From the state that `restore` makes, a question is asked and killed, longer and longer after it begins to write, until
// one comes to its end; each time the answers of the next process are right. What the kills left behind is told.
async function killAtManyMoments(t, workspace, restore, expected) {
  const seen = new Map()
  let ended = false
  for (let delay = 0; !ended; delay = Math.ceil(delay * 1.3) + 3) {
    restore()
    const before = new Set(kept(workspace))
    const running = ask(workspace)
    const isOver = () => running.process.exitCode !== null
    while (!isOver() && kept(workspace).every(name => before.has(name))) await new Promise(setImmediate)
    if (delay > 0) await sleep(delay)
    running.process.kill('SIGKILL')
    ended = (await running.ended).signal !== 'SIGKILL'
    const left = kept(workspace).filter(name => !before.has(name))
    const state =
      left.some(name => name.endsWith('.part')) ? 'in the middle of a file'
      : left.some(name => name.includes('.property-')) ? 'with properties'
      : left.includes('manifest') ? 'with a manifest'
      : 'with segments'
    seen.set(state, (seen.get(state) ?? 0) + 1)
    assert.deepEqual(await answers(workspace), expected, `killed after ${delay} ms, ${state}`)
    assert.equal(kept(workspace).some(name => name.endsWith('.part')), false, 'half a file was left behind')
  }
  t.diagnostic([...seen].map(([state, times]) => `${state}: ${times}`).join(', '))
  return seen
}

test('kill -9 at many moments while timelines are built', async t => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'rows.csv')
  writeFileSync(file, rows(0, 120_000, 3000))
  const workspace = await workspaceWith(t, file, folder)
  const expected = await answers(workspace)
  const restore = () => rmSync(timelines(workspace), {recursive: true, force: true})
  const seen = await killAtManyMoments(t, workspace, restore, expected)
  assert.ok((seen.get('in the middle of a file') ?? 0) + (seen.get('with segments') ?? 0) > 0)
})

test('kill -9 at many moments while timelines are extended', async t => {
  const folder = temporaryFolder(t)
  const [first, second] = [join(folder, 'first.csv'), join(folder, 'second.csv')]
  writeFileSync(first, rows(0, 120_000, 3000))
  writeFileSync(second, rows(120_000, 121_500, 250))
  const workspace = await workspaceWith(t, first, folder)
  await answers(workspace)
  const before = segments(workspace)
  await workspace.import('web', second)
  const old = join(folder, 'old')
  cpSync(timelines(workspace), old, {recursive: true})
  rmSync(timelines(workspace), {recursive: true})
  const expected = await answers(workspace)
  const restore = () => {
    rmSync(timelines(workspace), {recursive: true, force: true})
    cpSync(old, timelines(workspace), {recursive: true})
  }
  restore()
  await answers(workspace)
  const extended = segments(workspace)
  assert.ok(extended.some(name => before.includes(name)), 'what was there is used')
  assert.ok(extended.some(name => !before.includes(name)), 'what is new lies beside it')
  const seen = await killAtManyMoments(t, workspace, restore, expected)
  assert.ok(seen.size > 1, 'kills came at different moments')
})

function flip(file, at) {
  const descriptor = openSync(file, 'r+')
  const byte = Buffer.alloc(1)
  readSync(descriptor, byte, 0, 1, at)
  byte[0] ^= 16
  writeSync(descriptor, byte, 0, 1, at)
  closeSync(descriptor)
}

test('files that are cut short or have a flipped bit are noticed, said and built anew', async t => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'rows.csv')
  writeFileSync(file, rows(0, 20_000, 500))
  const workspace = await workspaceWith(t, file, folder)
  const expected = await answers(workspace)
  const harms = [
    name => truncateSync(name, statSync(name).size - 100),
    name => truncateSync(name, 0),
    name => flip(name, 70),
    name => flip(name, Math.floor(statSync(name).size / 2)),
    name => flip(name, statSync(name).size - 1),
  ]
  for (const name of ['manifest', segments(workspace)[0], properties(workspace)[0]]) {
    for (const harm of harms) {
      harm(join(timelines(workspace), name))
      // Properties are looked at when a question needs them: one of these does.
      let said = ''
      for (const [command, ...rest] of questions) {
        const args = command === 'query' ? [command, workspace.path('question.json')] : [command, ...rest]
        const told = await workspace.run(...args, '--format', 'json')
        said += told.err
        assert.equal(told.out, expected[command + rest.join(' ')], `${name} ${harm}`)
      }
      assert.match(said, /^throughline: notice: .*(damaged|cut short|built anew|read from the store again)/m, `${name} ${harm}`)
      assert.deepEqual(await answers(workspace), expected)
      const silent = await workspace.run('query', workspace.path('question.json'))
      assert.equal(silent.err, '', 'it is in order again')
    }
  }
})

// As much ballast as leaves so much room.
function fill(folder, room) {
  const {0: line} = execFileSync('df', ['--output=avail', '-B1', folder]).toString().split('\n').slice(1)
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(Math.max(0, Number(line) - room), 1))
}

test('a full disk while timelines are built and extended: said, and the answers are right', async t => {
  const disk = smallDisk(t, '200m')
  if (!disk) return
  const outside = temporaryFolder(t)
  const [first, second] = [join(outside, 'first.csv'), join(outside, 'second.csv')]
  writeFileSync(first, rows(0, 60_000, 2000))
  writeFileSync(second, rows(60_000, 61_000, 150))
  const whole = await workspaceWith(t, first, join(outside, 'whole'))
  const workspace = await workspaceWith(t, first, disk)
  const check = async (room, what) => {
    const expected = await answers(whole)
    fill(disk, room)
    const told = await workspace.run('query', workspace.path('question.json'), '--format', 'json')
    assert.equal(told.code, 0, `${what}: ${told.err}`)
    assert.match(told.err, /^throughline: notice: .*No space left on device/m, what)
    assert.deepEqual(await answers(workspace), expected, what)
    rmSync(join(disk, 'ballast'))
    assert.deepEqual(await answers(workspace), expected, `${what}: with room again`)
    const silent = await workspace.run('query', workspace.path('question.json'))
    assert.equal(silent.err, '', `${what}: with room again`)
    assert.ok(kept(workspace).includes('manifest'))
  }
  await check(400_000, 'a build')
  await workspace.import('web', second)
  await whole.import('web', second)
  await check(8192, 'an extension')
  for (const name of properties(workspace)) rmSync(join(timelines(workspace), name))
  await check(8192, 'properties')
})

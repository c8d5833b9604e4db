// False alarms of each friction on streams of people who work calmly, beside the true ones of a scripted angry user.
//
// Calm: office work recorded by Balabit (mouse_dynamics: every press and every sample of the pointer), and map tasks of
// iWeb (webqoe) that were rated good or excellent at a delay of 200 ms or less. The angry user's sessions are written
// here, from a seed; what is planted in each is known. The table goes to docs/reference/friction.md.
//
// THROUGHLINE names the program. The data lie beside the repository; a set that is missing is skipped.
import assert from 'node:assert/strict'
import {existsSync, readFileSync, readdirSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {gunzipSync} from 'node:zlib'
import {makeWorkspace, parseCsv} from '../tests/support/throughline.mjs'

const data = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data')
const start = Date.UTC(2025, 0, 6, 9)
const minute = 60_000

const frictions = ['rage_click', 'posthog.rage_click', 'openreplay.rage_click', 'sentry.rage_click',
  'datadog.rage_click', 'highlight.rage_click', 'dead_click', 'posthog.dead_click', 'openreplay.dead_click',
  'sentry.dead_click', 'error_click', 'u_turn', 'thrashed_cursor']

const columns = ['session', 'time', 'event', 'x', 'y', 'target', 'change_after', 'url', 'planted']
const source = `source: streams
format: csv
time: time
sequence: place
person: {user_id: session}
events:
  - event: {column: event}
    properties: [${columns.slice(3).join(', ')}]
`

// What stands in for a click's target where it was not recorded: the square of a button's size that it fell on.
const square = (x, y) => `${Math.floor(x / 32)}:${Math.floor(y / 32)}`
const click = (session, at, x, y, more = {}) => ({session, at, event: 'click', x, y, target: square(x, y), ...more})

async function answer(t, events, by = undefined) {
  const workspace = await makeWorkspace(t, {'sources/streams.yaml': source})
  const line = (e, i) =>
    [...columns.map(c => (c === 'time' ? new Date(start + Math.round(e.at)).toISOString() : (e[c] ?? ''))), i].join()
  const file = workspace.write('streams.csv', [[...columns, 'place'].join(), ...events.map(line)].join('\n') + '\n')
  assert.equal((await workspace.import('streams', file)).accepted, events.length)
  const told = await workspace.json('query', workspace.write('question.json',
    JSON.stringify({ask: 'friction', frictions, idle: 'none', by})))
  return {sessions: told.counts.sessions, rows: told.rows}
}

const unpacked = file => gunzipSync(readFileSync(file)).toString('utf8').replaceAll('\r\n', '\n')

const nowhere = 65_535 // what the recorder writes for scrolling, and for a pointer outside of the window

// Ten minutes of a stream are a session. Of several samples with one time stamp, whose order is not known, the last. A
// press that moves before it is released is a drag, no click.
function mouseDynamics() {
  const folder = join(data, 'mouse_dynamics')
  const events = []
  for (const part of ['training', 'test']) {
    for (const name of readdirSync(join(folder, part)).sort()) {
      const text = unpacked(join(folder, part, name))
      let pressed
      for (const row of parseCsv(text.endsWith('\n') ? text : `${text}\n`)) {
        const at = 1000 * Number(row['client timestamp'])
        const session = `${name}-${Math.floor(at / (10 * minute))}`
        const [x, y] = [Number(row.x), Number(row.y)]
        if (x === nowhere) continue
        const before = events.at(-1)
        if (before?.event === 'pointer' && before.session === session && before.at === at) events.pop()
        events.push({session, at, event: 'pointer', x, y})
        if (row.button === 'Left' && row.state === 'Pressed') pressed = {session, at, x, y}
        if (row.state === 'Drag') pressed = undefined
        if (row.button !== 'Left' || row.state !== 'Released' || !pressed) continue
        events.push(click(pressed.session, pressed.at, pressed.x, pressed.y))
        pressed = undefined
      }
    }
  }
  return events.sort((a, b) => (a.session < b.session ? -1 : a.session > b.session ? 1 : a.at - b.at))
}

// "mark:Down:ms:x:y:mark" and "up:ms:x-y:mark"; a button's press is swallowed by the map, so an "up" by itself is a
// click, and one far from its "Down" a drag.
function mapTasks(isChosen) {
  const rows = parseCsv(unpacked(join(data, 'webqoe', 'raw_data.csv.gz')))
  const events = []
  rows.filter(isChosen).forEach((row, i) => {
    const session = `task-${i}`
    let down, first
    for (const [text, ms, x, y] of row.mouse_clicks.matchAll(/(?:Down|up):(\d{13}):(\d+)[:-](\d+)/g)) {
      first ??= Number(ms)
      const at = Number(ms) - first
      const here = {x: Number(x), y: Number(y)}
      if (text.startsWith('Down')) {
        down = here
        continue
      }
      const isDrag = down && Math.hypot(here.x - down.x, here.y - down.y) > 5
      down = undefined
      if (!isDrag) events.push(click(session, at, here.x, here.y))
    }
  })
  return events
}

// Numbers in [0, 1) that are the same on every machine.
function random(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const kinds = ['rage', 'dead', 'error', 'turn', 'thrash']

// A session: reading and clicking, a stepper that works, and one kind of trouble.
function angrySession(session, kind, next) {
  const between = (low, high) => low + (high - low) * next()
  const events = [{session, at: 0, event: 'page', url: '/home'}]
  let at = 2000
  const calm = () => {
    at += between(6000, 12_000)
    const x = between(100, 1100), y = between(100, 700)
    for (let i = 0; i <= 10; ++i) events.push({session, at: at + 40 * i, event: 'pointer', x: x + 8 * i, y: y + 4 * i})
    at += 600
    events.push(click(session, at, Math.round(x + 80), Math.round(y + 40), {change_after: Math.round(between(40, 400))}))
  }
  for (let i = 0; i < 3; ++i) calm()
  at += 6000
  const stepper = {target: 'more', change_after: 60} // works at once, and is clicked as often as it takes
  for (let i = 0; i < 6; ++i) events.push(click(session, at + 280 * i, 700, 300, stepper))
  at += 8000
  const x = Math.round(between(200, 1000)), y = Math.round(between(200, 600))
  if (kind === 'rage') {
    const times = 4 + Math.floor(between(0, 5))
    for (let i = 0; i < times; ++i, at += between(120, 400)) {
      const [dx, dy] = [Math.round(between(-3, 3)), Math.round(between(-3, 3))]
      events.push(click(session, at, x + dx, y + dy, {target: 'buy', change_after: i + 1 < times ? 'never' : 8000}))
    }
  } else if (kind === 'dead') {
    events.push(click(session, at, x, y, {change_after: next() < 0.5 ? 'never' : Math.round(between(2600, 9000))}))
  } else if (kind === 'error') {
    events.push(click(session, at, x, y, {change_after: 90}))
    events.push({session, at: at + between(20, 900), event: 'error'})
  } else if (kind === 'turn') {
    events.push({session, at, event: 'page', url: '/item'})
    at += between(800, 4500)
    events.push({session, at, event: 'page', url: '/home'})
  } else {
    const [width, turns] = [between(160, 400), between(5, 8)] // turns a second
    for (let i = 0; i < 120; ++i) {
      const way = Math.abs((((i / 40) * turns) % 2) - 1)
      events.push({session, at: at + 25 * i, event: 'pointer', x: Math.round(x + width * way), y: y + (i % 3)})
    }
  }
  at += 4000
  calm()
  events.push({session, at: at + 20_000, event: 'page', url: '/end'})
  return events.sort((a, b) => a.at - b.at).map(event => ({...event, planted: kind}))
}

function angryUser() {
  const next = random(7)
  return kinds.flatMap(kind => Array.from({length: 40}, (_, i) => angrySession(`${kind}-${i}`, kind, next)).flat())
}

// The kinds that a friction should show in. Each click in rage was dead, too; the last of a run ends with a change.
const plantedIn = name => (name.includes('rage') ? ['rage'] : name.includes('dead') ? ['dead', 'rage']
  : name === 'error_click' ? ['error'] : name === 'u_turn' ? ['turn'] : ['thrash'])

const of = ({rows}, name, kind) => rows.find(row => row.friction === name && (!kind || row.planted === kind))

function perThousand(row) {
  if (row.status !== 'ok') return row.status
  const {value, low, high} = row.per_1000_sessions
  return `${value.toFixed(0)} (${low.toFixed(0)} to ${high.toFixed(0)})`
}

describe('false alarms beside true ones', () => {
  const told = {}

  test('calm office work', async t => {
    if (!existsSync(join(data, 'mouse_dynamics'))) return t.skip('mouse_dynamics is not here')
    told.office = await answer(t, mouseDynamics())
  })

  test('good and bad map tasks', async t => {
    if (!existsSync(join(data, 'webqoe'))) return t.skip('webqoe is not here')
    const delay = row => Number.parseInt(row.net_delay, 10)
    told.good = await answer(t, mapTasks(row => delay(row) <= 200 && Number(row.ACR) >= 4))
    told.bad = await answer(t, mapTasks(row => delay(row) >= 1100 && Number(row.ACR) <= 2))
  })

  test('a scripted angry user', async t => {
    const sessions = 40
    told.angry = await answer(t, angryUser(), {property: 'planted'})
    assert.equal(told.angry.sessions, sessions * kinds.length)
    for (const name of frictions) {
      const planted = plantedIn(name), others = kinds.filter(kind => !planted.includes(kind))
      const found = among => among.reduce((sum, kind) => sum + (of(told.angry, name, kind)?.sessions ?? 0), 0)
      told.angry[name] = {
        found: `${found(planted)} of ${sessions * planted.length}`,
        falsely: `${found(others)} of ${sessions * others.length}`,
      }
      if (name.includes('.')) continue
      // Ours: all that was planted is found, and nothing that was not.
      assert.equal(found(planted), sessions * planted.length, name)
      assert.equal(found(others), 0, name)
    }
  })

  test('ours on calm streams: as docs/reference/friction.md has them', t => {
    if (!told.office || !told.good) return t.skip('the streams are not here')
    const value = (stream, name) => Math.round(of(told[stream], name).per_1000_sessions.value)
    assert.deepEqual([told.office.sessions, told.good.sessions, told.bad.sessions], [57, 106, 118])
    assert.deepEqual([value('office', 'rage_click'), value('good', 'rage_click')], [193, 368])
    assert.equal(value('office', 'thrashed_cursor'), 0)
  })

  test('the table', () => {
    const heads = [['office', 'office work'], ['good', 'good map tasks'], ['bad', 'bad map tasks']]
      .filter(([key]) => told[key])
    const titles = heads.map(([key, title]) => `${title}, n ${told[key].sessions}`)
    console.log(`| per 1,000 sessions | ${[...titles, 'planted and found', 'found elsewhere'].join(' | ')} |`)
    for (const name of frictions) {
      const {found, falsely} = told.angry[name]
      console.log(`| ${[name, ...heads.map(([key]) => perThousand(of(told[key], name))), found, falsely].join(' | ')} |`)
    }
  })
})

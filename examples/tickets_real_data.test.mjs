// Zendesk's tickets: what its own measures say of them, and ours. The tables are a scrubbed sample: most of their rows
// speak of tickets that are not among them, and a good import tells that instead of hiding it.
// docs/explanation/real-data.md tells what differs and why.
//
// THROUGHLINE names the program. The data lie beside the repository; a set that is missing is skipped.
import assert from 'node:assert/strict'
import {existsSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {test} from 'node:test'
import {fileURLToPath} from 'node:url'
import {makeWorkspace, parseCsv} from '../tests/support/throughline.mjs'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../shared/data/zendesk_schema')
const file = name => join(folder, `${name}_data.csv`)

function rowsOf(name) {
  const text = readFileSync(file(name), 'utf8').replaceAll('\r\n', '\n')
  return parseCsv(text.endsWith('\n') ? text : `${text}\n`)
}

const day = 86_400
const hours = {'mon-fri': '08:00-20:00'}
const between = (name, event, until, more = '') => `metric: ${name}
kind: time_between
variant: mean
discipline: CX
of: ticket
event: ${event}
until: ${until}
${more}`
const statuses = '[open, pending, on-hold, solved, closed]'

const definitions = {
  'sources/tickets.yaml': `source: tickets
time: created_at
key: id
person: {user_id: requester_id}
events:
  - event: opened
    channel: {column: via_channel}
    objects: {ticket: id}
    properties: [status, requester_id, submitter_id]
`,
  'sources/history.yaml': `source: history
time: updated
events:
  - event: {column: value}
    when: {field_name: status}
    objects: {ticket: ticket_id}
  - event: {column: field_name, map: {assignee_id: assigned, priority: priority set, requester_id: requester set}}
    when: {field_name: {not: status}}
    objects: {ticket: ticket_id}
    properties: [value]
`,
  'sources/comments.yaml': `source: comments
time: created
key: id
person: {user_id: user_id}
events:
  - event: commented
    objects: {ticket: ticket_id}
    properties: [public]
`,
  'metrics/resolution.yaml': between('resolution', 'opened', 'solved'),
  'metrics/office_resolution.yaml': between('office_resolution', 'opened', 'solved', `time_basis: business
schedule: {zone: America/Los_Angeles, hours: {mon-fri: "${hours['mon-fri']}"}}
`),
  'metrics/first_reply.yaml': between('first_reply', 'opened', '{event: commented, where: {public: "TRUE"}}'),
  'metrics/agent_wait.yaml': between('agent_wait', 'pending', statuses),
  'metrics/on_hold.yaml': between('on_hold', 'on-hold', statuses),
  'metrics/open_time.yaml': between('open_time', 'open', statuses),
  'metrics/reopened.yaml': `metric: reopened
kind: share
discipline: CX
better: lower
of: ticket
each: ticket
event: solved
followed_by: open
`,
  'metrics/transferred.yaml': `metric: transferred
kind: share
discipline: CX
better: lower
of: ticket
each: ticket
event: assigned
followed_by: assigned
`,
  'metrics/first_contact.yaml': `metric: first_contact
kind: share
discipline: CX
better: higher
event: opened
not_followed_by: opened
within: 7d
`,
  'metrics/known.yaml': `metric: known
kind: share
discipline: CX
better: higher
of: ticket
each: ticket
that: opened
`,
}

// Seconds of Monday to Friday, 8 to 20 in California, hour by hour: both instants lie in Pacific time of their season.
function officeSeconds(from, to) {
  const local = instant =>
    Object.fromEntries(
      new Intl.DateTimeFormat('en-GB', {timeZone: 'America/Los_Angeles', weekday: 'short', hour: '2-digit', hourCycle: 'h23'})
        .formatToParts(instant)
        .map(part => [part.type, part.value]),
    )
  let seconds = 0
  const hour = 3_600_000
  for (let at = from; at < to; ) {
    const next = Math.min(at - (at % hour) + hour, to)
    const {weekday, hour: clock} = local(at)
    if (!['Sat', 'Sun'].includes(weekday) && Number(clock) >= 8 && Number(clock) < 20) seconds += (next - at) / 1_000
    at = next
  }
  return seconds
}

test("Zendesk's tickets", async t => {
  if (!existsSync(folder)) return t.skip('zendesk_schema is not here: docs/explanation/real-data.md says which data are asked')
  const workspace = await makeWorkspace(t, definitions)
  for (const [source, table, rows] of [['tickets', 'ticket', 10], ['history', 'ticket_field_history', 38], ['comments', 'ticket_comment', 20]]) {
    const counts = await workspace.import(source, file(table))
    assert.deepEqual([counts.read, counts.accepted, counts.refused], [rows, rows, 0], source)
  }
  const row = async metric => (await workspace.json('metric', metric)).rows[0]
  const total = ({value, times}) => Math.round(value.value * times)

  await t.test('orphans: rows that speak of tickets which are not there', async () => {
    const tickets = new Set(rowsOf('ticket').map(one => one.id))
    const history = rowsOf('ticket_field_history'), comments = rowsOf('ticket_comment')
    assert.equal(history.filter(one => tickets.has(one.ticket_id)).length, 19)
    assert.equal(comments.filter(one => tickets.has(one.ticket_id)).length, 0)
    const named = new Set([...tickets, ...history.map(one => one.ticket_id), ...comments.map(one => one.ticket_id)])
    const known = await row('known')
    assert.deepEqual([known.value.n, Math.round(known.value.value * known.value.n)], [named.size, 10])
  })

  await t.test('resolution, in all hours and in those of the schedule', async () => {
    const opened = Date.parse('2020-08-28T18:06:36Z'), solved = Date.parse('2020-11-14T11:01:27Z')
    const resolution = await row('resolution')
    assert.equal(resolution.times, 1)
    assert.equal(resolution.value.value, (solved - opened) / 1_000)
    assert.equal((await row('office_resolution')).value.value, officeSeconds(opened, solved))
  })

  await t.test('waiting by status: agent, requester, on hold', async () => {
    // Zendesk: agent wait is the time in pending; requester wait that in new, open and on hold.
    const [agent, hold, open] = [await row('agent_wait'), await row('on_hold'), await row('open_time')]
    assert.deepEqual([agent.times, total(agent)], [4, 28 * day])
    assert.deepEqual([hold.times, total(hold)], [3, 20 * day])
    assert.deepEqual([open.times, total(hold) + total(open)], [4, 50 * day])
  })

  await t.test('no reply is known: no figure, and why', async () => {
    const answer = await workspace.json('metric', 'first_reply')
    assert.notEqual(answer.status, 'ok')
    assert.equal(answer.rows[0].value.value, null)
    assert.equal(answer.rows[0].never, 10)
  })

  await t.test('reopened, transferred, solved at the first contact', async () => {
    const solved = new Set(rowsOf('ticket_field_history')
      .filter(one => one.field_name === 'status' && one.value === 'solved').map(one => one.ticket_id))
    const reopened = await row('reopened')
    assert.deepEqual([reopened.value.n, reopened.value.value], [solved.size, 0])
    assert.ok(reopened.value.high > 0.1, 'none of a few is no certainty')
    const transferred = await row('transferred')
    assert.deepEqual([transferred.value.n, transferred.value.value], [2, 0])
    const contact = await row('first_contact')
    assert.equal(contact.value.value, 1)
    assert.equal(contact.value.n + contact.open, 10)
  })
})

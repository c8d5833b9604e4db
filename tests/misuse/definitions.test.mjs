// Slips in definitions and on the command line: each is told with its place and, where something near exists, a
// proposal.
import assert from 'node:assert/strict'
import {readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'
import {makeWorkspace, parseCsv, run, temporaryFolder, Workspace} from '../support/throughline.mjs'

const web = `source: web
time: time
person: {user_id: user}
events:
  - event: {column: event}
    channel: {column: channel}
    properties: [plan]
    response: {survey: service, score: score}
  - event: {column: event}
    channel: {column: channel}
    properties: [plan]
    when: {score: {not: present}}
`
const definitions = {
  'sources/web.yaml': web,
  'metrics/service.yaml': 'metric: service\nkind: csat\nsurvey: service\n',
  'metrics/buying.yaml': 'metric: buying\nkind: conversion\nsteps: [visit, purchase]\nwithin: 7d\n',
  'segments/regulars.yaml': 'segment: regulars\npeople: {did: visit, at_least: 2}\n',
  'tasks/buy.yaml': 'task: buy\nstart: visit\nsuccess: purchase\n',
  'journeys/shop.yaml': `journey: shop
stages:
  - stage: Look
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
const csv = `time,user,event,channel,plan,score
2024-01-01T10:00:00Z,anna,visit,web,gold,
2024-01-01T10:10:00Z,anna,purchase,web,gold,
2024-01-02T10:00:00Z,bert,visit,app,"silver, ""old""",
2024-01-03T10:00:00Z,bert,visit,app,silver,
2024-01-03T11:00:00Z,bert,rated,email,silver,5
`

async function withData(t) {
  const workspace = await makeWorkspace(t, definitions)
  const row = await workspace.import('web', workspace.write('web.csv', csv))
  assert.deepEqual([row.accepted, row.refused, row.events], [5, 0, 5])
  return workspace
}

test('a misspelt key: file, line, caret, and what was meant; nothing is applied', async t => {
  const workspace = await makeWorkspace(t, definitions)
  workspace.write('tasks/buy.yaml', 'task: buy\nstart: visit\nsucess: purchase\n')
  workspace.write('metrics/more.yaml', 'metric: more\nkind: csta\nsurvey: service\n')
  const {err, out} = await workspace.run('apply')
  assert.match(
    err,
    new RegExp(
      String.raw`error\[[\w.-]+\]: .*sucess.*\n {2}tasks/buy\.yaml:3:1\n {4}sucess: purchase\n {4}\^+\n` +
        String.raw`(.*\n)*? {2}help: did you mean "success"\?`,
    ),
  )
  assert.match(err, / {2}metrics\/more\.yaml:2:7\n {4}kind: csta\n {10}\^+\n(.*\n)*? {2}help: did you mean "csat"\?/)
  assert.match(err, /2 errors; nothing was applied\n$/)
  assert.equal(out, '')
  const again = await workspace.run('apply', '--format', 'json')
  assert.equal(again.code, 1)
  assert.equal((again.err.match(/^error\[/gm) ?? []).length, 2)
  JSON.parse(again.out)
  // The definitions applied before still hold.
  const answer = await workspace.run('metric', 'service', '--format', 'json')
  assert.equal(JSON.parse(answer.out).definition.version, 1)
})

test('a key written twice, tabs, anchors and broken YAML are told with their line', async t => {
  const workspace = await makeWorkspace(t)
  const told = async text => {
    workspace.write('tasks/one.yaml', text)
    const {code, err} = await workspace.run('apply')
    assert.equal(code, 1, text)
    return err
  }
  assert.match(await told('task: one\nstart: a\nsuccess: b\nstart: c\n'), / {2}tasks\/one\.yaml:4:1\n/)
  assert.match(await told('task: one\nstart: &x a\nsuccess: b\n'), / {2}tasks\/one\.yaml:2:/)
  assert.match(await told('task: one\nstart: [a\nsuccess: b\n'), / {2}tasks\/one\.yaml:\d+:/)
  assert.match(await told('task: one\n\tstart: a\n'), / {2}tasks\/one\.yaml:2:/)
  assert.match(await told('task: one\nstart: a\nsuccess: b\nwithin: soon\n'), / {2}tasks\/one\.yaml:4:9\n/)
  assert.match(await told(Buffer.from('task: one\nstart: Stra\xDFe\nsuccess: b\n', 'latin1')), /tasks\/one\.yaml/)
  rmSync(workspace.path('tasks/one.yaml'))
  workspace.write('tasks/a.yaml', 'task: twice\nstart: a\nsuccess: b\n')
  workspace.write('tasks/b.yaml', 'task: twice\nstart: a\nsuccess: c\n')
  assert.match(await (await workspace.run('apply')).err, /tasks\/b\.yaml:1/)
})

test('a journey that names an unknown event is refused once data are in', async t => {
  const workspace = await withData(t)
  workspace.write(
    'journeys/shop.yaml',
    definitions['journeys/shop.yaml'].replace('events: purchase', 'events: purchse'),
  )
  const {err} = await workspace.fails('journey.unknown-event', 'apply')
  assert.match(
    err,
    new RegExp(
      String.raw`no event is called "purchse"\n {2}journeys/shop\.yaml:10:17\n {4} +events: purchse\n {4} +\^+\n` +
        String.raw` {2}note: searched \d+ event names\n {2}help: did you mean "purchase"\? it occurs 1 times?\n`,
    ),
  )
  const journey = await workspace.json('journey', 'shop')
  assert.equal(journey.definition.version, 1, 'the journey that was applied still answers')
  assert.equal(await workspace.events(), 5)
})

test('names that nothing has: what was meant', async t => {
  const workspace = await withData(t)
  for (const [code, meant, ...args] of [
    ['metric.unknown', 'service', 'metric', 'servise'],
    ['journey.unknown', 'shop', 'journey', 'shopp'],
    ['segment.unknown', 'regulars', 'metric', 'service', '--segment', 'regular'],
    ['segment.unknown', 'regulars', 'scorecard', '--segment', 'regular'],
    ['segment.unknown', 'regulars', 'journey', 'shop', '--segment', 'regular'],
    ['funnel.unknown-event', 'purchase', 'funnel', '--steps', 'visit,purchse'],
    ['trend.unknown-event', 'purchase', 'trend', '--events', 'purchse'],
    ['retention.unknown-event', 'visit', 'retention', '--start', 'visitt'],
    ['source.unknown', 'web', 'import', '--source', 'wep', workspace.path('web.csv')],
    ['metric.unknown-outcome', 'converted', 'metric', 'buying', '--behind', 'convertd'],
    ['zone.unknown', 'Europe/Berlin', 'metric', 'buying', '--zone', 'Europe/Berlim'],
    ['interval.unknown', 'month', 'retention', '--start', 'visit', '--interval', 'mont'],
  ]) {
    const {err} = await workspace.fails(code, ...args)
    assert.match(err, new RegExp(`help: .*did you mean "${meant}"\\?`), err)
  }
  await workspace.fails('person.unknown', 'person', 'nobody')
  await workspace.fails('import.unknown', 'import', '--undo', 99)
  await workspace.fails('import.unknown', 'ledger', '--refused', 99)
})

test('properties that nothing has: what was meant', async t => {
  const workspace = await withData(t)
  workspace.write(
    'question.json',
    JSON.stringify({ask: 'funnel', steps: ['visit', {event: 'purchase', where: {plam: 'gold'}}]}),
  )
  for (const [code, ...args] of [
    ['question.unknown-property', 'metric', 'buying', '--by', 'property:plam'],
    ['funnel.unknown-property', 'query', workspace.path('question.json')],
  ]) {
    const {err} = await workspace.fails(code, ...args)
    assert.match(err, /help: .*did you mean "plan"\?/)
  }
})

test('a place is told as it was given: an option by its name, a question in a file by its path', async t => {
  const workspace = await withData(t)
  const place = async (code, ...args) => /^ {2}(\S.*)$/m.exec((await workspace.fails(code, ...args)).err)[1]
  assert.equal(await place('funnel.unknown-event', 'funnel', '--steps', 'visit,purchse'), '--steps 2')
  assert.equal(await place('retention.unknown-event', 'retention', '--start', 'vist'), '--start')
  assert.equal(
    await place('retention.unknown-event', 'retention', '--start', 'visit', '--returns', 'vist'),
    '--returns',
  )
  assert.equal(await place('metric.unknown-outcome', 'metric', 'buying', '--behind', 'bought'), '--behind')
  workspace.write('question.json', JSON.stringify({ask: 'funnel', steps: ['visit', 'purchse']}))
  assert.equal(await place('funnel.unknown-event', 'query', workspace.path('question.json')), '/steps/1')
})

test('a period that ends before it begins is refused whatever is asked', async t => {
  const workspace = await withData(t)
  const period = ['--from', '2024-02-01', '--to', '2024-01-01']
  for (const asked of [
    ['metric', 'buying'], ['metric', 'buying', '--behind', 'converted'], ['funnel', '--steps', 'visit,purchase'],
    ['trend'], ['retention', '--start', 'visit'], ['journey', 'shop'], ['scorecard'],
  ]) {
    const {err} = await workspace.fails('question.backwards', ...asked, ...period)
    assert.match(err, /^ {2}--to$/m)
  }
  const file = workspace.write('question.json', '{"ask": "trend", "from": "2024-02-01", "to": "2024-01-01"}')
  await workspace.fails('question.backwards', 'query', file)
  // One day is a period: the day given as its end is included.
  await workspace.json('trend', '--from', '2024-01-01', '--to', '2024-01-01')
})

test('--format json is one document, whatever comes of the command, with the place of what went wrong', async t => {
  const workspace = await withData(t)
  const document = async (code, ...args) => {
    const ended = await workspace.run(...args, '--format', 'json')
    assert.equal(ended.code, code, ended.err)
    assert.equal(ended.out.indexOf('\n'), ended.out.length - 1, 'one line')
    return JSON.parse(ended.out)
  }
  const good = workspace.write(
    'good.csv',
    'time,user,event,channel,plan,score\n2024-01-04T10:00:00Z,cleo,visit,web,,\n',
  )
  const missing = workspace.path('missing.csv')
  const mixed = await document(1, 'import', '--source', 'web', missing, good)
  assert.equal(mixed.status, 'file.missing')
  assert.equal(mixed.place, missing)
  assert.deepEqual(mixed.rows.map(row => [row.file, row.accepted]), [[good, 1]])
  assert.deepEqual(mixed.files.map(file => [file.file, file.status]), [[missing, 'file.missing'], [good, 'ok']])
  const neither = await document(1, 'import', '--source', 'web', missing, workspace.path('gone.csv'))
  assert.deepEqual([neither.rows, neither.files.length], [[], 2])

  workspace.write('tasks/buy.yaml', 'task: buy\nstart: visit\nsucess: purchase\n')
  workspace.write('metrics/more.yaml', 'metric: more\nkind: csta\nsurvey: service\n')
  const {errors, ...first} = await document(1, 'apply')
  assert.deepEqual(
    errors.map(({place, line, column}) => [place, line, column]),
    [
      ['tasks/buy.yaml', 3, 1],
      ['metrics/more.yaml', 2, 7],
    ],
  )
  assert.deepEqual(
    [first.status, first.place, first.line, first.help],
    [errors[0].status, errors[0].place, errors[0].line, errors[0].help],
  )

  const wrong = await document(1, 'funnel', '--steps', 'visit,purchse')
  assert.deepEqual([wrong.status, wrong.place], ['funnel.unknown-event', '--steps 2'])
  assert.match(wrong.help, /"purchase"/)
  const none = await run(['--workspace', workspace.path('nowhere'), 'ledger', '--format', 'json'])
  assert.equal(JSON.parse(none.out).place, workspace.path('nowhere'))
  const twice = await run(['init', workspace.folder, '--format', 'json'])
  assert.equal(JSON.parse(twice.out).status, 'workspace.exists')
})

test('what is written on the command line: help and exit code 2; the workspace: exit code 1', async t => {
  const workspace = await withData(t)
  for (const args of [
    [],
    ['metrik'],
    ['metric'],
    ['metric', 'service', '--form', 'json'],
    ['import'],
    ['import', '--source', 'web'],
    ['import', '--undo', 'x'],
    ['--format', 'xml', 'ledger'],
    ['funnel'],
    ['retention'],
  ]) {
    const {code, err, out} = await run(['--workspace', workspace.folder, ...args])
    assert.equal(code, 2, args.join(' '))
    assert.notEqual(err, '', args.join(' '))
    assert.equal(out, '', args.join(' '))
  }
  const help = await run(['--help'])
  assert.equal(help.code, 0)
  assert.match(help.out, /import/)
  const version = await run(['--version'])
  assert.equal(version.code, 0)
  assert.match(version.out, /^\d+\.\d+\.\d+\n$/)
  const none = await run(['--workspace', join(workspace.folder, 'nowhere'), 'ledger', '--format', 'json'])
  assert.equal(none.code, 1)
  assert.match(none.err, /^error\[workspace\.missing\]: .*\n {2}\S*nowhere\n {2}help: throughline init /)
  assert.equal(JSON.parse(none.out).status, 'workspace.missing')
  const twice = await run(['init', workspace.folder])
  assert.equal(twice.code, 1)
  assert.match(twice.err, /^error\[workspace\.exists\]/)
  const bad = await workspace.run('metric', 'service', '--from', 'yesterday')
  assert.equal(bad.code, 1)
  assert.match(bad.err, /^error\[/)
  // No answer is an answer: it is told, and nothing went wrong.
  const none_asked = await workspace.json('metric', 'service', '--from', '2020-01-01', '--to', '2020-01-31')
  assert.notEqual(none_asked.status, 'ok')
  assert.equal(none_asked.rows[0]?.value?.value ?? null, null)
})

test('apply, export, apply: the same bytes and the same versions', async t => {
  const workspace = await withData(t)
  const folder = temporaryFolder(t)
  await workspace.json('export', folder)
  for (const [name, text] of Object.entries(definitions))
    assert.equal(readFileSync(join(folder, name), 'utf8'), text, name)
  const copy = new Workspace(join(folder, 'copy'))
  assert.equal((await run(['init', copy.folder])).code, 0)
  await workspace.json('export', copy.folder)
  const applied = await copy.json('apply')
  assert.deepEqual(applied.rows.map(row => row.change), Array(6).fill('added'))
  await copy.json('import', '--source', 'web', workspace.path('web.csv'))
  assert.equal(await copy.text('journey', 'shop'), await workspace.text('journey', 'shop'))

  // Export into the workspace itself changes nothing; a change makes a version, and going back makes another.
  await workspace.json('export')
  assert.ok((await workspace.json('apply')).rows.every(row => row.change === 'unchanged'))
  workspace.write('tasks/buy.yaml', definitions['tasks/buy.yaml'] + 'within: 2h\n')
  const changed = (await workspace.json('apply')).rows.filter(row => row.change !== 'unchanged')
  assert.deepEqual(changed.map(row => [row.kind, row.name, row.version, row.change]), [['task', 'buy', 2, 'changed']])
  rmSync(workspace.path('segments/regulars.yaml'))
  const removed = (await workspace.json('apply')).rows.filter(row => row.change !== 'unchanged')
  assert.deepEqual(removed.map(row => [row.kind, row.name, row.change]), [['segment', 'regulars', 'removed']])
  await workspace.fails('segment.unknown', 'metric', 'buying', '--segment', 'regulars')
})

test('--format csv is CSV, whatever is asked', async t => {
  const workspace = await withData(t)
  workspace.write(
    'question.json',
    JSON.stringify({ask: 'funnel', steps: ['visit', 'purchase'], by: {property: 'plan'}}),
  )
  for (const args of [
    ['metric', 'service'],
    ['metric', 'buying', '--by', 'property:plan'],
    ['metric', 'buying', '--behind', 'converted'],
    ['funnel', '--steps', 'visit,purchase', '--by', 'channel'],
    ['trend'],
    ['trend', '--by', 'day'],
    ['retention', '--start', 'visit', '--interval', 'day', '--periods', '3'],
    ['journey', 'shop'],
    ['scorecard'],
    ['query', workspace.path('question.json')],
    ['people'],
    ['person', 'anna'],
    ['person', 'anna', '--why'],
    ['ledger'],
    ['ledger', '--imports'],
    ['ledger', '--refused', '1'],
    ['apply'],
    ['export'],
    ['import', '--source', 'web', workspace.path('web.csv')],
  ]) {
    const {code, out, err} = await workspace.run(...args, '--format', 'csv')
    assert.equal(code, 0, err)
    const answer = JSON.parse((await workspace.run(...args, '--format', 'json')).out)
    const rows = parseCsv(out)
    assert.equal(rows.length, answer.rows.length, args.join(' '))
    const [first] = answer.rows
    for (const [name, value] of Object.entries(first ?? {})) {
      if (args[0] === 'import' || args[0] === 'apply') continue // these change what they say when said again
      if (typeof value === 'number' || typeof value === 'string')
        assert.equal(rows[0][name], String(value), `${args.join(' ')}: ${name}`)
      if (value !== null && typeof value === 'object' && 'low' in value) {
        assert.equal(rows[0][name], value.value === null ? '' : String(value.value), `${args.join(' ')}: ${name}`)
        assert.equal(rows[0][`${name}_n`], String(value.n), `${args.join(' ')}: ${name}`)
      }
    }
  }
  const plans = parseCsv((await workspace.run('metric', 'buying', '--by', 'property:plan', '--format', 'csv')).out)
  assert.ok(plans.some(row => Object.values(row).includes('silver, "old"')), JSON.stringify(plans))
})

test('a cohort that is saved is the people behind the figure, and never written over', async t => {
  const workspace = await withData(t)
  const question = {ask: 'trend', by: ['channel', 'month'], behind: {group: ['web', '2024-01']}}
  const file = workspace.write('question.json', JSON.stringify(question, null, 2))
  const [saved] = (await workspace.json('cohort', 'save', 'january', file, '--title', 'January "on" the web')).rows
  assert.equal(saved.file, 'segments/january.yaml')
  await workspace.json('apply')
  const counted = await workspace.json('trend', '--segment', 'january')
  assert.equal(counted.counts.people, saved.people)
  await workspace.fails('cohort.exists', 'cohort', 'save', 'january', file)
  await workspace.fails('definition.bad-name', 'cohort', 'save', '../january', file)
  const figures = workspace.write('figures.json', '{"ask": "trend"}')
  await workspace.fails('segment.cohort-without-people', 'cohort', 'save', 'all', figures)
})

test('a cohort of a question on the command line is the one of the same question in a file', async t => {
  const workspace = await withData(t)
  const kept = async (name, ...question) => {
    const [saved] = (await workspace.json('cohort', 'save', name, ...question)).rows
    await workspace.json('apply')
    assert.equal((await workspace.json('trend', '--segment', name)).counts.people, saved.people, name)
    return saved.people
  }
  const asked = {
    funnel: [
      ['--steps', 'visit,purchase|rated', '--within', '1 month', '--by', 'channel', '--behind', 'reached:1', '--group', 'web'],
      {steps: ['visit', ['purchase', 'rated']], within: '1 month', by: 'channel', behind: {outcome: 'reached:1', group: 'web'}},
    ],
    retention: [
      ['--start', 'visit', '--interval', 'week', '--brackets', '1,2-3', '--behind', 'lost:1'],
      {start: 'visit', interval: 'week', brackets: ['1', '2-3'], behind: {outcome: 'lost:1'}},
    ],
    trend: [['--events', 'visit', '--behind', ''], {events: ['visit'], behind: {}}],
    paths: [
      ['--start', 'visit', '--gap', 'none', '--collapse', 'no', '--behind', ''],
      {start: 'visit', gap: 'none', collapse: false, behind: {}},
    ],
    sessions: [['--idle', '1h', '--behind', 'bounced'], {idle: '1h', behind: {outcome: 'bounced'}}],
  }
  for (const [ask, [options, question]] of Object.entries(asked)) {
    const file = workspace.write(`${ask}.json`, JSON.stringify({ask, ...question}))
    assert.equal(await kept(`${ask}_o`, ask, ...options), await kept(`${ask}_f`, file), ask)
  }
  await workspace.fails('funnel.unknown-event', 'cohort', 'save', 'x', 'funnel', '--steps', 'visit,vist', '--behind', 'dropped:1')
  for (const wrong of [['x'], ['x', 'funnel', '--steps', 'visit,purchase'], ['x', 'scorecard']])
    assert.equal((await workspace.run('cohort', 'save', ...wrong)).code, wrong[1] === 'scorecard' ? 1 : 2, wrong.join(' '))
})

test('two things to split by, and the people behind both, by options', async t => {
  const workspace = await withData(t)
  const {rows} = await workspace.json('trend', '--by', 'channel', '--by', 'month')
  assert.deepEqual(Object.keys(rows[0]), ['channel', 'month', 'people', 'events'])
  const row = rows.find(each => each.people > 0)
  const behind = await workspace.json('funnel', '--steps', 'visit,purchase', '--by', 'channel', '--by', 'month',
    '--behind', 'reached:1', '--group', row.channel, '--group', row.month)
  assert.ok(behind.rows.every(each => each.person))
  const {err} = await workspace.fails('question.same-dimension', 'trend', '--by', 'channel', '--by', 'channel')
  assert.match(err, /^ {2}--by 2$/m)
})

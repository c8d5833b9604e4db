// Command lines that nobody meant: each is told what was wrong and where to read on, as text and as JSON.
import assert from 'node:assert/strict'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'
import {run, temporaryFolder} from '../support/throughline.mjs'

for (const [what, args, code, message, help] of [
  ['no command', [], 'command.usage', /subcommand is required/, 'throughline --help'],
  ['a command that is none', ['legder'], 'command.unknown', /no command is called "legder"/, 'did you mean "ledger"?'],
  ['an option that is none', ['ledger', '--nope'], 'command.usage', /--nope/, 'throughline ledger --help'],
  ['no name', ['metric'], 'command.usage', /name is required/, 'throughline metric --help'],
  ['a port that is none', ['serve', '--port', '99999'], 'command.usage', /--port.*99999.*65535/, 'throughline serve --help'],
  ['a number that is none', ['people', '--limit', 'many'], 'command.usage', /--limit/, 'throughline people --help'],
  ['no calculator', ['compute'], 'command.usage', /a method, or --list/, 'throughline compute --help'],
  ['nothing to import', ['import'], 'command.usage', /--source/, 'throughline import --help'],
]) {
  test(what, async t => {
    const cwd = temporaryFolder(t)
    const told = await run(args, {cwd})
    assert.equal(told.code, 2)
    assert.equal(told.out, '')
    assert.match(told.err, message)
    assert.ok(told.err.startsWith(`error[${code}]: `), told.err)
    assert.ok(told.err.includes(`help: ${help}`), told.err)
    const document = JSON.parse((await run([...args, '--format', 'json'], {cwd})).out)
    assert.deepEqual([document.status, document.help], [code, help])
    assert.match(document.reason, message)
  })
}

test('a format that is none', async t => {
  const told = await run(['ledger', '--format', 'xml'], {cwd: temporaryFolder(t)})
  assert.equal(told.code, 2)
  assert.match(told.err, /^error\[command\.usage\]: --format: xml not in \{csv,json,table\}/)
})

// A calculator needs no workspace, and says on standard output what is wrong, as one JSON object.
test('calculators, given what they do not take', async t => {
  const cwd = temporaryFolder(t)
  const file = join(cwd, 'given.json')
  const compute = async (method, given) => {
    writeFileSync(file, given)
    const told = await run(['compute', method, file], {cwd})
    return {...told, json: JSON.parse(told.out)}
  }
  const none = await compute('proportion', '{"successes": 0, "n": 0}')
  assert.deepEqual([none.code, none.json.status, none.err], [0, 'no-data', ''])
  const wrong = await compute('proportion', '{"successes": "7", "n": 10}')
  assert.deepEqual([wrong.code, wrong.json.status, wrong.json.place], [1, 'compute.bad-input', `${file}#/successes`])
  assert.match(wrong.err, /^error\[compute\.bad-input\]: /)
  assert.equal((await compute('proprtion', '{}')).json.help, 'did you mean "proportion"?')
  assert.equal((await compute('proportion', '{"successes": 7,')).json.status, 'json.broken')
  assert.equal((await compute('proportion', '')).json.status, 'json.broken')
  assert.equal((await compute('task_time', `{"times": [${'1,'.repeat(600_000)}1]}`)).json.status, 'json.too-long')
  const missing = await run(['compute', 'nps', join(cwd, 'nowhere.json')], {cwd})
  assert.deepEqual([missing.code, JSON.parse(missing.out).status], [1, 'file.missing'])
})

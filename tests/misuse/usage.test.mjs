// Command lines that nobody meant: each is told what was wrong and where to read on, as text and as JSON.
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {run, temporaryFolder} from '../support/throughline.mjs'

for (const [what, args, code, message, help] of [
  ['no command', [], 'command.usage', /subcommand is required/, 'throughline --help'],
  ['a command that is none', ['legder'], 'command.unknown', /no command is called "legder"/, 'did you mean "ledger"?'],
  ['an option that is none', ['ledger', '--nope'], 'command.usage', /--nope/, 'throughline ledger --help'],
  ['no name', ['metric'], 'command.usage', /name is required/, 'throughline metric --help'],
  ['a port that is none', ['serve', '--port', '99999'], 'command.usage', /--port.*99999.*65535/, 'throughline serve --help'],
  ['a number that is none', ['people', '--limit', 'many'], 'command.usage', /--limit/, 'throughline people --help'],
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

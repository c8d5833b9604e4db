// throughline.mjs: the program as its users have it: a binary, a folder, standard output and an exit code.
//
// THROUGHLINE names the binary. Every workspace is a folder of its own and is gone when its test ends.
import assert from 'node:assert/strict'
import {execFile, execFileSync, spawn} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

export const program = process.env.THROUGHLINE
if (!program)
  throw new Error('THROUGHLINE is not set: THROUGHLINE=build/dev/throughline node --test tests/misuse/*.test.mjs')

const environment = {...process.env, TZ: 'UTC'}
delete environment.THROUGHLINE_WORKSPACE

// Runs the program to its end: {code, signal, out, err}. Never throws for what the program says.
export function run(args, options = {}) {
  return new Promise(resolve => {
    execFile(program, args, {env: environment, maxBuffer: 256 << 20, ...options}, (error, out, err) => {
      resolve({code: error ? (error.code ?? null) : 0, signal: error?.signal ?? null, out, err, args})
    })
  })
}

// A program that runs on: its process, what it has written so far, and how it ends.
export function start(args) {
  const process = spawn(program, args, {env: environment, stdio: ['ignore', 'pipe', 'pipe']})
  const running = {process, out: '', err: ''}
  process.stdout.setEncoding('utf8').on('data', text => (running.out += text))
  process.stderr.setEncoding('utf8').on('data', text => (running.err += text))
  running.ended = new Promise(resolve =>
    process.on('close', (code, signal) => resolve({code, signal, out: running.out, err: running.err})),
  )
  return running
}

export const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))

export async function until(holds, what, milliseconds = 120_000) {
  const end = Date.now() + milliseconds
  while (Date.now() < end) {
    const value = await holds()
    if (value) return value
    await sleep(20)
  }
  throw new Error(`waited ${milliseconds} ms for ${what}`)
}

export function temporaryFolder(t, parent = tmpdir()) {
  const folder = mkdtempSync(join(parent, 'throughline-e2e-'))
  t.after(() => rmSync(folder, {recursive: true, force: true}))
  return folder
}

// The folder of a disk of its own that holds no more than this; none where it cannot be mounted.
export function smallDisk(t, size) {
  if (process.platform !== 'linux' || process.getuid() !== 0) return t.skip('mounting a small disk needs root')
  const folder = mkdtempSync(join(tmpdir(), 'throughline-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], {stdio: 'pipe'})
  } catch (error) {
    rmSync(folder, {recursive: true})
    return t.skip(`no small disk can be mounted here: ${String(error.stderr).trim()}`)
  }
  t.after(() => {
    execFileSync('umount', ['-l', folder])
    rmSync(folder, {recursive: true, force: true})
  })
  return folder
}

export class Workspace {
  constructor(folder) {
    this.folder = folder
  }

  run(...args) {
    return run(['--workspace', this.folder, ...args.map(String)])
  }

  // The JSON of a command that must succeed.
  async json(...args) {
    const ended = await this.run(...args, '--format', 'json')
    assert.equal(ended.code, 0, `${args.join(' ')}\n${ended.err}${ended.out}`)
    return JSON.parse(ended.out)
  }

  // The text of that JSON, to be compared byte by byte.
  async text(...args) {
    const ended = await this.run(...args, '--format', 'json')
    assert.equal(ended.code, 0, `${args.join(' ')}\n${ended.err}${ended.out}`)
    return ended.out
  }

  // A command that must fail with this code: its {out, err}, and `json`, what it says to programs.
  async fails(code, ...args) {
    const ended = await this.run(...args, '--format', 'json')
    assert.equal(ended.code, 1, `${args.join(' ')} should fail with ${code}\n${ended.err}${ended.out}`)
    assert.match(ended.err, new RegExp(`^error\\[${code.replaceAll('.', '\\.')}\\]: `, 'm'), ended.err)
    const json = JSON.parse(ended.out)
    assert.equal(json.status, code)
    return {...ended, json}
  }

  path(name) {
    return join(this.folder, name)
  }

  write(name, content) {
    mkdirSync(dirname(this.path(name)), {recursive: true})
    writeFileSync(this.path(name), content)
    return this.path(name)
  }

  async import(source, ...files) {
    const answer = await this.json('import', '--source', source, ...files)
    return answer.rows[0]
  }

  async events() {
    const {rows} = await this.json('ledger')
    return rows.find(row => row.source === 'all')?.events ?? 0
  }

  // Serves the workspace until the test ends: {url, process, ended}.
  async serve(t) {
    const running = start(['--workspace', this.folder, 'serve', '--port', '0'])
    t.after(async () => {
      running.process.kill('SIGKILL')
      await running.ended
    })
    await until(() => running.out.includes('\n') || running.process.exitCode !== null, 'serve to be ready')
    const url = / at (http\S+)/.exec(running.out)?.[1]
    assert.ok(url, running.err)
    const stop = () => {
      running.process.kill('SIGTERM')
      return running.ended
    }
    return {...running, url, stop}
  }
}

// A workspace with these definitions: {'sources/web.yaml': '…'}.
export async function makeWorkspace(t, definitions = {}, folder = temporaryFolder(t)) {
  const workspace = new Workspace(join(folder, 'workspace'))
  const made = await run(['init', workspace.folder])
  assert.equal(made.code, 0, made.err)
  for (const [name, text] of Object.entries(definitions)) workspace.write(name, text)
  if (Object.keys(definitions).length > 0) await workspace.json('apply')
  return workspace
}

// Fields of CSV text as RFC 4180 has them. Throws where it is broken.
export function parseCsv(text) {
  const rows = []
  let row = [], field = '', quoted = false, wasQuoted = false
  for (let i = 0; i < text.length; ++i) {
    const c = text[i]
    if (quoted) {
      if (c !== '"') field += c
      else if (text[i + 1] === '"') field += text[++i]
      else quoted = false
    } else if (c === '"') {
      if (field !== '' || wasQuoted) throw new Error(`a quote inside a field at ${i}`)
      quoted = wasQuoted = true
    } else if (c === ',' || c === '\n') {
      row.push(field)
      field = ''
      wasQuoted = false
      if (c === '\n') {
        rows.push(row)
        row = []
      }
    } else {
      if (wasQuoted) throw new Error(`text behind a closing quote at ${i}`)
      field += c
    }
  }
  if (quoted || field !== '' || row.length > 0) throw new Error('the last line does not end')
  const widths = new Set(rows.map(one => one.length))
  if (widths.size > 1) throw new Error(`rows of ${[...widths].join(' and ')} fields`)
  const [header, ...rest] = rows
  return rest.map(fields => Object.fromEntries(header.map((name, i) => [name, fields[i]])))
}

// Every file below a folder, sockets and the like left out.
export function filesBelow(folder) {
  return readdirSync(folder, {recursive: true})
    .map(name => join(folder, name))
    .filter(name => existsSync(name) && statSync(name).isFile())
}

// Files below the folder that hold the text in any case, in UTF-8 or UTF-16.
export function filesWith(folder, text) {
  const wanted = text.toLowerCase()
  return filesBelow(folder).filter(name => {
    const bytes = readFileSync(name)
    return (
      bytes.toString('latin1').toLowerCase().includes(Buffer.from(wanted).toString('latin1')) ||
      bytes.toString('utf16le').toLowerCase().includes(wanted)
    )
  })
}

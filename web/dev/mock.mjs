// A stand-in for the server: fixtures in the contract's shapes, and the built pages with the headers that the server sends.
//
//     node dev/mock.mjs            8080, a full workspace
//     PORT=9000 EMPTY=1 node …     another port; a workspace that holds nothing yet
//     API=http://127.0.0.1:8080 node …   these pages, with the answers of a server that runs there

import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as flows from './flows.mjs';
import * as measures from './measures.mjs';
import { answer } from './numbers.mjs';
import * as people from './people.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
export const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

const problem = (status, code, title, help) => ({ status, type: 'application/problem+json', body: { type: `urn:throughline:${code}`, title, status, code, help } });
const ok = (body) => ({ status: 200, type: 'application/json', body });

function before(from, to) {
  const length = Date.parse(to) - Date.parse(from) + 86400000;
  return new Date(Date.parse(from) - length).toISOString().slice(0, 10);
}

// What calculators answer to the examples that stand on their page; other numbers are not calculated here.
function computed(method) {
  const figure = (value, low, high, n) => ({ value, low, high, n, confidence: 0.95, method: 'adjusted Wald' });
  const estimate = { nps: figure(30, 14.05, 44.2, 100), csat_counts: figure(0.733, 0.476, 0.895, 15), sus_scores: figure(73.4, 61.8, 85.1, 8), proportion: figure(0.7, 0.392, 0.897, 10), task_time: figure(68.2, 46, 101.2, 6), single_usability_score: figure(0.752, 0.488, 0.905, 10), store_rating: figure(4.35, 4.1, 4.6, 100) }[method];
  const warnings = [{ code: 'few', message: 'fewer than 30 answers: show the interval rather than the score' }];
  return { status: 'ok', method, ...(estimate ? { estimate, warnings } : { n: 384.15, n_ceil: 385 }), wilson: [0.39, 0.89], grade: 'B-', mean: 72.8, source: 'the page of docs/reference/compute.md' };
}

function api(method, path, search, empty, body) {
  const [room, name, more] = path.split('/').map(decodeURIComponent);
  if (path === 'workspace') return ok(empty ? measures.emptyWorkspace : measures.workspace);
  if (path === 'scorecard') {
    const [from, to] = [search.get('from') ?? '2026-08-23', search.get('to') ?? '2026-11-20'];
    if (search.get('segment') === 'unknown') return problem(404, 'segment.unknown', 'no segment is called "unknown"', 'the segments are app_users, under_35 and phone_users');
    return ok(measures.scorecard({ from, to, before: before(from, to) }));
  }
  if (room === 'journeys') {
    const found = { insure_my_home: measures.insureMyHome, claim: measures.claim }[name];
    return found ? ok(found) : problem(404, 'journey.unknown', `no journey is called "${name}"`, 'did you mean "insure_my_home"?');
  }
  if (path === 'questions' && method === 'POST') {
    const question = JSON.parse(body);
    const fault = flows.fault(question);
    if (fault) return problem(400, fault.code, fault.title, fault.help);
    const figures = question.behind ? undefined : flows.reply(question);
    if (figures) return ok(figures);
    const limit = question.behind?.limit ?? 100;
    return ok(answer(people.people.slice(0, limit).map(({ person }) => ({ person })), { counts: { people: 1012 } }));
  }
  if (path === 'people') {
    const wanted = (search.get('search') ?? '').toLowerCase();
    return ok(people.peopleAnswer(people.people.filter((p) => !wanted || [p.person, ...p.identities.map((i) => i.split(' ')[1])].some((v) => v.toLowerCase().startsWith(wanted)))));
  }
  if (room === 'people') {
    const known = people.people.find((p) => p.person === name || p.identities.some((i) => i.split(' ')[1] === name));
    if (!known) return problem(404, 'person.unknown', `nobody is known as "${name}"`, 'search takes a whole identity or its beginning');
    if (method === 'DELETE') return ok(answer([{ identities: known.identities.length, events: known.events, properties: 3, texts_rewritten: 0 }], { counts: { people: 1, events: known.events }, notes: ['rows that name this person are refused from now on (person.forgotten)', 'backups and exports made before still hold them'] }));
    if (more !== 'events') return ok(known.person === people.maren.person ? people.maren : { ...known, identities: known.identities.map((i) => ({ kind: i.split(' ')[0], value: i.split(' ')[1], why: 'Named in the row that brought it.' })) });
    const rows = known.person === people.maren.person ? people.timeline : people.timeline.slice(-9).map((r) => ({ ...r, sign: r.sign === 'trouble' ? 'interaction' : r.sign }));
    const start = Number(search.get('before') ?? 0);
    const page = rows.slice(start, start + 30);
    return ok({ person: known.person, next: start + 30 < rows.length ? String(start + 30) : null, rows: page });
  }
  if (path === 'names') return ok(empty ? { ...flows.names, rows: [] } : { ...flows.names, rows: flows.names.rows.filter((r) => !search.get('kind') || r.kind === search.get('kind')) });
  if (room === 'compute' && method === 'POST') return ok(computed(name));
  if (path === 'ledger') return ok(empty ? answer([]) : people.ledger);
  if (path === 'imports') return ok(empty ? answer([]) : people.imports);
  if (room === 'imports' && more === 'refused') return ok(people.refused);
  if (path === 'definitions') return ok(empty ? [] : people.definitions);
  if (room === 'definitions') return ok(people.definition(name, more));
  return problem(404, 'http.unknown-path', `nothing is at /api/v1/${path}`, 'see /api/v1/openapi.json');
}

// Held in memory, so that a build that runs beside a test does not take the pages away.
async function built() {
  const files = new Map();
  for (const name of await readdir(dist, { recursive: true })) {
    if (extname(name)) files.set(`/${name}`, { type: types[extname(name)] ?? 'application/octet-stream', body: await readFile(join(dist, name)) });
  }
  return files;
}

/** Resolves when it listens; give port 0 for any that is free. */
export async function serve(port, empty = false) {
  const files = await built();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const send = (status, type, body) => {
      response.writeHead(status, { 'content-type': type, 'content-security-policy': policy });
      response.end(body);
    };
    try {
      if (url.pathname.startsWith('/api/v1/')) {
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        if (process.env.API) {
          const answer = await fetch(process.env.API + request.url, { method: request.method, headers: { 'content-type': 'application/json' }, body: chunks.length ? Buffer.concat(chunks) : undefined });
          return send(answer.status, answer.headers.get('content-type') ?? 'application/json', Buffer.from(await answer.arrayBuffer()));
        }
        const r = api(request.method, url.pathname.slice(8), url.searchParams, empty, Buffer.concat(chunks).toString());
        return send(r.status, r.type, JSON.stringify(r.body));
      }
      const found = files.get(url.pathname) ?? (extname(url.pathname) ? undefined : files.get('/index.html'));
      return found ? send(200, found.type, found.body) : send(404, 'text/plain', 'not found');
    } catch (error) {
      return send(500, 'text/plain', String(error.message));
    }
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await serve(Number(process.env.PORT ?? 8080), !!process.env.EMPTY);
  console.log(`http://127.0.0.1:${server.address().port}`);
}

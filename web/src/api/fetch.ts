// One way to the server: JSON in, JSON out, and every failure a Problem with a code.

import type { Problem } from './types';

export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

export type Params = Record<string, string | number | undefined>;

export function query(params: Params): string {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text ? `?${text}` : '';
}

function fault(code: string, title: string, help: string, status = 0): ProblemError {
  return new ProblemError({ type: `urn:throughline:${code}`, title, status, code, help });
}

async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => null);
  if (body && typeof body === 'object' && 'code' in body && 'title' in body) return new ProblemError(body as Problem);
  return fault('page.unexpected-answer', `The server answered ${response.status} without saying why.`,
    'Its log says more: see the terminal in which throughline serve runs.', response.status);
}

export async function call<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { ...init, headers: { accept: 'application/json', ...init?.headers } });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw fault('page.no-connection', 'The server does not answer.', 'Start it with: throughline serve');
  }
  if (!response.ok) throw await problemOf(response);
  try {
    return (await response.json()) as T;
  } catch {
    throw fault('page.unexpected-answer', 'The answer is not JSON.', 'Pages and server may be of different versions: reload the page.', response.status);
  }
}

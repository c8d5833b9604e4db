// Readings of one metric side by side, as they stand in the address and as they are asked.

import type { Scope } from '../api/queries';
import type { Answer, Definition, Estimate, Question } from '../api/types';
import { inline, list, show, showChange, span } from '../chart/format';
import { otherPeriod } from '../compare/versus';
import { type Raw, text } from '../question/asked';
import { type Filter, filterWords } from '../question/matcher';
import type { Contract, Row } from './answer';

/** What a reading differs in from the bar. People: `everyone`, `segment:NAME`, or `rest:NAME`, all who are not in it. */
export interface Reading {
  from?: string;
  to?: string;
  people?: string;
  where?: Filter[];
}

/** Besides what the bar says, which is the first reading. */
export const mostReadings = 5;

export type ComparedRow = Row & {
  reading: string;
  shared?: number;
  difference?: Estimate;
  p?: number;
  p_adjusted?: number;
  verdict?: 'better' | 'worse' | 'cannot_tell';
};

export interface ComparisonAnswer extends Answer<ComparedRow> {
  contract: Contract;
}

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const day = (value: unknown): string | undefined => {
  const given = text(value);
  return given && /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : undefined;
};

function readReading(raw: Raw): Reading {
  const [from, to] = [day(raw.from), day(raw.to)];
  const people = text(raw.people);
  return {
    ...(from && to && from <= to && { from, to }),
    ...(people && /^(everyone|(segment|rest):.+)$/.test(people) && { people }),
    ...(Array.isArray(raw.where) && raw.where.some(isObject) && { where: raw.where.filter(isObject) }),
  };
}

export function readReadings(value: unknown): Reading[] | undefined {
  const readings = Array.isArray(value) ? value.filter(isObject).slice(0, mostReadings).map(readReading) : [];
  return readings.length ? readings : undefined;
}

const segmentOf = (people: string): string => people.slice(people.indexOf(':') + 1);

function peopleWords(people: string | undefined, scope: Scope, definitions: Definition[]): string {
  const title = (name: string) => definitions.find((d) => d.kind === 'segment' && d.name === name)?.title ?? name;
  if (people?.startsWith('rest:')) return `all but ${title(segmentOf(people))}`;
  if (people === 'everyone') return 'everyone';
  const name = people ? segmentOf(people) : scope.segment;
  return name ? title(name) : '';
}

/** "1 – 31 Mar 2026, Gold, plan is free" */
export function readingWords(reading: Reading, scope: Scope, definitions: Definition[] = []): string {
  const [from, to] = [reading.from ?? scope.from, reading.to ?? scope.to];
  const where = (reading.where ?? []).map(filterWords);
  const words = [from && to ? span(from, to) : 'all time', peopleWords(reading.people, scope, definitions), ...where];
  return words.filter(Boolean).join(', ');
}

/** The segment of a question: null is everyone; nothing is that of the bar. */
function askedSegment(people: string | undefined, definitions: Definition[]): { segment?: unknown } {
  if (!people) return {};
  if (people === 'everyone') return { segment: null };
  const name = segmentOf(people);
  const rule = definitions.find((d) => d.kind === 'segment' && d.name === name)?.content?.people;
  return { segment: people.startsWith('rest:') && rule ? { not: rule } : name };
}

export function comparisonQuestion(
  name: string,
  scope: Scope,
  readings: Reading[],
  definitions: Definition[],
  version?: number,
): Question {
  const asked = ({ from, to, people, where }: Reading) => ({
    title: readingWords({ from, to, people, where }, scope, definitions),
    ...(from && { from }),
    ...(to && { to }),
    ...askedSegment(people, definitions),
    ...(where?.length && { where: where.length > 1 ? { all: where } : where[0] }),
  });
  return {
    ask: 'comparison',
    name,
    ...scope,
    ...(version !== undefined && { version }),
    readings: [{}, ...readings].map(asked),
  };
}

/** The period before the earliest one that is there, or 52 weeks before the bar's. */
export function periodToAdd(what: 'before' | 'year', scope: Scope, readings: Reading[]): Reading | null {
  if (!scope.from || !scope.to) return null;
  const length = Date.parse(scope.to) - Date.parse(scope.from);
  const usual = readings.filter((r) => r.from && r.to && Date.parse(r.to) - Date.parse(r.from) === length);
  const earliest = [scope, ...usual].toSorted((a, b) => (a.from ?? '').localeCompare(b.from ?? ''))[0];
  const at = what === 'before' ? earliest : scope;
  return otherPeriod(what, at?.from ?? scope.from, at?.to ?? scope.to);
}

export function comparisonFinding(title: string, rows: ComparedRow[], unit: string): string {
  const compared = rows.filter((row) => row.difference);
  const apart = compared.filter((row) => row.verdict === 'better' || row.verdict === 'worse');
  if (compared.length === 0) return `${title}: nothing that the first reading can be held against`;
  if (apart.length === 0)
    return `The data tell no difference from the first reading${compared.length > 1 ? ` in any of ${compared.length}` : ''}`;
  const words = apart.slice(0, 2).map((row) => `${row.reading}: ${inline(showChange(row.difference, unit))}`);
  return `${apart.length} of ${compared.length} differ${compared.length === 1 ? 's' : ''} from the first: ${list(words)}`;
}

export const verdictWords = (row: ComparedRow): string =>
  !row.difference ? '' : row.verdict === 'cannot_tell' ? 'not told apart' : (row.verdict ?? '');

export const valueWords = (row: ComparedRow, unit: string): string => inline(show(row.value, unit));

// Events as a question names them, and the shorter form that stands in an address: "cart" is an event, and a step that
// takes several, or filters them, is {of, where}.

export interface Matcher {
  event: string;
  channel?: string;
  touchpoint?: string;
  where?: Filter;
}
export type Filter = Record<string, unknown>;
export interface Step {
  of: Matcher[];
  where: Filter[];
}

export const emptyStep: Step = { of: [], where: [] };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readMatcher(value: unknown): Matcher | null {
  if (typeof value === 'string' || typeof value === 'number') return value === '' ? null : { event: String(value) };
  if (!isObject(value) || typeof value.event !== 'string') return null;
  return {
    event: value.event,
    ...(typeof value.channel === 'string' && { channel: value.channel }),
    ...(typeof value.touchpoint === 'string' && { touchpoint: value.touchpoint }),
    ...(isObject(value.where) && { where: value.where }),
  };
}

const each = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** Of an address, or of a definition: what cannot be read is left out, because a link may be typed by hand. */
export function readStep(value: unknown): Step {
  const written = isObject(value) && 'of' in value ? value : { of: value, where: [] };
  return {
    of: each(written.of)
      .map(readMatcher)
      .filter((m) => m !== null),
    where: each(written.where).filter(isObject),
  };
}

export const readSteps = (value: unknown): Step[] => each(value).map(readStep);

const short = (m: Matcher): string | Matcher => (Object.keys(m).length === 1 ? m.event : m);

/** The shortest form that reads back as the same step. */
export function writeStep(step: Step): unknown {
  const of = step.of.map(short);
  if (step.where.length) return { of, where: step.where };
  return of.length === 1 ? of[0] : of;
}

/** As /questions takes it: a filter of the step narrows each of its events. */
export function askedEvents(step: Step): unknown[] {
  return step.of.map((m) => {
    const all = [...(m.where ? [m.where] : []), ...step.where];
    const where = all.length > 1 ? { all } : all[0];
    return short({ ...m, ...(where && { where }) });
  });
}

/** "card paid or invoice paid" */
export const namesOf = (step: Step): string => step.of.map((m) => m.event).join(' or ');

/** "form error where form is quote", "open on web" */
export function matcherWords(m: Matcher): string {
  const place = [
    m.channel && `by ${m.channel}`,
    m.touchpoint && `at ${m.touchpoint}`,
    m.where && `where ${filterWords(m.where)}`,
  ];
  return [m.event, ...place.filter(Boolean)].join(' ');
}

const signs: Record<string, string> = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  does_not_contain: 'does not contain',
  starts_with: 'starts with',
  ends_with: 'ends with',
  matches: 'matches',
  does_not_match: 'does not match',
  less_than: '<',
  at_most: '≤',
  more_than: '>',
  at_least: '≥',
  before: 'before',
  after: 'after',
};
export const comparisons = Object.keys(signs);
export const comparisonWords = (key: string): string => signs[key] ?? key.replaceAll('_', ' ');

const scopes = ['property', 'person', 'account', 'object', 'response', 'field'];

function compared(filter: Filter): string {
  const parts = Object.entries(filter).filter(
    ([key]) => !scopes.includes(key) && !['as_of', 'ignore_case', 'zone'].includes(key),
  );
  return parts
    .map(([key, value]) =>
      key === 'is_set' ? (value ? 'is set' : 'is not set') : `${comparisonWords(key)} ${each(value).join(' or ')}`,
    )
    .join(' and ');
}

export function filterWords(filter: Filter): string {
  if (Array.isArray(filter.all)) return filter.all.map((f) => filterWords(f as Filter)).join(' and ');
  if (Array.isArray(filter.any)) return `(${filter.any.map((f) => filterWords(f as Filter)).join(' or ')})`;
  if (isObject(filter.not)) return `not (${filterWords(filter.not)})`;
  const scope = scopes.find(
    (key) => key in filter && (key !== 'property' || !('object' in filter || 'response' in filter)),
  );
  if (scope)
    return `${scope === 'property' || scope === 'field' ? '' : `${scope}’s `}${String(filter[scope])} ${compared(filter)}`;
  return Object.entries(filter)
    .map(([name, value]) => (isObject(value) ? `${name} ${compared(value)}` : `${name} is ${each(value).join(' or ')}`))
    .join(' and ');
}

// A rule that the fields of a page can show and change: one thing, one comparison, one value.
export interface Rule {
  scope: 'property' | 'person' | 'account' | 'field';
  name: string;
  how: string;
  value: string;
}

export function readRule(filter: Filter): Rule | null {
  const scope = (['property', 'person', 'account', 'field'] as const).find((key) => typeof filter[key] === 'string');
  const others = Object.keys(filter).filter((key) => key !== scope);
  const [how] = others;
  if (!scope || !how || others.length !== 1) return null;
  if (how === 'is_set')
    return { scope, name: String(filter[scope]), how: filter[how] ? 'is_set' : 'is_not_set', value: '' };
  return comparisons.includes(how)
    ? { scope, name: String(filter[scope]), how, value: each(filter[how]).join('|') }
    : null;
}

const numeric = ['less_than', 'at_most', 'more_than', 'at_least'];
const single = ['matches', 'does_not_match', 'before', 'after'];

export function writeRule(rule: Rule): Filter {
  const at = { [rule.scope]: rule.name };
  if (rule.how === 'is_set' || rule.how === 'is_not_set') return { ...at, is_set: rule.how === 'is_set' };
  if (numeric.includes(rule.how) && rule.value.trim() !== '' && Number.isFinite(Number(rule.value)))
    return { ...at, [rule.how]: Number(rule.value) };
  if (single.includes(rule.how)) return { ...at, [rule.how]: rule.value };
  const texts = rule.value
    .split('|')
    .map((t) => t.trim())
    .filter(Boolean);
  return { ...at, [rule.how]: texts.length === 1 ? texts[0] : texts };
}

const spans: Record<string, string> = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' };

/** "14d" as "14 days", "1h30m" as "1 hour 30 minutes", "2 months" as "2 calendar months" */
export const durationWords = (text: string): string =>
  text
    .replace(/^(\d+) (?!session)/, '$1 calendar ')
    .replace(/(\d+)([smhdw])/g, (_, n: string, unit: string) => `${n} ${spans[unit]}${n === '1' ? '' : 's'} `)
    .trim();

// What stands beside the people and the period of the bar: another period, or other people. In the address it is
// `before`, `year`, `rest`, `segment:NAME`, or two days, FROM..TO.

import { type Scope, useAnswer, useDefinitions } from '../api/queries';
import type { Answer, Definition, Question } from '../api/types';
import { span } from '../chart/format';
import type { Option } from '../question/Combobox';
import { text } from '../question/asked';
import { addDays, useScope } from '../shell/scope';

export type Beside = 'people' | 'time';
export interface Side {
  title: string; // of what stands beside
  own: string; // of what the bar says
  what: Beside;
  change: Partial<Question>;
}

const days = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

export const readVersus = (value: unknown): string | undefined => {
  const vs = text(value);
  return vs && (/^(before|year|rest|segment:.+)$/.test(vs) || days.test(vs)) ? vs : undefined;
};

/** The period of the same length right before, and the one 52 weeks ago, so that weekdays agree. */
export function otherPeriod(vs: string, from: string, to: string): { from: string; to: string } | null {
  const length = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  if (vs === 'before') return { from: addDays(from, -length), to: addDays(from, -1) };
  if (vs === 'year') return { from: addDays(from, -364), to: addDays(to, -364) };
  const own = days.exec(vs);
  return own?.[1] && own[2] && own[1] <= own[2] ? { from: own[1], to: own[2] } : null;
}

const titleOf = (name: string | undefined, definitions: Definition[]): string =>
  name === undefined ? 'Everyone' : (definitions.find((d) => d.kind === 'segment' && d.name === name)?.title ?? name);

export function sideOf(vs: string | undefined, scope: Scope | null, definitions: Definition[] = []): Side | null {
  if (!vs || !scope?.from || !scope.to) return null;
  const period = otherPeriod(vs, scope.from, scope.to);
  if (period)
    return { title: span(period.from, period.to), own: span(scope.from, scope.to), what: 'time', change: period };
  const own = titleOf(scope.segment, definitions);
  if (vs === 'rest') {
    const rule = definitions.find((d) => d.kind === 'segment' && d.name === scope.segment)?.content?.people;
    return rule ? { title: 'Everyone else', own, what: 'people', change: { segment: { not: rule } } } : null;
  }
  const name = vs.slice('segment:'.length);
  if (name === scope.segment || scope.segment === undefined) return null;
  return { title: titleOf(name, definitions), own, what: 'people', change: { segment: name } };
}

/** What may be laid beside: periods, and other people. A choice of other people may set the bar's people, too. */
export function useBesides(): { options: Option[]; setting: (value: string) => { vs?: string; segment?: string } } {
  const scope = useScope();
  const segments = useDefinitions().data?.filter((d) => d.kind === 'segment') ?? [];
  const others = scope?.segment
    ? [
        { value: 'rest', label: 'everyone else' },
        ...segments
          .filter((s) => s.name !== scope.segment)
          .map((s) => ({ value: `segment:${s.name}`, label: s.title })),
      ]
    : segments.map((s) => ({ value: `of:${s.name}`, label: `${s.title} and everyone else` }));
  return {
    options: [
      { value: '', label: 'nothing' },
      { value: 'before', label: 'the period before' },
      { value: 'year', label: 'the period 52 weeks ago' },
      { value: 'days', label: 'other days' },
      ...others,
    ],
    setting: (value) => {
      if (value.startsWith('of:')) return { vs: 'rest', segment: value.slice(3) };
      if (value !== 'days') return { vs: value || undefined };
      const period = scope?.from && scope.to ? otherPeriod('before', scope.from, scope.to) : null;
      return { vs: period ? `${period.from}..${period.to}` : undefined };
    },
  };
}

/** The same question, asked of the other side. */
export function useVersus<A extends Answer>(question: Question | null, vs: string | undefined, scope: Scope | null) {
  const definitions = useDefinitions();
  const side = sideOf(vs, scope, definitions.data);
  const answer = useAnswer<A>(question && side ? { ...question, ...side.change } : null);
  return side ? { side, answer } : null;
}

export interface Both<A> {
  own: string;
  title: string;
  answer: A;
}

/** The other side once it is there, to be drawn beside the first. */
export const bothOf = <A extends Answer>(versus: ReturnType<typeof useVersus<A>>): Both<A> | undefined => {
  const answer = versus?.answer.isPlaceholderData ? undefined : versus?.answer.data;
  return versus && answer && answer.rows.length > 0
    ? { own: versus.side.own, title: versus.side.title, answer }
    : undefined;
};

// Two periods, or two groups of people, side by side: each figure of both, their difference with its interval, and
// whether the data tell them apart.

import type { UseQueryResult } from '@tanstack/react-query';
import type { Answer, Estimate } from '../api/types';
import { Block } from '../chart/Block';
import { inline, showChange } from '../chart/format';
import { FailedLine, Loading, Why } from '../shell/States';
import { differenceOf, isClear } from './difference';
import { type DifferenceRow, DifferenceTable } from './DifferenceTable';
import type { Side } from './versus';

export interface Pair {
  name: string;
  unit: string;
  a: Estimate | undefined;
  b: Estimate | undefined;
}

interface Props<A extends Answer> {
  versus: { side: Side; answer: UseQueryResult<A> } | null;
  pairs: (beside: A) => Pair[];
}

export function Compared<A extends Answer>({ versus, pairs }: Props<A>) {
  if (!versus) return null;
  const { side, answer } = versus;
  if (answer.isPending || answer.isPlaceholderData) return <Loading what={`Asking the same of: ${side.title}`} />;
  if (answer.isError) return <FailedLine error={answer.error} />;
  const rows = pairs(answer.data).map((p) => ({ ...p, d: p.a && p.b ? differenceOf(p.a, p.b) : undefined }));
  const isThere = rows.some((r) => r.b && r.b.value !== null);
  return (
    <Block
      kind="ux"
      title={isThere ? finding(rows, side) : `${side.title}: nothing to lay beside`}
      line={isThere ? lineOf(rows.length, side) : undefined}
      className="compared-block"
    >
      {isThere ? (
        <DifferenceTable caption="Side by side" heads={['Figure', side.own, side.title]} rows={rows.map(judged)} />
      ) : (
        <Why status={answer.data.status} reason={answer.data.reason ?? 'none of these figures is known there'} />
      )}
    </Block>
  );
}

interface Row extends Pair {
  d: Estimate | undefined;
}

const judged = (r: Row): DifferenceRow => ({ ...r, key: r.name, verdict: r.d ? verdictOf(r.d) : '' });

export const verdictOf = (d: Estimate): string =>
  d.low === null ? 'no interval' : !isClear(d) ? 'not told apart' : (d.value ?? 0) > 0 ? 'higher' : 'lower';

const clearOf = (rows: Row[]) => rows.filter((r) => r.d && isClear(r.d));

export function finding(rows: Row[], side: Side): string {
  const clear = clearOf(rows);
  const of = side.what === 'time' ? `${side.own} and ${side.title}` : `${side.own} and ${side.title.toLowerCase()}`;
  if (clear.length === 0) return `The data tell no difference between ${of}`;
  const [first] = clear;
  const change = `${first?.name} (${inline(showChange(first?.d, first?.unit ?? ''))})`;
  return rows.length === 1
    ? `${of} differ: ${change}`
    : `${clear.length} of ${rows.length} figures differ between ${of}; first ${change}`;
}

function lineOf(rows: number, side: Side): string {
  const both =
    side.what === 'time'
      ? 'Who is in both periods counts in both'
      : side.title === 'Everyone else'
        ? 'Nobody is in both'
        : 'Who is in both counts in both';
  const chance = rows > 4 ? ` Of ${rows} intervals of 95 %, one in twenty is apart by chance alone.` : '';
  return `First less second, with its 95 % interval. ${both}; intervals take the two for different people.${chance}`;
}

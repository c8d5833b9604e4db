// How conversion goes with the wait for an answer: a bar for each bracket, those never answered apart, and whether the
// shares rise or fall along the brackets. It goes with the wait; that it comes from it is not said.

import { Bars } from '../chart/Bars';
import { Block } from '../chart/Block';
import { count, elapsed, fixed } from '../chart/format';
import { kindOf } from '../chart/Sign';
import type { CellRef } from '../question/asked';
import { Press } from '../question/Press';
import type { MetricAnswer, Trend, WaitRow } from './answer';

interface Props {
  answer: MetricAnswer;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function MetricWaits({ answer, cell, open }: Props) {
  const rows = answer.by_wait ?? [];
  const trend = answer.trend?.[0];
  if (rows.length === 0 || !trend) return null;
  const unsettled = rows.find((row) => row.outcome === 'open');
  return (
    <Block kind={kindOf(answer.contract.discipline)} title={trendTitle(trend)} line={trendLine(trend)}>
      <Bars
        cell={cell}
        open={open}
        bars={rows.flatMap((row) =>
          row.share
            ? [{ key: row.outcome, name: waitWords(row), estimate: row.share, n: row.events, cell: { outcome: row.outcome }, said: `${waitWords(row)}: who they are` }]
            : [],
        )}
      />
      {unsettled && unsettled.events > 0 && (
        <p className="metric-whom">
          <Press cell={{ outcome: 'open' }} now={cell} open={open} label="Not settled yet: who they are">
            <b>{count(unsettled.events)}</b> not settled yet, in no share
          </Press>
        </p>
      )}
    </Block>
  );
}

const directions: Record<Trend['direction'], string> = {
  falls: 'The longer the wait, the fewer convert',
  rises: 'The longer the wait, the more convert',
  cannot_tell: 'No trend to be told along the wait',
};

export const trendTitle = (trend: Trend): string => directions[trend.direction];

export function trendLine(trend: Trend): string {
  const p = trend.p === undefined ? '' : trend.p < 0.001 ? 'p under 0.001' : `p ${fixed(trend.p, 3)}`;
  const test = p ? `Cochran–Armitage test for trend: ${p}, n ${count(trend.n)}.` : `No test: ${trend.reason ?? 'nothing to test'}.`;
  return `${test} It goes with the wait: an association, not an effect of it. Share of each, with 95 % intervals.`;
}

export function waitWords(row: WaitRow): string {
  if (row.outcome === 'never') return 'Never answered';
  if (row.to_seconds === undefined) return row.from_seconds ? `${elapsed(row.from_seconds)} or more` : 'Any wait';
  return row.from_seconds ? `${elapsed(row.from_seconds)} to ${elapsed(row.to_seconds)}` : `Under ${elapsed(row.to_seconds)}`;
}

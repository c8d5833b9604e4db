// How the answers, counts or times spread; of numbers, where their percentiles lie.

import { Bars } from '../chart/Bars';
import { Behind, Block } from '../chart/Block';
import { count, percent, show, withRange } from '../chart/format';
import { kindOf } from '../chart/Sign';
import { countIn, isEstimate, type MetricAnswer, pointName } from './answer';

export function MetricDistribution({ answer }: { answer: MetricAnswer }) {
  const rows = answer.distribution ?? [];
  const { contract } = answer;
  if (rows.length === 0) return null;
  if ('percentile' in (rows[0] ?? {})) return <Percentiles answer={answer} />;
  const shares = rows.filter((row) => isEstimate(row.share));
  const largest = shares.toSorted((a, b) => shareOf(b) - shareOf(a))[0];
  return (
    <Block
      kind={kindOf(contract.discipline)}
      title={largest ? `Distribution: most, ${percent(shareOf(largest))}, at ${pointName(largest)}` : 'Distribution'}
      line="Share of each, with 95 % intervals."
    >
      <Bars
        bars={shares.map((row) => ({
          key: pointName(row),
          name: pointName(row),
          estimate: row.share as never,
          n: countIn(row, contract.counts),
        }))}
      />
    </Block>
  );
}

const shareOf = (row: Record<string, unknown>): number => (isEstimate(row.share) ? (row.share.value ?? 0) : 0);

function Percentiles({ answer }: { answer: MetricAnswer }) {
  const rows = (answer.distribution ?? []).filter((row) => isEstimate(row.value));
  const at = (p: number) => {
    const found = rows.find((row) => row.percentile === p)?.value;
    return isEstimate(found) ? show(found, answer.contract.unit)?.text : undefined;
  };
  return (
    <Block
      kind={kindOf(answer.contract.discipline)}
      title={`Half of the numbers lie from ${at(25) ?? '–'} to ${at(75) ?? '–'}; one in twenty above ${at(95) ?? '–'}`}
      line="Percentiles with 95 % intervals from order statistics."
    >
      <Behind
        summary="Percentiles"
        caption={`Percentiles of ${answer.contract.unit}`}
        columns={[{ title: 'Percentile', text: true }, { title: 'Value, 95 %' }, { title: 'n' }]}
        rows={rows.map((row) => [
          String(row.percentile),
          isEstimate(row.value) ? withRange(show(row.value, answer.contract.unit)) : null,
          isEstimate(row.value) ? count(row.value.n) : null,
        ])}
      />
    </Block>
  );
}

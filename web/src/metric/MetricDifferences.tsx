// The groups held against one another: do they differ at all, and which from which.

import { Behind } from '../chart/Block';
import { fixed, showChange, withRange, words } from '../chart/format';
import type { Difference, MetricAnswer } from './answer';

const p = (value: number): string => (value < 0.001 ? 'under 0.001' : fixed(value, 3));

function spread(answer: MetricAnswer): string {
  const h = answer.heterogeneity;
  if (!h || h.p === undefined || h.i2 === undefined) return '';
  return h.consistent
    ? `Taken together they cannot be told apart (Q ${fixed(h.q ?? 0, 1)}, p ${p(h.p)}).`
    : `They differ: ${fixed(100 * h.i2, 0)} % of the spread between them is more than chance (I²; Q ${fixed(h.q ?? 0, 1)}, p ${p(h.p)}).`;
}

export function MetricDifferences({ answer, what }: { answer: MetricAnswer; what: string }) {
  const { unit } = answer.contract;
  const differences = answer.differences ?? [];
  const clear = differences
    .filter((d) => d.verdict !== 'cannot_tell')
    .toSorted((a, b) => Math.abs(b.difference.value ?? 0) - Math.abs(a.difference.value ?? 0));
  const line = (d: Difference) => `${d.group} is ${d.verdict} than ${d.less} by ${withRange(showChange(d.difference, unit)).replace(/^[+−-]/, '')}`;
  if (!answer.heterogeneity) return null;
  return (
    <>
      <p className="sub small">
        {spread(answer)} {clear.length > 0 && `${clear.slice(0, 3).map(line).join('; ')}.`}
      </p>
      {differences.length > 0 && (
        <Behind
          caption={`Differences by ${what}: p adjusted for ${differences.length} of them (Holm)`}
          columns={[{ title: 'Group', text: true }, { title: 'less', text: true }, { title: 'Difference, 95 %' }, { title: 'p' }, { title: 'p adjusted' }, { title: 'Verdict', text: true }]}
          rows={differences.map((d) => [d.group, d.less, withRange(showChange(d.difference, unit)), p(d.p), p(d.p_adjusted), words(d.verdict)])}
        />
      )}
    </>
  );
}

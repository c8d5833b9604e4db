// The variants: ways that passages take, most frequent first.

import { Behind, Block } from '../chart/Block';
import { count, inline, percent, show, withRange } from '../chart/format';
import type { CellRef } from '../question/asked';
import type { Step } from '../question/matcher';
import { Press } from '../question/Press';
import { subjectWord } from '../question/subjects';
import { shortened } from '../question/passages';
import { type VariantsAnswer, variantsOf } from './variants';

interface Props {
  answer: VariantsAnswer;
  goal: Step;
  period: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function VariantsList({ answer, goal, period, cell, open }: Props) {
  const rows = variantsOf(answer);
  const goals = new Set(goal.of.map((m) => m.event));
  const word = subjectWord(answer);
  const half = rows.findIndex((r) => (r.cumulative.value ?? 0) >= 0.5);
  const title =
    half >= 0
      ? `${half === 0 ? 'One variant is that' : `${half + 1} variants are those`} of half of all passages`
      : `Even the ${rows.length} most frequent variants are those of ${percent(rows.at(-1)?.cumulative.value)} of passages only`;
  return (
    <Block
      kind="ux"
      title={title}
      line={`Passages by their way, ${period}; share of all passages with its 95 % interval.`}
    >
      <ol className="variants">
        {rows.map((r) => (
          <li key={r.variant}>
            <div>
              <Press
                cell={{ outcome: r.variant }}
                now={cell}
                open={open}
                label={`${count(r.passages)} passages, ${percent(r.share.value, 1)}, go ${r.path.join(', then ')}: who they are`}
              >
                <b>{count(r.passages)}</b>
              </Press>{' '}
              {inline(show(r.share, 'share'))}
              <span className="mark">
                {show(r.share, 'share')?.range} of {count(r.share.n)}
              </span>
            </div>
            <Way path={r.path} length={r.length} goals={goals} />
            <div>
              {r.length > 1 ? (
                <>
                  <b>{inline(show(r.median_seconds, 'seconds'))}</b>
                  <span className="mark">median, {show(r.median_seconds, 'seconds')?.range ?? 'no interval'}</span>
                </>
              ) : (
                <span className="mark">one node, no time</span>
              )}
            </div>
          </li>
        ))}
      </ol>
      <Behind
        caption="Variants"
        columns={[
          { title: 'Variant', text: true },
          { title: 'Nodes' },
          { title: 'Passages' },
          { title: word },
          { title: 'Share, 95 %' },
          { title: 'n' },
          { title: 'With those above, 95 %' },
          { title: 'Median time, 95 %' },
        ]}
        rows={rows.map((r) => [
          shortened(r.path, r.length, 8)
            .map((s) => s.name)
            .join(' → '),
          count(r.length),
          count(r.passages),
          count(r.subjects),
          withRange(show(r.share, 'share')),
          count(r.share.n),
          withRange(show(r.cumulative, 'share')),
          withRange(show(r.median_seconds, 'seconds')),
        ])}
      />
    </Block>
  );
}

export function Way({ path, length, goals }: { path: string[]; length: number; goals: Set<string> }) {
  return (
    <ol className={goals.size ? 'way on-goal' : 'way'}>
      {/* eslint-disable-next-line react/no-array-index-key -- a way may pass a node twice */}
      {shortened(path, length).map((s, i) => (
        <li key={i} className={s.isRest ? 'rest' : goals.has(s.name) ? 'goal' : undefined}>
          {s.name}
          {goals.has(s.name) && <span className="vh"> (the goal)</span>}
        </li>
      ))}
    </ol>
  );
}

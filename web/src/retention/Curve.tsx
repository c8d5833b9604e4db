// All cohorts together, as far as each was observed.

import type { Estimate } from '../api/types';
import { Behind, Block } from '../chart/Block';
import { count, show, withRange } from '../chart/format';
import { LineChart } from '../chart/LineChart';
import type { Both } from '../compare/versus';
import { subjectsIn } from '../question/subjects';
import { during, firm, periodName, pooledOf, type RetentionAnswer } from './answer';

const least = 20;

const shareIn = (a: RetentionAnswer, period: number): Estimate | null =>
  pooledOf(a).find((p) => p.period === period)?.share ?? null;

interface Props {
  answer: RetentionAnswer;
  both?: Both<RetentionAnswer>;
  interval: string;
}

export function Curve({ answer, both, interval }: Props) {
  const known = pooledOf(answer).filter((p) => p.share.value !== null);
  if (known.length < 2) return null;
  // The last periods rest on a cohort or two; one of hardly anybody would take the scale from all others.
  const many = known.filter((p) => p.share.n >= least);
  const drawn = many.length > 1 ? many : known;
  const hasInterval = known.some((p) => p.share.low !== null);
  const [first] = known;
  const last = firm(known).at(-1);
  const ratio = (last?.share.value ?? 0) / Math.max(1e-9, first?.share.value ?? 0);
  const shape =
    ratio > 0.9
      ? 'The curve stays level'
      : ratio < 0.5
        ? 'Most of the loss comes early'
        : 'Fewer come back as cohorts age';
  return (
    <Block
      kind="ux"
      title={`${shape}: ${withRange(show(last?.share, 'share'))} ${during(interval)} ${last ? periodName(last) : ''}`}
      line={`All cohorts together, each as far as it was observed; ${both ? 'uprights are 95 % intervals' : 'the band is the 95 % interval'}.${drawn.length < known.length ? ` Drawn where at least ${least} were observed.` : ''}${hasInterval ? '' : ' There is none where one person counts in several cohorts.'}`}
    >
      <LineChart
        label={`Share that came back, by ${interval}`}
        steps={drawn.map((p) => `${interval} ${periodName(p)}`)}
        lines={[
          { name: both?.own ?? 'all cohorts', values: drawn.map((p) => p.share) },
          ...(both ? [{ name: both.title, values: drawn.map((p) => shareIn(both.answer, p.period)) }] : []),
        ]}
        unit="share"
        kind="ux"
        include={[0]}
      />
      <Behind
        caption="All cohorts together"
        columns={[{ title: interval, text: true }, { title: 'Came back' }, { title: 'Share, 95 %' }, { title: 'n' }]}
        rows={known.map((p) => [
          periodName(p),
          p.returned === null ? '' : count(p.returned),
          withRange(show(p.share, 'share')),
          count(subjectsIn(p as unknown as Record<string, unknown>) || p.share.n),
        ])}
      />
    </Block>
  );
}

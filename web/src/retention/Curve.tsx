// All cohorts together, as far as each was observed.

import { Behind, Block } from '../chart/Block';
import { count, show, withRange } from '../chart/format';
import { LineChart } from '../chart/LineChart';
import { subjectsIn } from '../question/subjects';
import { during, firm, periodName, pooledOf, type RetentionAnswer } from './answer';

export function Curve({ answer, interval }: { answer: RetentionAnswer; interval: string }) {
  const known = pooledOf(answer).filter((p) => p.share.value !== null);
  if (known.length < 2) return null;
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
      line={`All cohorts together, each as far as it was observed; the band is the 95 % interval.${hasInterval ? '' : ' There is none where one person counts in several cohorts.'}`}
    >
      <LineChart
        label={`Share that came back, by ${interval}`}
        steps={known.map((p) => `${interval} ${periodName(p)}`)}
        lines={[{ name: 'all cohorts', values: known.map((p) => p.share) }]}
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

// How long successes take, as a distribution: in all, and without pauses.

import { Behind, Block } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import { bucketName, TimesFigure } from '../chart/TimesChart';
import type { Attempts, TaskAnswer } from './answer';

export function TaskTimes({ answer, whole }: { answer: TaskAnswer; whole: Attempts }) {
  const times = answer.times ?? [];
  const [elapsed, active] = (['elapsed', 'active'] as const).map((time) => times.filter((t) => t.time === time));
  if (!elapsed?.length) return null;
  const median = show(whole.elapsed_median, 'seconds');
  return (
    <Block
      kind="ux"
      title={median ? `Half of successes take ${inline(median)} or less` : 'How long successes take'}
      line="Share of successful attempts by their time, with 95 % intervals; the scale of time grows from left to right. Active time leaves out pauses of more than 30 s."
    >
      <div className={active?.length ? 'times many' : 'times'}>
        <TimesFigure name="From start to success" label="Time" median={whole.elapsed_median} buckets={elapsed} />
        {!!active?.length && (
          <TimesFigure name="Active" label="Active time" median={whole.active_median} buckets={active} />
        )}
      </div>
      <Behind
        caption="How long successes take"
        columns={[
          { title: 'Time', text: true },
          { title: 'From', text: true },
          { title: 'Successes' },
          { title: 'Share, 95 %' },
          { title: 'n' },
        ]}
        rows={times.map((t) => [
          t.time,
          bucketName(t),
          count(t.successes),
          withRange(show(t.share, 'share')),
          count(t.share.n),
        ])}
      />
    </Block>
  );
}

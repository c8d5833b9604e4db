// How long it took between two steps: the distribution, its median marked. One panel per group, up to four.

import { Behind, Block } from './Block';
import { count, elapsed, inline, show, withRange } from './format';
import { Histogram } from './Histogram';
import type { Estimate } from '../api/types';

export interface Bucket {
  from_seconds: number;
  to_seconds?: number;
  share: Estimate;
}
export interface Times {
  group?: string;
  from: string;
  to: string;
  median_seconds: Estimate;
  buckets: Bucket[];
}

const panels = 4;
export const bucketName = (b: Bucket) =>
  b.to_seconds === undefined
    ? `${elapsed(b.from_seconds)} and longer`
    : `${elapsed(b.from_seconds)} to ${elapsed(b.to_seconds)}`;

export function TimesChart({ times }: { times: Times[] }) {
  const all = times.filter((t) => t.median_seconds.n > 0);
  const [first] = all;
  if (!first) return null;
  const drawn = all.toSorted((a, b) => b.median_seconds.n - a.median_seconds.n).slice(0, panels);
  const titles =
    all.length === 1
      ? `Half of those who got from “${first.from}” to “${first.to}” took ${inline(show(first.median_seconds, 'seconds')) || 'an unknown time'} or less`
      : `How long it took from “${first.from}” to “${first.to}”`;
  return (
    <Block
      kind="ux"
      title={titles}
      line="Share of those who took both steps, by the time between them; the scale of time grows from left to right."
    >
      <div className={drawn.length > 1 ? 'times many' : 'times'}>
        {drawn.map((t) => (
          <TimesFigure
            key={t.group ?? ''}
            name={all.length > 1 ? t.group : undefined}
            label={`Time from ${t.from} to ${t.to}`}
            median={t.median_seconds}
            buckets={t.buckets}
          />
        ))}
      </div>
      <Behind
        caption="Times between the two steps"
        columns={[
          ...(all.length > 1 ? [{ title: 'Group', text: true }] : []),
          { title: 'Time', text: true },
          { title: 'Share, 95 %' },
          { title: 'n' },
        ]}
        rows={all.flatMap((t) =>
          t.buckets.map((b) => [
            ...(all.length > 1 ? [t.group] : []),
            bucketName(b),
            withRange(show(b.share, 'share')),
            count(b.share.n),
          ]),
        )}
      />
    </Block>
  );
}

interface FigureProps {
  name?: string;
  label: string;
  median: Estimate;
  buckets: Bucket[];
}

/** One distribution with its median. */
export function TimesFigure({ name, label, median, buckets }: FigureProps) {
  const shown = show(median, 'seconds');
  return (
    <figure>
      {name && (
        <figcaption>
          <b>{name}</b>
        </figcaption>
      )}
      <p className="small">
        Median <b>{inline(shown)}</b>{' '}
        <span className="mark">
          {shown?.range ?? 'no interval'} · n {count(median.n)}
        </span>
      </p>
      <Histogram
        label={label}
        bars={buckets.map((b) => ({ from: b.from_seconds, to: b.to_seconds, share: b.share, name: bucketName(b) }))}
        mark={median.value}
      />
    </figure>
  );
}

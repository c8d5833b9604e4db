// How long it took between two steps: the distribution, its median marked. One panel per group, up to four.

import { Behind, Block } from './Block';
import { count, elapsed, inline, show, withRange } from './format';
import { Histogram } from './Histogram';
import type { Estimate } from '../api/types';

export interface Times {
  group?: string;
  from: string;
  to: string;
  median_seconds: Estimate;
  buckets: { from_seconds: number; to_seconds?: number; share: Estimate }[];
}

const panels = 4;
const bucketName = (b: Times['buckets'][number]) =>
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
          <figure key={t.group ?? ''}>
            {all.length > 1 && (
              <figcaption>
                <b>{t.group}</b>
              </figcaption>
            )}
            <p className="small">
              Median <b>{inline(show(t.median_seconds, 'seconds'))}</b>{' '}
              <span className="mark">
                {show(t.median_seconds, 'seconds')?.range} · n {count(t.median_seconds.n)}
              </span>
            </p>
            <Histogram
              label={`Time from ${t.from} to ${t.to}`}
              bars={t.buckets.map((b) => ({
                from: b.from_seconds,
                to: b.to_seconds,
                share: b.share,
                name: bucketName(b),
              }))}
              mark={t.median_seconds.value}
            />
          </figure>
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

// Metrics of one discipline, a row each: value with interval, n, trend, change with its significance.

import type { MetricReading } from '../api/types';
import { count, inline, show, showChange } from '../chart/format';
import { More } from '../chart/Block';
import { zeroCentred } from '../chart/geometry';
import { kindOf, Sign } from '../chart/Sign';
import { Sparkline } from '../chart/Sparkline';
import { WhiskerMark } from '../chart/WhiskerMark';
import { Why } from '../shell/States';
import { benchmarkOf } from './answer';
import { changeWords, clearFirst } from './findings';
import { unitWords } from './kinds';
import { keyOf } from './named';
import { MetricName } from './MetricName';
import './metric.css';

const trendTitle = (readings: MetricReading[]): string => {
  const trend = readings.map((r) => r.trend ?? []).sort((a, b) => b.length - a.length)[0] ?? [];
  const [a, b] = trend;
  if (!a || !b) return 'Before, now';
  const days = (Date.parse(b.start) - Date.parse(a.start)) / 86400_000;
  const part = Math.abs(days - 1) < 0.2 ? 'days' : Math.abs(days - 7) < 0.2 ? 'weeks' : days > 27 && days < 32 ? 'months' : 'parts';
  return `${trend.length} ${part}; before, now`;
};

const openAtMost = 8;

const moreWords = (rest: MetricReading[]) =>
  `${rest.length} more${rest.some((r) => r.change) && !rest.some((r) => r.change?.clear) ? ' without a clear change' : ''}`;

/** What clearly changed comes first; more than eight rows would hide it among what did not. */
export function MetricTable({ readings, caption }: { readings: MetricReading[]; caption: string }) {
  const sorted = clearFirst(readings);
  const [open, rest] = [sorted.slice(0, openAtMost), sorted.slice(openAtMost)];
  const isCompared = readings.some((r) => r.before || r.change || r.trend?.length);
  return (
    <>
      <Rows readings={open} caption={caption} isCompared={isCompared} />
      {rest.length > 0 && (
        <More summary={moreWords(rest)}>
          <Rows readings={rest} caption={`${caption}, continued`} isCompared={isCompared} hasHead={false} />
        </More>
      )}
    </>
  );
}

function Rows({ readings, caption, isCompared, hasHead = true }: { readings: MetricReading[]; caption: string; isCompared: boolean; hasHead?: boolean }) {
  return (
    <table className={isCompared ? 'metrics' : 'metrics single'} role="table">
      <caption className="vh">{caption}</caption>
      <colgroup><col className="c-name" /><col className="c-now" />{isCompared && <><col className="c-trend" /><col /></>}</colgroup>
      <thead role="rowgroup" className={hasHead ? undefined : 'vh'}>
        <tr role="row">
          <th role="columnheader" scope="col">Measure</th>
          <th role="columnheader" scope="col">Now</th>
          {isCompared && <><th role="columnheader" scope="col">{trendTitle(readings)}</th><th role="columnheader" scope="col">Change</th></>}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {readings.map((r) => <MetricRow key={keyOf(r)} reading={r} isCompared={isCompared} />)}
      </tbody>
    </table>
  );
}

const held = { better: 'better than', worse: 'worse than', cannot_tell: 'not to be told apart from' };
const againstBenchmark = (r: MetricReading) =>
  `${held[r.against_benchmark ?? 'cannot_tell']} the benchmark, ${benchmarkOf(r)}`;

function MetricRow({ reading: r, isCompared }: { reading: MetricReading; isCompared: boolean }) {
  const shown = show(r.value, r.unit);
  const ok = r.status === 'ok' && shown;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <MetricName reading={r} />
        <span className="mark">n = {count(r.value.n)}{r.counted ? ` ${r.counted}` : ''}</span>
        {ok && r.benchmark && <span className="mark" title={r.benchmark.source}>{againstBenchmark(r)}</span>}
      </th>
      {ok ? (
        <>
          <td role="cell" className="now">
            <b>{shown.text}</b>{shown.unit && <span className="unit">{shown.unit === '%' ? '\u202f' : '\u00a0'}{shown.unit}</span>}
            {shown.range ? <span className="mark">{shown.range}</span> : <span className="mark">no interval</span>}
            {unitWords(r.unit) && <span className="vh">{unitWords(r.unit)}</span>}
          </td>
          {isCompared && <td role="cell" className="spark">
            {(r.trend?.length ?? 0) > 0 || r.before
              ? <Sparkline trend={r.trend ?? []} before={r.before} now={r.value} unit={r.unit} kind={kindOf(r.discipline)} isCumulative={r.kind === 'churn'}
                  label={`${r.title} over the period; now ${inline(shown)}`} />
              : <span className="mark">one period only</span>}
          </td>}
          {isCompared && <td role="cell" className="change"><Change reading={r} /></td>}
        </>
      ) : (
        <td role="cell" colSpan={isCompared ? 3 : 1} className="why-cell"><Why status={r.status === 'ok' ? 'no-data' : r.status} reason={r.reason} /></td>
      )}
    </tr>
  );
}

function Change({ reading: r }: { reading: MetricReading }) {
  const change = showChange(r.change?.value, r.unit);
  if (!change || !r.change) return <span className="mark wrap">no period before to compare</span>;
  const kind = r.change.clear && r.change.worse ? 'harm' : 'ink';
  const text = change.unit === 'points' ? change.text : inline(change);
  return (
    <>
      <WhiskerMark estimate={r.change.value} domain={zeroCentred([r.change.value])} kind={kind} width={104} effect />
      <span className={kind === 'harm' ? 'harmc' : 'sec'}><b>{text}</b> {changeWords(r)}</span>
      {change.range && <span className="mark">{change.range}</span>}
    </>
  );
}

/** Value, interval and n in one line, for dense places. */
export function ReadingLine({ reading: r }: { reading: MetricReading }) {
  const shown = show(r.value, r.unit);
  if (r.status !== 'ok' || !shown) return <Why status={r.status} reason={r.reason} />;
  return (
    <span>
      <Sign kind={kindOf(r.discipline)} /> <b>{inline(shown)}</b> <span className="mark">{shown.range} · n {count(r.value.n)}</span>
    </span>
  );
}

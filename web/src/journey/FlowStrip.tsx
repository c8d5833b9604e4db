// Who enters, goes on, leaves, is still here, and how long: a bar per stage, on the scale of the largest.

import type { Journey, Stage } from '../api/types';
import { Behind, Block } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import { flowTitle } from './findings';

const time = (e: Stage['dwell']) => show(e, 'seconds');

export function FlowStrip({ journey, period }: { journey: Journey; period: string }) {
  const stages = journey.rows;
  const largest = Math.max(1, ...stages.map((s) => s.passages));
  return (
    <Block title={flowTitle(journey)} line={`Passages by stage, ${period}. Dark went on or finished, hatched are still here, pale left. Shares are of those who entered so long ago that leaving would be known (n).`}>
      <ul className="flow">
        {stages.map((s, i) => <StageRow key={s.stage} stage={s} largest={largest} last={i === stages.length - 1} />)}
      </ul>
      <Behind
        caption="Passages by stage"
        columns={['Stage', 'Entered', 'Of all, 95 %', 'People', 'Went on, 95 %', 'Left, 95 %', 'Still here', 'Finished', 'Median time in it, 95 %', 'n', 'Until the next, 95 %', 'n', 'Skipped it, 95 %', 'Came back to it, 95 %', 'n'].map((title) => ({ title }))}
        rows={stages.map((s) => [s.stage, count(s.passages), withRange(show(s.entered, 'share')), s.people === undefined ? '' : count(s.people),
          withRange(show(s.went_on, 'share')), withRange(show(s.left, 'share')), s.still_here === undefined ? '' : count(s.still_here), s.finished === undefined ? '' : count(s.finished),
          withRange(time(s.dwell)), s.dwell ? count(s.dwell.n) : '', withRange(time(s.to_next)), s.to_next ? count(s.to_next.n) : '', withRange(show(s.skipped, 'share')), withRange(show(s.returned, 'share')), s.skipped ? count(s.skipped.n) : ''])}
      />
    </Block>
  );
}

function StageRow({ stage: s, largest, last }: { stage: Stage; largest: number; last: boolean }) {
  const of = (outcome: string) => s.outcomes?.find((o) => o.outcome === outcome)?.passages ?? 0;
  const width = (n: number) => `${(100 * n) / largest}%`;
  const [onShown, leftShown, dwell, next] = [show(s.went_on, 'share'), show(s.left, 'share'), time(s.dwell), time(s.to_next)];
  return (
    <li>
      <div><b>{s.stage}</b><span className="mark">{dwell ? `median ${inline(dwell)} in it` : 'time in it not known'}</span></div>
      <div className="flow-bar">
        <span className="track" aria-hidden="true">
          <i className="on" style={{ width: width(of('went_on') + of('finished')) }} />
          <i className="still" style={{ width: width(of('still_here')) }} />
          <i className="left" style={{ width: width(of('left')) }} />
        </span>
        <span><b>{count(s.passages)}</b> <span className="mark">entered{s.entered.value !== null && `, ${inline(show(s.entered, 'share'))} of all`}</span></span>
      </div>
      <div>
        {last ? <><b>{s.finished === undefined ? '–' : count(s.finished)}</b><span className="mark">finished</span></>
          : onShown ? <><b>{inline(onShown)}</b><span className="mark">went on, {onShown.range}</span><span className="mark">n {count(s.went_on?.n ?? 0)}</span></> : <span className="mark">too early to tell: nobody entered long enough ago</span>}
      </div>
      <div>{leftShown ? <><b>{inline(leftShown)}</b><span className="mark">left, {leftShown.range}</span><span className="mark">n {count(s.left?.n ?? 0)}</span></> : <span className="mark">{last ? 'too early to tell' : ''}</span>}</div>
      <div><b>{count(s.still_here ?? 0)}</b><span className="mark">still here</span></div>
      <div>{next ? <><b>{inline(next)}</b><span className="mark">until the next stage</span><span className="mark">{next.range}, n {count(s.to_next?.n ?? 0)}</span></> : <span className="mark">{last ? 'the last stage' : 'no time to the next'}</span>}</div>
    </li>
  );
}

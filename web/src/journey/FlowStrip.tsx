// Who enters, goes on, leaves, is still here, and how long: a bar per stage, on the scale of the largest.

import type { Journey, Stage } from '../api/types';
import { Behind, Block } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import { flowTitle } from './findings';

const time = (e: Stage['dwell']) => show(e, 'seconds');

export function FlowStrip({ journey, period }: { journey: Journey; period: string }) {
  const stages = journey.rows;
  const largest = Math.max(1, ...stages.map((s) => s.passages));
  const within = journey.notes?.find((n) => n.includes('within'));
  return (
    <Block title={flowTitle(journey)} line={`Passages by stage, ${period}. Dark went on, hatched are still here, pale left; shares are of those no longer in the stage (n): while many are still here, they favour the quick.${within ? ` ${within}` : ''}`}>
      <ul className="flow">
        {stages.map((s, i) => <StageRow key={s.stage} stage={s} largest={largest} last={i === stages.length - 1} />)}
      </ul>
      <Behind
        caption="Passages by stage"
        columns={['Stage', 'Entered', 'Of all, 95 %', 'People', 'Went on, 95 %', 'Left, 95 %', 'Still here', 'Finished', 'Median time in it, 95 %', 'n', 'Until the next, 95 %', 'n'].map((title) => ({ title }))}
        rows={stages.map((s) => [s.stage, count(s.passages), withRange(show(s.entered, 'share')), s.people === undefined ? '' : count(s.people),
          withRange(show(s.went_on, 'share')), withRange(show(s.left, 'share')), s.still_here === undefined ? '' : count(s.still_here), s.finished === undefined ? '' : count(s.finished),
          withRange(time(s.dwell)), s.dwell ? count(s.dwell.n) : '', withRange(time(s.to_next)), s.to_next ? count(s.to_next.n) : ''])}
      />
    </Block>
  );
}

function StageRow({ stage: s, largest, last }: { stage: Stage; largest: number; last: boolean }) {
  const closed = s.passages - (s.still_here ?? 0);
  const left = s.left?.value ?? null;
  const on = s.went_on?.value ?? null;
  const parts = { on: on === null ? 0 : on * closed, still: s.still_here ?? 0, left: left === null ? 0 : left * closed };
  const rest = Math.max(0, s.passages - parts.on - parts.still - parts.left);
  const width = (n: number) => `${(100 * n) / largest}%`;
  const [onShown, leftShown, dwell, next] = [show(s.went_on, 'share'), show(s.left, 'share'), time(s.dwell), time(s.to_next)];
  return (
    <li>
      <div><b>{s.stage}</b><span className="mark">{dwell ? `median ${inline(dwell)} in it` : 'time in it not known'}</span></div>
      <div className="flow-bar">
        <span className="track" aria-hidden="true">
          <i className="on" style={{ width: width(parts.on + rest) }} />
          <i className="still" style={{ width: width(parts.still) }} />
          <i className="left" style={{ width: width(parts.left) }} />
        </span>
        <span><b>{count(s.passages)}</b> <span className="mark">entered{s.entered.value !== null && `, ${inline(show(s.entered, 'share'))} of all`}</span></span>
      </div>
      <div>
        {last ? <><b>{s.finished === undefined ? '–' : count(s.finished)}</b><span className="mark">finished</span></>
          : onShown ? <><b>{inline(onShown)}</b><span className="mark">went on, {onShown.range}</span><span className="mark">n {count(s.went_on?.n ?? 0)}</span></> : <span className="mark">none has ended yet</span>}
      </div>
      <div>{leftShown ? <><b>{inline(leftShown)}</b><span className="mark">left, {leftShown.range}</span><span className="mark">n {count(s.left?.n ?? 0)}</span></> : <span className="mark">nobody’s leaving is known yet</span>}</div>
      <div><b>{count(s.still_here ?? 0)}</b><span className="mark">still here</span></div>
      <div>{next ? <><b>{inline(next)}</b><span className="mark">until the next stage</span><span className="mark">{next.range}, n {count(s.to_next?.n ?? 0)}</span></> : <span className="mark">{last ? 'the last stage' : 'no time to the next'}</span>}</div>
    </li>
  );
}

// The map: stages across, lanes down. Only the map scrolls sideways, never the page.

import { type CSSProperties, type ReactNode, useRef } from 'react';
import type { Journey } from '../api/types';
import { Behind } from '../chart/Block';
import { count, inline, plural, show, withRange, words } from '../chart/format';
import { Sign } from '../chart/Sign';
import type { Cell } from '../shell/cell';
import { ChannelsLane } from './ChannelsLane';
import { placesOf, scoreLanes, topFriction, uxOf, verbatimsOf } from './findings';
import { FrictionLane } from './FrictionLane';
import { ScoresLane } from './ScoresLane';
import { ListCell, ShareCell, UxCell, VoiceCell } from './cells';

export interface MapProps { journey: Journey; cell: Cell | null; open: (cell: Cell) => void }

export const isOpen = (cell: Cell | null, lane: string, stage: string, step?: string) =>
  cell?.lane === lane && cell.stage === stage && (cell.step ?? undefined) === step;

interface PressProps { cell: Cell | null; lane: string; stage: string; step?: string; open: (cell: Cell) => void; label?: string; className?: string; style?: CSSProperties; children?: ReactNode }

/** A cell is a button: it opens its evidence. */
export function Press({ cell, lane, stage, step, open, label, className = 'cell', style, children }: PressProps) {
  const on = isOpen(cell, lane, stage, step);
  return (
    <button type="button" className={className} style={style} aria-expanded={on} aria-label={label} onClick={() => open({ lane, stage, step })}>
      {children}
    </button>
  );
}

function Lane({ name, line, sign, className = '', children }: { name: string; line?: ReactNode; sign?: ReactNode; className?: string; children: ReactNode }) {
  return (
    <tr role="row" className={className}>
      <th role="rowheader" scope="row"><span className="ln">{sign} {name}</span>{line && <span className="mark">{line}</span>}</th>
      {children}
    </tr>
  );
}

export function JourneyMap({ journey, cell, open }: MapProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const stages = journey.rows;
  const places = placesOf(stages);
  if (places.length === 0) return null;
  const spanOf = (steps: number): CSSProperties => ({ gridColumn: `span ${steps}` });
  const each = (draw: (p: (typeof places)[number]) => ReactNode) =>
    places.map((p) => <td key={p.column} role="cell" className={p.first ? 'f' : undefined}>{draw(p)}</td>);
  const cx = scoreLanes(stages, 'CX');
  const ux = scoreLanes(stages, 'UX'); // those of whole stages
  const press = { cell, open };
  return (
    <>
      <div className="map scroll-x" ref={scroller} tabIndex={0} role="region" aria-label="Journey map, stages across and lanes down">
        <table className="jm" role="table" aria-label={`Journey map: ${journey.definition.title}`} style={{ '--n': places.length } as CSSProperties}>
          <thead role="rowgroup">
            <tr role="row" className="st">
              <th role="columnheader" scope="col"><span className="vh">Lane</span></th>
              {stages.map((s) => (
                <th key={s.stage} role="columnheader" scope="col" style={spanOf(s.steps.length)}>
                  <Press {...press} lane="stage" stage={s.stage}>{s.stage}<span className="mark">{plural(s.passages, 'passage')}</span>{s.dwell?.value != null && <span className="mark">median {inline(show(s.dwell, 'seconds'))}</span>}</Press>
                </th>
              ))}
            </tr>
            <tr role="row" className="sp">
              <th role="columnheader" scope="col"><span className="vh">Step</span></th>
              {places.map((p) => (
                <th key={p.column} role="columnheader" scope="col" className={p.first ? 'f' : undefined}>
                  <Press {...press} lane="step" stage={p.stage.stage} step={p.step.step}>{p.step.step}<span className="mark">{count(p.step.passages)}</span></Press>
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            <Lane name="Intended" line="as the team drew it: opinion" className="intended">
              {each((p) => (p.step.intended ? <Press {...press} lane="intended" stage={p.stage.stage} step={p.step.step}>{p.step.intended}</Press> : <span className="mut">not written down</span>))}
            </Lane>
            <Lane name="Actual" line="share of the stage’s passages that came here">{each((p) => <ShareCell place={p} {...press} />)}</Lane>
            <ChannelsLane places={places} {...press} />
            {cx.map((lane) => <ScoresLane key={lane.key} lane={lane} kind="cx" places={places} {...press} />)}
            {ux.map((lane) => <ScoresLane key={lane.key} lane={lane} kind="ux" places={places} {...press} />)}
            {places.some((p) => uxOf(p.step).length > 0) && (
              <Lane name="Tasks" sign={<Sign kind="ux" />} line="success, time, errors; as defined">{each((p) => <UxCell place={p} {...press} />)}</Lane>
            )}
            <FrictionLane places={places} {...press} />
            {stages.some((s) => verbatimsOf(s).length > 0) && (
              <Lane name="Voice" line="the newest words, not chosen" className="voice">
                {stages.map((s) => <td key={s.stage} role="cell" className="f" style={spanOf(s.steps.length)}><VoiceCell stage={s} {...press} /></td>)}
              </Lane>
            )}
            <Lane name="Frontstage" line="what they meet">{each((p) => <ListCell lane="frontstage" items={p.step.frontstage} place={p} {...press} />)}</Lane>
            <tr role="row" className="lov"><td role="cell" aria-colspan={places.length + 1}><span>line of visibility</span></td></tr>
            <Lane name="Backstage" line="what it takes">{each((p) => <ListCell lane="backstage" items={p.step.backstage} place={p} {...press} />)}</Lane>
            <Lane name="Support" line="what that rests on">{each((p) => <ListCell lane="support" items={p.step.support} place={p} {...press} />)}</Lane>
          </tbody>
        </table>
      </div>
      <Behind
        summary="Table behind the map"
        caption="Steps with passages, tasks and friction"
        columns={[{ title: 'Step' }, { title: 'Stage', text: true }, { title: 'Passages' }, { title: 'Share of stage, 95 %' }, { title: 'Channels, %', text: true }, { title: 'Measures', text: true }, { title: 'Most met friction', text: true }, { title: 'Share, 95 %' }]}
        rows={places.map(({ step, stage }) => {
          const f = topFriction(step);
          return [step.step, stage.stage, count(step.passages), withRange(show(step.share, 'share')),
            step.channels?.filter((c) => c.share.value !== null).map((c) => `${words(c.channel)} ${inline(show(c.share, 'share'))}`).join(', '),
            step.metrics?.map((m) => `${m.title} ${m.status === 'ok' ? withRange(show(m.value, m.unit)) : words(m.status)}, n ${count(m.value.n)}`).join('; '),
            f && words(f.friction), f && withRange(show(f.share, 'share'))];
        })}
      />
    </>
  );
}

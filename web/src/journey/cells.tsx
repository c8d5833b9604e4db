// The cells of the lanes that stand in columns.

import type { MetricReading, Stage } from '../api/types';
import { count, inline, percent, show, words } from '../chart/format';
import { domainOf, type Domain } from '../chart/geometry';
import { WhiskerMark } from '../chart/WhiskerMark';
import { keyOf } from '../metric/named';
import type { Cell } from '../shell/cell';
import { type Place, uxOf, verbatimsOf } from './findings';
import { Press } from './JourneyMap';

interface Shared { cell: Cell | null; open: (cell: Cell) => void }
interface InPlace extends Shared { place: Place }

export function ShareCell({ place: p, ...press }: InPlace) {
  const shown = show(p.step.share, 'share');
  if (!shown) return <span className="mut">nobody came here</span>;
  const [low, high] = [p.step.share.low ?? p.step.share.value ?? 0, p.step.share.high ?? p.step.share.value ?? 0];
  return (
    <Press {...press} lane="actual" stage={p.stage.stage} step={p.step.step}>
      <b>{inline(shown)}</b>
      <span className="share-bar" aria-hidden="true">
        <i style={{ width: `${100 * (p.step.share.value as number)}%` }} /><em style={{ left: `${100 * low}%`, width: `${Math.max(0.5, 100 * (high - low))}%` }} />
      </span>
      {shown.range && <span className="mark">{shown.range}</span>}
    </Press>
  );
}

const shares: Domain = [0, 1];
const domainFor = (r: MetricReading): Domain => (r.unit === 'share' ? shares : (domainOf([r.value], r.unit, [0]) ?? shares));

// As many as fit a cell; all of them stand in the evidence.
const kShown = 3;

/** A task's success carries a mark on 0..100 %; what else is measured stands as figures. */
export function UxCell({ place: p, ...press }: InPlace) {
  const readings = uxOf(p.step);
  if (readings.length === 0) return <span className="mut">no task here</span>;
  return (
    <Press {...press} lane="ux" stage={p.stage.stage} step={p.step.step}>
      {readings.slice(0, kShown).map((r, i) => {
        const shown = show(r.value, r.unit);
        if (r.status !== 'ok' || !shown) return <span key={keyOf(r)} className="mark"><b className="nofig">{r.status === 'too-few-people' ? 'Too few people' : 'No answer'}</b>, n {count(r.value.n)}</span>;
        if (i > 0) return <span key={keyOf(r)} className="mark">{inline(shown)} {measureWord(r)}</span>;
        return (
          <span key={keyOf(r)} className="hang">
            <b>{inline(shown)}</b>
            {r.unit === 'share' && <WhiskerMark estimate={r.value} domain={domainFor(r)} kind="ux" width={88} track />}
            <span className="mark">{r.unit === 'share' ? '' : `${measureWord(r)}, `}n {count(r.value.n)}</span>
          </span>
        );
      })}
    </Press>
  );
}

const measureWord = (r: MetricReading): string =>
  ({ task_time: 'median', task_errors: 'errors each', task_give_up: 'given up', task_success: 'success', sus: 'SUS', conversion: 'go through' })[r.kind ?? ''] ?? r.title.toLowerCase();

export function VoiceCell({ stage, ...press }: Shared & { stage: Stage }) {
  const said = verbatimsOf(stage);
  const first = said[0];
  if (!first) return <span className="mut">nobody wrote anything</span>;
  return (
    <Press {...press} lane="voice" stage={stage.stage}>
      <q>{first.text}</q>
      <span className="mark">{[first.survey && words(first.survey), first.channel && words(first.channel)].filter(Boolean).join(', ')}</span>
    </Press>
  );
}

export function ListCell({ lane, items, place: p, ...press }: InPlace & { lane: string; items?: string[] }) {
  if (!items?.length) return <span className="mut" aria-label="none written down">–</span>;
  return <Press {...press} lane={lane} stage={p.stage.stage} step={p.step.step}>{items.join('; ')}</Press>;
}

export const shareText = (value: number | null | undefined) => percent(value);

// All channels over time: the whole of it at the left; the last days, enlarged, at the right.

import { type ScaleTime, scaleUtc } from 'd3-scale';
import type { SignName, TimelineRow } from '../api/types';
import { Behind, Block } from '../chart/Block';
import { count, day, fit, moment, plural, span, words, dayOf } from '../chart/format';
import { type Kind, Sign, SignAt } from '../chart/Sign';
import { useWidth } from '../chart/useWidth';

export const kindOfSign: Record<SignName, Kind> = { interaction: 'ux', answer: 'cx', trouble: 'harm', contact: 'ink' };
const order: SignName[] = ['interaction', 'contact', 'answer', 'trouble']; // what matters most is drawn last, on top
const names: Record<SignName, string> = { interaction: 'interaction', answer: 'answer', trouble: 'trouble', contact: 'other contact' };
const rowHeight = 24;
const zoomDays = 14;
const apart = 9; // px: marks of one sign that stand closer become one, larger
const left = 72;
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function ChannelsChart({ rows, more, zone }: { rows: TimelineRow[]; more: boolean; zone: string }) {
  const { ref, width } = useWidth<HTMLDivElement>(1100);
  const [newest, oldest] = [rows[0], rows[rows.length - 1]];
  if (!newest || !oldest) return null;
  const counts = new Map<string, number>();
  for (const r of rows) counts.set(r.channel || 'no channel', (counts.get(r.channel || 'no channel') ?? 0) + 1);
  const channels = [...counts].sort((a, b) => b[1] - a[1]).map(([c]) => c);
  const [first, last] = [Date.parse(oldest.time), Date.parse(newest.time)];
  const zoomFrom = last - (zoomDays - 0.5) * 86400_000;
  const inZoom = rows.filter((r) => Date.parse(r.time) >= zoomFrom);
  // Enlarged only where something is to see: a quiet end does not deserve half the width.
  const zoomed = last - first > 60 * 86400_000 && (inZoom.some((r) => r.sign === 'trouble') || inZoom.length > Math.max(8, rows.length * 0.15));
  const plot = width - left;
  const split = zoomed ? left + plot * (width < 560 ? 0.4 : 0.52) : width;
  const air = Math.max(3600_000, (last - first) * 0.01);
  const whole = scaleUtc().domain([first - air, (zoomed ? zoomFrom : last) + air]).range([left, split - (zoomed ? 14 : 6)]);
  const near = scaleUtc().domain([zoomFrom, last + 43200_000]).range([split + 8, width - 6]);
  const height = channels.length * rowHeight + 26;
  const y = (channel: string) => channels.indexOf(channel || 'no channel') * rowHeight + rowHeight / 2;
  const x = (time: number) => (zoomed && time >= zoomFrom ? near(time) : whole(time));
  const troubled = zoomed && inZoom.some((r) => r.sign === 'trouble');
  const marks = gather(rows, (r) => x(Date.parse(r.time)));
  const isGathered = marks.some((m) => m.n > 1);
  const base = channels.length * rowHeight;
  return (
    <Block
      title={title(rows, inZoom, zoomed, zone)}
      line={<span className="signs">{(['interaction', 'answer', 'trouble', 'contact'] as SignName[]).map((s) => <span key={s}><Sign kind={kindOfSign[s]} /> {names[s]}</span>)}
        <span>{span(dayOf(oldest.time, zone), dayOf(newest.time, zone))}{more ? '; earlier events are not loaded yet' : ''}.{zoomed && ` Shaded: the last ${zoomDays} days, enlarged.`}{isGathered && ' A larger mark is several events, close together.'}</span></span>}
    >
      <div className="fluid" ref={ref}>
        <svg viewBox={`0 0 ${width} ${height}`} height={height} role="img" aria-label={`${plural(rows.length, 'event')} on ${plural(channels.length, 'channel')}: ${channels.map((c) => `${words(c)} ${counts.get(c)}`).join(', ')}`}>
          {zoomed && <rect x={split} y={0} width={width - split} height={base} className={troubled ? 'near harm' : 'near'} />}
          {zoomed && <path d={`M${split} 0V${base}`} className="zero" />}
          {channels.map((c) => <g key={c}><path d={`M${left} ${y(c)}H${width}`} className="gl" /><text x={0} y={y(c) + 4}>{fit(words(c), left)}</text></g>)}
          {ticks(ticksOf(whole, split - left, 84), whole, base, split)}
          {zoomed && ticks(ticksOf(near, width - split, 64), near, base, width)}
          {marks.map((m, i) => <g key={i} className="event-mark"><SignAt kind={kindOfSign[m.sign]} x={m.x} y={y(m.channel)} r={Math.min(10, 3.4 + 0.9 * Math.sqrt(m.n))} /></g>)}
        </svg>
      </div>
      <Behind
        caption="Events on this chart, newest first"
        columns={[{ title: 'Time' }, { title: 'Channel', text: true }, { title: 'Event', text: true }, { title: 'Touchpoint', text: true }, { title: 'Sign', text: true }]}
        rows={rows.slice(0, 500).map((r) => [moment(r.time, zone), r.channel && words(r.channel), r.event, r.touchpoint, names[r.sign ?? 'interaction']])}
      />
    </Block>
  );
}

interface Mark { sign: SignName; channel: string; x: number; n: number }

/** One mark per sign, channel and place; what matters most comes last, so that it is drawn on top. */
function gather(rows: TimelineRow[], at: (r: TimelineRow) => number): Mark[] {
  const marks: Mark[] = [];
  const open = new Map<string, Mark>();
  for (const r of rows) {
    const [sign, channel, x] = [r.sign ?? 'interaction', r.channel ?? '', at(r)];
    const key = `${sign}:${channel}`;
    const last = open.get(key);
    if (last && Math.abs(last.x - x) < apart) last.n += 1;
    else {
      const mark = { sign, channel, x, n: 1 };
      open.set(key, mark);
      marks.push(mark);
    }
  }
  return marks.sort((a, b) => order.indexOf(a.sign) - order.indexOf(b.sign) || b.n - a.n);
}

/** About one label in `each` px; where round dates give fewer than two, the next finer ones as long as they have 40 px each. */
function ticksOf(scale: ScaleTime<number, number>, room: number, each: number): Date[] {
  let found: Date[] = [];
  for (let wanted = Math.max(2, Math.floor(room / each)); wanted <= 24; wanted++) {
    const next = scale.ticks(wanted);
    if (next.length * 40 > room) break;
    found = next;
    if (found.length > 1) break;
  }
  return found;
}

function ticks(times: Date[], scale: (t: Date) => number, base: number, end: number) {
  return times.map((t) => {
    const text = t.getUTCDate() === 1 ? (t.getUTCMonth() === 0 ? String(t.getUTCFullYear()) : monthNames[t.getUTCMonth()])
      : t.getUTCHours() ? `${String(t.getUTCHours()).padStart(2, '0')}:00` : `${t.getUTCDate()} ${monthNames[t.getUTCMonth()]}`;
    const isLast = scale(t) > end - 26;
    return <text key={t.getTime()} x={isLast ? end : scale(t)} y={base + 18} textAnchor={isLast ? 'end' : 'middle'} className="m">{text}</text>;
  });
}

function title(rows: TimelineRow[], near: TimelineRow[], zoomed: boolean, zone: string): string {
  if (!zoomed) return `${plural(rows.length, 'event')} in ${plural(new Set(rows.map((r) => r.channel)).size, 'channel')}`;
  const newest = rows[0];
  return `${count(near.length)} of ${plural(rows.length, 'event')} fall in the ${zoomDays} days up to ${newest ? day(newest.time, zone) : ''}`;
}

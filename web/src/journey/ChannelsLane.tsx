// Which channels carry a step: area is the share of its passages; the most used are joined, so that hand-overs show.

import { percent, words } from '../chart/format';
import { bubble, flowPath } from '../chart/geometry';
import { useWidth } from '../chart/useWidth';
import type { Cell } from '../shell/cell';
import type { Place } from './findings';
import { Press } from './JourneyMap';

const row = 26;
const largest = row / 2; // radius at 100 %: two full dots below each other touch, and no more
const numbered = 9; // the smallest dot that holds its number

export function ChannelsLane({ places, cell, open }: { places: Place[]; cell: Cell | null; open: (cell: Cell) => void }) {
  const { ref, width } = useWidth<HTMLTableCellElement>(1180);
  const totals = new Map<string, number>();
  for (const p of places) for (const c of p.step.channels ?? []) totals.set(c.channel, (totals.get(c.channel) ?? 0) + c.passages);
  const channels = [...totals.entries()].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  if (channels.length === 0) return null;
  const step = width / places.length;
  const height = channels.length * row + 8;
  const y = (channel: string) => channels.indexOf(channel) * row + row / 2 + 4;
  const main = places.map((p) => {
    const top = p.step.channels?.filter((c) => c.share.value !== null).toSorted((a, b) => (b.share.value as number) - (a.share.value as number))[0];
    return top ? { x: step * (p.column + 0.5), y: y(top.channel), channel: top.channel, share: top.share.value as number } : null;
  });
  return (
    <tr role="row" className="channels">
      <th role="rowheader" scope="row">
        <span className="vh">Channels, % of passages</span>
        <ul className="channel-names" style={{ gridAutoRows: row }}>{channels.map((c) => <li key={c}>{words(c)}</li>)}</ul>
      </th>
      <td role="cell" className="full" aria-colspan={places.length} ref={ref}>
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
          {channels.map((c) => <path key={c} d={`M0 ${y(c)}H${width}`} className="gl" />)}
          {places.map((p) => p.step.channels?.map((c) => c.share.value !== null && (
            <circle key={`${p.column}${c.channel}`} cx={step * (p.column + 0.5)} cy={y(c.channel)} r={Math.max(1.2, bubble(c.share.value, largest))} className="dot" />
          )))}
          <path d={flowPath(main.filter((m) => m !== null))} className="way" />
          {main.map((m, i) => {
            if (!m) return <text key={i} x={step * (i + 0.5)} y={height / 2} textAnchor="middle" className="m">none</text>;
            const r = Math.max(numbered, bubble(m.share, largest));
            return <g key={i}><circle cx={m.x} cy={m.y} r={r} className="dot main" /><text x={m.x} y={m.y + 4} textAnchor="middle" className="on-dot">{Math.round(m.share * 100)}</text></g>;
          })}
        </svg>
        {places.map((p) => (
          <Press key={p.column} cell={cell} open={open} lane="channels" stage={p.stage.stage} step={p.step.step} className="over" style={{ left: step * p.column, width: step }}
            label={`Channels of ${p.step.step}: ${p.step.channels?.filter((c) => c.share.value !== null).map((c) => `${words(c.channel)} ${percent(c.share.value)}`).join(', ') || 'none'}`} />
        ))}
      </td>
    </tr>
  );
}

// Which group of a split answer is drawn, where only one has room.

import { count } from '../chart/format';
import type { Drawn } from './drawn';

interface Props {
  drawn: Pick<Drawn<unknown>, 'groups' | 'chosen'>;
  unit: string; // of the groups' sizes
  set: (change: { drawn: string[] }) => void;
}

const listed = 12;

export function GroupChooser({ drawn: { groups, chosen }, unit, set }: Props) {
  const choose = (values: string[]) => set({ drawn: values });
  if (groups.length === 0) return null;
  const shown = groups.slice(0, listed);
  const rest = groups.slice(listed);
  return (
    <div className="group-chooser only-screen" role="group" aria-label="Which group is drawn">
      {shown.map((g) => (
        <button
          key={g.label}
          type="button"
          className="btn"
          aria-pressed={g === chosen}
          onClick={() => choose(g.values)}
        >
          <b>{g.label}</b> {count(g.size)}
        </button>
      ))}
      {rest.length > 0 && (
        <select
          className="field only-screen"
          aria-label="A smaller group"
          value={rest.findIndex((g) => g === chosen)}
          onChange={(event) => choose(rest[Number(event.target.value)]?.values ?? [])}
        >
          <option value={-1}>{rest.length} smaller …</option>
          {rest.map((g, i) => (
            <option key={g.label} value={i}>
              {g.label} ({count(g.size)})
            </option>
          ))}
        </select>
      )}
      <span className="mark">{unit}</span>
    </div>
  );
}

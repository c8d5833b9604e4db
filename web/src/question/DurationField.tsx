// A time as a number and a unit: "14d", and where a question takes them "1 month" and "2 sessions".

import { useState } from 'react';
import { Field } from './Fields';

const units: [string, string][] = [
  ['s', 'seconds'],
  ['m', 'minutes'],
  ['h', 'hours'],
  ['d', 'days'],
  ['w', 'weeks'],
];
const windows: [string, string][] = [
  ['day', 'calendar days'],
  ['week', 'calendar weeks'],
  ['month', 'calendar months'],
  ['quarter', 'calendar quarters'],
  ['year', 'calendar years'],
  ['session', 'sessions'],
];
const usual: Record<string, number> = { month: 1, quarter: 1, year: 1, session: 1 };

/** "14d", "2 sessions" as their parts; nothing for a longer form (1h30m). */
export function readDuration(value: string): { number: string; unit: string } | null {
  const [, number, letter, word] = /^(\d+)(?:([smhdw])| (day|week|month|quarter|year|session)s?)$/.exec(value) ?? [];
  return number ? { number, unit: letter ?? word ?? '' } : null;
}

export const writeDuration = (number: number, unit: string): string =>
  unit.length === 1 ? `${number}${unit}` : `${number} ${unit}${number === 1 ? '' : 's'}`;

/** A longer form stands as it was written. `none`: what having none is called; `hasWindows`: calendar and sessions. */
export function DurationField({
  label,
  value,
  set,
  none,
  hasWindows,
}: {
  label: string;
  value: string;
  set: (value: string) => void;
  none?: string;
  hasWindows?: boolean;
}) {
  const found = readDuration(value);
  const [typed, setTyped] = useState<string | null>(null);
  const unit = found?.unit ?? (value === 'none' ? 'none' : '');
  const known = hasWindows || unit.length > 1 ? [...units, ...windows] : units;
  const commit = () => {
    if (typed !== null && /^\d+$/.test(typed) && Number(typed) > 0) set(writeDuration(Number(typed), found?.unit ?? 'd'));
    setTyped(null);
  };
  const choose = (next: string) => {
    const keeps = found && usual[next] === undefined && usual[found.unit] === undefined;
    set(next === 'none' ? 'none' : writeDuration(keeps ? Number(found.number) : (usual[next] ?? 30), next));
  };
  return (
    <Field label={label}>
      {(id) => (
        <span className="duration">
          <input
            id={id}
            className="field"
            inputMode="numeric"
            disabled={unit === 'none'}
            value={typed ?? found?.number ?? (unit === 'none' ? '' : value)}
            onChange={(event) => setTyped(event.target.value)}
            onBlur={commit}
            onKeyDown={(event) => event.key === 'Enter' && commit()}
          />
          <select
            className="field"
            aria-label={`${label}: unit`}
            value={unit}
            onChange={(event) => choose(event.target.value)}
          >
            {unit === '' && <option value="">as written</option>}
            {known.map(([key, name]) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
            {none && <option value="none">{none}</option>}
          </select>
        </span>
      )}
    </Field>
  );
}

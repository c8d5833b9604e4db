// The fields that questions share.

import { type ReactNode, useId, useState } from 'react';
import type { Option } from './Combobox';
import { useCounts, useSplits } from './suggestions';
import './question.css';

export function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="ask-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

export function Choice({
  label,
  value,
  options,
  set,
}: {
  label: string;
  value: string;
  options: Option[];
  set: (value: string) => void;
}) {
  const known = options.some((o) => o.value === value);
  return (
    <Field label={label}>
      {(id) => (
        <select id={id} className="field" value={value} onChange={(event) => set(event.target.value)}>
          {!known && <option value={value}>{value}</option>}
          {options.map((o) => (
            <option key={o.value} value={o.value}>
              {o.label ?? o.value}
              {o.hint ? ` (${o.hint})` : ''}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function NumberField({
  label,
  value,
  least,
  most,
  set,
}: {
  label: string;
  value: number;
  least: number;
  most: number;
  set: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    const number = Math.round(Number(typed));
    if (typed !== null && typed.trim() !== '' && Number.isFinite(number)) set(Math.min(most, Math.max(least, number)));
    setTyped(null);
  };
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          className="field"
          type="number"
          min={least}
          max={most}
          value={typed ?? value}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
        />
      )}
    </Field>
  );
}

export function Check({ label, value, set }: { label: string; value: boolean; set: (value: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={value} onChange={(event) => set(event.target.checked)} />
      {label}
    </label>
  );
}

/** One thing to split by, and once there is one, a second. */
export function SplitFields({ by, set, calendar }: { by: string[]; set: (by: string[]) => void; calendar?: boolean }) {
  const options = useSplits(calendar);
  const [first = '', second = ''] = by;
  return (
    <div className="two">
      <Choice
        label="Split by"
        value={first}
        options={options}
        set={(value) => set(value ? [value, ...(second && second !== value ? [second] : [])] : [])}
      />
      {first && (
        <Choice
          label="and by"
          value={second}
          options={options.filter((o) => o.value !== first)}
          set={(value) => set(value ? [first, value] : [first])}
        />
      )}
    </div>
  );
}

export function CountField({ value, set }: { value: string; set: (value: string) => void }) {
  return <Choice label="Count" value={value} options={useCounts()} set={set} />;
}

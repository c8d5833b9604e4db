// A field with suggestions, by the ARIA combobox pattern: type to narrow, arrows to walk, Enter to take, Escape to close.
// What is typed may also be taken as it is: the server says so where nothing has that name.

import { type KeyboardEvent, useId, useState } from 'react';

export interface Option {
  value: string;
  hint?: string;
  label?: string;
}
interface Props {
  label: string;
  options: Option[];
  take: (value: string) => void;
  placeholder?: string;
  value?: string;
  clears?: boolean;
}

const listed = 60;

/** Names that begin so stand before those that only contain it. */
export function narrowed(options: Option[], typed: string): Option[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return options.slice(0, listed);
  const text = (o: Option) => (o.label ?? o.value).toLowerCase();
  const holding = options.filter((o) => text(o).includes(wanted));
  return [
    ...holding.filter((o) => text(o).startsWith(wanted)),
    ...holding.filter((o) => !text(o).startsWith(wanted)),
  ].slice(0, listed);
}

export function Combobox({ label, options, take, placeholder, value = '', clears = false }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null); // null: as it was
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const shown = narrowed(options, typed ?? '');
  const choose = (chosen: string) => {
    setTyped(null);
    setOpen(false);
    setAt(-1);
    if (chosen.trim() && chosen !== value) take(chosen.trim());
  };
  const walk = (by: number) => {
    setOpen(true);
    const next = shown.length ? (at + by + shown.length + (at < 0 && by < 0 ? 1 : 0)) % shown.length : -1;
    setAt(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      walk(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && (open || typed)) {
      event.preventDefault();
      choose(shown[at]?.value ?? (typed ? ((shown.find((o) => o.value === typed) ?? shown[0])?.value ?? typed) : ''));
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setOpen(false);
      setTyped(null);
    }
  };
  return (
    <span className="combo">
      <input
        className="field"
        role="combobox"
        aria-label={label}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && at >= 0 ? `${id}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={typed ?? (clears ? '' : value)}
        onKeyDown={key}
        onChange={(event) => {
          setTyped(event.target.value);
          setOpen(true);
          setAt(-1);
        }}
        onClick={() => setOpen(true)}
        onBlur={() => {
          setOpen(false);
          setTyped(null);
          setAt(-1);
        }}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!open || shown.length === 0}>
        {open &&
          shown.map((o, i) => (
            // The pointer must not take the focus from the field before it is released.
            <li
              key={o.value}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(o.value)}
            >
              <span>{o.label ?? o.value}</span>
              {o.hint && <span className="mark">{o.hint}</span>}
            </li>
          ))}
      </ul>
    </span>
  );
}

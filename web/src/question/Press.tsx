// A number that opens the people behind it.

import type { CSSProperties, ReactNode } from 'react';
import type { CellRef } from './asked';
import './question.css';

interface Props {
  cell: CellRef;
  now?: CellRef;
  open: (cell?: CellRef) => void;
  label: string;
  className?: string;
  style?: CSSProperties;
  at?: string; // its place in a table that arrow keys walk
  tab?: boolean; // of such a table one cell is a tab stop
  children?: ReactNode;
}

export const isSame = (a: CellRef, b?: CellRef): boolean =>
  !!b && a.outcome === b.outcome && JSON.stringify(a.group) === JSON.stringify(b.group);

export function Press({ cell, now, open, label, className = '', style, at, tab, children }: Props) {
  const isOpen = isSame(cell, now);
  return (
    <button
      type="button"
      className={`press ${className}`}
      style={style}
      aria-label={label}
      aria-expanded={isOpen}
      data-at={at}
      tabIndex={tab === false ? -1 : undefined}
      onClick={() => open(isOpen ? undefined : cell)}
    >
      {children}
    </button>
  );
}

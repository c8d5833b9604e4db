// A table of which one cell is a tab stop, and in which arrow keys walk: cells say where they are in data-at.

import { type KeyboardEvent, useRef, useState } from 'react';

const steps: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function useGridWalk() {
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<[number, number]>([0, 0]);
  const walk = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    // What has no cell to open is stepped over.
    for (let [row, column] = [at[0] + step[0], at[1] + step[1]]; ; row += step[0], column += step[1]) {
      if (row < 0 || column < 0 || row > 400 || column > 400) return;
      const next = table.current?.querySelector<HTMLElement>(`[data-at="${row}.${column}"]`);
      if (!next) continue;
      event.preventDefault();
      setAt([row, column]);
      next.focus();
      return;
    }
  };
  return { table, at, setAt, walk };
}

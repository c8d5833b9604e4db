// Lines that came and went between two versions, by their longest common run. Files of definitions are short.

export interface Line { sign: ' ' | '+' | '-'; text: string }

export function changedLines(before: string | undefined, now: string): Line[] {
  const b = now.trimEnd().split('\n');
  if (before === undefined) return b.map((text) => ({ sign: ' ', text }));
  const a = before.trimEnd().split('\n');
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) (common[i] as Uint32Array)[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const out: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push({ sign: ' ', text: a[i] as string });
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) out.push({ sign: '-', text: a[i++] as string });
    else out.push({ sign: '+', text: b[j++] as string });
  }
  return out;
}

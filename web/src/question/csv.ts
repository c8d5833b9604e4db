// An answer's rows as CSV, as `throughline --format csv` writes them: an estimate is four columns, x, x_low, x_high, x_n;
// a list of texts is joined by "; ", what is nested otherwise is JSON.

import type { Estimate } from '../api/types';

type Row = Record<string, unknown>;

const isEstimate = (value: unknown): value is Estimate =>
  typeof value === 'object' && value !== null && 'value' in value && 'low' in value && 'n' in value;

function field(value: unknown): string {
  if (value === null || value === undefined) return '';
  const isTexts = Array.isArray(value) && value.every((v) => typeof v === 'string');
  const text = isTexts ? value.join('; ') : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvOf(rows: Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const estimates = new Set(columns.filter((c) => rows.some((row) => isEstimate(row[c]))));
  const heads = columns.flatMap((c) => (estimates.has(c) ? [c, `${c}_low`, `${c}_high`, `${c}_n`] : [c]));
  const cells = (row: Row) =>
    columns.flatMap((c) => {
      const value = row[c];
      if (!estimates.has(c)) return [value];
      return isEstimate(value) ? [value.value, value.low, value.high, value.n] : [null, null, null, null];
    });
  return [heads, ...rows.map(cells)].map((line) => `${line.map(field).join(',')}\n`).join('');
}

// Ledger, imports and refused rows come as open rows; what the pages need of them is read here, in one place.

export interface Reasons { code: string; rows: number }
export interface LedgerRow { source: string; read: number | null; accepted: number | null; deduplicated: number | null; refused: number | null; changed: number | null; reasons: Reasons[] }
export interface ImportRow extends LedgerRow { number: number; file: string; state: string; started: string; events: number | null; sameFileAs: number | null }
export interface RefusedRow { line: string; code: string; message: string; text: string }

type Row = Record<string, unknown>;

const number = (v: unknown): number | null => (typeof v === 'number' && Number.isFinite(v) ? v : null);
const text = (v: unknown): string => (v === null || v === undefined ? '' : String(v));
const pick = (row: Row, ...names: string[]): unknown => names.map((n) => row[n]).find((v) => v !== undefined && v !== null);

/** {code: rows}, or [{code|reason, rows|count}], largest first. */
export function reasonsOf(given: unknown): Reasons[] {
  const out: Reasons[] = Array.isArray(given)
    ? given.filter((r): r is Row => !!r && typeof r === 'object').map((r) => ({ code: text(pick(r, 'code', 'reason')), rows: number(pick(r, 'rows', 'count', 'n')) ?? 0 }))
    : given && typeof given === 'object' ? Object.entries(given).map(([code, rows]) => ({ code, rows: number(rows) ?? 0 })) : [];
  return out.filter((r) => r.code && r.rows > 0).sort((a, b) => b.rows - a.rows);
}

export function ledgerRow(row: Row): LedgerRow {
  return {
    source: text(row.source), read: number(row.read), accepted: number(row.accepted), changed: number(row.changed),
    deduplicated: number(row.deduplicated), refused: number(row.refused),
    reasons: reasonsOf(pick(row, 'refused_by_reason', 'reasons', 'refused_by')),
  };
}

export function importRow(row: Row): ImportRow {
  return {
    ...ledgerRow(row), number: number(pick(row, 'number', 'import')) ?? 0, file: text(row.file), state: text(row.state) || 'done',
    started: text(pick(row, 'started', 'time', 'finished')), events: number(row.events), sameFileAs: number(row.same_file_as),
  };
}

export function refusedRow(row: Row): RefusedRow {
  return {
    line: text(pick(row, 'line', 'number', 'row')), code: text(pick(row, 'code', 'reason')),
    message: text(pick(row, 'message', ...(row.code === undefined ? [] : ['reason']))), text: text(pick(row, 'text', 'content', 'raw', 'found')),
  };
}

/** The server's own total, called "all", is worked out here again, so that the sum that is shown is a sum of what is shown. */
export const sourcesOf = (rows: Row[]): LedgerRow[] => {
  const all = rows.map(ledgerRow);
  return all.length > 1 ? all.filter((r) => r.source !== 'all') : all;
};

/** read = accepted + deduplicated + refused; null when a number is missing. */
export function addsUp(r: LedgerRow): boolean | null {
  if (r.read === null || r.accepted === null || r.deduplicated === null || r.refused === null) return null;
  return r.read === r.accepted + r.deduplicated + r.refused;
}

export function total(rows: LedgerRow[]): LedgerRow {
  const sum = (get: (r: LedgerRow) => number | null) => rows.reduce<number | null>((s, r) => (s === null || get(r) === null ? null : s + (get(r) as number)), 0);
  const reasons = new Map<string, number>();
  for (const r of rows) for (const x of r.reasons) reasons.set(x.code, (reasons.get(x.code) ?? 0) + x.rows);
  return {
    source: 'All sources', read: sum((r) => r.read), accepted: sum((r) => r.accepted), changed: sum((r) => r.changed), deduplicated: sum((r) => r.deduplicated),
    refused: sum((r) => r.refused), reasons: reasonsOf(Object.fromEntries(reasons)),
  };
}

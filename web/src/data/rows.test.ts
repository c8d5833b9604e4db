import { expect, test } from 'vitest';
import { addsUp, importRow, ledgerRow, reasonsOf, refusedRow, sourcesOf, total } from './rows';

test('reasons read from a mapping or a list, largest first, none of zero', () => {
  expect(reasonsOf({ 'row.nobody': 2, 'time.unreadable': 5, none: 0 })).toEqual([{ code: 'time.unreadable', rows: 5 }, { code: 'row.nobody', rows: 2 }]);
  expect(reasonsOf([{ code: 'row.nobody', rows: 2 }])).toEqual([{ code: 'row.nobody', rows: 2 }]);
  expect(reasonsOf(undefined)).toEqual([]);
});

test('a ledger adds up, does not, or cannot be checked', () => {
  expect(addsUp(ledgerRow({ source: 'web', read: 10, accepted: 7, deduplicated: 2, refused: 1 }))).toBe(true);
  expect(addsUp(ledgerRow({ source: 'web', read: 10, accepted: 7, deduplicated: 2, refused: 0 }))).toBe(false);
  expect(addsUp(ledgerRow({ source: 'web', read: 10 }))).toBeNull();
});

test('a total with an unknown part is unknown, not smaller', () => {
  const t = total([ledgerRow({ read: 1, accepted: 1 }), ledgerRow({ read: 2 })]);
  expect(t.read).toBe(3);
  expect(t.accepted).toBeNull();
});

test('an import keeps its number, whichever name it has', () =>
  expect(importRow({ import: 4, read: 1 }).number).toBe(4));

test('the server’s total is not a source', () =>
  expect(sourcesOf([{ source: 'web', read: 1 }, { source: 'all', read: 1 }]).map((r) => r.source)).toEqual(['web']));

test('a refused row has its code and its sentence', () =>
  expect(refusedRow({ line: 3, code: 'row.nobody', reason: 'nobody is named' })).toEqual({ line: '3', code: 'row.nobody', message: 'nobody is named', text: '' }));

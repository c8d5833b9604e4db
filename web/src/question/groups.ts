// The groups of a split answer: each row begins with a column for each thing that it is split by.

import type { Answer } from '../api/types';
import { intervalName } from '../chart/format';
import type { CellRef } from './asked';

/** The values before the column `first`: none where the answer is not split. */
export function groupIn(row: Record<string, unknown>, first: string): string[] {
  const values: string[] = [];
  for (const [key, value] of Object.entries(row)) {
    if (key === first) break;
    values.push(String(value ?? ''));
  }
  return values;
}

export const groupLabel = (values: string[]): string => values.map((v) => intervalName(v) || 'not known').join(' · ');

/** As `behind` takes it: a text, or split by two, one of each. */
export const groupRef = (values: string[]): Pick<CellRef, 'group'> =>
  values.length === 0 ? {} : { group: values.length === 1 ? values[0] : values };

export const refLabel = (group: CellRef['group']): string => groupLabel(group === undefined ? [] : [group].flat());

type Row = Record<string, unknown>;
export interface GroupOf {
  values: string[];
  label: string;
  size: number;
}

const valuesOf = (row: Row, columns: string[]): string[] => columns.map((c) => String(row[c] ?? ''));
const isOf = (row: Row, columns: string[], values: string[]): boolean =>
  columns.every((c, i) => String(row[c] ?? '') === (values[i] ?? ''));

/** The columns that name a row's group: as many as it is split by. */
export const groupColumns = (rows: Row[], by: number): string[] => Object.keys(rows[0] ?? {}).slice(0, by);

/** The groups of rows that hold anything, the largest first; `size` of a row adds up. */
export function groupsBySize(rows: Row[], by: number, size: (row: Row) => number): GroupOf[] {
  const columns = groupColumns(rows, by);
  const groups = new Map<string, GroupOf>();
  for (const row of rows) {
    const values = valuesOf(row, columns);
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, label: groupLabel(values), size: 0 };
    groups.set(key, { ...group, size: group.size + size(row) });
  }
  return [...groups.values()].filter((g) => g.size > 0).toSorted((a, b) => b.size - a.size);
}

/** One group of a split answer, as if nothing else had been asked: its rows, and its part of what stands beside them. */
export function narrowed<A extends Answer>(answer: A, by: number, values: string[]): A {
  const columns = groupColumns(answer.rows, by);
  const isSplit = (member: unknown): member is Row[] =>
    Array.isArray(member) && member.length > 0 && columns.every((c) => typeof member[0] === 'object' && c in member[0]);
  return Object.fromEntries(
    Object.entries(answer).map(([name, member]) => [
      name,
      isSplit(member) ? member.filter((row) => isOf(row, columns, values)) : member,
    ]),
  ) as unknown as A;
}

/** The group that is asked for where there is one of that name, else the largest. */
export const chosenGroup = (groups: GroupOf[], wanted: string[] | undefined): GroupOf | undefined =>
  groups.find((g) => JSON.stringify(g.values) === JSON.stringify(wanted)) ?? groups[0];

// The groups of a split answer: each row begins with a column for each thing that it is split by.

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

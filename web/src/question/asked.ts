// A question in the address: what is chosen stands there, so that a link asks the same, and Back undoes a change.

import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Scope } from '../api/queries';
import { useScope } from '../shell/scope';

/** The number whose people are open: an outcome as `behind` takes it, and the group of a split answer. */
export interface CellRef {
  outcome: string;
  group?: string | string[];
}

export type Raw = Record<string, unknown>;

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
export const oneOf = <T extends string>(value: unknown, known: readonly T[]): T | undefined =>
  known.find((k) => k === value);
export const whole = (value: unknown, least: number, most: number): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
export const yes = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** One thing to split by, or two. */
export function readBy(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value])
    .map(text)
    .filter((t) => t !== undefined)
    .slice(0, 2);
  return list.length ? list : undefined;
}

/** Which group of a split answer is drawn: a value of each thing that it is split by. */
export const readDrawn = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.length > 0 && value.length <= 2 ? value.map(String) : undefined;

export const askedBy = (by: string[] | undefined): { by?: string | string[] } =>
  by?.length ? { by: by.length === 1 ? by[0] : by } : {};

export function readCellRef(value: unknown): CellRef | undefined {
  if (typeof value !== 'object' || value === null || !('outcome' in value)) return undefined;
  const { outcome, group } = value as Raw;
  const known = text(outcome);
  const groups =
    Array.isArray(group) && group.length <= 2
      ? group.map(String)
      : typeof group === 'string' || typeof group === 'number'
        ? String(group)
        : undefined;
  return known ? { outcome: known, ...(groups !== undefined && { group: groups }) } : undefined;
}

/** Members without a value leave the address, so that the shortest one says the same. */
export const written = (search: Raw): Raw =>
  Object.fromEntries(
    Object.entries(search).filter(
      ([, v]) => v !== undefined && v !== '' && v !== false && !(Array.isArray(v) && v.length === 0),
    ),
  );

export function useAsked<S extends object>(): {
  search: S;
  set: (change: Partial<S>) => void;
  open: (cell?: CellRef) => void;
  scope: Scope | null;
} {
  const all: object = useSearch({ strict: false });
  const search = all as S;
  const navigate = useNavigate();
  const go = (change: object, replace: boolean) =>
    navigate({
      to: '.',
      search: (before: object) => written({ ...before, ...change }),
      replace,
      resetScroll: false,
    } as never);
  return {
    search,
    // Another question has other people behind its numbers, and another split other groups.
    set: (change) => void go({ cell: undefined, ...('by' in change && { drawn: undefined }), ...change }, false),
    open: (cell) => void go({ cell }, true),
    scope: useScope(),
  };
}

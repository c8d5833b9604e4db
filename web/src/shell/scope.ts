// Period and segment: in the URL, shared by all pages, so that a link shows what its sender saw.

import { useNavigate, useSearch } from '@tanstack/react-router';
import { type Scope, useWorkspace } from '../api/queries';
import type { Workspace } from '../api/types';
import { dayOf, span } from '../chart/format';

export interface ScopeSearch { from?: string; to?: string; segment?: string }

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

export function readScope(search: Record<string, unknown>): ScopeSearch {
  const both = isDay(search.from) && isDay(search.to) && search.from <= search.to;
  return {
    ...(both ? { from: search.from as string, to: search.to as string } : {}),
    ...(typeof search.segment === 'string' && search.segment ? { segment: search.segment } : {}),
  };
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

export interface Preset { title: string; from: string; to: string }

/** Periods end where the data end, not today: an import of last year must not open on an empty page. */
export function presetsOf(w: Workspace): Preset[] {
  if (!w.first || !w.last) return [];
  const zone = w.zone ?? 'UTC';
  const [first, to] = [dayOf(w.first, zone), dayOf(w.last, zone)];
  const lengths: [string, number][] = [['28 days', 28], ['90 days', 90], ['12 months', 365]];
  const fitting = lengths.map(([title, days]) => ({ title, from: addDays(to, 1 - days), to })).filter((p) => p.from > first);
  return [...fitting, { title: 'All data', from: first, to }];
}

export function defaultPeriod(w: Workspace): Preset | undefined {
  const presets = presetsOf(w);
  return presets.find((p) => p.title === '90 days') ?? presets[presets.length - 1];
}

/** null until the workspace is known, because the default period ends where its data end. */
export function useScope(): Scope | null {
  const search: ScopeSearch = useSearch({ strict: false });
  const { data: w } = useWorkspace();
  if (!w) return null;
  const period = search.from && search.to ? { from: search.from, to: search.to } : defaultPeriod(w);
  return { from: period?.from, to: period?.to, zone: w.zone, segment: search.segment };
}

/** "23 Aug – 20 Nov 2026" */
export const periodOf = (scope: Scope | null): string => (scope?.from && scope.to ? span(scope.from, scope.to) : '');

export function useSetScope() {
  const navigate = useNavigate();
  return (change: Partial<ScopeSearch>) =>
    navigate({ to: '.', search: (before: object) => ({ ...before, ...change }), resetScroll: false } as never);
}

export const useZone = (): string => useWorkspace().data?.zone ?? 'UTC';

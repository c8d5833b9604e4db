// What the definitions of a workspace imply to ask about.

import type { Definition } from '../api/types';
import { text } from './asked';

export interface Start {
  key: string;
  title: string;
  steps: unknown[];
  within?: string;
}

/** Funnels that the workspace's definitions imply: conversion metrics, and each task from its start to its success. */
export function startsOf(definitions: Definition[] | undefined): Start[] {
  const found: Start[] = [];
  for (const d of definitions ?? []) {
    const c = d.content;
    if (d.kind === 'metric' && c?.kind === 'conversion' && Array.isArray(c.steps))
      found.push({ key: `metric:${d.name}`, title: d.title, steps: c.steps, within: text(c.within) });
    if (d.kind === 'task' && c?.start && c.success)
      found.push({
        key: `task:${d.name}`,
        title: d.title,
        steps: [c.start, c.success],
        within: text(c.within) ?? '1h',
      });
  }
  return found.sort((a, b) => b.steps.length - a.steps.length);
}

// What paths, flow and variants share: what a node is, and when a passage ends.

import { oneOf, type Raw, text } from './asked';

export interface Naming {
  pattern: string;
  as: string;
}
export interface PassageSearch {
  collapse?: 'yes' | 'no';
  gap?: string;
  node?: 'touchpoint';
  group?: Naming[];
  count?: string;
}

export function readPassage(raw: Raw): PassageSearch {
  const group = Array.isArray(raw.group)
    ? raw.group.flatMap((g: unknown) => {
        const { pattern, as } = (typeof g === 'object' && g !== null ? g : {}) as Raw;
        return text(pattern) && typeof as === 'string' ? [{ pattern: String(pattern), as }] : [];
      })
    : undefined;
  return {
    collapse: oneOf(raw.collapse, ['yes', 'no'] as const),
    gap: text(raw.gap),
    node: oneOf(raw.node, ['touchpoint'] as const),
    group: group?.length ? group : undefined,
    count: text(raw.count),
  };
}

export const askedPassage = (s: PassageSearch): Record<string, unknown> => ({
  ...(s.collapse && { collapse: s.collapse === 'yes' }),
  ...(s.gap && { gap: s.gap }),
  ...(s.node && { node: s.node }),
  ...(s.group && { group: s.group }),
  ...(s.count && { count: s.count }),
});

/** "product * = product", one a line; a line without a name for it is left out of the nodes. */
export const writeNaming = (group: Naming[] = []): string => group.map((g) => `${g.pattern} = ${g.as}`).join('\n');
export const readNaming = (lines: string): Naming[] =>
  lines
    .split('\n')
    .map((line) => line.split('='))
    .filter((parts) => parts[0]?.trim())
    .map(([pattern = '', ...as]) => ({ pattern: pattern.trim(), as: as.join('=').trim() }));

// Sessions in the address, and as /questions takes them.

import type { Scope } from '../api/queries';
import type { Question } from '../api/types';
import { readVersus } from '../compare/versus';
import { askedBy, type CellRef, type Raw, readBy, readCellRef, readDrawn, text, yes } from '../question/asked';
import { refLabel } from '../question/groups';
import { askedEvents, readStep } from '../question/matcher';
import { askedPassage, type PassageSearch, readPassage } from '../question/passage';

export interface SessionSearch extends PassageSearch {
  idle?: string;
  cap?: string;
  perChannel?: boolean;
  views?: unknown;
  by?: string[];
  drawn?: string[];
  vs?: string;
  cell?: CellRef;
}

export const usualIdle = '30m';

export const readSessions = (raw: Raw): SessionSearch => ({
  ...readPassage({ node: raw.node, group: raw.group, count: raw.count }),
  idle: text(raw.idle),
  cap: text(raw.cap),
  perChannel: yes(raw.perChannel),
  views: raw.views,
  by: readBy(raw.by),
  drawn: readDrawn(raw.drawn),
  vs: readVersus(raw.vs),
  cell: readCellRef(raw.cell),
});

/** Where each channel is cut by itself, the answer is split by it without being asked to. */
export const splitBy = (s: SessionSearch): string[] | undefined => s.by ?? (s.perChannel ? ['channel'] : undefined);

export function sessionsQuestion(s: SessionSearch, scope: Scope): Question {
  const views = askedEvents(readStep(s.views));
  return {
    ask: 'sessions',
    ...scope,
    ...(s.idle && { idle: s.idle }),
    ...(s.cap && { cap: s.cap }),
    ...(s.perChannel && { per_channel: true }),
    ...(views.length && { views }),
    ...askedPassage(s),
    ...askedBy(s.by),
  };
}

const outcomes: Record<string, string> = { bounced: 'Their session was a bounce', stayed: 'Their session went on' };

export function cellTitle({ outcome, group }: CellRef): string {
  const at = outcome.indexOf(':');
  const [what, node] = [outcome.slice(0, Math.max(0, at)), outcome.slice(at + 1)];
  const said =
    what === 'entry'
      ? `Their session began with “${node}”`
      : what === 'exit'
        ? `Their session ended with “${node}”`
        : (outcomes[outcome] ?? outcome);
  return `${said}${group === undefined ? '' : `: ${refLabel(group)}`}`;
}

// Whom an answer counts: people, accounts or objects, or in a funnel each walk or session; whichever column it has.

import type { Answer } from '../api/types';
import { plural } from '../chart/format';

const counted = ['people', 'accounts', 'objects', 'walks', 'sessions'];
const one: Record<string, string> = { people: 'person', accounts: 'account', objects: 'object', walks: 'walk', sessions: 'session' };

export const subjectsIn = (row: Record<string, unknown>): number =>
  Number(row[counted.find((c) => c in row) ?? ''] ?? 0);
export const subjectWord = (answer: Answer): string => counted.find((c) => c in answer.counts) ?? 'people';
export const subjects = (n: number, word: string): string => plural(n, one[word] ?? word, word);

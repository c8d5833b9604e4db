import { expect, test } from 'vitest';
import { type HandoversAnswer, handoversOf, lossesOf } from './answer';
import { cellTitle, handoversQuestion, readHandovers } from './question';

test('a topic is asked only with what asks', () => {
  expect(handoversQuestion(readHandovers({ topic: 'why', within: '3d' }), {})).toEqual({
    ask: 'handovers',
    within: '3d',
  });
  expect(handoversQuestion(readHandovers({ topic: 'why', asks: 'asked', done: 'solved' }), {})).toEqual({
    ask: 'handovers',
    done: ['solved'],
    asks: ['asked'],
    topic: 'why',
  });
});

test('what is not listed by name is no hand-over of its own', () => {
  const answer = {
    rows: [
      { from: 'web', to: 'app', handovers: 3, people: 2 },
      { from: 'other', to: 'other', handovers: 9 },
    ],
    losses: [
      { from: 'app', handed_over: 1, lost: 1, people: 1 },
      { from: 'web', handed_over: 3, lost: 2, people: 2 },
    ],
  } as unknown as HandoversAnswer;
  expect(handoversOf(answer).map((h) => h.n)).toEqual([2]);
  expect(lossesOf(answer).map((l) => l.from)).toEqual(['web', 'app']);
});

test('cells in words', () => {
  expect(cellTitle({ outcome: 'lost:web' })).toBe('They were not heard of again after “web”');
  expect(cellTitle({ outcome: 'web > app' })).toBe('They went from “web” to “app”');
});

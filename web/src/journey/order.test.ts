import { expect, test } from 'vitest';
import type { Deviation } from '../api/types';
import { deviationWords, layOutOrder, orderTitle, outcomeOf } from './order';

const share = { value: 0.1, low: 0.05, high: 0.2, n: 100 };
const deviation = (kind: Deviation['deviation'], from: string | null, to: string, passages = 10): Deviation => ({
  deviation: kind,
  from,
  to,
  passages,
  share,
  times: passages,
});
const stages = ['Offer', 'Claim', 'Repair', 'Renew'];

test('stages stand in their order, and nothing leaves the drawing', () => {
  const all = [
    deviation('began_late', null, 'Renew', 40),
    deviation('skipped', 'Offer', 'Renew'),
    deviation('returned', 'Renew', 'Offer'),
    deviation('skipped', 'Offer', 'a stage that is no more'),
  ];
  for (const width of [328, 960, 1300]) {
    const { boxes, arcs, box, width: wide, height } = layOutOrder(stages, all, width, 92);
    boxes.forEach((b, i) => {
      expect(b.x).toBeGreaterThan(i ? (boxes[i - 1]?.x ?? 0) + box.width : 0);
      expect(b.x + box.width).toBeLessThan(wide);
      expect(b.y + box.height).toBeLessThanOrEqual(height);
    });
    expect(arcs).toHaveLength(3);
    for (const a of arcs) {
      expect(a.label.y).toBeGreaterThan(0);
      expect(a.label.y).toBeLessThan(height);
      for (const n of a.path.match(/-?[\d.]+/g) ?? []) expect(Number.isFinite(Number(n))).toBe(true);
    }
    expect(arcs[0]?.thick).toBeGreaterThan(arcs[1]?.thick ?? 0);
  }
});

test('a journey of one stage has a place', () => expect(layOutOrder(['Only'], [], 600, 92).boxes[0]?.x).toBe(1));

test('a deviation is named as behind takes it, and in words', () => {
  expect(outcomeOf(deviation('began_late', null, 'Claim'))).toBe('began_late:Claim');
  expect(outcomeOf(deviation('skipped', 'Offer', 'Repair'))).toBe('skipped:Offer > Repair');
  expect(deviationWords(deviation('returned', 'Renew', 'Claim'))).toBe('go back from “Renew” to “Claim”');
  expect(orderTitle('skipped:Offer > Repair')).toBe('They skipped from “Offer” to “Repair”');
  expect(orderTitle('kept_order')).toBe('They kept the intended order');
  expect(orderTitle('began_late:Claim')).toBe('They began in “Claim”');
});

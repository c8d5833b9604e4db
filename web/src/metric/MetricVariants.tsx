// The same answers as other tools report them, and why two numbers differ.

import { Block } from '../chart/Block';
import { sentence, show, withRange, words } from '../chart/format';
import { kindOf } from '../chart/Sign';
import type { MetricAnswer } from './answer';

export function MetricVariants({ answer }: { answer: MetricAnswer }) {
  const [own, ...others] = answer.variants ?? [];
  if (!own || others.length === 0) return null;
  return (
    <Block
      kind={kindOf(answer.contract.discipline)}
      title={`The same answers by ${others.length === 1 ? 'the other formula' : 'other formulas'}`}
      line={`This metric is ${words(own.variant)}: ${own.formula}, ${withRange(show(own.value, own.unit))}.`}
    >
      <dl className="variants">
        {others.map((v) => (
          <div key={v.variant}>
            <dt>{sentence(words(v.variant))}: <b>{withRange(show(v.value, v.unit))}</b> <span className="mark">{v.formula}</span></dt>
            <dd>{v.differs && `${sentence(words(v.differs))}.`}</dd>
          </div>
        ))}
      </dl>
    </Block>
  );
}

// What the figure of answers rests on: how they spread, whether the items agree, whom they speak for, which of them
// nobody thought about.

import { Block } from '../chart/Block';
import { count, percent, plural, sentence, show, withRange, words } from '../chart/format';
import { kindOf } from '../chart/Sign';
import type { CellRef } from '../question/asked';
import { Press } from '../question/Press';
import type { MetricAnswer } from './answer';

interface Props {
  answer: MetricAnswer;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function MetricAnswers({ answer, cell, open }: Props) {
  const { spread, reliability, weighting, quality } = answer;
  const said = [
    spread && spread.n > 1 && spreadLine(spread),
    reliability?.alpha.value != null &&
      `Cronbach’s alpha of the items ${withRange(show(reliability.alpha, 'score'))}, n ${count(reliability.alpha.n)}.`,
  ].filter(Boolean);
  if (said.length === 0 && !weighting && !quality) return null;
  return (
    <Block kind={kindOf(answer.contract.discipline)} title="The answers" line={said.join(' ')}>
      {weighting && <Weights answer={answer} />}
      {quality && <Quality answer={answer} cell={cell} open={open} />}
    </Block>
  );
}

const number = (value: number) => String(Math.round(value * 100) / 100);

const spreadLine = (s: NonNullable<MetricAnswer['spread']>) =>
  `From ${number(s.lowest ?? 0)} to ${number(s.highest ?? 0)}, half of them between ${number(s.lower_quartile ?? 0)} and ${number(s.upper_quartile ?? 0)}, median ${number(s.median ?? 0)}${
    s.standard_deviation == null ? '' : `, standard deviation ${number(s.standard_deviation)}`
  }.`;

function Weights({ answer }: { answer: MetricAnswer }) {
  const w = answer.weighting;
  if (!w) return null;
  return (
    <>
      <p>
        {w.converged
          ? `Weighted to the population: ${count(w.weighed)} answers, worth ${number(w.effective_n ?? 0)} of a simple sample (design effect ${number(w.design_effect ?? 1)}). Weights from ${number(w.lowest_weight ?? 0)} to ${number(w.highest_weight ?? 0)}${w.trimmed ? `, ${count(w.trimmed)} cut` : ''}; ${plural(w.rounds ?? 0, 'round')} of raking.`
          : `No weights: ${w.reason ?? ''}.`}
        {w.left_out > 0 && ` ${plural(w.left_out, 'answer')} without a target left out.`}
        {w.warning && ` ${sentence(w.warning)}.`}
      </p>
      <dl className="contract">
        {w.targets.map((t) => (
          <div key={`${t.property} ${t.value}`}>
            <dt>{words(t.property)}: {t.value}</dt>
            <dd>{plural(t.people, 'answer')}{t.share === null ? '' : `, ${percent(t.share)}`}; {percent(t.target)} of the population</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Quality({ answer, cell, open }: Props) {
  const q = answer.quality;
  if (!q) return null;
  const clean = withRange(show(q.without_flagged, answer.contract.unit));
  return (
    <>
      <p className="metric-whom">
        {q.flags.map((f) => (
          <Press key={f.flag} cell={{ outcome: f.flag }} now={cell} open={open} label={`${words(f.flag)}: who they are`}>
            <b>{count(f.answers)}</b> {words(f.flag)}{f.excluded ? ', left out' : ''}
          </Press>
        ))}
      </p>
      <p className="sub small">
        {plural(q.flagged, 'answer')} of {count(q.answers)} flagged. Without all of them: {clean}.
        {q.reason ? ` ${sentence(q.reason)}.` : ''}
      </p>
    </>
  );
}

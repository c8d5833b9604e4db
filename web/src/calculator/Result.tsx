// What a calculator found: the figure with its interval, what it rests on, or the named reason why there is none.

import { Block } from '../chart/Block';
import { count, sentence } from '../chart/format';
import type { Domain } from '../chart/geometry';
import { WhiskerMark } from '../chart/WhiskerMark';
import { Why } from '../shell/States';
import type { Calculator, Computed } from './calculators';
import { at, fact, withRange, written } from './figures';

const reasons: Record<string, string> = {
  'coverage-below-0.90': 'with so few, any interval would hold the truth less often than it says',
  'no-variance': 'all that was given is the same, which is no certainty',
  'too-few': 'one value alone says nothing about how far others differ',
  unbounded: 'so few values do not bound it on both sides',
};

export function Result({ calculator, answer }: { calculator: Calculator; answer: Computed }) {
  const headline = headlineOf(calculator, answer);
  return (
    <Block title={headline ?? `No ${calculator.figure}`} line={answer.estimate ? restsOn(answer) : undefined}>
      {answer.status !== 'ok' && <Why status={answer.status} reason={answer.reason} />}
      <Drawn calculator={calculator} answer={answer} />
      <Facts calculator={calculator} answer={answer} />
      <Warnings calculator={calculator} answer={answer} />
      <p className="mark source">
        By <code>{answer.method}</code>: {answer.source}.
      </p>
    </Block>
  );
}

function headlineOf({ figure, unit }: Calculator, { estimate, n_ceil }: Computed): string | null {
  if (typeof n_ceil === 'number') return `${figure}: ${count(n_ceil)}`;
  if (!estimate || estimate.value === null) return null;
  return `${figure}: ${withRange(estimate.value, estimate.low, estimate.high, unit)}`;
}

function restsOn({ estimate: e }: Computed): string {
  if (!e) return '';
  const n = `n ${count(e.n)}`;
  const has = e.low !== null || e.high !== null;
  if (has && e.value === null) return `${n}; ${e.method}`;
  return has ? `${Math.round(e.confidence * 100)} % interval by ${e.method}; ${n}` : `${n}; no interval, because ${reasons[e.reason ?? ''] ?? 'there are no data'}`;
}

function Drawn({ calculator, answer: { estimate: e } }: { calculator: Calculator; answer: Computed }) {
  if (!e || e.value === null) return null;
  const domain: Domain = calculator.scale ?? [0, Math.max(e.value, e.high ?? e.value) * 1.1];
  const [low, high] = domain.map((end) => written(end, calculator.unit, 0));
  return (
    <div className="drawn" aria-hidden="true">
      <WhiskerMark estimate={e} domain={domain} kind="ink" width={260} track />
      <span className="mark">{low}</span>
      <span className="mark">{high}</span>
    </div>
  );
}

function Facts({ calculator, answer }: { calculator: Calculator; answer: Computed }) {
  const rows = calculator.facts
    .map(({ field, label, unit }) => ({ label, text: fact(at(answer, field), unit) }))
    .filter((row): row is { label: string; text: string } => row.text !== null);
  if (rows.length === 0) return null;
  return (
    <table className="list facts">
      <caption className="vh">What else these numbers say</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">{row.label}</th>
            <td className="num">{row.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A warning about an interval that is not shown here would only puzzle. */
function Warnings({ calculator, answer }: { calculator: Calculator; answer: Computed }) {
  const warnings = (answer.warnings ?? []).filter(
    (w) => w.code !== 'coverage-below-0.90' || answer.estimate?.reason === w.code || calculator.facts.some((f) => w.message.includes(f.field)),
  );
  if (warnings.length === 0) return null;
  return (
    <ul className="warnings small">
      {warnings.map((w) => (
        <li key={w.message}>{sentence(w.message)}.</li>
      ))}
    </ul>
  );
}

// How the attempts ended, and the figures beside: each with n, interval and the people behind it.

import { Block } from '../chart/Block';
import { Figure } from '../chart/Figure';
import { count, percent } from '../chart/format';
import type { CellRef } from '../question/asked';
import { Press } from '../question/Press';
import { type Attempts, timeOf } from './answer';

const ends = [
  ['success', 'succeeded'],
  ['gave_up', 'gave up'],
  ['open', 'open when the data end'],
] as const;

interface Props {
  whole: Attempts;
  title: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function TaskFigures({ whole, title, cell, open }: Props) {
  const [elapsed, active] = [timeOf(whole), timeOf(whole, 'active')];
  return (
    <Block
      kind="ux"
      title={`${count(whole.attempts)} attempts: ${count(whole.success)} succeeded, ${count(whole.gave_up)} were given up`}
      line="The bar is all attempts; hatched are those that the end of the data cuts off, which are in no share."
    >
      <div className="task-ends">
        <span className="task-bar" aria-hidden="true">
          {ends.map(([key]) => (
            <i key={key} className={key} style={{ width: `${(100 * whole[key]) / Math.max(1, whole.attempts)}%` }} />
          ))}
        </span>
        <ul>
          {ends
            .filter(([key]) => whole[key] > 0)
            .map(([key, says]) => (
              <li key={key}>
                <Press
                  cell={{ outcome: key }}
                  now={cell}
                  open={open}
                  label={`${count(whole[key])} attempts at ${title} ${says}: who they are`}
                >
                  <b>{count(whole[key])}</b> {says}
                </Press>{' '}
                <span className="mark">{percent(whole[key] / whole.attempts, 1)}</span>
              </li>
            ))}
          {(whole.errors ?? 0) > 0 && (
            <li>
              <Press
                cell={{ outcome: 'error' }}
                now={cell}
                open={open}
                label={`${count(whole.errors ?? 0)} errors in attempts at ${title}: who met them`}
              >
                <b>{count(whole.errors ?? 0)}</b> errors
              </Press>
            </li>
          )}
        </ul>
      </div>
      <ul className="figures">
        <Figure title="Success" e={whole.success_share} unit="share" n="finished attempts" />
        <Figure title="Given up" e={whole.gave_up_share} unit="share" n="finished attempts" />
        <Figure title={`Time, ${elapsed.middle}`} e={elapsed.e} unit="seconds" n="successes" />
        <Figure title={`Active time, ${active.middle}`} e={active.e} unit="seconds" n="successes" />
        {whole.errors_per_attempt && (
          <Figure title="Errors per attempt" e={whole.errors_per_attempt} unit="per_attempt" n="attempts" />
        )}
        {whole.lostness && (
          <Figure title="Lostness, 0 is straight through" e={whole.lostness} unit="score" n="successes" />
        )}
        {whole.lost && <Figure title="Looked lost" e={whole.lost} unit="share" n="successes" />}
      </ul>
    </Block>
  );
}

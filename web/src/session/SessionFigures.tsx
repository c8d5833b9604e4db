// How many sessions, of how many, how long, how many end with the first event.

import { Block } from '../chart/Block';
import { Figure } from '../chart/Figure';
import { count, elapsed, inline, show } from '../chart/format';
import type { CellRef } from '../question/asked';
import { Press } from '../question/Press';
import { subjectWord } from '../question/subjects';
import { type SessionsAnswer, sessionsOf } from './answer';

interface Props {
  answer: SessionsAnswer;
  period: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function SessionFigures({ answer, period, cell, open }: Props) {
  const s = sessionsOf(answer);
  if (!s) return null;
  const word = subjectWord(answer);
  const stayed = s.bounce.n - s.bounces;
  const number = (outcome: string, n: number, says: string) => (
    <Press cell={{ outcome }} now={cell} open={open} label={`${count(n)} sessions ${says}: whose they are`}>
      <b>{count(n)}</b> {says}
    </Press>
  );
  return (
    <Block
      kind="ux"
      title={`${inline(show(s.bounce, 'share')) || 'No share'} of sessions are bounces`}
      line={`Sessions that begin in ${period}. A session lasts from its first to its last event: of the time after it nothing is known.`}
    >
      <ul className="figures">
        <Figure title="Bounce" e={s.bounce} unit="share" n="sessions" />
        <Figure title="Median length" e={s.median_seconds} unit="seconds" n="sessions" />
        <Figure title="Mean length" e={s.mean_seconds} unit="seconds" n="sessions" />
        <Figure title="Median events" e={s.median_events} unit="count" n="sessions" />
        <Figure title={`Sessions each, mean`} e={s.per_person} unit="score" n={word} />
      </ul>
      <p className="session-ends small">
        {number('bounced', s.bounces, 'bounced')}
        {number('stayed', stayed, 'went on')}
        <span className="mark">
          {count(s.events)} events, {elapsed(s.total_seconds)} in all
        </span>
      </p>
    </Block>
  );
}

// Frictions by how many of 1,000 sessions have them, and whom they met.

import { Bars } from '../chart/Bars';
import { Behind, Block, More } from '../chart/Block';
import { count, plural, show, withRange } from '../chart/format';
import type { CellRef } from '../question/asked';
import { subjectWord } from '../question/subjects';
import { type FrictionAnswer, knownOf, titlesOf, unseenOf } from './answer';

interface Props {
  answer: FrictionAnswer;
  period: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function FrictionRanking({ answer, period, cell, open }: Props) {
  const known = knownOf(answer);
  const titles = titlesOf(answer);
  const word = subjectWord(answer);
  const met = known.filter((k) => k.occurred > 0);
  return (
    <>
      {known.length > 0 && (
        <Block
          kind="harm"
          title={
            met.length
              ? `${plural(met.length, 'friction')} of ${known.length} happened`
              : `None of ${plural(known.length, 'friction')} happened`
          }
          line={`Sessions with it, of 1,000, and their 95 % interval; ${period}. The number tells ${word} who met it.`}
        >
          <Bars
            wide
            cell={cell}
            open={open}
            bars={known.map((m) => ({
              key: m.friction,
              name: (
                <>
                  <b>{titles.get(m.friction) ?? m.friction}</b>
                  <span className="mark">
                    {plural(m.occurred, 'time')}
                    {m.of ? ` of ${count(m.of)} looked at` : ''}
                  </span>
                </>
              ),
              estimate: m.per_1000_sessions,
              unit: 'score',
              n: m.n,
              cell: { outcome: m.friction },
              said: `${word} met ${titles.get(m.friction) ?? m.friction}`,
              more: <span className="mark"> in 1,000</span>,
            }))}
          />
          <Behind
            caption="Frictions"
            columns={[
              { title: 'Friction', text: true },
              { title: 'Times' },
              { title: 'Of' },
              { title: 'Left out' },
              { title: 'Open' },
              { title: word },
              { title: `Of all ${word}, 95 %` },
              { title: 'n' },
              { title: 'Sessions' },
              { title: 'In 1,000 sessions, 95 %' },
              { title: 'n' },
              { title: 'Rules', text: true },
            ]}
            rows={known.map((m) => [
              titles.get(m.friction) ?? m.friction,
              count(m.occurred),
              m.of === null ? '' : count(m.of),
              m.left_out === null ? '' : count(m.left_out),
              m.open === null ? '' : count(m.open),
              count(m.n),
              withRange(show(m.share, 'share')),
              count(m.share.n),
              m.sessions === null ? '' : count(m.sessions),
              withRange(show(m.per_1000_sessions, 'score')),
              count(m.per_1000_sessions.n),
              `${m.rules}, version ${m.version}`,
            ])}
          />
        </Block>
      )}
      <Unseen answer={answer} titles={titles} />
    </>
  );
}

/** What is not recorded is no 0: which frictions these data cannot show, and why. */
function Unseen({ answer, titles }: { answer: FrictionAnswer; titles: Map<string, string> }) {
  const unseen = unseenOf(answer);
  if (unseen.length === 0) return null;
  return (
    <div className="unseen">
      <More summary={`${plural(unseen.length, 'friction')} cannot be seen in these data: what is missing`}>
        <ul className="unseen-list small">
          {unseen.map((m) => (
            <li key={m.friction}>
              <b>{titles.get(m.friction) ?? m.friction}</b> <span className="sec">{m.reason ?? m.status}</span>
            </li>
          ))}
        </ul>
      </More>
    </div>
  );
}

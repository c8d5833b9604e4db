import { Compared } from '../compare/Compared';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { useDrawn } from '../question/drawn';
import { GroupChooser } from '../question/GroupChooser';
import { periodOf } from '../shell/scope';
import { finding, pairsOf, type SessionsAnswer } from './answer';
import { cellTitle, type SessionSearch, sessionsQuestion, splitBy } from './question';
import { SessionFigures } from './SessionFigures';
import { SessionLengths } from './SessionLengths';
import { SessionNodes } from './SessionNodes';
import { SessionsBuilder } from './SessionsBuilder';
import './session.css';

export function SessionsPage() {
  const asked = useAsked<SessionSearch>();
  const { search, set, open, scope } = asked;
  const question = scope ? sessionsQuestion(search, scope) : null;
  const split = { ...asked, search: { ...search, by: splitBy(search) } };
  const { answer, versus, drawn } = useDrawn<SessionsAnswer>(question, split, (a) => a.rows, 'sessions');
  const { cell } = search;
  return (
    <Asked
      question={question}
      answer={answer}
      waiting="Cutting the timelines of the period into sessions"
      finding={() => (drawn ? finding(drawn.answer, drawn.chosen?.label) : { lead: '' })}
      builder={<SessionsBuilder search={search} set={set} />}
      behind={cell && question ? { question, cell, title: cellTitle(cell) } : undefined}
      close={() => open()}
    >
      {() =>
        drawn && (
          <>
            <GroupChooser drawn={drawn} unit="sessions" set={set} />
            <SessionFigures answer={drawn.answer} period={periodOf(scope)} cell={drawn.cell} open={drawn.open} />
            <Compared versus={versus} pairs={(beside) => pairsOf(drawn.answer, drawn.same(beside))} />
            <SessionNodes answer={drawn.answer} cell={drawn.cell} open={drawn.open} />
            <SessionLengths answer={drawn.answer} />
          </>
        )
      }
    </Asked>
  );
}

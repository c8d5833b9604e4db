import { useAnswer } from '../api/queries';
import { Compared } from '../compare/Compared';
import { useVersus } from '../compare/versus';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { drawnOf } from '../question/drawn';
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
  const { search, set, open, scope } = useAsked<SessionSearch>();
  const question = scope ? sessionsQuestion(search, scope) : null;
  const answer = useAnswer<SessionsAnswer>(question);
  const versus = useVersus<SessionsAnswer>(question, search.vs, scope);
  const drawn = drawnOf(answer.data, { search: { ...search, by: splitBy(search) }, open }, (a) => a.rows, 'sessions');
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
            <GroupChooser
              groups={drawn.groups}
              chosen={drawn.chosen}
              unit="sessions"
              choose={(values) => set({ drawn: values })}
            />
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

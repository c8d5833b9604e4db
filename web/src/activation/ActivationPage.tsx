import { useDefinitions, useNames } from '../api/queries';
import { Compared } from '../compare/Compared';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { useDrawn } from '../question/drawn';
import { GroupChooser } from '../question/GroupChooser';
import { subjectWord } from '../question/subjects';
import { ActionsTable } from './ActionsTable';
import { ActivationBuilder } from './ActivationBuilder';
import { type ActivationAnswer, cellTitle, finding, pairsOf, sizes } from './answer';
import { activationOf, activationQuestion, type ActivationSearch, isWhole } from './question';

export function ActivationPage() {
  const asked = useAsked<ActivationSearch>();
  const { search, set, open, scope } = asked;
  const definitions = useDefinitions();
  const names = useNames('event');
  const activation = activationOf(search, definitions.data, names.data?.rows);
  const isKnown = search.start !== undefined || (!definitions.isPending && !names.isPending);
  const question = scope && isKnown && isWhole(activation) ? activationQuestion(activation, scope) : null;
  const { answer, versus, drawn } = useDrawn<ActivationAnswer>(question, asked, sizes, 'size');
  const { cell } = search;
  return (
    <Asked
      question={question}
      answer={question || !isKnown ? answer : null}
      waiting="Holding what each did early against who stayed"
      unasked={{
        lead: 'What separates those who stay?',
        sub: 'Choose the event that people start with: the page then looks at what each did early, and who stayed.',
      }}
      finding={(a) => {
        const { lead, sub } = finding(drawn?.answer ?? a, drawn?.chosen?.label);
        return {
          lead,
          sub: (
            <>
              {sub}
              {activation.opened && ` Opened with ${activation.opened}; change the question to ask another.`}
            </>
          ),
        };
      }}
      builder={<ActivationBuilder activation={activation} set={set} />}
      behind={cell && question ? { question, cell, title: cellTitle(cell.outcome) } : undefined}
      close={() => open()}
    >
      {(a) =>
        drawn && (
          <>
            <GroupChooser drawn={drawn} unit={subjectWord(a)} set={set} />
            <ActionsTable answer={drawn.answer} activation={activation} cell={drawn.cell} open={drawn.open} />
            <Compared versus={versus} pairs={(beside) => pairsOf(drawn.answer, drawn.same(beside))} />
          </>
        )
      }
    </Asked>
  );
}

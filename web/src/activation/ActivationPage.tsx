import { useAnswer, useDefinitions, useNames } from '../api/queries';
import type { Answer } from '../api/types';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { ActionsTable } from './ActionsTable';
import { ActivationBuilder } from './ActivationBuilder';
import { cellTitle, finding } from './answer';
import { activationOf, activationQuestion, type ActivationSearch, isWhole } from './question';

export function ActivationPage() {
  const { search, set, open, scope } = useAsked<ActivationSearch>();
  const definitions = useDefinitions();
  const names = useNames('event');
  const activation = activationOf(search, definitions.data, names.data?.rows);
  const isKnown = search.start !== undefined || (!definitions.isPending && !names.isPending);
  const question = scope && isKnown && isWhole(activation) ? activationQuestion(activation, scope) : null;
  const answer = useAnswer<Answer>(question);
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
        const { lead, sub } = finding(a);
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
      {(a) => <ActionsTable answer={a} activation={activation} cell={cell} open={open} />}
    </Asked>
  );
}

import { useAnswer } from '../api/queries';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { EventsField } from '../question/EventsField';
import { NumberField } from '../question/Fields';
import { readStep, writeStep } from '../question/matcher';
import { PassageFields } from '../question/PassageFields';
import { periodOf } from '../shell/scope';
import { usualLimit, type VariantSearch, variantsQuestion } from './question';
import { TypicalPassages } from './TypicalPassages';
import { shortened } from '../question/passages';
import { finding, type VariantsAnswer, variantsOf } from './variants';
import { VariantsList } from './VariantsList';
import './flow.css';

export function VariantsPage() {
  const { search, set, open, scope } = useAsked<VariantSearch>();
  const question = scope ? variantsQuestion(search, scope) : null;
  const answer = useAnswer<VariantsAnswer>(question);
  const { cell } = search;
  const goal = readStep(search.goal);
  const chosen = cell && answer.data ? variantsOf(answer.data).find((v) => v.variant === cell.outcome) : undefined;
  const title = chosen
    ? shortened(chosen.path, chosen.length, 6)
        .map((s) => s.name)
        .join(' → ')
    : cell?.outcome;
  return (
    <Asked
      question={question}
      answer={answer}
      waiting="Reading which way every passage of the period goes"
      finding={finding}
      builder={
        <>
          <fieldset>
            <legend>The goal of a passage</legend>
            <EventsField
              label="Goal"
              step={goal}
              set={(step) => set({ goal: step.of.length ? writeStep(step) : undefined })}
            />
            {goal.of.length === 0 && (
              <p className="mark">With a goal, the best and the worst passage to it stand beside the typical one.</p>
            )}
            <NumberField
              label="Variants listed"
              value={search.limit ?? usualLimit}
              least={1}
              most={500}
              set={(limit) => set({ limit: limit === usualLimit ? undefined : limit })}
            />
          </fieldset>
          <PassageFields search={search} set={set} collapses gap="none" />
        </>
      }
      behind={cell && question ? { question, cell, title } : undefined}
      close={() => open()}
    >
      {(a) => (
        <>
          <TypicalPassages answer={a} goal={goal} />
          <VariantsList
            answer={a}
            goal={goal}
            period={periodOf(scope)}
            cell={cell}
            open={open}
          />
        </>
      )}
    </Asked>
  );
}

import { Compared } from '../compare/Compared';
import { VersusField } from '../compare/VersusField';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { EventsField } from '../question/EventsField';
import { useDrawn } from '../question/drawn';
import { NumberField, SplitFields } from '../question/Fields';
import { GroupChooser } from '../question/GroupChooser';
import { readStep, writeStep } from '../question/matcher';
import { PassageFields } from '../question/PassageFields';
import { periodOf } from '../shell/scope';
import { usualLimit, type VariantSearch, variantsQuestion } from './question';
import { TypicalPassages } from './TypicalPassages';
import { shortened } from '../question/passages';
import { finding, pairsOf, sizes, type VariantsAnswer, variantsOf } from './variants';
import { VariantsList } from './VariantsList';
import './flow.css';

export function VariantsPage() {
  const asked = useAsked<VariantSearch>();
  const { search, set, open, scope } = asked;
  const question = scope ? variantsQuestion(search, scope) : null;
  const { answer, versus, drawn } = useDrawn<VariantsAnswer>(
    question,
    asked,
    (a) => sizes(a, search.by?.length ?? 0),
    'passages',
  );
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
      finding={() => (drawn ? finding(drawn.answer, drawn.chosen?.label) : { lead: '' })}
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
            <SplitFields by={search.by ?? []} set={(by) => set({ by })} />
            <VersusField vs={search.vs} set={set} />
          </fieldset>
          <PassageFields search={search} set={set} collapses gap="none" />
        </>
      }
      behind={cell && question ? { question, cell, title } : undefined}
      close={() => open()}
    >
      {() =>
        drawn && (
          <>
            <GroupChooser drawn={drawn} unit="passages" set={set} />
            <TypicalPassages answer={drawn.answer} goal={goal} />
            <VariantsList
              answer={drawn.answer}
              goal={goal}
              period={periodOf(scope)}
              cell={drawn.cell}
              open={drawn.open}
            />
            <Compared versus={versus} pairs={(beside) => pairsOf(drawn.answer, drawn.same(beside))} />
          </>
        )
      }
    </Asked>
  );
}

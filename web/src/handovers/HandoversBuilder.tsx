// The fields of hand-overs.

import { VersusField } from '../compare/VersusField';
import { EventsField } from '../question/EventsField';
import { DurationField } from '../question/DurationField';
import { Choice, CountField, NumberField, SplitFields } from '../question/Fields';
import { readStep, type Step, writeStep } from '../question/matcher';
import { useTraits } from '../question/suggestions';
import { type HandoverSearch, usualBetween, usualTop, usualWithin } from './question';

interface Props {
  search: HandoverSearch;
  set: (change: Partial<HandoverSearch>) => void;
}

export function HandoversBuilder({ search: s, set }: Props) {
  const traits = useTraits();
  const written = (step: Step) => (step.of.length ? writeStep(step) : undefined);
  return (
    <>
      <fieldset>
        <Choice
          label="Passed on between"
          value={s.between ?? usualBetween}
          options={traits}
          set={(between) => set({ between: between === usualBetween ? undefined : between })}
        />
        <DurationField
          label="Lost, who is not heard of for longer than"
          value={s.within ?? usualWithin}
          set={(within) => set({ within: within === usualWithin ? undefined : within })}
        />
        <div className="two">
          <CountField value={s.count ?? ''} set={(count) => set({ count })} />
          <NumberField
            label="Listed"
            value={s.top ?? usualTop}
            least={1}
            most={1000}
            set={(top) => set({ top: top === usualTop ? undefined : top })}
          />
        </div>
        <SplitFields by={s.by ?? []} set={(by) => set({ by })} />
        <VersusField vs={s.vs} set={set} />
      </fieldset>
      <fieldset>
        <legend>Events after which silence is no loss</legend>
        <EventsField label="Done" step={readStep(s.done)} set={(step) => set({ done: written(step) })} />
        {readStep(s.done).of.length === 0 && <p className="mark">None chosen: every silence is a loss.</p>}
      </fieldset>
      <details open={!!(s.events || s.asks)}>
        <summary>Which events, and what is asked again</summary>
        <fieldset>
          <legend>Events that tell where somebody is</legend>
          <EventsField label="Events" step={readStep(s.events)} set={(step) => set({ events: written(step) })} />
        </fieldset>
        <fieldset>
          <legend>Events that ask for something</legend>
          <EventsField label="Asks" step={readStep(s.asks)} set={(step) => set({ asks: written(step) })} />
          {readStep(s.asks).of.length > 0 && (
            <Choice
              label="The same is asked where they agree in"
              value={s.topic ?? ''}
              options={[{ value: '', label: 'nothing: anything is the same' }, ...traits]}
              set={(topic) => set({ topic: topic || undefined })}
            />
          )}
        </fieldset>
      </details>
    </>
  );
}

// The fields of activation.

import { EventsField } from '../question/EventsField';
import { DurationField } from '../question/DurationField';
import { VersusField } from '../compare/VersusField';
import { CountField, NumberField, SplitFields } from '../question/Fields';
import { type Step, writeStep } from '../question/matcher';
import { type Activation, type ActivationSearch, usualTop, usualWithin } from './question';

interface Props {
  activation: Activation;
  set: (change: Partial<ActivationSearch>) => void;
}

export function ActivationBuilder({ activation: a, set }: Props) {
  const written = (step: Step) => (step.of.length ? writeStep(step) : undefined);
  const [from, to] = a.stay;
  return (
    <>
      <fieldset>
        <legend>They start with</legend>
        <EventsField label="Start" step={a.start} set={(step) => set({ start: written(step) ?? [] })} />
        <DurationField
          label="Early is, from then on, within"
          value={a.within}
          set={(within) => set({ within: within === usualWithin ? undefined : within })}
        />
      </fieldset>
      <fieldset>
        <legend>and stay when they come for</legend>
        <EventsField label="Return" step={a.returns} set={(step) => set({ returns: written(step) })} />
        {a.returns.of.length === 0 && <p className="mark">None chosen: anything at all.</p>}
        <DurationField label="between" value={from} set={(value) => set({ stay: [value, to] })} />
        <DurationField label="and" value={to} set={(value) => set({ stay: [from, value] })} />
      </fieldset>
      <fieldset>
        <div className="two">
          <CountField value={a.search.count ?? ''} set={(count) => set({ count })} />
          <NumberField
            label="Actions listed"
            value={a.search.top ?? usualTop}
            least={1}
            most={1000}
            set={(top) => set({ top: top === usualTop ? undefined : top })}
          />
        </div>
        <SplitFields by={a.search.by ?? []} set={(by) => set({ by })} />
        <VersusField vs={a.search.vs} set={set} />
      </fieldset>
    </>
  );
}

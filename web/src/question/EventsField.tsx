// The events of one place in a question: several mean either. Each can be taken away; the field adds another.

import { Combobox } from './Combobox';
import { type Filter, matcherWords, type Step } from './matcher';
import { RulesField } from './RulesField';
import { useEvents } from './suggestions';
import './question.css';

interface Props {
  label: string;
  step: Step;
  set: (step: Step) => void;
  filters?: boolean;
}

export function EventsField({ label, step, set, filters = true }: Props) {
  const events = useEvents();
  const has = (name: string) => step.of.some((m) => m.event === name && Object.keys(m).length === 1);
  return (
    <div className="events-field" role="group" aria-label={label}>
      {step.of.length > 0 && (
        <ul className="chips">
          {step.of.map((m, i) => (
            // eslint-disable-next-line react/no-array-index-key -- the same event may stand twice
            <li key={i}>
              {i > 0 && <span className="mark">or</span>}
              <span className="chip">
                {matcherWords(m)}
                <button
                  type="button"
                  aria-label={`Remove ${matcherWords(m)} from ${label}`}
                  onClick={() => set({ ...step, of: step.of.filter((_, j) => j !== i) })}
                >
                  ×
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Combobox
        label={step.of.length ? `${label}: or another event` : `${label}: event`}
        placeholder={step.of.length ? 'or …' : 'choose an event'}
        clears
        options={events.filter((o) => !has(o.value))}
        take={(event) => set({ ...step, of: [...step.of, { event }] })}
      />
      {filters && <RulesField label={label} rules={step.where} set={(where: Filter[]) => set({ ...step, where })} />}
    </div>
  );
}

// The fields of a retention question.

import { EventsField } from '../question/EventsField';
import { VersusField } from '../compare/VersusField';
import { Choice, CountField, Field, NumberField, SplitFields } from '../question/Fields';
import { writeStep } from '../question/matcher';
import { bases, intervals, measures, modes, type Retention, type RetentionSearch, ruleSets } from './question';

const titles: Record<string, string> = {
  first_time: 'the first start ever',
  recurring: 'every interval with a start',
  on: 'in the period',
  on_or_after: 'in the period or later',
  on_or_before: 'by the period’s end',
  cumulative: 'in it or a later one shown',
  calendar: 'calendar',
  rolling: 'since each own start',
  throughline: 'Throughline',
  posthog: 'PostHog, as documented',
  mixpanel: 'Mixpanel, as documented',
};
const options = (values: readonly string[]) => values.map((value) => ({ value, label: titles[value] ?? value }));

export function RetentionBuilder({
  retention,
  set,
}: {
  retention: Retention;
  set: (change: Partial<RetentionSearch>) => void;
}) {
  const { search: s } = retention;
  // Once anything is chosen, both ends stand in the address: the opening's returns must not come back by themselves.
  const both = {
    start: writeStep(retention.start),
    returns: retention.returns.of.length ? writeStep(retention.returns) : undefined,
  };
  const chosen = <T extends string>(value: string, usual: T) => (value === usual ? undefined : (value as T));
  return (
    <>
      <fieldset>
        <legend>They start with</legend>
        <EventsField
          label="Start"
          step={retention.start}
          set={(step) => set({ ...both, start: step.of.length ? writeStep(step) : [] })}
        />
      </fieldset>
      <fieldset>
        <legend>and come back for</legend>
        <EventsField
          label="Return"
          step={retention.returns}
          set={(step) => set({ ...both, returns: step.of.length ? writeStep(step) : undefined })}
        />
        {retention.returns.of.length === 0 && <p className="mark">None chosen: the same as the start.</p>}
      </fieldset>
      <fieldset>
        <div className="two">
          <Choice
            label="Cohorts by"
            value={retention.interval}
            options={options(intervals)}
            set={(interval) => set({ interval: interval as RetentionSearch['interval'] })}
          />
          <NumberField
            label="Periods"
            value={retention.periods}
            least={1}
            most={366}
            set={(periods) => set({ periods: periods === 12 ? undefined : periods })}
          />
        </div>
        <div className="two">
          <CountField value={s.count ?? ''} set={(count) => set({ count })} />
          <NumberField
            label="Returns at least"
            value={s.least ?? 1}
            least={1}
            most={1000}
            set={(least) => set({ least: least === 1 ? undefined : least })}
          />
        </div>
        <SplitFields by={s.by ?? []} set={(by) => set({ ...both, by })} calendar={false} />
        <VersusField vs={s.vs} set={set} />
      </fieldset>
      <details open={!!(s.rules || s.mode || s.measure || s.basis || s.brackets || s.every)}>
        <summary>Rules and brackets</summary>
        <fieldset>
          <Choice
            label="Whose rules"
            value={s.rules ?? 'throughline'}
            options={options(ruleSets)}
            set={(rules) => set({ rules: chosen(rules, 'throughline') })}
          />
          <Choice
            label="A cohort is"
            value={s.mode ?? ''}
            options={[{ value: '', label: 'as the rules have it' }, ...options(modes)]}
            set={(mode) => set({ mode: (mode || undefined) as RetentionSearch['mode'] })}
          />
          <Choice
            label="Came back"
            value={s.measure ?? ''}
            options={[{ value: '', label: 'as the rules have it' }, ...options(measures)]}
            set={(measure) => set({ measure: (measure || undefined) as RetentionSearch['measure'] })}
          />
          <Choice
            label="Periods are"
            value={s.basis ?? ''}
            options={[{ value: '', label: 'as the rules have it' }, ...options(bases)]}
            set={(basis) => set({ basis: (basis || undefined) as RetentionSearch['basis'] })}
          />
          <NumberField
            label="Intervals joined into one"
            value={s.every ?? 1}
            least={1}
            most={366}
            set={(every) => set({ every: every === 1 ? undefined : every })}
          />
          <Brackets value={s.brackets ?? ''} set={(brackets) => set({ brackets: brackets || undefined })} />
        </fieldset>
      </details>
    </>
  );
}

function Brackets({ value, set }: { value: string; set: (value: string) => void }) {
  return (
    <Field label="Brackets instead of periods: 1, 2-3, 4-7">
      {(id) => (
        <input
          key={value}
          id={id}
          className="field"
          defaultValue={value}
          onBlur={(e) => e.target.value !== value && set(e.target.value)}
          onKeyDown={(e) => e.key === 'Enter' && set(e.currentTarget.value)}
        />
      )}
    </Field>
  );
}

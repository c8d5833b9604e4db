// The fields of friction.

import { VersusField } from '../compare/VersusField';
import { DurationField } from '../question/DurationField';
import { Choice, CountField, NumberField, SplitFields } from '../question/Fields';
import { NamesField } from '../question/NamesField';
import { useTraits } from '../question/suggestions';
import { type FrictionSearch, ruleSets, usualIdle, usualPlace, usualTop } from './question';

const titles: Record<string, string> = {
  throughline: 'Throughline',
  posthog: 'PostHog',
  openreplay: 'OpenReplay',
  sentry: 'Sentry',
  datadog: 'Datadog',
  highlight: 'Highlight',
  recorded: 'as the vendor recorded it',
};

interface Props {
  search: FrictionSearch;
  known: [string, string][];
  set: (change: Partial<FrictionSearch>) => void;
}

export function FrictionBuilder({ search: s, known, set }: Props) {
  return (
    <>
      <fieldset>
        <Choice
          label="Whose thresholds"
          value={s.rules ?? 'throughline'}
          options={ruleSets.map((value) => ({ value, label: titles[value] }))}
          set={(rules) =>
            set({
              rules: rules === 'throughline' ? undefined : (rules as FrictionSearch['rules']),
              frictions: undefined,
              of: undefined,
            })
          }
        />
        <NamesField
          label="Only these frictions"
          placeholder="all of them, or a name"
          names={s.frictions ?? []}
          options={known.map(([value, label]) => ({ value, label }))}
          set={(frictions) => set({ frictions, of: undefined })}
        />
      </fieldset>
      <fieldset>
        <Choice
          label="A place is"
          value={s.place ?? usualPlace}
          options={useTraits()}
          set={(place) => set({ place: place === usualPlace ? undefined : place })}
        />
        <DurationField
          label="A session ends after a pause longer than"
          value={s.idle ?? usualIdle}
          none="never"
          set={(idle) => set({ idle: idle === usualIdle ? undefined : idle })}
        />
        <div className="two">
          <CountField value={s.count ?? ''} set={(count) => set({ count })} />
          <NumberField
            label="Places listed"
            value={s.top ?? usualTop}
            least={1}
            most={1000}
            set={(top) => set({ top: top === usualTop ? undefined : top })}
          />
        </div>
        <SplitFields by={s.by ?? []} set={(by) => set({ by })} />
        <VersusField vs={s.vs} set={set} />
      </fieldset>
    </>
  );
}

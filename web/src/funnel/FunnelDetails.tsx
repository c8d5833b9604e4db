// What few funnels need: modes of a rule set, events that end a walk, properties that stay the same.

import { Combobox } from '../question/Combobox';
import { EventsField } from '../question/EventsField';
import { Check, Choice } from '../question/Fields';
import { emptyStep, readStep, writeStep } from '../question/matcher';
import { useProperties } from '../question/suggestions';
import { words } from '../chart/format';
import { type Exclusion, type Funnel, type FunnelSearch, modesOf } from './question';

type Set = (change: Partial<FunnelSearch>) => void;

export function ModesField({ search, set }: { search: FunnelSearch; set: Set }) {
  const known = modesOf[search.rules ?? ''] ?? [];
  const modes = search.modes ?? [];
  if (known.length === 0) return null;
  return (
    <fieldset>
      <legend>Modes</legend>
      {known.map((mode) => (
        <Check
          key={mode}
          label={words(mode)}
          value={modes.includes(mode)}
          set={(on) => set({ modes: on ? [...modes, mode] : modes.filter((m) => m !== mode) })}
        />
      ))}
    </fieldset>
  );
}

export function ExclusionsField({ funnel, set }: { funnel: Funnel; set: Set }) {
  const given = funnel.search.exclude ?? [];
  const store = (next: Exclusion[]) => set({ exclude: next });
  const between = [
    { value: '', label: 'anywhere' },
    ...funnel.steps.slice(1).map((_, i) => ({ value: `${i + 1}`, label: `between steps ${i + 1} and ${i + 2}` })),
  ];
  return (
    <fieldset>
      <legend>Events that end a walk</legend>
      {given.map((exclusion, i) => (
        // eslint-disable-next-line react/no-array-index-key -- exclusions have no identity of their own
        <div key={i} className="exclusion">
          <EventsField
            label={`Exclusion ${i + 1}`}
            step={readStep(exclusion.events)}
            set={(step) =>
              store(
                step.of.length
                  ? given.map((e, j) => (j === i ? { ...e, events: writeStep(step) } : e))
                  : given.filter((_, j) => j !== i),
              )
            }
          />
          <Choice
            label="Where"
            value={exclusion.after ? String(exclusion.after) : ''}
            options={between}
            set={(value) =>
              store(
                given.map((e, j) =>
                  j === i ? { events: e.events, ...(value && { after: Number(value), before: Number(value) + 1 }) } : e,
                ),
              )
            }
          />
        </div>
      ))}
      <EventsField
        label={given.length ? 'Another exclusion' : 'Exclusion'}
        step={emptyStep}
        filters={false}
        set={(step) => store([...given, { events: writeStep(step) }])}
      />
    </fieldset>
  );
}

export function HoldField({ search, set }: { search: FunnelSearch; set: Set }) {
  const names = useProperties();
  const hold = search.hold ?? [];
  return (
    <fieldset>
      <legend>The same through the walk</legend>
      {hold.length > 0 && (
        <ul className="chips">
          {hold.map((name) => (
            <li key={name}>
              <span className="chip">
                {name}
                <button
                  type="button"
                  aria-label={`No longer hold ${name}`}
                  onClick={() => set({ hold: hold.filter((h) => h !== name) })}
                >
                  ×
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {hold.length < 3 && (
        <Combobox
          label="Property that stays the same"
          placeholder="a property"
          clears
          options={names.filter((o) => !hold.includes(o.value))}
          take={(name) => set({ hold: [...hold, name] })}
        />
      )}
    </fieldset>
  );
}

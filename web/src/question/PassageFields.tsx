// The fields of what a node is, and when a passage ends.

import { DurationField } from './DurationField';
import { Check, Choice, CountField, Field } from './Fields';
import { type PassageSearch, readNaming, writeNaming } from './passage';

interface Props {
  search: PassageSearch;
  set: (change: Partial<PassageSearch>) => void;
  collapses: boolean;
  gap: string;
}

/** `collapses`, `gap`: what holds where the address does not say otherwise. */
export function PassageFields({ search: s, set, collapses, gap }: Props) {
  const isCollapsed = s.collapse ? s.collapse === 'yes' : collapses;
  return (
    <>
      <fieldset>
        <div className="two">
          <CountField value={s.count ?? ''} set={(count) => set({ count })} />
          <NodeField search={s} set={set} />
        </div>
        <DurationField
          label="A passage ends after a pause longer than"
          value={s.gap ?? gap}
          none="never"
          set={(next) => set({ gap: next === gap ? undefined : next })}
        />
        <Check
          label="repeats at once are one visit"
          value={isCollapsed}
          set={(on) => set({ collapse: on === collapses ? undefined : on ? 'yes' : 'no' })}
        />
      </fieldset>
      <Grouping search={s} set={set} />
    </>
  );
}

type Naming = Pick<Props, 'search' | 'set'>;

/** Whom it counts, and by what places are named. */
export function NamingFields({ search, set }: Naming) {
  return (
    <>
      <fieldset>
        <div className="two">
          <CountField value={search.count ?? ''} set={(count) => set({ count })} />
          <NodeField search={search} set={set} />
        </div>
      </fieldset>
      <Grouping search={search} set={set} />
    </>
  );
}

function NodeField({ search, set }: Naming) {
  return (
    <Choice
      label="A node is"
      value={search.node ?? ''}
      options={[
        { value: '', label: 'an event' },
        { value: 'touchpoint', label: 'a touchpoint' },
      ]}
      set={(node) => set({ node: (node || undefined) as PassageSearch['node'] })}
    />
  );
}

function Grouping({ search: s, set }: Naming) {
  return (
    <details open={!!s.group?.length}>
      <summary>Several names as one node</summary>
      <Field label="One pattern a line: product * = product">
        {(id) => (
          <textarea
            key={writeNaming(s.group)}
            id={id}
            className="field"
            rows={3}
            spellCheck={false}
            defaultValue={writeNaming(s.group)}
            onBlur={(event) =>
              event.target.value.trim() !== writeNaming(s.group) && set({ group: readNaming(event.target.value) })
            }
          />
        )}
      </Field>
      <p className="mark">
        * stands for any text; the first pattern that fits decides; nothing behind the sign leaves a name out.
      </p>
    </details>
  );
}

/** Where a question does not say, passages of objects never end. */
export const usualGap = (search: PassageSearch): string => (search.count?.startsWith('object:') ? 'none' : '30m');

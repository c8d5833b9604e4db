// The fields of paths.

import { EventsField } from '../question/EventsField';
import { Choice, NumberField, SplitFields } from '../question/Fields';
import { writeStep } from '../question/matcher';
import { PassageFields, usualGap } from '../question/PassageFields';
import { type Paths, type PathSearch, shows, type Shows, usualEdges, usualSteps } from './question';

const titles: Record<Shows, string> = {
  beginning: 'from the beginning of passages',
  from: 'from an event',
  to: 'to an event',
  around: 'around an event',
  between: 'between two events',
};

export function PathsBuilder({ paths, set }: { paths: Paths; set: (change: Partial<PathSearch>) => void }) {
  const { search } = paths;
  // What it opened with stands in the address as soon as anything about its events is chosen.
  const start = { show: paths.show, start: paths.start.of.length ? writeStep(paths.start) : undefined };
  return (
    <>
      <fieldset>
        <Choice
          label="Paths"
          value={paths.show}
          options={shows.map((value) => ({ value, label: titles[value] }))}
          set={(show) => set({ ...start, show: show as Shows })}
        />
        {paths.show !== 'beginning' && (
          <EventsField
            label={paths.show === 'between' ? 'First event' : 'Event'}
            step={paths.start}
            set={(step) => set({ ...start, start: step.of.length ? writeStep(step) : undefined })}
          />
        )}
        {paths.show === 'between' && (
          <EventsField
            label="Last event"
            step={paths.end}
            set={(step) => set({ end: step.of.length ? writeStep(step) : undefined })}
          />
        )}
        <div className="two">
          <NumberField
            label="Nodes on a path"
            value={paths.steps}
            least={2}
            most={12}
            set={(steps) => set({ steps: steps === usualSteps ? undefined : steps })}
          />
          <NumberField
            label="Links drawn"
            value={paths.edges}
            least={1}
            most={500}
            set={(edges) => set({ edges: edges === usualEdges ? undefined : edges })}
          />
        </div>
        <SplitFields by={search.by ?? []} set={(by) => set({ by })} />
      </fieldset>
      <PassageFields search={search} set={set} collapses gap={usualGap(search)} />
    </>
  );
}

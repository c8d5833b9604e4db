// The fields of sessions.

import { VersusField } from '../compare/VersusField';
import { EventsField } from '../question/EventsField';
import { DurationField } from '../question/DurationField';
import { Check, SplitFields } from '../question/Fields';
import { readStep, writeStep } from '../question/matcher';
import { NamingFields } from '../question/PassageFields';
import { type SessionSearch, usualIdle } from './question';

export function SessionsBuilder({
  search: s,
  set,
}: {
  search: SessionSearch;
  set: (change: Partial<SessionSearch>) => void;
}) {
  return (
    <>
      <fieldset>
        <DurationField
          label="A session ends after a pause longer than"
          value={s.idle ?? usualIdle}
          none="never"
          set={(idle) => set({ idle: idle === usualIdle ? undefined : idle })}
        />
        <DurationField
          label="and lasts at most"
          value={s.cap ?? 'none'}
          none="as long as it does"
          set={(cap) => set({ cap: cap === 'none' ? undefined : cap })}
        />
        <Check
          label="each channel by itself"
          value={s.perChannel ?? false}
          set={(on) => set({ perChannel: on || undefined, drawn: undefined })}
        />
        <SplitFields by={s.by ?? []} set={(by) => set({ by })} />
        <VersusField vs={s.vs} set={set} />
      </fieldset>
      <details open={readStep(s.views).of.length > 0}>
        <summary>What a bounce is</summary>
        <fieldset>
          <EventsField
            label="Views"
            step={readStep(s.views)}
            set={(step) => set({ views: step.of.length ? writeStep(step) : undefined })}
          />
          <p className="mark">
            With views, a session with exactly one of them is a bounce, and one without is not rated. Without, a session
            of one event is.
          </p>
        </fieldset>
      </details>
      <NamingFields search={s} set={set} />
    </>
  );
}

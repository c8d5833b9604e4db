// The steps: added, removed, moved up and down, left optional, anchored.

import { Check } from '../question/Fields';
import { EventsField } from '../question/EventsField';
import { emptyStep, type Step } from '../question/matcher';
import { type Funnel, type FunnelSearch, takesAnchors, writtenSteps } from './question';

const most = 30;

export function StepsField({ funnel, set }: { funnel: Funnel; set: (change: Partial<FunnelSearch>) => void }) {
  const { steps, search } = funnel;
  const { optional = [], anchor = [] } = search;
  // What names steps by number is told anew, or forgotten where the number means another step.
  const store = (next: Step[], renumbered: (n: number) => number | undefined = (n) => n) => {
    const kept = (numbers: number[], may: (n: number) => boolean) => {
      const found = numbers.map(renumbered).filter((n): n is number => n !== undefined && may(n));
      return found.length ? found : undefined;
    };
    set({
      steps: writtenSteps(next),
      within: funnel.within,
      optional: kept(optional, (n) => n > 1 && n < next.length),
      anchor: kept(anchor, (n) => n <= next.length),
      ...(next.length !== steps.length && {
        times: undefined,
        exclude: search.exclude?.map((e) => ({ events: e.events })),
      }),
    });
  };
  const move = (at: number, to: number) =>
    store(
      steps.map((s, i) => (i === at ? steps[to] : i === to ? steps[at] : s)) as Step[],
      (n) => (n === at + 1 ? to + 1 : n === to + 1 ? at + 1 : n),
    );
  const remove = (at: number) =>
    store(
      steps.filter((_, i) => i !== at),
      (n) => (n === at + 1 ? undefined : n > at + 1 ? n - 1 : n),
    );
  const insert = () => store([...steps, emptyStep]);
  const toggled = (numbers: number[], n: number, on: boolean) =>
    on ? [...numbers, n].sort((a, b) => a - b) : numbers.filter((o) => o !== n);
  return (
    <fieldset>
      <legend>Steps</legend>
      <ol className="steps-field">
        {steps.map((step, i) => {
          const name = `Step ${i + 1}`;
          return (
            // eslint-disable-next-line react/no-array-index-key -- a step is its place
            <li key={i}>
              <div className="step-head">
                <span>{name}</span>
                <button
                  type="button"
                  aria-label={`Move step ${i + 1} up`}
                  disabled={i === 0}
                  onClick={() => move(i, i - 1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  aria-label={`Move step ${i + 1} down`}
                  disabled={i === steps.length - 1}
                  onClick={() => move(i, i + 1)}
                >
                  ↓
                </button>
                <button
                  type="button"
                  aria-label={`Remove step ${i + 1}`}
                  disabled={steps.length <= 2}
                  onClick={() => remove(i)}
                >
                  ×
                </button>
              </div>
              <EventsField label={name} step={step} set={(next) => store(steps.map((s, j) => (j === i ? next : s)))} />
              {i > 0 && i < steps.length - 1 && (
                <Check
                  label="may be left out"
                  value={optional.includes(i + 1)}
                  set={(on) => set({ steps: writtenSteps(steps), optional: toggled(optional, i + 1, on) })}
                />
              )}
              {takesAnchors(search) && (
                <Check
                  label="keeps its place"
                  value={anchor.includes(i + 1)}
                  set={(on) => set({ steps: writtenSteps(steps), anchor: toggled(anchor, i + 1, on) })}
                />
              )}
            </li>
          );
        })}
      </ol>
      {steps.length < most && (
        <div>
          <button type="button" className="btn" onClick={insert}>
            Add a step
          </button>
        </div>
      )}
    </fieldset>
  );
}

// The fields of a funnel. Each change is in the address at once, and asked as soon as every step has an event.

import { VersusField } from '../compare/VersusField';
import { DurationField } from '../question/DurationField';
import { Choice, CountField, SplitFields } from '../question/Fields';
import { RulesField } from '../question/RulesField';
import type { Start } from '../question/starts';
import { ExclusionsField, HoldField, ModesField } from './FunnelDetails';
import { type Funnel, type FunnelSearch, isWhole, orders, ruleSets, takesWindows, timesOf } from './question';
import { StepsField } from './StepsField';

type Set = (change: Partial<FunnelSearch>) => void;
const ruleTitles: Record<string, string> = {
  throughline: 'Throughline',
  posthog: 'PostHog, as documented',
  mixpanel: 'Mixpanel, as documented',
  clickhouse: 'ClickHouse',
};
const orderTitles: Record<string, string> = {
  ordered: 'in order, others may lie between',
  strict: 'in order, nothing between',
  unordered: 'in any order',
};

export function FunnelBuilder({ funnel, starts, set }: { funnel: Funnel; starts: Start[]; set: Set }) {
  const { search: s } = funnel;
  const begin = (key: string) => {
    const start = starts.find((one) => one.key === key);
    if (start)
      set({ steps: start.steps, within: start.within, optional: undefined, times: undefined, exclude: undefined });
  };
  return (
    <>
      {starts.length > 0 && (
        <Choice
          label="Begin with a definition"
          value={funnel.opened?.key ?? ''}
          set={begin}
          options={[{ value: '', label: 'own steps' }, ...starts.map((one) => ({ value: one.key, label: one.title }))]}
        />
      )}
      <StepsField funnel={funnel} set={set} />
      <fieldset>
        <DurationField
          label="Within"
          value={funnel.within}
          set={(within) => set({ within })}
          hasWindows={takesWindows(s.rules)}
        />
        <Choice
          label="Order"
          value={s.order ?? 'ordered'}
          options={orders.map((value) => ({ value, label: orderTitles[value] }))}
          set={(order) => set({ order: order === 'ordered' ? undefined : (order as FunnelSearch['order']) })}
        />
        <CountField value={s.count ?? ''} set={(count) => set({ count })} />
        <SplitFields by={s.by ?? []} set={(by) => set({ by, ...(by.length ? {} : { attribution: undefined }) })} />
        <VersusField vs={s.vs} set={set} />
      </fieldset>
      <details open={!!(s.rules || s.exclude?.length || s.hold?.length || s.where?.length || s.times)}>
        <summary>Rules, exclusions, times</summary>
        <fieldset>
          <Choice
            label="Whose rules"
            value={s.rules ?? 'throughline'}
            options={ruleSets.map((value) => ({ value, label: ruleTitles[value] }))}
            set={(rules) =>
              set({
                rules: rules === 'throughline' ? undefined : (rules as FunnelSearch['rules']),
                modes: undefined,
                ...(!takesWindows(rules) && funnel.within.includes(' ') && { within: undefined }),
              })
            }
          />
          <ModesField search={s} set={set} />
          {s.by && <Attribution funnel={funnel} set={set} />}
          {isWhole(funnel) && <TimesFields funnel={funnel} set={set} />}
          <ExclusionsField funnel={funnel} set={set} />
          <HoldField search={s} set={set} />
          <div>
            <span className="ask-label">Only walks whose first event says</span>
            <RulesField label="The first event" rules={s.where ?? []} set={(where) => set({ where })} />
          </div>
        </fieldset>
      </details>
    </>
  );
}

function Attribution({ funnel, set }: { funnel: Funnel; set: Set }) {
  const steps = funnel.steps.map((_, i) => ({ value: `step:${i + 1}`, label: `event of step ${i + 1}` }));
  return (
    <Choice
      label="Whose value says the group"
      value={funnel.search.attribution ?? 'first'}
      set={(attribution) => set({ attribution: attribution === 'first' ? undefined : attribution })}
      options={[
        { value: 'first', label: 'first event' },
        { value: 'last', label: 'last event' },
        { value: 'all', label: 'all events alike' },
        ...steps,
      ]}
    />
  );
}

function TimesFields({ funnel, set }: { funnel: Funnel; set: Set }) {
  const [from, to] = timesOf(funnel);
  const option = (n: number) => ({ value: String(n), label: `step ${n}` });
  const numbers = funnel.steps.map((_, i) => i + 1);
  const change = (a: number, b: number) => set({ times: a === 1 && b === funnel.steps.length ? undefined : [a, b] });
  return (
    <div className="two">
      <Choice
        label="Time from"
        value={String(from)}
        options={numbers.slice(0, -1).map(option)}
        set={(v) => change(Number(v), Math.max(to, Number(v) + 1))}
      />
      <Choice
        label="to"
        value={String(to)}
        options={numbers.filter((n) => n > from).map(option)}
        set={(v) => change(from, Number(v))}
      />
    </div>
  );
}

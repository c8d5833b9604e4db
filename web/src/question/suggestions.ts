// What the fields suggest: the names that there are in this workspace.

import { useNames, useWorkspace } from '../api/queries';
import type { Name, NameKind } from '../api/types';
import { count, words } from '../chart/format';
import type { Option } from './Combobox';

const of = (names: Name[] | undefined, kind: NameKind): Name[] => names?.filter((n) => n.kind === kind) ?? [];

export function useEvents(): Option[] {
  return of(useNames().data?.rows, 'event').map((n) => ({ value: n.name, hint: n.events === null ? undefined : count(n.events) }));
}

/** What a rule may look at, as scope:name. */
export function useRuleNames(): Option[] {
  const names = useNames().data?.rows;
  return [
    { value: 'field:channel', label: 'channel' },
    { value: 'field:touchpoint', label: 'touchpoint' },
    ...of(names, 'property').map((n) => ({ value: `property:${n.name}`, label: n.name, hint: 'of the event' })),
    ...of(names, 'person_property').map((n) => ({ value: `person:${n.name}`, label: n.name, hint: 'of the person' })),
    ...of(names, 'account_property').map((n) => ({ value: `account:${n.name}`, label: n.name, hint: 'of the account' })),
  ];
}

const intervals = ['day', 'week', 'month', 'quarter', 'year'];

/** What an answer may be split by, as `by` takes it. */
export function useSplits(calendar = true): Option[] {
  const names = useNames().data?.rows;
  const { data: w } = useWorkspace();
  const properties = [...new Set([...of(names, 'property'), ...of(names, 'person_property')].map((n) => n.name))].sort();
  return [
    { value: '', label: 'nothing' },
    { value: 'channel', label: 'channel' },
    { value: 'touchpoint', label: 'touchpoint' },
    ...(w?.definitions.segment?.length ? [{ value: 'segment', label: 'segment' }] : []),
    ...(calendar ? intervals.map((value) => ({ value, label: value })) : []),
    ...properties.map((name) => ({ value: `property:${name}`, label: name, hint: 'property' })),
  ];
}

/** Whom a question may count. */
export function useCounts(): Option[] {
  const { data: w } = useWorkspace();
  return [
    { value: '', label: 'people' },
    ...(w?.accounts ? [{ value: 'accounts', label: 'accounts' }] : []),
    ...Object.keys(w?.objects ?? {}).map((type) => ({ value: `object:${type}`, label: `${words(type)}s` })),
  ];
}

// What the fields suggest: the names that there are in this workspace.

import { useNames, useWorkspace } from '../api/queries';
import type { Name, NameKind } from '../api/types';
import { count, words } from '../chart/format';
import type { Option } from './Combobox';

const useKind = (kind: NameKind): Name[] => useNames(kind).data?.rows ?? [];

/** Stands in a list while its names are being read, and cannot be taken. */
const useWait = (kind: NameKind): Option[] =>
  useNames(kind).isPending ? [{ value: '', label: 'reading the names …' }] : [];

export function useEvents(): Option[] {
  const events = useKind('event').map((n) => ({
    value: n.name,
    hint: n.events === null ? undefined : count(n.events),
  }));
  return [...events, ...useWait('event')];
}

export const useProperties = (): Option[] => [
  ...useKind('property').map((n) => ({ value: n.name })),
  ...useWait('property'),
];

/** What a rule may look at, as scope:name. */
export function useRuleNames(): Option[] {
  const [properties, ofPersons, ofAccounts] = [
    useKind('property'),
    useKind('person_property'),
    useKind('account_property'),
  ];
  return [
    { value: 'field:channel', label: 'channel' },
    { value: 'field:touchpoint', label: 'touchpoint' },
    ...properties.map((n) => ({ value: `property:${n.name}`, label: n.name, hint: 'of the event' })),
    ...ofPersons.map((n) => ({ value: `person:${n.name}`, label: n.name, hint: 'of the person' })),
    ...ofAccounts.map((n) => ({ value: `account:${n.name}`, label: n.name, hint: 'of the account' })),
    ...useWait('property'),
  ];
}

const intervals = ['day', 'week', 'month', 'quarter', 'year'];

/** What an answer may be split by, as `by` takes it. */
export function useSplits(calendar = true): Option[] {
  const { data: w } = useWorkspace();
  const properties = [...new Set([...useKind('property'), ...useKind('person_property')].map((n) => n.name))].sort();
  return [
    { value: '', label: 'nothing' },
    { value: 'channel', label: 'channel' },
    { value: 'touchpoint', label: 'touchpoint' },
    ...(w?.definitions.segment?.length ? [{ value: 'segment', label: 'segment' }] : []),
    ...(calendar ? intervals.map((value) => ({ value, label: value })) : []),
    ...properties.map((name) => ({ value: `property:${name}`, label: name, hint: 'property' })),
  ];
}

/** A trait of events, as `place` and `between` take it. */
export const useTraits = (): Option[] => [
  { value: 'channel', label: 'channel' },
  { value: 'touchpoint', label: 'touchpoint' },
  ...useProperties().map((p) => ({ ...p, hint: 'property' })),
];

/** Whom a question may count. */
export function useCounts(): Option[] {
  const { data: w } = useWorkspace();
  return [
    { value: '', label: 'people' },
    ...(w?.accounts ? [{ value: 'accounts', label: 'accounts' }] : []),
    ...Object.keys(w?.objects ?? {}).map((type) => ({ value: `object:${type}`, label: `${words(type)}s` })),
  ];
}

// What the pages ask, each once. Data change only when something is imported or forgotten, so answers stay good for a minute.

import { keepPreviousData, useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, query } from './fetch';
import type { Answer, Definition, Journey, Name, NameKind, Person, Question, Scorecard, Timeline, Workspace } from './types';

export interface Scope { from?: string; to?: string; zone?: string; segment?: string }

const part = encodeURIComponent;
const params = (scope: Scope | null) => query({ ...scope });

export const useWorkspace = () =>
  useQuery({ queryKey: ['workspace'], queryFn: ({ signal }) => call<Workspace>('/workspace', { signal }) });

export const useScorecard = (scope: Scope | null) =>
  useQuery({
    queryKey: ['scorecard', scope],
    queryFn: ({ signal }) => call<Scorecard>(`/scorecard${params(scope)}`, { signal }),
    enabled: scope !== null,
    placeholderData: keepPreviousData,
  });

export const useJourney = (name: string, scope: Scope | null) =>
  useQuery({
    queryKey: ['journey', name, scope],
    queryFn: ({ signal }) => call<Journey>(`/journeys/${part(name)}${params(scope)}`, { signal }),
    enabled: scope !== null && name !== '',
    placeholderData: (before, previous) => (previous?.queryKey[1] === name ? before : undefined),
  });

const ask = <A = Answer>(question: Question | null, signal: AbortSignal) =>
  call<A>('/questions', {
    signal, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question),
  });

export const useBehind = (question: Question | null) =>
  useQuery({
    queryKey: ['behind', question],
    queryFn: ({ signal }) => ask(question, signal),
    enabled: question !== null,
  });

/** The answer to any question; while another is on its way, the one before of the same kind stays. */
export const useAnswer = <A = Answer>(question: Question | null) =>
  useQuery({
    queryKey: ['answer', question?.ask, question],
    queryFn: ({ signal }) => ask<A>(question, signal),
    enabled: question !== null,
    placeholderData: (before, previous) => (previous?.queryKey[1] === question?.ask ? before : undefined),
  });

/** Answers to several questions, each as it comes. */
export const useAnswers = <A = Answer>(questions: Question[]) =>
  useQueries({
    queries: questions.map((question) => ({
      queryKey: ['answer', question.ask, question],
      queryFn: ({ signal }: { signal: AbortSignal }) => ask<A>(question, signal),
    })),
  });

/** Names of one kind: properties of events are looked for in all events, and nobody who wants another kind waits for them. */
export const useNames = (kind: NameKind) =>
  useQuery({ queryKey: ['names', kind], queryFn: ({ signal }) => call<Answer<Name>>(`/names${query({ kind })}`, { signal }) });

/** People in one list. */
export const peopleListed = 50;

export const usePeople = (search: string) =>
  useQuery({
    queryKey: ['people', search],
    queryFn: ({ signal }) => call<Answer>(`/people${query({ search, limit: peopleListed })}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const usePerson = (id: string) =>
  useQuery({ queryKey: ['person', id], queryFn: ({ signal }) => call<Person>(`/people/${part(id)}`, { signal }) });

export const useTimeline = (id: string) =>
  useInfiniteQuery({
    queryKey: ['timeline', id],
    queryFn: ({ pageParam, signal }) =>
      call<Timeline>(`/people/${part(id)}/events${query({ before: pageParam || undefined, limit: 500 })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

/** Forgetting changes every figure, so everything that was read is read again, except the person, who is no more. */
export function useForget(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<Answer>(`/people/${part(id)}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'person' && q.queryKey[0] !== 'timeline' }),
  });
}

export const useLedger = () =>
  useQuery({ queryKey: ['ledger'], queryFn: ({ signal }) => call<Answer>('/ledger', { signal }) });

export const useImports = () =>
  useQuery({ queryKey: ['imports'], queryFn: ({ signal }) => call<Answer>('/imports', { signal }) });

export const useRefused = (number: number, wanted: boolean) =>
  useQuery({
    queryKey: ['refused', number],
    queryFn: ({ signal }) => call<Answer>(`/imports/${number}/refused`, { signal }),
    enabled: wanted,
  });

export const useDefinitions = () =>
  useQuery({ queryKey: ['definitions'], queryFn: ({ signal }) => call<Definition[]>('/definitions', { signal }) });

export const useDefinition = (kind: string, name: string, wanted = true) =>
  useQuery({
    queryKey: ['definition', kind, name],
    queryFn: ({ signal }) => call<Definition>(`/definitions/${part(kind)}/${part(name)}`, { signal }),
    enabled: wanted && name !== '',
  });

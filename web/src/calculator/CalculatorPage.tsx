// Calculators on plain numbers: nothing of the workspace is read, nothing is kept.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { call } from '../api/fetch';
import { Choice, Field } from '../question/Fields';
import { Page } from '../shell/Page';
import { Failed } from '../shell/States';
import { type Calculator, calculators, type Computed, confidences, filled, type Input, type Values } from './calculators';
import { Result } from './Result';
import './calculator.css';

const route = getRouteApi('/calculator');

export function CalculatorPage() {
  const { of } = route.useSearch();
  const calculator = calculators.find((c) => c.key === of) ?? calculators[0];
  if (!calculator) return null;
  return (
    <Page title={`${calculator.title} · Calculators`} where="Calculators" needsEvents={false} scoped={false}>
      <nav className="tabs only-screen" aria-label="Calculators">
        {calculators.map((c) => (
          <Link key={c.key} to="/calculator" search={{ of: c.key }} aria-current={c === calculator ? 'page' : undefined}>
            {c.title}
          </Link>
        ))}
      </nav>
      <One key={calculator.key} calculator={calculator} />
    </Page>
  );
}

const useComputed = (method: string, given: Record<string, unknown>) =>
  useQuery({
    queryKey: ['compute', method, given],
    queryFn: ({ signal }) =>
      call<Computed>(`/compute/${method}`, {
        signal, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(given),
      }),
    placeholderData: keepPreviousData,
    retry: false,
  });

function One({ calculator }: { calculator: Calculator }) {
  const [typed, setTyped] = useState<Values>({});
  const values = filled(calculator, typed);
  const asked = useDeferredValue(values);
  const answer = useComputed(calculator.method(asked), calculator.given(asked));
  const set = (name: string) => (value: string) => setTyped((before) => ({ ...before, [name]: value }));
  return (
    <>
      <h1 className="lead">{calculator.ask}</h1>
      <p className="sub">Type your own numbers; those that stand here are an example. They are only calculated with, and not kept.</p>
      <div className="calculator">
        <form className="builder calculator-fields" aria-label={`${calculator.title}: your numbers`} onSubmit={(event) => event.preventDefault()}>
          {calculator.inputs(values).map((input) => (
            <Given key={input.name} input={input} value={values[input.name] ?? ''} set={set(input.name)} />
          ))}
          <Choice label="Confidence" value={values.confidence ?? '95'} set={set('confidence')}
            options={confidences.map((c) => ({ value: c, label: `${c} %` }))} />
        </form>
        <div className="calculator-result" aria-live="polite">
          {answer.isError ? <Failed error={answer.error} retry={() => answer.refetch()} />
            : answer.data ? <Result calculator={calculator} answer={answer.data} />
              : <p className="mark" role="status">Calculating</p>}
        </div>
      </div>
    </>
  );
}

function Given({ input, value, set }: { input: Input; value: string; set: (value: string) => void }) {
  if (input.kind === 'choice') return <Choice label={input.label} value={value} options={input.options ?? []} set={set} />;
  const label = input.hint ? `${input.label} (${input.hint})` : input.label;
  return (
    <Field label={label}>
      {(id) =>
        input.kind === 'list' ? (
          <textarea id={id} className="field" rows={4} value={value} onChange={(event) => set(event.target.value)} />
        ) : (
          <input id={id} className="field" inputMode="decimal" autoComplete="off" value={value} onChange={(event) => set(event.target.value)} />
        )
      }
    </Field>
  );
}

// The evidence behind a cell: estimate with interval and n, definition, method, what people said, and the people.
// It stands beside the map, is no dialog, and closes with Escape.

import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Scope } from '../api/queries';
import type { ChannelShare, Friction, Journey, MetricReading, Stage, Step } from '../api/types';
import { count, inline, show, words } from '../chart/format';
import { type Kind, kindOf, Sign } from '../chart/Sign';
import { WhiskerMark } from '../chart/WhiskerMark';
import { DefinitionDetails } from '../metric/MetricName';
import { changeSentence } from '../metric/findings';
import { definitionOf, keyOf } from '../metric/named';
import type { Cell } from '../shell/cell';
import { Why } from '../shell/States';
import { PeopleBehind } from './PeopleBehind';
import { uxOf, verbatimsOf } from './findings';
import { Said } from './Said';

interface Props { journey: Journey; name: string; cell: Cell; scope: Scope | null; close: () => void }

export function Evidence({ journey, name, cell, scope, close }: Props) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    // The map has become narrower: what was pressed stays in sight.
    const small = matchMedia('(max-width: 1100px)').matches;
    const pressed = document.querySelector('.map [aria-expanded="true"]');
    const fits = (pressed?.clientWidth ?? 0) < (pressed?.closest('.map')?.clientWidth ?? 0);
    pressed?.scrollIntoView({ block: small ? 'start' : 'nearest', inline: fits ? 'center' : 'start' });
    panel.current?.focus({ preventScroll: true });
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && close();
    addEventListener('keydown', escape);
    return () => {
      removeEventListener('keydown', escape);
      if (before instanceof HTMLElement && before !== document.body) before.focus({ preventScroll: true });
    };
    // The panel is keyed by its cell: it mounts once for each.
  }, []);
  const stage = journey.rows.find((s) => s.stage === cell.stage);
  const step = cell.step ? stage?.steps.find((s) => s.step === cell.step) : undefined;
  if (!stage || (cell.step && !step)) return null;
  const kind: Kind = cell.lane === 'friction' ? 'harm' : cell.lane === 'ux' ? 'ux' : cell.lane.startsWith('metric:') ? 'cx' : 'ink';
  return (
    <aside className={`evidence ${kind}`} ref={panel} tabIndex={-1} aria-label={`Evidence: ${[cell.stage, cell.step].filter(Boolean).join(', ')}`}>
      <div className="evidence-head">
        <p className="mark"><Sign kind={kind} /> Evidence: {[cell.stage, cell.step].filter(Boolean).join(' · ')}</p>
        <button type="button" className="btn" onClick={close}>Close</button>
      </div>
      <Body {...{ journey, name, cell, scope, stage, step }} />
    </aside>
  );
}

interface BodyProps { journey: Journey; name: string; cell: Cell; scope: Scope | null; stage: Stage; step?: Step }

function Body({ journey, name, cell, scope, stage, step }: BodyProps) {
  const place = step ?? stage;
  // People are counted by stage: a step has no group of its own.
  const people = () => <PeopleBehind question={{ ask: 'journey', name, ...scope, behind: { group: stage.stage, limit: 20 } }} kind="journey" what={`${stage.stage}, the whole stage`} />;
  const said = step?.verbatims?.length ? step.verbatims : verbatimsOf(stage);
  const method = journey.methods?.length ? <p className="mark">Method: {journey.methods.join('; ')}</p> : null;
  const { lane } = cell;

  if (lane === 'friction' && step) {
    const list = step.frictions ?? [];
    return (
      <>
        <h2>{frictionFinding(list, step)}</h2>
        <ul className="measures">{list.map((f) => (
          <li key={f.friction}><Figure title={words(f.friction)} e={f.share} unit="share" kind="harm" n={f.passages === null || f.events === null ? (f.reason ?? 'not known') : `${count(f.passages)} of ${count(f.share.n)} passages, ${count(f.events)} times`} /></li>
        ))}</ul>
        {method}
        <Said said={said} />
        {people()}
        <OfJourney name={name} />
      </>
    );
  }
  if (lane === 'channels' && step) {
    return (
      <>
        <h2>{channelFinding(step.channels ?? [], step)}</h2>
        <p className="sec small">A passage may use several channels at a step, so shares can add up to more than 100{'\u202f'}%.</p>
        <ul className="measures">{step.channels?.map((c) => <li key={c.channel}><Figure title={words(c.channel)} e={c.share} unit="share" kind="ink" n={`${count(c.passages)} passages`} /></li>)}</ul>
        {method}
        {people()}
      </>
    );
  }
  if (lane === 'ux' && step) return <Readings readings={uxOf(step)} {...{ said, scope }} title={taskFinding(uxOf(step), step)} />;
  if (lane.startsWith('metric:')) {
    const reading = [...(step?.metrics ?? []), ...(stage.metrics ?? [])].find((m) => `metric:${m.metric}` === lane);
    return reading ? <Readings readings={[reading]} {...{ said, scope }} title={`${reading.title}: ${reading.status === 'ok' ? inline(show(reading.value, reading.unit)) : 'no answer'}`} /> : null;
  }
  if (lane === 'voice') {
    return <><h2>What people wrote in {stage.stage}</h2><p className="sec small">The newest answers with words; none was chosen by hand.</p><Said said={said} all />{people()}</>;
  }
  if (['intended', 'frontstage', 'backstage', 'support'].includes(lane) && step) {
    const text = lane === 'intended' ? [step.intended ?? ''] : (step[lane as 'frontstage' | 'backstage' | 'support'] ?? []);
    return (
      <>
        <h2>{lane === 'intended' ? 'As the team intends it' : words(lane).replace(/^./, (c) => c.toUpperCase())}</h2>
        <ul className="plain">{text.map((t) => <li key={t}>{t}</li>)}</ul>
        <p className="sec small">Written by the team in the journey’s file: opinion, not measured.</p>
        <Figure title="Came to this step" e={step.share} unit="share" kind="ink" n={`${count(step.passages)} of ${count(step.share.n)} passages of the stage`} />
        {step.dwell && <Figure title="Median time in it" e={step.dwell} unit="seconds" kind="ink" n={`n ${count(step.dwell.n)}`} />}
        {people()}
        <OfJourney name={name} />
      </>
    );
  }
  return (
    <>
      <h2>{step ? `${inline(show(step.share, 'share')) || 'Nobody'} of the stage came to ${step.step}` : `${count(stage.passages)} passages entered ${stage.stage}`}</h2>
      <ul className="measures">
        {step ? <li><Figure title="Share of the stage’s passages" e={step.share} unit="share" kind="ink" n={`${count(step.passages)} of ${count(step.share.n)}`} /></li> : (
          <>
            <li><Figure title="Of all passages" e={stage.entered} unit="share" kind="ink" n={`n ${count(stage.entered.n)}`} /></li>
            {stage.went_on && <li><Figure title="Went on" e={stage.went_on} unit="share" kind="ink" n={`n ${count(stage.went_on.n)}`} /></li>}
            {stage.left && <li><Figure title="Left" e={stage.left} unit="share" kind="ink" n={`n ${count(stage.left.n)}`} /></li>}
          </>
        )}
        {place.dwell && <li><Figure title="Median time in it" e={place.dwell} unit="seconds" kind="ink" n={`n ${count(place.dwell.n)}`} /></li>}
      </ul>
      {method}
      {people()}
      <OfJourney name={name} />
    </>
  );
}

function Figure({ title, e, unit, kind, n }: { title: string; e: MetricReading['value']; unit: string; kind: Kind; n: ReactNode }) {
  const shown = show(e, unit);
  return (
    <div className="figure">
      <span>{title}</span>
      {shown ? <span className="value"><b>{inline(shown)}</b> <span className="mark">{shown.range}</span></span> : <span className="mark">no value</span>}
      <span className="mark">{n}</span>
      {/* Only a share has a scale of its own; the place of a mark on any other would mean nothing. */}
      {shown && unit === 'share' && <WhiskerMark estimate={e} domain={[0, 1]} kind={kind} width={120} track />}
    </div>
  );
}

function Readings({ readings, said, scope, title }: { readings: MetricReading[]; said: ReturnType<typeof verbatimsOf>; scope: Scope | null; title: string }) {
  const [first] = readings;
  return (
    <>
      <h2>{title}</h2>
      {readings.map((r) => (
        <section key={keyOf(r)} className="reading">
          {r.status === 'ok' ? <Figure title={r.title} e={r.value} unit={r.unit} kind={kindOf(r.discipline)} n={`n = ${count(r.value.n)} ${r.counted ?? ''}`} /> : <><b>{r.title}</b><Why status={r.status} reason={r.reason} /></>}
          {r.change && <p className="mark">Against the period before: {changeSentence(r)}{r.change.clear ? '' : ' No clear change.'}</p>}
          <details className="behind">
            <summary>Definition and method</summary>
            <div className="pop-like small"><DefinitionDetails reading={r} />
              <p><Link to="/data/definitions/$kind/$name" params={definitionOf(r)}>YAML and versions</Link></p></div>
          </details>
        </section>
      ))}
      <Said said={said} />
      {first?.metric && <PeopleBehind question={{ ask: 'metric', name: first.metric, ...scope, behind: { limit: 20 } }} kind={first.kind} what={first.title} />}
    </>
  );
}

function OfJourney({ name }: { name: string }) {
  return <p className="mark"><Link to="/data/definitions/$kind/$name" params={{ kind: 'journey', name }}>The journey’s definition: YAML and versions</Link></p>;
}

function frictionFinding(list: Friction[], step: Step): string {
  const top = list.filter((f) => f.share.value !== null).toSorted((a, b) => (b.share.value as number) - (a.share.value as number))[0];
  return top ? `${inline(show(top.share, 'share'))} of passages at ${step.step} meet “${words(top.friction)}”` : `No friction is named at ${step.step}`;
}

function taskFinding(list: MetricReading[], step: Step): string {
  const success = list.find((r) => r.kind === 'task_success' && r.status === 'ok');
  return success ? `${inline(show(success.value, success.unit))} of attempts at ${step.step} succeed` : `Tasks at ${step.step}`;
}

function channelFinding(list: ChannelShare[], step: Step): string {
  const top = list.filter((c) => c.share.value !== null).toSorted((a, b) => (b.share.value as number) - (a.share.value as number))[0];
  return top ? `Most come to ${step.step} by ${words(top.channel)}: ${inline(show(top.share, 'share'))}` : `No channel is known at ${step.step}`;
}

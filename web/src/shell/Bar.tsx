// The top bar: where one is, and the period and people that every figure below is about.

import { Popover } from 'radix-ui';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useDefinitions, useWorkspace } from '../api/queries';
import type { Workspace } from '../api/types';
import { span } from '../chart/format';
import { presetsOf, useScope, useSetScope } from './scope';
import { FailedLine } from './States';
import { ThemeButton } from './ThemeButton';

export function Bar({ where, scoped = true, children }: { where: ReactNode; scoped?: boolean; children?: ReactNode }) {
  const { data: w } = useWorkspace();
  return (
    <div className="bar">
      <div className="where">{where}</div>
      <ThemeButton className="theme theme-bar" />
      <div className="controls">
        {children}
        {scoped && w && w.events > 0 && <><PeriodPicker workspace={w} /><SegmentPicker /></>}
      </div>
    </div>
  );
}

function PeriodPicker({ workspace }: { workspace: Workspace }) {
  const scope = useScope();
  const set = useSetScope();
  const [open, setOpen] = useState(false);
  if (!scope?.from || !scope.to) return null;
  const choose = (from: string, to: string) => {
    set({ from, to });
    setOpen(false);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const [from, to] = [String(data.get('from')), String(data.get('to'))];
    if (from && to) choose(from < to ? from : to, from < to ? to : from);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="btn" aria-label={`Period: ${span(scope.from, scope.to)}`}><b>{span(scope.from, scope.to)}</b></Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="pop" align="end" sideOffset={6} collisionPadding={16} aria-label="Period">
          <h2>Period</h2>
          <div className="choice">
            {presetsOf(workspace).map((p) => (
              <button key={p.title} type="button" aria-pressed={p.from === scope.from && p.to === scope.to} onClick={() => choose(p.from, p.to)}>
                <span>{p.title}</span><span className="mark">{span(p.from, p.to)}</span>
              </button>
            ))}
          </div>
          <form onSubmit={submit}>
            <label>First day<input className="field" type="date" name="from" required defaultValue={scope.from} /></label>
            <label>Last day<input className="field" type="date" name="to" required defaultValue={scope.to} /></label>
            <button className="btn go wide" type="submit">Show these days</button>
          </form>
          <p className="mark">Days in {scope.zone ?? 'UTC'}. Periods end where the data end.</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function SegmentPicker() {
  const scope = useScope();
  const set = useSetScope();
  const [open, setOpen] = useState(false);
  const definitions = useDefinitions();
  const segments = definitions.data?.filter((d) => d.kind === 'segment') ?? [];
  const title = scope?.segment ? (segments.find((s) => s.name === scope.segment)?.title ?? scope.segment) : 'Everyone';
  const choose = (segment?: string) => {
    set({ segment });
    setOpen(false);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="btn" aria-label={`People: ${title}`}><b>{title}</b></Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="pop" align="end" sideOffset={6} collisionPadding={16} aria-label="People">
          <h2>People</h2>
          <div className="choice">
            <button type="button" aria-pressed={!scope?.segment} onClick={() => choose()}><span>Everyone</span></button>
            {segments.map((s) => (
              <button key={s.name} type="button" aria-pressed={scope?.segment === s.name} onClick={() => choose(s.name)}>
                <span>{s.title}</span><span className="mark">version {s.version}</span>
              </button>
            ))}
          </div>
          {definitions.isPending && <p className="mark" role="status">Reading the segments</p>}
          {definitions.isError && <FailedLine error={definitions.error} />}
          {definitions.data && segments.length === 0 && <p className="mark">No segment is defined. Write segments/NAME.yaml, then throughline apply.</p>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

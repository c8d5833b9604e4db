// Who this person is and why: identities, what was kept apart, properties with their history, attempts, objects.

import type { Person } from '../api/types';
import { Block, More } from '../chart/Block';
import { count, day, moment, plural, sentence, show, inline, words } from '../chart/format';
import { Sign } from '../chart/Sign';

interface Props { person: Person; zone: string }

export function Identities({ person: p, zone }: Props) {
  const n = p.identities.length;
  const apart = p.kept_apart ?? [];
  return (
    <Block title={n === 1 ? 'One identity' : `${sentence(plural(n, 'identity', 'identities'))}, and why they are one`} line={apart.length ? `${plural(apart.length, 'link')} refused: kept apart.` : 'Nothing had to be kept apart.'}>
      <ul className="rows">
        {p.identities.map((i) => (
          <li key={`${i.kind}:${i.value}`}>
            <p><span className="mut">{words(i.kind)}</span> <b>{i.value}</b></p>
            {i.why && <p className="sec">{i.why}</p>}
            <p className="mark">{[i.source && `${i.source}${i.import ? `, import ${i.import}` : ''}${i.line ? `, line ${i.line}` : ''}`, i.time && day(i.time, zone)].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
        {apart.map((k) => (
          <li key={`${k.kind}:${k.value}:${k.other}`}>
            <p><span className="tag dashed">kept apart</span> <span className="mut">{words(k.kind)}</span> <b>{k.value}</b></p>
            <p className="sec">{k.why ?? `also used by ${k.other}`}</p>
          </li>
        ))}
      </ul>
    </Block>
  );
}

const valueText = (value: unknown): string => (value === null || value === undefined ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value));

export function Properties({ person: p, zone }: Props) {
  const list = p.properties ?? [];
  if (list.length === 0) return null;
  return (
    <Block title={`${plural(list.length, 'property', 'properties')}, each with its history`} line="A question reads a property as it was at the event, unless it says otherwise.">
      <ul className="rows">
        {list.map((x) => (
          <li key={x.name}>
            <p className="split"><span className="mut">{words(x.name)}</span><b>{valueText(x.value)}</b></p>
            {(x.history?.length ?? 0) > 1 ? (
              <details className="fold">
                <summary>{plural(x.history?.length ?? 0, 'value')} over time</summary>
                <ol>{x.history?.toSorted((a, b) => String(b.since ?? '').localeCompare(String(a.since ?? ''))).map((h, i) => {
                  const since = h.since ?? h.time;
                  return <li key={i}><span className="tm wide">{typeof since === 'string' ? day(since, zone) : '–'}</span><span>{valueText(h.value)}</span></li>;
                })}</ol>
              </details>
            ) : x.since && <p className="mark">since {day(x.since, zone)}</p>}
          </li>
        ))}
      </ul>
    </Block>
  );
}

const outcomeWords = { success: 'succeeded', gave_up: 'given up', open: 'open at the end of the data' } as const;

export function Attempts({ person: p, zone }: Props) {
  const list = p.attempts ?? [];
  if (list.length === 0) return null;
  const gaveUp = list.filter((a) => a.outcome === 'gave_up').length;
  return (
    <Block kind="ux" title={<><Sign kind="ux" />{gaveUp ? `${count(gaveUp)} of ${plural(list.length, 'attempt')} given up` : `${plural(list.length, 'attempt')}, none given up`}</>} line="Attempts at tasks; those that the data’s end cuts off are neither.">
      <ul className="rows">
        {list.map((a, i) => (
          <li key={i}>
            <p className="split"><b>{words(a.task)}</b><span>{a.outcome === 'gave_up' && <Sign kind="harm" />} {outcomeWords[a.outcome]}</span></p>
            <p className="mark">{[moment(a.start, zone), a.seconds !== undefined && a.seconds !== null && inline(show({ value: a.seconds, low: null, high: null, n: 1 }, 'seconds')), a.errors ? plural(a.errors, 'error') : ''].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
      </ul>
    </Block>
  );
}

export function Objects({ person: p, zone }: Props) {
  const list = p.objects ?? [];
  if (list.length === 0) return null;
  const openAtMost = 8;
  const one = (o: (typeof list)[number]) => (
    <li key={`${o.type}:${o.id}`}><p className="split"><span><span className="mut">{words(o.type)}</span> <b>{o.id}</b></span><span className="mark">{plural(o.events, 'event')}{o.last ? `, last ${day(o.last, zone)}` : ''}</span></p></li>
  );
  return (
    <Block title={`${plural(list.length, 'object')}: what it was about`}>
      <ul className="rows">{list.slice(0, openAtMost).map(one)}</ul>
      {list.length > openAtMost && <More summary={`${list.length - openAtMost} more`}><ul className="rows">{list.slice(openAtMost).map(one)}</ul></More>}
    </Block>
  );
}

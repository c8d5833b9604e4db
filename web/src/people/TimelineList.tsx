// The timeline in words: newest day first, sessions folded to what was done and how it ended.

import { useState } from 'react';
import type { TimelineRow } from '../api/types';
import { Block } from '../chart/Block';
import { elapsed, plural, timeOfDay, weekday, words } from '../chart/format';
import { Sign } from '../chart/Sign';
import { FailedLine } from '../shell/States';
import { kindOfSign } from './ChannelsChart';
import { fold, headline, type Session, visited } from './sessions';

const daysAtOnce = 40;

interface Props { rows: TimelineRow[]; zone: string; hasMore: boolean; loading: boolean; error: Error | null; more: () => void }

export function TimelineList({ rows, zone, hasMore, loading, error, more }: Props) {
  const days = fold(rows, zone);
  const [wanted, setWanted] = useState(daysAtOnce);
  const hidden = days.length - wanted;
  return (
    <Block title={`${plural(days.reduce((n, d) => n + d.sessions.length, 0), 'session or contact', 'sessions and contacts')} on ${plural(days.length, 'day')}`} line={`Newest first, times in ${zone}. What happened in one channel without a pause of 30 minutes is folded to one line.`} className="timeline">
      {days.slice(0, wanted).map((d, i) => (
        <section key={d.day} className="day">
          <h3>{weekday(d.day)} {d.day.slice(0, 4) !== days[i - 1]?.day.slice(0, 4) && <span className="mut">{d.day.slice(0, 4)}</span>}</h3>
          <ol>{d.sessions.map((s) => <SessionRow key={s.key} session={s} zone={zone} />)}</ol>
        </section>
      ))}
      {error && <FailedLine error={error} />}
      {hidden > 0 ? <button type="button" className="btn earlier" onClick={() => setWanted((n) => n + daysAtOnce)}>Earlier: {plural(hidden, 'more day')}{hasMore ? ' and older ones' : ''}</button>
        : hasMore && <button type="button" className="btn earlier" disabled={loading} onClick={() => { setWanted((n) => n + daysAtOnce); more(); }}>{loading ? 'Reading earlier events' : 'Earlier'}</button>}
    </Block>
  );
}

function SessionRow({ session: s, zone }: { session: Session; zone: string }) {
  const [first] = s.rows;
  if (!first) return null;
  const lasted = (Date.parse(s.end) - Date.parse(s.start)) / 1000;
  return (
    <li className="session">
      <span className="tm">{timeOfDay(s.start, zone)}</span>
      <span className="tc">{words(s.channel)}</span>
      <span className="ts"><Sign kind={kindOfSign[s.sign]} /><span className="vh">{s.sign}</span></span>
      <div>
        {s.rows.length === 1 ? <Single row={first} /> : (
          <>
            <p>{headline(s)}</p>
            <details className="fold">
              <summary>{plural(s.rows.length, 'event')}{lasted >= 1 ? `, ${elapsed(lasted)}` : ''}{visited(s) && <span className="mark"> · {visited(s)}</span>}</summary>
              <ol>{s.rows.map((r, i) => (
                <li key={i}>
                  <span className="tm">{timeOfDay(r.time, zone)}</span>
                  <span className="ts">{r.sign && r.sign !== 'interaction' && <><Sign kind={kindOfSign[r.sign]} /><span className="vh">{r.sign}</span></>}</span>
                  <span>{r.event} <span className="mark">{detail(r)}</span></span>
                </li>
              ))}</ol>
            </details>
          </>
        )}
      </div>
    </li>
  );
}

const known = new Set(['survey', 'score', 'verbatim']);

function detail(r: TimelineRow): string {
  const properties = Object.entries(r.properties ?? {}).filter(([k, v]) => !known.has(k) && v !== null && typeof v !== 'object').slice(0, 4).map(([k, v]) => `${words(k)} ${String(v)}`);
  return [words(r.touchpoint ?? ''), ...(r.objects ?? []).map((o) => `${words(o.type)} ${o.id}`), ...properties].filter(Boolean).join(' · ');
}

function Single({ row: r }: { row: TimelineRow }) {
  const { score, verbatim, survey } = r.properties ?? {};
  const from = r.source ? `${r.source}${r.import ? `, import ${r.import}` : ''}${r.line ? `, line ${r.line}` : ''}` : '';
  return (
    <>
      <p>{r.event}{score !== undefined && score !== null && <>: <b>{String(score)}</b></>}</p>
      {typeof verbatim === 'string' && verbatim && <blockquote>“{verbatim}”</blockquote>}
      <p className="mark">{[...new Set([survey && words(String(survey)), ...detail(r).split(' · '), from])].filter(Boolean).join(' · ')}</p>
    </>
  );
}

import { getRouteApi, Link } from '@tanstack/react-router';
import { usePerson, useTimeline } from '../api/queries';
import type { Person, TimelineRow } from '../api/types';
import { count, day, elapsed, list, plural, sentence, words } from '../chart/format';
import { Sign } from '../chart/Sign';
import { Page } from '../shell/Page';
import { useZone } from '../shell/scope';
import { Failed, Loading } from '../shell/States';
import { ChannelsChart } from './ChannelsChart';
import { Forget } from './Forget';
import { Attempts, Identities, Objects, Properties } from './PersonParts';
import { latestTrouble, signed } from './sessions';
import { TimelineList } from './TimelineList';
import './people.css';

const route = getRouteApi('/people/$id');

export function PersonPage() {
  const { id } = route.useParams();
  const person = usePerson(id);
  const name = person.data?.person ?? id;
  return (
    <Page title={name} scoped={false} where={<><Link to="/people">People</Link> / {name}</>}>
      {person.isPending ? <Loading what="Reading who this person is" isAll />
        : person.isError ? <><h1 className="lead">This person cannot be shown.</h1><div className="block"><Failed error={person.error} retry={() => person.refetch()}><Link className="btn" to="/people">Find a person</Link></Failed></div></>
          : <Shown person={person.data} id={id} />}
    </Page>
  );
}

function Shown({ person, id }: { person: Person; id: string }) {
  const timeline = useTimeline(id);
  const zone = useZone();
  const rows = (timeline.data?.pages.flatMap((p) => p.rows) ?? []).map(signed);
  return (
    <>
      <div className="person-head">
        <div>
          <h1 className="lead">{timeline.data ? lead(rows, zone) : sentence(person.state ?? 'person')}</h1>
          <p className="sub">{since(person, zone)}</p>
        </div>
        <Figures person={person} rows={timeline.data && rows} zone={zone} />
      </div>
      {timeline.isPending ? <Loading what="Reading this person’s events" />
        : timeline.isError && rows.length === 0 ? <div className="block"><Failed error={timeline.error} retry={() => timeline.refetch()} /></div>
          : (
            <>
              <ChannelsChart rows={rows} more={!!timeline.hasNextPage} zone={zone} />
              <div className="pair main-side">
                <TimelineList rows={rows} zone={zone} hasMore={!!timeline.hasNextPage} loading={timeline.isFetchingNextPage} error={timeline.error} more={() => timeline.fetchNextPage()} />
                <div>
                  <Identities person={person} zone={zone} />
                  <Properties person={person} zone={zone} />
                  <Attempts person={person} zone={zone} />
                  <Objects person={person} zone={zone} />
                  <Forget person={person} id={id} />
                </div>
              </div>
            </>
          )}
    </>
  );
}

const numbers = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve'];

function lead(rows: TimelineRow[], zone: string): string {
  if (rows.length === 0) return 'Nothing is known of this person but who they are.';
  const trouble = latestTrouble(rows);
  const [newest, oldest] = [trouble[0], trouble[trouble.length - 1]];
  if (!newest || !oldest) return `No sign of trouble in ${plural(rows.length, 'event')}.`;
  if (trouble.length === 1) return `One trouble: ${words(newest.event)}, ${day(newest.time, zone)}.`;
  const number = numbers[trouble.length] ?? count(trouble.length);
  const channels = [...new Set(trouble.map((t) => words(t.channel ?? '')).filter(Boolean))];
  const time = Date.parse(newest.time) - Date.parse(oldest.time);
  return `${number} troubles within ${elapsed(time / 1000)}${channels.length ? ` (${list(channels)})` : ''}.`;
}

function since(p: Person, zone: string): string {
  const state = sentence(p.state ?? 'person, state not known');
  const account = p.accounts?.[0];
  return [`${state}, first seen ${p.first ? day(p.first, zone) : 'at no known time'}, last ${p.last ? day(p.last, zone) : 'at no known time'}`,
    account && `of\u00a0${account.account.replaceAll('-', '\u2011')}${account.role ? ` (${words(account.role)})` : ''}`].filter(Boolean).join('; ') + '.';
}

function Figures({ person: p, rows, zone }: { person: Person; rows?: TimelineRow[]; zone: string }) {
  const asked = (p.scores ?? []).toSorted((a, b) => b.time.localeCompare(a.time));
  const scores = asked.filter((s) => s.score !== null || s.verbatim);
  const attempts = p.attempts ?? [];
  const troubles = rows?.filter((r) => r.sign === 'trouble').length;
  const ended = attempts.filter((a) => a.outcome !== 'open');
  return (
    <dl className="figures">
      <div><dt>Events</dt><dd><b>{p.events === undefined ? '–' : count(p.events)}</b><span className="mark">{plural(p.identities.length, 'identity', 'identities')}</span></dd></div>
      <div className={troubles ? 'harm' : undefined}><dt><Sign kind={troubles ? 'harm' : 'ink'} /> Troubles</dt><dd>{troubles ? <><b>{count(troubles)}</b><span className="mark">in the events below</span></> : <span className="mark">{rows ? 'none in the events below' : 'not known without the events'}</span>}</dd></div>
      <div className="cx"><dt><Sign kind="cx" /> Last answer</dt><dd>{scores[0] ? <><b>{scores[0].score ?? 'words only'}</b><span className="mark">{words(scores[0].survey)}, {day(scores[0].time, zone)}{asked.length > 1 && `; answered ${scores.length} of ${asked.length}`}</span></> : <span className="mark">{asked.length ? `asked ${asked.length === 1 ? 'once' : `${asked.length} times`}, never answered` : 'never asked'}</span>}</dd></div>
      {p.attempts && <div className="ux"><dt><Sign kind="ux" /> Tasks</dt><dd>{attempts.length ? <><b>{count(ended.filter((a) => a.outcome === 'success').length)}</b><span className="mark">of {plural(ended.length, 'finished attempt')} succeeded{attempts.length > ended.length && `; ${attempts.length - ended.length} open`}</span></> : <span className="mark">no task attempted</span>}</dd></div>}
    </dl>
  );
}


// Find people by any identity; else the most recently seen.

import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { peopleListed, usePeople } from '../api/queries';
import type { Answer } from '../api/types';
import { count, day, plural, words } from '../chart/format';
import { Block } from '../chart/Block';
import { Page } from '../shell/Page';
import { useZone } from '../shell/scope';
import { Failed, Loading } from '../shell/States';
import './people.css';

const route = getRouteApi('/people');

export function PeoplePage() {
  const { search = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(search);
  const answer = usePeople(search);
  // Typing asks when it rests: 250 ms is longer than the gap between two keys.
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.trim() !== search) void navigate({ search: (before: object) => ({ ...before, search: typed.trim() || undefined }), replace: true } as never);
    }, 250);
    return () => clearTimeout(timer);
  }, [typed, search, navigate]);
  return (
    <Page title="People" scoped={false}>
      <h1 className="lead">{lead(answer.data, search)}</h1>
      <p className="sub">One line per person, over all channels and devices. Search takes any identity: customer number, e-mail, phone, device or person id, whole or its beginning.</p>
      <search className="find">
        <label htmlFor="find">Find a person</label>
        <input id="find" className="field" type="search" autoComplete="off" spellCheck={false} placeholder="4471-0093, maren@…, p_…" value={typed} onChange={(e) => setTyped(e.target.value)} />
      </search>
      <div role="status" className="vh">{answer.data ? plural(answer.data.rows.length, 'person', 'people') : ''}</div>
      {answer.isPending ? <Loading what="Reading who was seen last" isAll />
        : answer.isError ? <Failed error={answer.error} retry={() => answer.refetch()} />
          : answer.data.rows.length === 0 ? <Nobody search={search} answer={answer.data} />
            : (
              <Block title={search ? `Whose identity begins with “${search}”` : 'Seen last'} line={listed(answer.data, search)}>
                <div className={answer.isPlaceholderData ? 'stale' : undefined}><PeopleList rows={answer.data.rows} /></div>
              </Block>
            )}
    </Page>
  );
}

function lead(data: Answer | undefined, search: string): string {
  if (!data) return 'People';
  const all = data.counts.people;
  if (search) return data.rows.length === 0 ? 'Nobody is named so.' : data.rows.length === 1 ? 'One person is named so.' : `${count(data.rows.length)}${data.rows.length < peopleListed ? '' : ' or more'} people are named so.`;
  return all === undefined ? 'People, as they were seen last.' : `${plural(all, 'person', 'people')} on one timeline each.`;
}

/** Of a search it is not counted how many more there are: only that the list is full. */
function listed(a: Answer, search: string): string {
  const shown = plural(a.rows.length, 'person', 'people');
  if (search) return a.rows.length < peopleListed ? `${shown}.` : `The ${shown} seen last; type more of the identity to find another.`;
  return `${shown}${a.counts.people !== undefined && a.counts.people > a.rows.length ? ` of ${count(a.counts.people)}` : ''}.`;
}

function Nobody({ search, answer }: { search: string; answer: Answer }) {
  return (
    <section className="state block">
      <h2>{search ? `No identity begins with “${search}”` : 'Nobody yet'}</h2>
      <p>{search ? 'Identities are compared as they were imported, after trimming; an e-mail in lower case, a phone number with its country code.' : (answer.reason ?? 'No source names a person. Say in the source’s file which column does.')}</p>
    </section>
  );
}

/** The contract leaves the row's shape open: what is there is shown. */
function identitiesOf(row: Record<string, unknown>): string[] {
  const given = row.identities ?? row.identity;
  const list = Array.isArray(given) ? given : given === undefined || given === null ? [] : [given];
  return list.map((i: unknown) => (i && typeof i === 'object' && 'value' in i ? `${words(String((i as { kind?: unknown }).kind ?? ''))} ${String(i.value)}`.trim() : String(i).replace(/^[a-z_]+(?= )/, words)));
}

function PeopleList({ rows }: { rows: Record<string, unknown>[] }) {
  const zone = useZone();
  const states = rows.some((r) => r.state);
  return (
    <table className="list people-list" role="table">
      <caption className="vh">People</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">Person</th>{states && <th role="columnheader" scope="col">State</th>}<th role="columnheader" scope="col">Identities</th>
          <th role="columnheader" scope="col" className="num">Events</th><th role="columnheader" scope="col" className="num">First seen</th><th role="columnheader" scope="col" className="num">Last seen</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((r) => {
          const id = String(r.person ?? r.id);
          const ids = identitiesOf(r);
          return (
            <tr key={id} role="row">
              <th role="rowheader" scope="row"><Link to="/people/$id" params={{ id }}>{id}</Link></th>
              {states && <td role="cell" className="state-cell">{r.state ? String(r.state) : <span className="mut">not known</span>}</td>}
              <td role="cell" className="ids-cell">{ids.slice(0, 3).join(' · ')}{ids.length > 3 && <span className="mut"> and {ids.length - 3} more</span>}</td>
              <td role="cell" className="num events-cell">{typeof r.events === 'number' ? count(r.events) : '–'}<span className="unit-narrow"> events</span></td>
              <td role="cell" className="num first-cell">{r.first ? day(String(r.first), zone) : '–'}</td>
              <td role="cell" className="num last-cell"><span className="unit-narrow">last </span>{r.last ? day(String(r.last), zone) : '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

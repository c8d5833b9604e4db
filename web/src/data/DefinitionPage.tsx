// One definition: its YAML, and what changed from version to version.

import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useDefinition } from '../api/queries';
import type { Definition } from '../api/types';
import { Block } from '../chart/Block';
import { day, moment, plural, sentence } from '../chart/format';
import { Page } from '../shell/Page';
import { useZone } from '../shell/scope';
import { Failed, Loading } from '../shell/States';
import { changedLines } from './changed';
import './data.css';

const route = getRouteApi('/data/definitions/$kind/$name');

export function DefinitionPage() {
  const { kind, name } = route.useParams();
  const answer = useDefinition(kind, name);
  return (
    <Page title={answer.data?.title ?? name} scoped={false} needsEvents={false} where={<><Link to="/data">Data</Link> / {answer.data?.title ?? name}</>}>
      {answer.isPending ? <Loading what={`Reading the ${kind} ${name}`} />
        : answer.isError ? <><h1 className="lead">This definition cannot be shown.</h1><div className="block"><Failed error={answer.error} retry={() => answer.refetch()} /></div></>
          : <Shown key={`${kind}/${name}`} d={answer.data} />}
    </Page>
  );
}

function Shown({ d }: { d: Definition }) {
  const zone = useZone();
  const versions = (d.versions?.length ? d.versions : [{ version: d.version, applied: d.applied, yaml: d.yaml ?? '' }]).toSorted((a, b) => b.version - a.version);
  const [chosen, setChosen] = useState(versions[0]?.version ?? d.version);
  const at = versions.findIndex((v) => v.version === chosen);
  const shown = versions[at];
  const before = versions[at + 1];
  const lines = shown ? changedLines(before?.yaml, shown.yaml) : [];
  return (
    <>
      <h1 className="lead">{d.title || d.name}: {d.kind}, version {d.version}</h1>
      <p className="sub">Applied {moment(d.applied, zone)}{d.file && <> from <code>{d.file}</code></>}. Every figure that it gives names this version.</p>
      <Block
        title={before ? `What version ${chosen} says; ${plural(lines.filter((l) => l.sign !== ' ').length, 'line')} changed since version ${before.version}` : `What version ${chosen} says`}
        line="The file as it was applied. Change the file and run throughline apply to make the next version."
      >
        {versions.length > 1 && (
          <div className="choose" role="group" aria-label="Versions">
            {versions.map((v) => <button key={v.version} type="button" className="btn" aria-pressed={v.version === chosen} onClick={() => setChosen(v.version)}>Version {v.version}, {day(v.applied, zone)}</button>)}
          </div>
        )}
        <div className="yaml">
          <pre tabIndex={0} aria-label={`${sentence(d.kind)} ${d.name} in YAML`}>{lines.map((l, i) => (
            <span key={i} className={l.sign === '+' ? 'added' : l.sign === '-' ? 'gone' : undefined}>{before ? `${l.sign === '-' ? '\u2212' : l.sign} ` : ''}{l.text}{'\n'}</span>
          ))}</pre>
        </div>
      </Block>
    </>
  );
}

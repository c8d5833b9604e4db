// Definitions by kind: they are files, loaded by `throughline apply`, and every figure names its version.

import { Link } from '@tanstack/react-router';
import type { Definition } from '../api/types';
import { Block, More } from '../chart/Block';
import { day, plural } from '../chart/format';
import { useZone } from '../shell/scope';

const kinds: [string, string, string][] = [
  ['metric', 'metric', 'metrics'], ['journey', 'journey', 'journeys'], ['task', 'task', 'tasks'], ['segment', 'segment', 'segments'], ['source', 'source', 'sources'],
];

const openAtMost = 12;

export function Definitions({ list }: { list: Definition[] }) {
  const zone = useZone();
  const present = kinds.filter(([k]) => list.some((d) => d.kind === k));
  return (
    <Block
      title={list.length ? `${plural(list.length, 'definition')} give the figures their meaning` : 'Nothing is defined yet'}
      line="Files of the workspace; throughline apply loads them, and a changed file makes a new version."
    >
      <div className="definitions">
        {present.map(([kind, single, many]) => {
          const own = list.filter((d) => d.kind === kind);
          const one = (d: Definition) => (
            <li key={d.name}>
              <Link to="/data/definitions/$kind/$name" params={{ kind, name: d.name }}>{d.title || d.name}</Link>
              <span className="mark">version {d.version}, {day(d.applied, zone)}</span>
            </li>
          );
          return (
            <section key={kind}>
              <h3>{plural(own.length, single, many)}</h3>
              <ul>{own.slice(0, openAtMost).map(one)}</ul>
              {own.length > openAtMost && <More summary={plural(own.length - openAtMost, `more ${single}`, `more ${many}`)}><ul>{own.slice(openAtMost).map(one)}</ul></More>}
            </section>
          );
        })}
      </div>
    </Block>
  );
}

// What the figure rests on, and its versions.

import { Link } from '@tanstack/react-router';
import type { Definition } from '../api/types';
import { Block } from '../chart/Block';
import { day, plural, sentence, words } from '../chart/format';
import { useZone } from '../shell/scope';
import { benchmarkOf, type MetricAnswer } from './answer';

interface Props { answer: MetricAnswer; definition?: Definition; choose: (version: number) => void }

export function MetricContract({ answer, definition, choose }: Props) {
  const zone = useZone();
  const c = answer.contract;
  const benchmark = c.benchmark && `${benchmarkOf(c)}, ${c.benchmark.source}${c.benchmark.year ? `, ${c.benchmark.year}` : ''}`;
  const said: [string, string | undefined][] = [
    ['Discipline', c.discipline === 'CX' ? 'CX, the relationship' : 'UX, the interaction'],
    ['Kind', `${words(c.kind)}${c.variant ? `, ${words(c.variant)}` : ''}`],
    ['Source', c.source],
    ['Formula', c.formula],
    ['Counts', words(c.counts)],
    ['Scale', c.scale && `${c.scale.low} to ${c.scale.high}`],
    ['Better', c.better],
    ['Time', c.time_basis],
    ['Excludes', c.exclude],
    ['Weights', c.weighting],
    ['Quality', c.quality && words(c.quality)],
    ['Interval', sentence(c.interval)],
    ['Least n', c.minimum_n > 0 ? String(c.minimum_n) : 'none'],
    ['Benchmark', benchmark],
  ];
  const versions = (definition?.versions ?? []).toSorted((a, b) => b.version - a.version);
  const isOld = definition !== undefined && answer.definition.version !== definition.version;
  return (
    <Block title={`The contract, version ${answer.definition.version}`} line={isOld ? 'An older version: all figures on this page are by it.' : 'What the figure rests on. Each answer names the version that it used.'}>
      <dl className="contract">
        {said.filter(([, text]) => text).map(([name, text]) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}
      </dl>
      {versions.length > 1 && (
        <div className="versions only-screen" role="group" aria-label="By which version">
          {versions.map((v) => (
            <button key={v.version} type="button" className="btn" aria-pressed={v.version === answer.definition.version} onClick={() => choose(v.version)}>
              Version {v.version}, {day(v.applied, zone)}
            </button>
          ))}
        </div>
      )}
      <p className="sub small">
        {versions.length > 1 && `${plural(versions.length, 'version')} since ${day(versions.map((v) => v.applied).toSorted()[0] ?? '', zone)}. `}
        <Link to="/data/definitions/$kind/$name" params={{ kind: 'metric', name: answer.definition.name }}>YAML and versions</Link>
      </p>
    </Block>
  );
}

// A name that opens its definition: what is counted, how, which version, and the way to its YAML.

import { Link } from '@tanstack/react-router';
import { Popover } from 'radix-ui';
import { useDefinition } from '../api/queries';
import type { MetricReading } from '../api/types';
import { day, inline, show } from '../chart/format';
import { useZone } from '../shell/scope';
import { FailedLine } from '../shell/States';
import { kindSays } from './kinds';
import { definitionOf } from './named';

export function DefinitionDetails({ reading }: { reading: MetricReading }) {
  const definition = useDefinition(definitionOf(reading).kind, definitionOf(reading).name);
  const d = definition.data;
  const zone = useZone();
  const version = reading.version ?? d?.version;
  return (
    <>
      {kindSays(reading.kind) && <p className="sec">{kindSays(reading.kind)}</p>}
      <dl>
        <dt>Discipline</dt><dd>{reading.discipline === 'CX' ? 'CX, the relationship' : 'UX, the interaction'}</dd>
        {reading.counted && <><dt>Counts</dt><dd>{reading.counted}</dd></>}
        {reading.better && <><dt>Better</dt><dd>{reading.better}</dd></>}
        {reading.method && <><dt>Interval</dt><dd>{reading.method}</dd></>}
        {version !== undefined && <><dt>Version</dt><dd>{version}{d?.applied && <span className="mut">, since {day(d.applied, zone)}</span>}</dd></>}
        {d?.file && <><dt>File</dt><dd><code>{d.file}</code></dd></>}
      </dl>
      {definition.isError && <FailedLine error={definition.error} />}
    </>
  );
}

export function MetricName({ reading }: { reading: MetricReading }) {
  const before = show(reading.before, reading.unit);
  return (
    <Popover.Root>
      <Popover.Trigger className="def">{reading.title}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="pop" align="start" sideOffset={6} collisionPadding={16} aria-label={`Definition of ${reading.title}`}>
          <h2>{reading.title}</h2>
          <DefinitionDetails reading={reading} />
          {before && <p className="mark">The period before: {inline(before)}{before.range && ` (${before.range})`}, n = {reading.before?.n.toLocaleString('en-US')}</p>}
          <div className="onward">
            {reading.metric !== undefined && <Link to="/metrics/$name" params={{ name: reading.metric }}>The measure, whole</Link>}
            <Link to="/data/definitions/$kind/$name" params={definitionOf(reading)}>YAML and versions</Link>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

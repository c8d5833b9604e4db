// The same value in each group: by channel, device, plan or whatever the events carry.

import { type Scope, useAnswer } from '../api/queries';
import { Behind, Block } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import { kindOf } from '../chart/Sign';
import { WhiskerMark } from '../chart/WhiskerMark';
import { Choice } from '../question/Fields';
import { useSplits } from '../question/suggestions';
import { FailedLine, Loading, Why } from '../shell/States';
import { byWords } from '../task/answer';
import { type Group, groupsOf, type MetricAnswer } from './answer';
import { MetricDifferences } from './MetricDifferences';
import { metricQuestion } from './question';

const drawn = 12;

interface Props {
  name: string;
  scope: Scope;
  by: string;
  version?: number;
  set: (by: string) => void;
}

export function MetricSplit({ name, scope, by, version, set }: Props) {
  const answer = useAnswer<MetricAnswer>(metricQuestion(name, scope, by, version));
  const splits = useSplits(false).filter((s) => s.value !== '');
  const isHere = answer.data !== undefined && !answer.isPlaceholderData;
  const groups = isHere ? groupsOf(answer.data) : [];
  const largest = groups.toSorted((a, b) => b.row.value.n - a.row.value.n).slice(0, drawn);
  const shown = groups.filter((g) => largest.includes(g));
  const what = byWords(by);
  const some = groups.length > shown.length ? ` The ${shown.length} largest of ${groups.length}.` : '';
  return (
    <Block
      kind={isHere ? kindOf(answer.data.contract.discipline) : 'ink'}
      title={`By ${what}`}
      line={`With 95 % intervals; those that overlap cannot be told apart.${some}`}
    >
      <div className="split-by only-screen">
        <Choice label="Split by" value={by} options={splits} set={set} />
      </div>
      {answer.isError ? (
        <FailedLine error={answer.error} />
      ) : !isHere ? (
        <Loading what={`Splitting it by ${what}`} />
      ) : (
        <>
          <Groups groups={groups} shown={shown} what={what} answer={answer.data} />
          <MetricDifferences answer={answer.data} what={what} />
        </>
      )}
    </Block>
  );
}

function Groups({ groups, shown, what, answer }: { groups: Group[]; shown: Group[]; what: string; answer: MetricAnswer }) {
  const { unit, discipline, counts } = answer.contract;
  const ends = shown.flatMap((g) => [g.row.value.low ?? g.row.value.value ?? 0, g.row.value.high ?? g.row.value.value ?? 0]);
  const domain: [number, number] = unit === 'share' ? [0, 1] : [Math.min(0, ...ends), Math.max(1e-9, ...ends)];
  return (
    <>
      <ul className="metric-groups">
        {shown.map((g) => {
          const value = show(g.row.value, unit);
          return (
            <li key={g.label}>
              <b>{g.label}</b>
              {value ? (
                <>
                  <WhiskerMark estimate={g.row.value} domain={domain} kind={kindOf(discipline)} width={150} track />
                  <span><b>{inline(value)}</b> <span className="mark">{value.range ?? 'no interval'} · n {count(g.row.value.n)}</span></span>
                </>
              ) : (
                <Why status={g.row.status ?? 'no-data'} reason={g.row.reason} />
              )}
            </li>
          );
        })}
      </ul>
      <Behind
        caption={`By ${what}`}
        columns={[{ title: what, text: true }, { title: 'Value, 95 %' }, { title: `n ${counts}` }]}
        rows={groups.map((g) => [g.label, withRange(show(g.row.value, unit)), count(g.row.value.n)])}
      />
    </>
  );
}

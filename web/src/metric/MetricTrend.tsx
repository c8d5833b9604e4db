// The value over the period, with its interval.

import { type Scope, useAnswer } from '../api/queries';
import { Behind, Block } from '../chart/Block';
import { count, intervalName, show, withRange, words } from '../chart/format';
import { LineChart } from '../chart/LineChart';
import { kindOf } from '../chart/Sign';
import { FailedLine, Loading, Why } from '../shell/States';
import { trendInterval } from '../task/question';
import { groupsOf, type MetricAnswer, whyNone } from './answer';
import { metricQuestion } from './question';

export function MetricTrend({ name, scope, title, version }: { name: string; scope: Scope; title: string; version?: number }) {
  const interval = trendInterval(scope);
  const answer = useAnswer<MetricAnswer>(metricQuestion(name, scope, interval, version));
  if (answer.isPending || answer.isPlaceholderData) return <Loading what={`Reading it ${interval} by ${interval}`} />;
  if (answer.isError) return <FailedLine error={answer.error} />;
  const groups = groupsOf(answer.data);
  if (groups.length < 2) return null;
  const { unit, discipline, counts } = answer.data.contract;
  const people = words(counts);
  if (groups.every((g) => g.row.value.value === null)) {
    return (
      <Block kind={kindOf(discipline)} title={`${title} by ${interval}: no ${interval} has a value`}>
        <Why status={answer.data.status} reason={whyNone(answer.data)} />
      </Block>
    );
  }
  return (
    <Block kind={kindOf(discipline)} title={`${title} by ${interval}`} line="The band is the 95 % interval; a gap has no value.">
      <LineChart
        label={`${title} by ${interval}`}
        steps={groups.map((g) => intervalName(g.refs[0] ?? ''))}
        lines={[{ name: title, values: groups.map((g) => g.row.value) }]}
        unit={unit}
        kind={kindOf(discipline)}
        height={190}
      />
      <Behind
        caption={`${title} by ${interval}`}
        columns={[{ title: interval, text: true }, { title: 'Value, 95 %' }, { title: `n ${people}` }]}
        rows={groups.map((g) => [g.label, withRange(show(g.row.value, unit)), count(g.row.value.n)])}
      />
    </Block>
  );
}

// Success and time over the period, each on its own scale.

import { type Scope, useAnswer } from '../api/queries';
import { Block } from '../chart/Block';
import { intervalName, show, withRange } from '../chart/format';
import { isApart } from '../chart/geometry';
import { FailedLine, Loading } from '../shell/States';
import { AttemptsCurves } from './AttemptsCurves';
import { AttemptsTable } from './AttemptsRow';
import { groupsOf, type Group, type TaskAnswer } from './answer';
import { taskQuestion, trendInterval } from './question';

export function TaskTrend({ name, scope }: { name: string; scope: Scope }) {
  const interval = trendInterval(scope);
  const answer = useAnswer<TaskAnswer>(taskQuestion(name, scope, interval));
  if (answer.isPending) return <Loading what={`Reading the attempts ${interval} by ${interval}`} />;
  if (answer.isError) return <FailedLine error={answer.error} />;
  const groups = groupsOf(answer.data);
  if (groups.length < 2) return null;
  const steps = groups.map((g) => intervalName(g.group));
  return (
    <Block
      kind="ux"
      title={title(groups, interval)}
      line={`By ${interval} of the start; bands are 95 % intervals. Times are medians, in a ${interval} with fewer than 25 successes geometric means.`}
    >
      <AttemptsCurves what={`by ${interval}`} steps={steps} attempts={groups} />
      <AttemptsTable caption={`Attempts by ${interval}`} first={interval} rows={groups.map((g) => [g.group, g])} />
    </Block>
  );
}

function title(groups: Group[], interval: string): string {
  const known = groups.filter((g) => g.success_share.value !== null && g.success_share.n >= 20);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || first === last) return `Success and time by ${interval}`;
  const figures = `${withRange(show(first.success_share, 'share'))} at the beginning, ${withRange(show(last.success_share, 'share'))} at the end`;
  if (!isApart(first.success_share, last.success_share))
    return `Success at both ends of the period overlaps: ${figures}`;
  return `Success has ${(last.success_share.value as number) > (first.success_share.value as number) ? 'risen' : 'fallen'} over the period: ${figures}`;
}

// A split answer: all cohorts of each group together, a line a group.

import { Behind, Block } from '../chart/Block';
import { count, show, withRange } from '../chart/format';
import { LineChart } from '../chart/LineChart';
import { firm, type GroupAnswer, periodName, pooledOf } from './answer';

const drawn = 5;
const least = 20; // below, a line is noise; the table has all

export function Curves({ groups, interval }: { groups: GroupAnswer[]; interval: string }) {
  const periods = [...new Map(groups.flatMap((g) => pooledOf(g.answer)).map((p) => [p.period, p])).values()]
    .filter((p) => p.period > 0)
    .toSorted((a, b) => a.period - b.period);
  const shareAt = (g: GroupAnswer, period: number) =>
    firm(pooledOf(g.answer)).find((p) => p.period === period && p.share.n >= least)?.share ?? null;
  const known = periods.filter((p) => groups.some((g) => shareAt(g, p.period)?.value != null));
  if (known.length === 0) return null;
  return (
    <Block
      kind="ux"
      title={`Who came back, ${interval} by ${interval}, in each group`}
      line={`All cohorts of a group together, each as far as it was observed; uprights are 95 % intervals. Drawn where at least 20 were observed.${groups.length > drawn ? ` The ${drawn} largest of ${groups.length} groups.` : ''} The group is that of the start.`}
    >
      <LineChart
        label={`Share that came back, by ${interval} and group`}
        steps={known.map((p) => `${interval} ${periodName(p)}`)}
        lines={groups.slice(0, drawn).map((g) => ({ name: g.name, values: known.map((p) => shareAt(g, p.period)) }))}
        unit="share"
        kind="ux"
        height={240}
        include={[0]}
      />
      <Behind
        caption="Each group, all cohorts together"
        columns={[
          { title: 'Group', text: true },
          { title: interval, text: true },
          { title: 'Came back' },
          { title: 'Share, 95 %' },
          { title: 'n' },
        ]}
        rows={groups.flatMap((g) =>
          pooledOf(g.answer)
            .filter((p) => p.share.value !== null)
            .map((p) => [
              g.name,
              periodName(p),
              p.returned === null ? '' : count(p.returned),
              withRange(show(p.share, 'share')),
              count(p.share.n),
            ]),
        )}
      />
    </Block>
  );
}

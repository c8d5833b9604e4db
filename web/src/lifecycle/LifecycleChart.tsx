// Who is new, comes again, comes back after a pause (above the line), and stays away (below it), interval by interval.

import { scaleLinear } from 'd3-scale';
import { useAnswer } from '../api/queries';
import type { Answer, Question } from '../api/types';
import { Behind, Block } from '../chart/Block';
import { count, intervalName } from '../chart/format';
import { useWidth } from '../chart/useWidth';
import type { CellRef } from '../question/asked';
import { Press } from '../question/Press';
import { subjectWord } from '../question/subjects';
import { FailedLine, Loading } from '../shell/States';

const states = ['returning', 'resurrecting', 'new'] as const;
interface Row {
  name: string;
  active: number;
  new: number;
  returning: number;
  resurrecting: number;
  dormant: number | null;
}

export function rowsOf(answer: Answer, interval: string): Row[] {
  return answer.rows.map((row) => ({ ...(row as unknown as Row), name: String(row[interval] ?? '') }));
}

interface Props {
  question: Question;
  interval: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function LifecycleChart({ question, interval, cell, open }: Props) {
  const answer = useAnswer(question);
  if (answer.isPending) return <Loading what="Reading who is new, comes again and stays away" />;
  if (answer.isError) return <FailedLine error={answer.error} />;
  const rows = rowsOf(answer.data, interval);
  if (rows.length === 0) return null;
  const word = subjectWord(answer.data);
  return (
    <Block
      kind="ux"
      title={title(rows, interval, word)}
      line={`Per ${interval}, above the line: came in the ${interval} before as well (darkest), came back after a pause, came for the first time (palest). Below: came in the ${interval} before and not in this one.`}
    >
      <Bars rows={rows} />
      <Behind
        summary="Table behind this chart, and who they are"
        caption={`Lifecycle by ${interval}`}
        columns={[
          { title: interval, text: true },
          { title: 'Active' },
          { title: 'New' },
          { title: 'Again' },
          { title: 'Back after a pause' },
          { title: 'Stayed away' },
        ]}
        rows={rows.map((r) => [
          r.name,
          ...(['active', 'new', 'returning', 'resurrecting', 'dormant'] as const).map((state) => {
            const n = r[state];
            return n === null ? (
              'not over'
            ) : n === 0 ? (
              '0'
            ) : (
              <Press
                key={state}
                cell={{ outcome: `${state}:${r.name}` }}
                now={cell}
                open={open}
                label={`${count(n)} ${state} in ${r.name}: who they are`}
              >
                {count(n)}
              </Press>
            );
          }),
        ])}
      />
    </Block>
  );
}

function title(rows: Row[], interval: string, word: string): string {
  const over = rows.filter((r) => r.dormant !== null);
  const last = over.at(-1);
  if (!last) return `Who is new and who comes again, by ${interval}`;
  const gain = last.new + last.resurrecting - (last.dormant ?? 0);
  const balance =
    gain === 0
      ? 'as many came as stayed away'
      : gain > 0
        ? `${count(gain)} more came than stayed away`
        : `${count(-gain)} more stayed away than came`;
  return `${count(last.active)} ${word} were active in the last full ${interval}; ${balance}`;
}

const height = 190;

function Bars({ rows }: { rows: Row[] }) {
  const { ref, width } = useWidth<HTMLDivElement>(640);
  const up = Math.max(1, ...rows.map((r) => r.active));
  const down = Math.max(0, ...rows.map((r) => r.dormant ?? 0));
  const y = scaleLinear()
    .domain([-down, up])
    .range([height - 22, 14]);
  const step = width / rows.length;
  const every = Math.max(1, Math.ceil(58 / step));
  return (
    <div className="fluid" ref={ref}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        height={height}
        className="k-ux"
        role="img"
        aria-label={`Lifecycle: ${rows.map((r) => `${r.name} ${count(r.active)} active, ${r.dormant === null ? 'not over' : `${count(r.dormant)} stayed away`}`).join('; ')}`}
      >
        {rows.map((r, i) => {
          let under = 0;
          const bar = Math.max(2, Math.min(46, step - 6));
          const x = step * i + (step - bar) / 2;
          return (
            <g key={r.name}>
              {states.map((s) => {
                const [from, to] = [y(under), y(under + r[s])];
                under += r[s];
                return (
                  <rect key={s} className={`life-${s}`} x={x} y={to} width={bar} height={Math.max(0, from - to)} />
                );
              })}
              {r.dormant !== null && r.dormant > 0 && (
                <rect className="life-dormant" x={x + 0.5} y={y(0)} width={bar - 1} height={y(-r.dormant) - y(0)} />
              )}
              {step > 40 && (
                <text x={x + bar / 2} y={Math.max(10, y(r.active) - 4)} textAnchor="middle" className="b">
                  {count(r.active)}
                </text>
              )}
              {i % every === 0 && (
                <text x={x + bar / 2} y={height - 4} textAnchor="middle" className="m">
                  {intervalName(r.name)}
                </text>
              )}
            </g>
          );
        })}
        <path d={`M0 ${y(0)}H${width}`} className="zero" />
      </svg>
    </div>
  );
}

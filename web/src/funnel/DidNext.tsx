// Those who stopped at a step: what they did instead, first of all. Their paths from that step, with the funnel's own time
// as the longest pause.

import { useAnswer } from '../api/queries';
import type { Question } from '../api/types';
import { Bars } from '../chart/Bars';
import { count } from '../chart/format';
import { listed, type PathsAnswer } from '../path/sankey';
import type { CellRef } from '../question/asked';
import { readDuration } from '../question/DurationField';
import { askedEvents, durationWords } from '../question/matcher';
import { FailedLine } from '../shell/States';
import { stoppedAt } from './answer';
import type { Funnel } from './question';

const most = 7;

const days: Record<string, number> = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };

/** The window as a plain time, which a pause is; of sessions, the pause that ends one. */
function gapOf(within: string): string {
  const { number, unit } = readDuration(within) ?? { number: '1', unit: '' };
  if (unit === 'session') return '30m';
  return unit in days ? `${Number(number) * (days[unit] as number)}d` : within;
}

export function didNextQuestion(question: Question, funnel: Funnel, cell: CellRef): Question | null {
  const step = funnel.steps[(stoppedAt(cell) ?? 0) - 1];
  if (stoppedAt(cell) === undefined || !step) return null;
  const { from, to, zone, count: counted } = question;
  const behind = { ...(cell.group !== undefined && { group: cell.group }), outcome: cell.outcome };
  return {
    ask: 'paths',
    from,
    to,
    zone,
    ...(counted !== undefined && { count: counted }),
    start: askedEvents(step),
    steps: 2,
    edges: most,
    gap: gapOf(funnel.within),
    segment: { cohort: { ...question, time_to_convert: undefined, behind } },
  };
}

export function DidNext({ question, funnel, cell }: { question: Question; funnel: Funnel; cell: CellRef }) {
  const asked = didNextQuestion(question, funnel, cell);
  const answer = useAnswer<PathsAnswer>(asked);
  if (!asked) return null;
  const links = answer.data ? listed(answer.data).toSorted((a, b) => b.passages - a.passages) : [];
  const start = answer.data?.nodes?.find((n) => n.position === 0);
  return (
    <section className="did-next">
      <h3>What they did next</h3>
      <div role="status">
        {answer.isPending && <p className="mark">Reading what followed</p>}
        {answer.isError && <FailedLine error={answer.error} />}
        {start && links.length === 0 && <p className="mark">Nothing, within {durationWords(funnel.within)}.</p>}
      </div>
      {start && links.length > 0 && (
        <>
          <Bars
            bars={links.slice(0, most).map((l) => ({
              key: l.to,
              name: l.to,
              estimate: l.share ?? { value: null, low: null, high: null, n: 0 },
              n: l.passages,
            }))}
          />
          <p className="mark">
            Of {count(start.passages)} times at this step
            {start.exits > 0 && `; ${count(start.exits)} times nothing followed within ${durationWords(funnel.within)}`}.
          </p>
        </>
      )}
    </section>
  );
}

// Cohorts down, periods across. One cell is a tab stop, and the arrow keys walk from it; a press opens who came back.

import { useState } from 'react';
import { Behind, Block } from '../chart/Block';
import { count, intervalName, show, withRange } from '../chart/format';
import { isApart } from '../chart/geometry';
import type { CellRef } from '../question/asked';
import { useGridWalk } from '../question/gridWalk';
import { isSame } from '../question/Press';
import { subjectWord } from '../question/subjects';
import {
  bounds,
  type Cohort,
  cohortsOf,
  during,
  periodName,
  type Period,
  pooledOf,
  type RetentionAnswer,
  valueText,
} from './answer';

interface Props {
  answer: RetentionAnswer;
  interval: string;
  period: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function Triangle({ answer, interval, period, cell, open }: Props) {
  const cohorts = cohortsOf(answer);
  const pooled = pooledOf(answer);
  const word = subjectWord(answer);
  const columns = cohorts[0]?.periods.filter((p) => p.period > 0) ?? [];
  const most = Math.max(
    0.01,
    ...cohorts.flatMap((c) => c.periods.filter((p) => p.period > 0).map((p) => p.share.value ?? 0)),
  );
  return (
    <Block
      kind="ux"
      title={title(cohorts, interval)}
      line={`Share of each ${interval}’s ${word} who came back in a later ${interval}, in %, and its 95 % interval; ${period}. Hatched: not over when the data end. Press a cell for who they are.`}
    >
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Cohorts by period">
        <Grid {...{ cohorts, pooled, columns, most, interval, word, cell, open }} />
      </div>
      <Behind
        caption="Cohorts by period"
        columns={[
          { title: 'Cohort', text: true },
          { title: word },
          { title: interval },
          { title: 'Came back' },
          { title: 'Share, 95 %' },
          { title: 'n' },
        ]}
        rows={cohorts.flatMap((c) =>
          c.periods.map((p) => [
            c.cohort,
            count(c.people),
            periodName(p),
            p.returned === null ? 'not over' : count(p.returned),
            withRange(show(p.share, 'share')),
            count(p.share.n),
          ]),
        )}
      />
    </Block>
  );
}

/** How far cohorts differ in their first period, as far as the intervals tell. */
export function title(cohorts: Cohort[], interval: string): string {
  const known = cohorts
    .map((c) => ({
      name: c.cohort,
      p: c.periods.find((p) => p.period > 0 && p.share.value !== null && p.share.n >= 20),
    }))
    .filter((c): c is { name: string; p: Period } => c.p !== undefined);
  const sorted = known.toSorted((a, b) => (a.p.share.value as number) - (b.p.share.value as number));
  const [worst, best] = [sorted[0], sorted.at(-1)];
  if (!worst || !best || worst === best) return `Who came back, ${interval} by ${interval}`;
  const from = `${valueText(worst.p.share)} (${intervalName(worst.name)}) to ${valueText(best.p.share)} (${intervalName(best.name)})`;
  return isApart(worst.p.share, best.p.share)
    ? `From ${from} of a cohort come back ${during(interval)} ${periodName(best.p)}`
    : `Cohorts’ intervals overlap ${during(interval)} ${periodName(best.p)}: ${from}`;
}

interface GridProps {
  cohorts: Cohort[];
  pooled: Period[];
  columns: Period[];
  most: number;
  interval: string;
  word: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

function Grid({ cohorts, pooled, columns, most, interval, word, cell, open }: GridProps) {
  const { table, at, setAt, walk } = useGridWalk();
  const [said, setSaid] = useState('');
  const later = cohorts.map((c) => c.periods.filter((p) => p.period > 0));
  const isKnown = (row: number, column: number) => later[row]?.[column]?.returned != null;
  const tab = isKnown(...at) ? at : [later.findIndex((periods) => periods.some((p) => p.returned !== null)), 0];
  return (
    <>
      <table className="triangle" ref={table} onKeyDown={walk}>
        <caption className="vh">
          Share of each cohort that came back, by {interval} since its start. Arrow keys walk from cell to cell.
        </caption>
        <thead>
          <tr>
            <th scope="col">Cohort</th>
            <th scope="col" className="num">
              {word}
            </th>
            {columns.map((p) => (
              <th key={p.period} scope="col" className="cellhead">
                {p === columns[0] ? `${interval} ` : ''}
                {periodName(p)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pooled.length > 0 && <PooledRow pooled={pooled} columns={columns} />}
          {cohorts.map((c, row) => (
            <tr key={c.cohort}>
              <th scope="row">{intervalName(c.cohort)}</th>
              <td className="num">{count(c.people)}</td>
              {(later[row] ?? []).map((p, column) => (
                <td key={p.period}>
                  {p.returned === null || p.share.value === null ? (
                    <NotOver />
                  ) : (
                    <CohortCell
                      cohort={c}
                      period={p}
                      at={[row, column]}
                      tab={tab[0] === row && tab[1] === column}
                      focus={() => setAt([row, column])}
                      tell={setSaid}
                      {...{ most, interval, cell, open }}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {/* What a cell has no room for, for those who see; its name says the same to those who hear. */}
      <p className="readout small" aria-hidden="true">
        {said || 'Point at a cell, or walk to one, for its interval.'}
      </p>
    </>
  );
}

function PooledRow({ pooled, columns }: { pooled: Period[]; columns: Period[] }) {
  return (
    <tr className="pooled">
      <th scope="row">All cohorts</th>
      <td className="num">{count(Math.max(...pooled.map((p) => p.share.n)))}</td>
      {columns.map((c) => {
        const p = pooled.find((one) => one.period === c.period);
        const known = p && p.share.value !== null ? p : undefined;
        return (
          <td key={c.period}>
            {known ? (
              <span className="tcell">
                <b>{whole(known.share.value as number)}</b>
                <span className="mark">{bounds(known.share)}</span>
              </span>
            ) : (
              <NotOver />
            )}
          </td>
        );
      })}
    </tr>
  );
}

const NotOver = () => (
  <span className="tcell open">
    <span className="vh">not over</span>
  </span>
);

const whole = (share: number): string => (share > 0 && share < 0.01 ? '<1' : String(Math.round(share * 100)));

interface CellProps {
  cohort: Cohort;
  period: Period;
  at: [number, number];
  tab: boolean;
  focus: () => void;
  tell: (said: string) => void;
  most: number;
  interval: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

function CohortCell({ cohort, period: p, at, tab, focus, tell, most, interval, cell, open }: CellProps) {
  const ref: CellRef = { outcome: `returned:${p.period}:${cohort.cohort}` };
  const range = show(p.share, 'share')?.range;
  const said = `${valueText(p.share)} of ${count(p.share.n)} came back${range ? `, 95 % interval ${range}` : ''}`;
  const name = `Cohort ${intervalName(cohort.cohort)}, ${interval} ${periodName(p)}: ${said}`;
  const depth = Math.round((100 * (p.share.value ?? 0)) / most);
  return (
    <button
      type="button"
      className="tcell press"
      data-at={`${at[0]}.${at[1]}`}
      tabIndex={tab ? 0 : -1}
      onFocus={() => {
        focus();
        tell(name);
      }}
      onPointerEnter={() => tell(name)}
      aria-expanded={isSame(ref, cell)}
      aria-label={name}
      style={{ '--depth': `${depth}%` } as never}
      onClick={() => open(isSame(ref, cell) ? undefined : ref)}
    >
      <b>{whole(p.share.value ?? 0)}</b>
      <span className="mark">{bounds(p.share)}</span>
    </button>
  );
}

// A bar per step, on the scale of the first; a whisker is the 95 % interval of its share. Split, a thin bar per group.

import { Behind, Block } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import type { CellRef } from '../question/asked';
import { groupRef } from '../question/groups';
import { Press } from '../question/Press';
import { subjectWord } from '../question/subjects';
import { calendarOf, FunnelTrend, trendTitle } from './FunnelTrend';
import type { Both } from '../compare/versus';
import { type FunnelAnswer, type Group, groupsOf, sideBySide, stopped } from './answer';

interface Props {
  answer: FunnelAnswer;
  both?: Both<FunnelAnswer>;
  period: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

const groupsDrawn = 8;

export function FunnelChart({ answer, both, period, cell, open }: Props) {
  const pair = both ? sideBySide(answer, both) : [];
  const all = groupsOf(answer);
  // The largest groups are drawn; the table has all of them.
  const drawn = all.toSorted((a, b) => (b.steps[0]?.reached ?? 0) - (a.steps[0]?.reached ?? 0)).slice(0, groupsDrawn);
  const groups = pair.length ? pair : all.filter((g) => drawn.includes(g));
  const word = subjectWord(answer);
  const [first] = groups;
  if (!first) return null;
  const isSplit = groups.length > 1 || first.group !== undefined;
  // Split by nothing but the calendar, groups are points in time.
  const calendar = calendarOf(answer);
  return (
    <Block
      kind="ux"
      title={calendar ? trendTitle(all, calendar) : title(pair.length ? all : groups, word)}
      line={`${word[0]?.toUpperCase()}${word.slice(1)}, ${period}. ${calendar ? 'Lines are shares of those who began in an interval; uprights are 95 % intervals.' : 'Bars are shares of step 1; the line at a bar’s end is the 95 % interval.'}${!calendar && all.length > groups.length ? ` The ${groups.length} largest of ${all.length} groups.` : ''}`}
    >
      {calendar ? (
        <FunnelTrend groups={all} calendar={calendar} />
      ) : (
        <ol className={isSplit ? 'funnel by-group' : 'funnel'}>
          {first.steps.map((s, i) => (
            <li key={s.step}>
              <div className="funnel-name">
                <b>{s.step}</b>
                {!isSplit && (
                  <span className="mark">
                    {i === 0
                      ? 'the first step'
                      : s.median_seconds
                        ? `median ${inline(show(s.median_seconds, 'seconds'))} after step 1`
                        : ''}
                  </span>
                )}
              </div>
              <div className="funnel-bars">
                {groups.map((g) => (
                  <Bar key={g.group ?? ''} group={g} at={i} cell={cell} open={open} word={word} isSplit={isSplit} />
                ))}
              </div>
              {!isSplit && <Stops group={first} at={i} cell={cell} open={open} />}
            </li>
          ))}
        </ol>
      )}
      <StepsTable groups={all} isSplit={isSplit && pair.length === 0} word={word} cell={cell} open={open} />
    </Block>
  );
}

function title(groups: Group[], word: string): string {
  const [g] = groups;
  if (groups.length > 1 || !g) return `Who got how far, in ${groups.length} groups`;
  const lost = g.steps.map((_, i) => (i ? stopped(g.steps, i) : 0));
  const worst = lost.indexOf(Math.max(...lost));
  return (lost[worst] ?? 0) > 0
    ? `${count(lost[worst] ?? 0)} ${word} stop after “${g.steps[worst - 1]?.step}”`
    : 'Nobody stops on the way';
}

function Bar({
  group,
  at,
  cell,
  open,
  word,
  isSplit,
}: {
  group: Group;
  at: number;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
  word: string;
  isSplit: boolean;
}) {
  const s = group.steps[at];
  if (!s) return null;
  const { value, low, high } = s.share;
  const of = (share: number | null) => `${100 * (share ?? 0)}%`;
  const ref: CellRef = { outcome: `reached:${at + 1}`, ...groupRef(group.values) };
  const shown = at === 0 ? null : show(s.share, 'share');
  return (
    <div className={group.isBeside ? 'funnel-bar beside' : 'funnel-bar'}>
      {isSplit && (
        <span className="funnel-group" title={group.group}>
          {group.group}
        </span>
      )}
      <span className="funnel-track" aria-hidden="true">
        <i style={{ width: of(value) }} />
        {low !== null && high !== null && <u style={{ left: of(low), width: `max(1px, ${100 * (high - low)}%)` }} />}
      </span>
      <span className="funnel-value">
        {group.isBeside ? (
          <b>{count(s.reached)}</b>
        ) : (
          <Press
            cell={ref}
            now={cell}
            open={open}
            label={`${count(s.reached)} ${word} got to ${s.step}${group.group !== undefined ? `, ${group.group}` : ''}: who they are`}
          >
            <b>{count(s.reached)}</b>
          </Press>
        )}
        {shown ? (
          <>
            {' '}
            {inline(shown)}{' '}
            <span className="mark">
              {shown.range}
              {isSplit ? ` of ${count(s.share.n)}` : ''}
            </span>
          </>
        ) : value === null ? (
          <span className="mark">nobody began</span>
        ) : null}
      </span>
    </div>
  );
}

function Stops({
  group,
  at,
  cell,
  open,
}: {
  group: Group;
  at: number;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}) {
  const s = group.steps[at];
  const lost = stopped(group.steps, at);
  if (at === 0 || !s)
    return (
      <>
        <div className="mark funnel-head">of the step before</div>
        <div className="mark funnel-head">who stopped before it</div>
      </>
    );
  const previous = s.from_previous ? show(s.from_previous, 'share') : null;
  const ref: CellRef = { outcome: `dropped:${at}` };
  return (
    <>
      <div data-of="of the step before">
        {previous ? (
          <>
            <b>{inline(previous)}</b> <span className="mark">{previous.range}</span>
            <span className="mark line">n {count(s.from_previous?.n ?? 0)}</span>
          </>
        ) : (
          <span className="mark">no share</span>
        )}
      </div>
      <div data-of="who stopped before it">
        {lost > 0 ? (
          <Press cell={ref} now={cell} open={open} label={`${count(lost)} stopped before ${s.step}: who they are`}>
            {count(lost)} stopped
          </Press>
        ) : (
          <span className="mark">nobody stopped</span>
        )}
      </div>
    </>
  );
}

function StepsTable({
  groups,
  isSplit,
  word,
  cell,
  open,
}: {
  groups: Group[];
  isSplit: boolean;
  word: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}) {
  const columns = [
    ...(isSplit ? [{ title: 'Group', text: true }] : []),
    { title: 'Step', text: true },
    { title: word },
    { title: 'Of step 1, 95 %' },
    { title: 'n' },
    { title: 'Of the step before, 95 %' },
    { title: 'n' },
    { title: 'Median since step 1, 95 %' },
    { title: 'n' },
  ];
  const rows = groups.flatMap((g) =>
    g.steps.map((s, i) => [
      ...(isSplit ? [g.group] : []),
      s.step,
      <Press
        key="n"
        cell={{ outcome: `reached:${i + 1}`, ...groupRef(g.values) }}
        now={cell}
        open={open}
        label={`${count(s.reached)} ${word} got to ${s.step}${g.group === undefined ? '' : `, ${g.group}`}: who they are`}
      >
        {count(s.reached)}
      </Press>,
      withRange(show(s.share, 'share')),
      count(s.share.n),
      s.from_previous ? withRange(show(s.from_previous, 'share')) : '',
      s.from_previous ? count(s.from_previous.n) : '',
      s.median_seconds ? withRange(show(s.median_seconds, 'seconds')) : '',
      s.median_seconds ? count(s.median_seconds.n) : '',
    ]),
  );
  return (
    <Behind
      summary="Table behind this chart, and who they are"
      caption="Steps of the funnel"
      columns={columns}
      rows={rows}
    />
  );
}

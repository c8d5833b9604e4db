// The metric of several periods, segments and conditions side by side, each held against what the bar says.

import { useState } from 'react';
import { type Scope, useAnswer, useDefinitions } from '../api/queries';
import type { Definition } from '../api/types';
import { Behind, Block, WorkedOut } from '../chart/Block';
import { count, fixed, inline, sentence, show, showChange, tickTexts, withRange, words } from '../chart/format';
import { type Domain, domainOf, grid, whisker } from '../chart/geometry';
import { type Kind, kindOf } from '../chart/Sign';
import { WhiskerMark } from '../chart/WhiskerMark';
import type { CellRef } from '../question/asked';
import { Choice, Field } from '../question/Fields';
import { Press } from '../question/Press';
import { RulesField } from '../question/RulesField';
import { TakeAlong } from '../question/TakeAlong';
import { FailedLine, Loading, Why } from '../shell/States';
import { type Contract, outcomesOf } from './answer';
import {
  type ComparedRow,
  type ComparisonAnswer,
  comparisonFinding,
  comparisonQuestion,
  mostReadings,
  periodToAdd,
  type Reading,
  readingWords,
  verdictWords,
} from './comparison';

interface Props {
  name: string;
  title: string;
  scope: Scope;
  version?: number;
  kind: Kind;
  readings: Reading[];
  set: (readings: Reading[]) => void;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function MetricComparison({ name, title, scope, version, kind, readings, set, cell, open }: Props) {
  const definitions = useDefinitions().data ?? [];
  const question = readings.length ? comparisonQuestion(name, scope, readings, definitions, version) : null;
  const answer = useAnswer<ComparisonAnswer>(question);
  const isHere = readings.length > 0 && answer.data !== undefined && !answer.isPlaceholderData;
  const rows = isHere ? answer.data.rows : [];
  return (
    <Block
      kind={kind}
      title={isHere ? comparisonFinding(title, rows, answer.data.contract.unit) : 'Compare'}
      line={
        readings.length
          ? 'Dots with 95 % intervals on one scale; each difference is that reading less the first.'
          : 'Lay other periods, segments or conditions beside this one.'
      }
      className="comparison"
    >
      <Chosen readings={readings} set={set} scope={scope} definitions={definitions} />
      {question === null ? null : answer.isError ? (
        <FailedLine error={answer.error} />
      ) : !isHere ? (
        <Loading what="Reading each of them" />
      ) : (
        <>
          <Rows rows={rows} contract={answer.data.contract} cell={cell} open={open} />
          <WorkedOut notes={answer.data.notes} methods={answer.data.methods} />
          <TakeAlong question={question} answer={answer.data} />
        </>
      )}
    </Block>
  );
}

/** What stands beside the bar's reading: each can be changed or taken away, and another added. */
function Chosen({ readings, set, scope, definitions }: { readings: Reading[]; set: (readings: Reading[]) => void; scope: Scope; definitions: Definition[] }) {
  const change = (at: number, reading: Reading) => set(readings.map((r, i) => (i === at ? reading : r)));
  return (
    <div className="comparison-chosen only-screen">
      {readings.map((reading, i) => (
        // eslint-disable-next-line react/no-array-index-key -- readings have no identity of their own
        <details key={i} className="more">
          <summary>{readingWords(reading, scope, definitions)}</summary>
          <ReadingFields
            label={`Reading ${i + 2}`}
            reading={reading}
            scope={scope}
            definitions={definitions}
            set={(next) => change(i, next)}
          />
          <button type="button" className="btn quiet" onClick={() => set(readings.filter((_, j) => j !== i))}>
            Take reading {i + 2} away
          </button>
        </details>
      ))}
      {readings.length < mostReadings && <Add readings={readings} scope={scope} definitions={definitions} add={(r) => set([...readings, r])} />}
    </div>
  );
}

/** Whose readings there may be, beside those of the bar. */
const peopleOptions = (scope: Scope, definitions: Definition[]) => [
  ...(scope.segment ? [{ value: 'everyone', label: 'everyone' }, { value: `rest:${scope.segment}`, label: 'everyone else' }] : []),
  ...definitions
    .filter((d) => d.kind === 'segment' && d.name !== scope.segment)
    .map((d) => ({ value: `segment:${d.name}`, label: d.title })),
];

function Add({ readings, scope, definitions, add }: { readings: Reading[]; scope: Scope; definitions: Definition[]; add: (reading: Reading) => void }) {
  const [isFilter, setFilter] = useState(false);
  const options = [
    { value: '', label: readings.length ? 'another reading' : 'a reading' },
    { value: 'before', label: readings.length ? 'one more period before' : 'the period before' },
    { value: 'year', label: 'the period 52 weeks ago' },
    ...peopleOptions(scope, definitions),
    { value: 'where', label: 'what passes a condition' },
  ];
  const take = (value: string) => {
    setFilter(value === 'where');
    if (value === 'before' || value === 'year') {
      const period = periodToAdd(value, scope, readings);
      if (period) add(period);
    } else if (value !== '' && value !== 'where') add({ people: value });
  };
  return (
    <div className="comparison-add">
      <Choice label="Lay beside" value={isFilter ? 'where' : ''} options={options} set={take} />
      {isFilter && (
        <RulesField
          label="A reading"
          rules={[]}
          set={(where) => {
            setFilter(false);
            add({ where });
          }}
        />
      )}
    </div>
  );
}

function ReadingFields({ label, reading, scope, definitions, set }: { label: string; reading: Reading; scope: Scope; definitions: Definition[]; set: (reading: Reading) => void }) {
  const [from, to] = [reading.from ?? scope.from ?? '', reading.to ?? scope.to ?? ''];
  const days = (first: string, last: string) => first && last && set({ ...reading, from: first, to: last });
  const own = scope.segment ? 'as in the bar' : 'everyone';
  return (
    <div className="movement-fields" role="group" aria-label={label}>
      <Field label="First day">
        {(id) => <input id={id} className="field" type="date" value={from} onChange={(event) => days(event.target.value, to < event.target.value ? event.target.value : to)} />}
      </Field>
      <Field label="Last day">
        {(id) => <input id={id} className="field" type="date" value={to} onChange={(event) => days(from > event.target.value ? event.target.value : from, event.target.value)} />}
      </Field>
      <Choice
        label="People"
        value={reading.people ?? ''}
        options={[{ value: '', label: own }, ...peopleOptions(scope, definitions)]}
        set={(people) => set({ ...reading, people: people || undefined })}
      />
      <RulesField label={label} rules={reading.where ?? []} set={(where) => set({ ...reading, where: where.length ? where : undefined })} />
    </div>
  );
}

const width = 220;
const p = (value: number | undefined): string => (value === undefined ? '' : value < 0.001 ? 'under 0.001' : fixed(value, 3));

function Rows({ rows, contract, cell, open }: { rows: ComparedRow[]; contract: Contract; cell?: CellRef; open: (cell?: CellRef) => void }) {
  const { unit, discipline } = contract;
  const raw = domainOf(rows.map((row) => row.value), unit);
  const { domain, ticks } = raw ? grid(raw, 3, unit) : { domain: [0, 1] as Domain, ticks: [] };
  return (
    <>
      <ul className="metric-groups compared-readings">
        {rows.map((row, i) => (
          <li key={row.reading}>
            <b>{row.reading}</b>
            {row.value.value === null ? (
              <span className="movement-untold"><Why status={row.status ?? 'no-data'} reason={row.reason} /></span>
            ) : (
              <>
                <WhiskerMark estimate={row.value} domain={domain} kind={kindOf(discipline)} width={width} track />
                <ReadingWords row={row} contract={contract} isFirst={i === 0} cell={cell} open={open} />
              </>
            )}
          </li>
        ))}
        {ticks.length > 0 && <li aria-hidden="true" className="compared-axis"><Axis domain={domain} ticks={ticks} unit={unit} /></li>}
      </ul>
      <Behind
        caption="Readings side by side"
        columns={[
          { title: 'Reading', text: true },
          { title: 'Value, 95 %' },
          { title: `n ${contract.counts}` },
          { title: 'Less the first, 95 %' },
          { title: 'p' },
          { title: 'p adjusted (Holm)' },
          { title: 'In both' },
          { title: 'Verdict', text: true },
        ]}
        rows={rows.map((row) => [
          row.reading,
          withRange(show(row.value, unit)) || sentence(words(row.status ?? '')),
          count(row.value.n),
          withRange(showChange(row.difference, unit)),
          p(row.p),
          p(row.p_adjusted),
          row.shared === undefined ? '' : count(row.shared),
          verdictWords(row),
        ])}
      />
    </>
  );
}

function ReadingWords({ row, contract, isFirst, cell, open }: { row: ComparedRow; contract: Contract; isFirst: boolean; cell?: CellRef; open: (cell?: CellRef) => void }) {
  const value = show(row.value, contract.unit);
  const change = showChange(row.difference, contract.unit);
  const [outcome, column] = outcomesOf(contract, row)[0] ?? [];
  return (
    <span>
      <b>{inline(value)}</b> <span className="mark">{value?.range ?? 'no interval'} · n {count(row.value.n)}</span>
      {outcome && (
        <>
          {' '}
          <Press cell={{ outcome, group: row.reading }} now={cell} open={open} label={`${words(column || outcome)}, ${row.reading}: who they are`} className="small">
            {column && count(row[column] as number)} {words(column || outcome)}
          </Press>
        </>
      )}
      {!isFirst && (
        <span className="compared-change">
          {change ? (
            <>
              <b>{withRange(change)}</b> {verdictWords(row)} <span className="mark">p {p(row.p_adjusted)} adjusted</span>
            </>
          ) : (
            <span className="mark">held against nothing: one of the two has no interval</span>
          )}
          {(row.shared ?? 0) > 0 && <span className="mark"> · {count(row.shared ?? 0)} are in both, so the interval is mostly too wide</span>}
        </span>
      )}
    </span>
  );
}

function Axis({ domain, ticks, unit }: { domain: Domain; ticks: number[]; unit: string }) {
  const texts = tickTexts(ticks, unit);
  const at = (value: number) => whisker({ value, low: null, high: null, n: 0 }, domain, width)?.value ?? 0;
  return (
    <svg width={width} height={22} viewBox={`0 0 ${width} 22`} className="hang" overflow="visible">
      {ticks.map((tick, i) => (
        <g key={tick}>
          <path d={`M${at(tick)} 0V5`} className="zero" />
          <text x={at(tick)} y={18} textAnchor="middle">{texts[i]}</text>
        </g>
      ))}
    </svg>
  );
}

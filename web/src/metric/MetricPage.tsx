// One metric: its value and what it rests on, over time, as a distribution, by group, and who stands behind it.

import { getRouteApi, Link } from '@tanstack/react-router';
import { useAnswer, useDefinition, useDefinitions } from '../api/queries';
import { Block, WorkedOut } from '../chart/Block';
import { Figure } from '../chart/Figure';
import { count, plural, sentence, words } from '../chart/format';
import { kindOf } from '../chart/Sign';
import { useAsked } from '../question/asked';
import { PeoplePanel } from '../question/PeoplePanel';
import { Press } from '../question/Press';
import { TakeAlong } from '../question/TakeAlong';
import { refLabel } from '../question/groups';
import { Page } from '../shell/Page';
import { periodOf } from '../shell/scope';
import { Failed, Loading, Why, WiderScope } from '../shell/States';
import { besides, metricFinding, type MetricAnswer, outcomesOf, type Row } from './answer';
import { comparisonQuestion } from './comparison';
import { MetricAnswers } from './MetricAnswers';
import { MetricComparison } from './MetricComparison';
import { MetricContract } from './MetricContract';
import { MetricDistribution } from './MetricDistribution';
import { MetricMovement } from './MetricMovement';
import { MetricSplit } from './MetricSplit';
import { MetricTrend } from './MetricTrend';
import { MetricVariants } from './MetricVariants';
import { MetricWaits } from './MetricWaits';
import { metricQuestion, type MetricSearch } from './question';
import './metric.css';

const route = getRouteApi('/metrics/$name');

export function MetricPage() {
  const { name } = route.useParams();
  const { search, set, open, scope } = useAsked<MetricSearch>();
  const definition = useDefinition('metric', name);
  const { cell, version } = search;
  const answer = useAnswer<MetricAnswer>(scope ? metricQuestion(name, scope, undefined, version) : null);
  const title = definition.data?.title ?? name;
  const definitions = useDefinitions().data ?? [];
  const readings = search.readings ?? [];
  const by = search.by ?? 'channel';
  const row = answer.data?.rows[0];
  const newest = definition.data?.version;
  const chooseVersion = (next: number) => set({ version: next === newest ? undefined : next });
  return (
    <Page title={title} where={<><Link to="/">Scorecard</Link> / {title}</>}>
      {answer.isPending ? (
        <Loading what={`Reading “${title}” in the period`} />
      ) : answer.isError ? (
        <>
          <h1 className="lead">This metric cannot be shown.</h1>
          <div className="block"><Failed error={answer.error} retry={() => answer.refetch()} /></div>
        </>
      ) : !row || answer.data.status !== 'ok' ? (
        <>
          <h1 className="lead">{title}: no answer in this period.</h1>
          <div className="sub"><Why status={answer.data.status} reason={answer.data.reason} /></div>
          <MetricContract answer={answer.data} definition={definition.data} choose={chooseVersion} />
          <WiderScope />
        </>
      ) : (
        <div className={[cell && 'with-evidence', answer.isPlaceholderData && 'stale'].filter(Boolean).join(' ') || undefined}>
          <h1 className="lead">{metricFinding(title, row, answer.data.contract)}</h1>
          <p className="sub">{sentence(answer.data.contract.formula)}; n {count(row.value.n)} {words(answer.data.contract.counts)}. {periodOf(scope)}.</p>
          <Beside answer={answer.data} row={row} title={title} cell={cell} open={open} />
          {scope && <MetricTrend name={name} scope={scope} title={title} version={version} />}
          {scope && (
            <MetricComparison
              name={name} title={title} scope={scope} version={version} kind={kindOf(answer.data.contract.discipline)}
              readings={readings} set={(next) => set({ readings: next })} cell={cell} open={open}
            />
          )}
          <MetricDistribution answer={answer.data} />
          <MetricWaits answer={answer.data} cell={cell} open={open} />
          <MetricAnswers answer={answer.data} cell={cell} open={open} />
          <MetricVariants answer={answer.data} />
          {scope && (
            <MetricMovement name={name} scope={scope} by={by} kind={kindOf(answer.data.contract.discipline)} search={search} definition={definition.data} set={set} />
          )}
          {scope && <MetricSplit name={name} scope={scope} by={by} version={version} set={(next) => set({ by: next === 'channel' ? undefined : next })} />}
          <MetricContract answer={answer.data} definition={definition.data} choose={chooseVersion} />
          <WorkedOut notes={answer.data.notes} methods={answer.data.methods} />
          {scope && <TakeAlong question={metricQuestion(name, scope, undefined, version)} answer={answer.data} />}
          {cell && scope && (
            <PeoplePanel
              key={JSON.stringify(cell)}
              question={cell.group === undefined ? metricQuestion(name, scope, undefined, version) : comparisonQuestion(name, scope, readings, definitions, version)}
              cell={cell}
              title={`${sentence(words(cell.outcome))}${cell.group === undefined ? '' : `: ${refLabel(cell.group)}`}`}
              kind={kindOf(answer.data.contract.discipline)}
              close={() => open()}
            />
          )}
        </div>
      )}
    </Page>
  );
}

type Asked = ReturnType<typeof useAsked<MetricSearch>>;

/** The value beside its further figures, and whom it is made of. */
function Beside({ answer, row, title, cell, open }: { answer: MetricAnswer; row: Row; title: string; cell: MetricSearch['cell']; open: Asked['open'] }) {
  const { contract } = answer;
  const whom = outcomesOf(contract, row);
  const leftOut = answer.left_out ?? [];
  return (
    <Block
      kind={kindOf(contract.discipline)}
      title={`${title}, ${contract.better} is better`}
      line={`95 % intervals (${sentence(contract.interval)}). ${leftOut.length ? `In no figure: ${leftOut.map((l) => `${plural(l.answers, 'answer')}, ${l.reason}`).join('; ')}.` : ''}`}
    >
      <ul className="figures">
        <Figure title={title} e={row.value} unit={contract.unit} n={words(contract.counts)} kind={kindOf(contract.discipline)} />
        {besides(row).map(([name, e]) => (
          <Figure key={name} title={sentence(words(name))} e={e} unit={answer.units?.[name] ?? 'score'} n="" kind={kindOf(contract.discipline)} />
        ))}
      </ul>
      {whom.length > 0 && (
        <p className="metric-whom">
          {whom.map(([outcome, column]) => (
            <Press key={outcome} cell={{ outcome }} now={cell} open={open} label={`${words(column || outcome)}: who they are`}>
              {column && <b>{count(row[column] as number)}</b>} {words(column || outcome)}
            </Press>
          ))}
        </p>
      )}
    </Block>
  );
}

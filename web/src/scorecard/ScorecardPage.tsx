import { useScorecard } from '../api/queries';
import type { Scorecard } from '../api/types';
import { span } from '../chart/format';
import { Block, WorkedOut } from '../chart/Block';
import { Sign } from '../chart/Sign';
import { chanceNote, changeSentence, gotBetter, gotWorse, scorecardLead } from '../metric/findings';
import { MetricTable } from '../metric/MetricTable';
import { Page } from '../shell/Page';
import { useScope } from '../shell/scope';
import { Failed, Loading, WiderScope, Why } from '../shell/States';
import { panelsOf, stagesSentence, whereWorst } from './findings';
import { Ranking } from './Ranking';
import { StagesChart } from './StagesChart';
import './scorecard.css';

export function ScorecardPage() {
  const scope = useScope();
  const answer = useScorecard(scope);
  return (
    <Page title="Scorecard">
      {answer.isPending ? <Loading what="Reading the timelines of everyone in this period, and of the period before" isAll />
        : answer.isError ? <><h1 className="lead">The scorecard cannot be shown.</h1><div className="block"><Failed error={answer.error} retry={() => answer.refetch()} /></div></>
          : <div className={answer.isPlaceholderData ? 'stale' : undefined} aria-busy={answer.isPlaceholderData}><Board card={answer.data} from={scope?.from} to={scope?.to} /></div>}
    </Page>
  );
}

function againstWords(isCompared: boolean, from?: string, to?: string): string {
  if (!from || !to) return '';
  if (!isCompared) return `${span(from, to)}.`;
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86400_000) + 1;
  return `${span(from, to)}, against the ${days === 1 ? 'day' : `${days} days`} before.`;
}

/** A ranked row names its outcome by title; the readings know its unit. */
function unitsOf(card: Scorecard): Map<string, string> {
  const all = [...(card.cx ?? []), ...(card.ux ?? []), ...(card.stages ?? []).flatMap((s) => [...s.ux, ...s.cx])];
  return new Map(all.map((r) => [r.title, r.unit]));
}

function Board({ card, from, to }: { card: Scorecard; from?: string; to?: string }) {
  const { cx = [], ux = [], stages = [], rows = [] } = card;
  const all = [...cx, ...ux];
  if (all.length === 0) return <NoMetrics card={card} />;
  const panels = panelsOf(stages);
  const changed = [...all.filter(gotWorse), ...all.filter(gotBetter)].slice(0, 2).map(changeSentence).filter(Boolean);
  return (
    <>
      <h1 className="lead">{scorecardLead(cx, ux, whereWorst(panels))}</h1>
      <p className="sub">{[...changed, stagesSentence(panels), againstWords(all.some((r) => r.change), from, to)].filter(Boolean).join(' ')}</p>
      {!all.some((r) => r.status === 'ok') && <WiderScope />}
      <div className="pair">
        <Block kind="cx" title={<><Sign kind="cx" />CX, the relationship</>}>
          {cx.length ? <MetricTable readings={cx} caption="CX measures" /> : <NoDiscipline name="CX" adds="a survey (NPS, CSAT or effort) or the orders and cancellations that make churn" />}
        </Block>
        <Block kind="ux" title={<><Sign kind="ux" />UX, the interactions</>}>
          {ux.length ? <MetricTable readings={ux} caption="UX measures" /> : <NoDiscipline name="UX" adds="what people do in the product: task success, time and errors" />}
        </Block>
      </div>
      {panels.length > 0 && <StagesChart stages={stages} panels={panels} />}
      <Ranking rows={rows} units={unitsOf(card)} />
      <WorkedOut notes={[chanceNote(all), ...(card.notes ?? [])].filter(Boolean)} methods={card.methods} />
    </>
  );
}

function NoDiscipline({ name, adds }: { name: string; adds: string }) {
  return <p className="why"><b>No {name} measure is defined.</b> A second source would add {adds}. Write <code>metrics/NAME.yaml</code>, then <code>throughline apply</code>.</p>;
}

function NoMetrics({ card }: { card: Scorecard }) {
  return (
    <>
      <h1 className="lead">There are events, but no metric says what to make of them.</h1>
      {card.status !== 'ok' && <Why status={card.status} reason={card.reason} />}
      <p className="sub">Define one, for example task success or NPS, in the folder <code>metrics</code>, and load it with <code>throughline apply</code>.</p>
    </>
  );
}

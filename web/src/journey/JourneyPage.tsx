import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import { Popover } from 'radix-ui';
import { useDefinitions, useJourney, useWorkspace } from '../api/queries';
import type { Journey } from '../api/types';
import { words } from '../chart/format';
import { Block, WorkedOut } from '../chart/Block';
import { MetricTable } from '../metric/MetricTable';
import { type Cell, readCell, writeCell } from '../shell/cell';
import { Page } from '../shell/Page';
import { PeoplePanel } from '../question/PeoplePanel';
import { periodOf, useScope } from '../shell/scope';
import { Empty, Failed, Loading, WiderScope, Why } from '../shell/States';
import { Evidence } from './Evidence';
import { journeyLead, journeySub } from './findings';
import { FlowStrip } from './FlowStrip';
import { JourneyMap } from './JourneyMap';
import { orderTitle } from './order';
import { OrderChart } from './OrderChart';
import './journey.css';

const route = getRouteApi('/journey/$name');

/** /journey without a name: the first journey there is, or what to write so that there is one. */
export function JourneyIndex() {
  const { data: w } = useWorkspace();
  const first = w?.definitions.journey?.[0];
  if (first) return <Navigate to="/journey/$name" params={{ name: first }} search={(before: object) => before} replace />;
  return (
    <Page title="Journey">
      <h1 className="lead">No journey is defined yet.</h1>
      <p className="sub">A journey names the stages that lead to a goal; people’s actual ways through it are then measured against it.</p>
      <Empty title="What to do next">
        <ol>
          <li><div>Write its stages and steps into a file.<pre tabIndex={0}>journeys/insure_my_home.yaml</pre></div></li>
          <li><div>Load it.<pre tabIndex={0}>throughline apply</pre></div></li>
        </ol>
      </Empty>
    </Page>
  );
}

export function JourneyPage() {
  const { name } = route.useParams();
  const { cell: cellText } = route.useSearch();
  const navigate = route.useNavigate();
  const scope = useScope();
  const answer = useJourney(name, scope);
  const cell = readCell(cellText);
  const open = (next: Cell | null) =>
    navigate({ search: (before: object) => ({ ...before, cell: next ? writeCell(next) : undefined }), replace: true, resetScroll: false } as never);
  const title = answer.data?.definition.title ?? name;
  return (
    <Page title={title} slim controls={<JourneyPicker name={name} />}>
      {answer.isPending ? <Loading what="Reading every passage through this journey in the period" isAll />
        : answer.isError ? <><h1 className="lead">This journey cannot be shown.</h1><div className="block"><Failed error={answer.error} retry={() => answer.refetch()} /></div></>
          : (
            <div className={[answer.isPlaceholderData && 'stale', cell && 'with-evidence'].filter(Boolean).join(' ') || undefined}>
              <Content journey={answer.data} name={name} cell={cell} open={open} period={periodOf(scope)} />
              {cell?.lane === orderLane && scope && (
                <PeoplePanel key={cellText} question={{ ask: 'journey', name, ...scope }} cell={{ outcome: cell.stage }} title={orderTitle(cell.stage)} kind="ux" close={() => open(null)} />
              )}
              {cell && cell.lane !== orderLane && <Evidence key={cellText} journey={answer.data} name={name} cell={cell} scope={scope} close={() => open(null)} />}
            </div>
          )}
    </Page>
  );
}

const orderLane = 'order'; // cells of the order name an outcome in the place of a stage

interface ContentProps { journey: Journey; name: string; cell: Cell | null; open: (cell: Cell | null) => void; period: string }

function Content({ journey, name, cell, open, period }: ContentProps) {
  if (journey.status !== 'ok' && journey.rows.length === 0) {
    return (
      <>
        <h1 className="lead">No passage to show for these people in this period.</h1>
        <div className="sub"><Why status={journey.status} reason={journey.reason} /></div>
        <Onward name={name} />
      </>
    );
  }
  if (journey.rows.every((s) => s.passages === 0)) {
    return (
      <>
        <h1 className="lead">{journeyLead(journey)}</h1>
        <p className="sub">None of the events that its steps wait for happened{period && ` from ${period.replace(' – ', ' to ')}`} to these people, so there is nothing to measure.</p>
        <Onward name={name} />
      </>
    );
  }
  return (
    <>
      <h1 className="lead">{journeyLead(journey)}</h1>
      <p className="sub">{journeySub(journey)} <span className="only-screen">Each cell is a live question: press one to see its figure, its definition, what people said and who they are.</span></p>
      <JourneyMap journey={journey} cell={cell} open={open} />
      <FlowStrip journey={journey} period={period} />
      <OrderChart
        journey={journey}
        period={period}
        cell={cell?.lane === orderLane ? { outcome: cell.stage } : undefined}
        open={(ref) => open(ref ? { lane: orderLane, stage: ref.outcome } : null)}
      />
      {!!journey.metrics?.length && (
        <Block kind="cx" title="On the journey as a whole" line={`Relationship measures of those who walked it, ${period}. They stand in no stage.`} className="whole">
          <MetricTable readings={journey.metrics} caption="Relationship measures of this journey" />
        </Block>
      )}
      <WorkedOut notes={journey.notes} methods={journey.methods} />
    </>
  );
}

function Onward({ name }: { name: string }) {
  return (
    <>
      <WiderScope />
      <p className="sub"><Link to="/data/definitions/$kind/$name" params={{ kind: 'journey', name }}>See which events its steps wait for</Link></p>
    </>
  );
}

function JourneyPicker({ name }: { name: string }) {
  const { data: w } = useWorkspace();
  const { data: definitions } = useDefinitions();
  const journeys = w?.definitions.journey ?? [];
  const titleOf = (journey: string) => definitions?.find((d) => d.kind === 'journey' && d.name === journey)?.title || words(journey);
  if (journeys.length < 2) return null;
  return (
    <Popover.Root>
      <Popover.Trigger className="btn only-screen">Journeys <b>{journeys.length}</b></Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="pop" align="end" sideOffset={6} collisionPadding={16} aria-label="Journeys">
          <h2>Journeys</h2>
          <div className="choice">
            {journeys.map((j) => (
              <Popover.Close asChild key={j}>
                <Link to="/journey/$name" params={{ name: j }} search={(before: object) => ({ ...before, cell: undefined })} aria-current={j === name ? 'page' : undefined}>
                  <span>{titleOf(j)}</span>
                </Link>
              </Popover.Close>
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

import { useAnswer } from '../api/queries';
import { count, percent, show, span, withRange } from '../chart/format';
import { FlowsPage } from '../flows/FlowsPage';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { NumberField } from '../question/Fields';
import { PassageFields, usualGap } from '../question/PassageFields';
import { PeoplePanel } from '../question/PeoplePanel';
import type { Edge, FlowAnswer } from './graph';
import { Beside, nodeOf, panelTitle } from './Beside';
import { GraphChart } from './GraphChart';
import { flowQuestion, type FlowSearch, usualEdges, usualNodes } from './question';
import './flow.css';

export function GraphPage() {
  return (
    <FlowsPage tab="/flows/graph">
      <Content />
    </FlowsPage>
  );
}

function Content() {
  const { search, set, open, scope } = useAsked<FlowSearch>();
  const question = scope ? flowQuestion(search, scope) : null;
  const answer = useAnswer<FlowAnswer>(question);
  const { cell } = search;
  const node = cell && answer.data ? nodeOf(cell, answer.data) : undefined;
  return (
    <Asked
      answer={answer}
      waiting="Counting what follows what in every passage of the period"
      finding={finding}
      builder={
        <>
          <fieldset>
            <div className="two">
              <NumberField
                label="Nodes"
                value={search.nodes ?? usualNodes}
                least={1}
                most={200}
                set={(nodes) => set({ nodes: nodes === usualNodes ? undefined : nodes })}
              />
              <NumberField
                label={search.edges ? 'Edges drawn' : 'Edges, at most'}
                value={search.edges ?? usualEdges}
                least={1}
                most={1000}
                set={(edges) => set({ edges })}
              />
            </div>
          </fieldset>
          <PassageFields search={search} set={set} collapses={false} gap={usualGap(search)} />
        </>
      }
      panel={
        cell && question ? (
          <PeoplePanel
            key={JSON.stringify([cell, question])}
            question={question}
            cell={cell}
            title={panelTitle(cell)}
            close={() => open()}
          >
            {node && answer.data && <Beside answer={answer.data} node={node} cell={cell} open={open} />}
          </PeoplePanel>
        ) : undefined
      }
    >
      {(a) => (
        <GraphChart
          answer={a}
          search={search}
          set={set}
          period={scope?.from && scope.to ? span(scope.from, scope.to) : ''}
          cell={cell}
          open={open}
        />
      )}
    </Asked>
  );
}

function finding(a: FlowAnswer): { lead: string; sub: string } {
  const edges = (a.rows as unknown as Edge[]).filter((e) => e.from !== e.to);
  const [top] = edges.toSorted((x, y) => y.transitions - x.transitions);
  const shown = a.shown?.[0];
  if (!shown || !top) return { lead: 'Nothing follows anything: each passage has one node.', sub: '' };
  const full = shown.passages_in_full;
  return {
    lead: `${shown.nodes} of ${count(shown.all_nodes)} nodes show ${percent(full.value)} of passages in full.`,
    sub: `${withRange(show(full, 'share'))} of ${count(full.n)} passages, and ${withRange(show(shown.transitions, 'share'))} of all that follows something. Most often “${top.from}” is followed by “${top.to}”: ${count(top.transitions)} times, ${withRange(show(top.share, 'share'))} of its visits.`,
  };
}

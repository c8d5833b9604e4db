import { Compared } from '../compare/Compared';
import { bothOf } from '../compare/versus';
import { count, percent, show, withRange } from '../chart/format';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { GroupChooser } from '../question/GroupChooser';
import { useDrawn } from '../question/drawn';
import { periodOf } from '../shell/scope';
import { Beside, nodeOf, panelTitle } from './Beside';
import { edgesOf, type FlowAnswer, pairsOf } from './graph';
import { GraphBuilder } from './GraphBuilder';
import { GraphChart } from './GraphChart';
import { flowQuestion, type FlowSearch } from './question';
import './flow.css';

const visitsOf = (answer: FlowAnswer) => (answer.nodes ?? []) as unknown as Record<string, unknown>[];

/** Split, a node of the others that this group never visits is none of its nodes. */
const visited = (answer: FlowAnswer): FlowAnswer => ({ ...answer, nodes: answer.nodes?.filter((n) => n.visits > 0) });

export function GraphPage() {
  const asked = useAsked<FlowSearch>();
  const { search, set, open, scope } = asked;
  const question = scope ? flowQuestion(search, scope) : null;
  const { cell } = search;
  const { answer, versus, drawn } = useDrawn<FlowAnswer>(question, asked, visitsOf, 'visits', visited);
  const both = bothOf(versus);
  const node = cell && drawn ? nodeOf(cell, drawn.answer) : undefined;
  return (
    <Asked
      question={question}
      answer={answer}
      waiting="Counting what follows what in every passage of the period"
      finding={() => finding(drawn?.answer, drawn?.chosen?.label)}
      builder={<GraphBuilder search={search} set={set} />}
      behind={
        cell && question
          ? {
              question,
              cell,
              title: panelTitle(cell),
              children: node && drawn && <Beside answer={drawn.answer} node={node} cell={drawn.cell ?? cell} open={drawn.open} />,
            }
          : undefined
      }
      close={() => open()}
    >
      {() =>
        drawn && (
          <>
            <GroupChooser drawn={drawn} unit="visits" set={set} />
            <GraphChart
              answer={drawn.answer}
              both={both && { ...both, answer: drawn.same(visited(both.answer)) }}
              search={search}
              set={set}
              period={periodOf(scope)}
              cell={drawn.cell}
              open={drawn.open}
            />
            <Compared versus={versus} pairs={(beside) => pairsOf(drawn.answer, drawn.same(visited(beside)))} />
          </>
        )
      }
    </Asked>
  );
}

function finding(a: FlowAnswer | undefined, group: string | undefined): { lead: string; sub: string } {
  const [top] = a ? edgesOf(a).toSorted((x, y) => y.transitions - x.transitions) : [];
  const shown = a?.shown?.[0];
  if (!shown || !top) return { lead: 'Nothing follows anything: each passage has one node.', sub: '' };
  const full = shown.passages_in_full;
  return {
    lead: `${group ? `${group}: ` : ''}${shown.nodes} of ${count(shown.all_nodes)} nodes show ${percent(full.value)} of passages in full.`,
    sub: `${withRange(show(full, 'share'))} of ${count(full.n)} passages, and ${withRange(show(shown.transitions, 'share'))} of all that follows something. Most often “${top.from}” is followed by “${top.to}”: ${count(top.transitions)} times, ${withRange(show(top.share, 'share'))} of its visits.`,
  };
}

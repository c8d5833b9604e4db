// What follows what, as a graph; two side by side have the same places, so that the eye can go from one to the other.

import { Block } from '../chart/Block';
import { percent } from '../chart/format';
import { useWidth } from '../chart/useWidth';
import type { Both } from '../compare/versus';
import type { CellRef } from '../question/asked';
import { FewerMore } from '../question/FewerMore';
import { LinksTable } from '../question/LinksTable';
import { edgeRef } from './Beside';
import { besideEachOther, type Edge, type FlowAnswer, strongest } from './graph';
import { GraphDrawing } from './GraphDrawing';
import { type Layout, layOut, partOf } from './layout';
import { type FlowSearch, usualEdges, usualNodes } from './question';

interface Props {
  answer: FlowAnswer;
  both?: Both<FlowAnswer>; // what stands beside it
  search: FlowSearch;
  set: (change: Partial<FlowSearch>) => void;
  period: string;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

const leastWidth = 380; // of one of two side by side

export function GraphChart({ answer, both, search, set, period, cell, open }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>(860);
  const edges = answer.rows as unknown as Edge[];
  const chosenOf = (a: FlowAnswer) =>
    strongest(a.rows as unknown as Edge[], a.nodes ?? [], search.edges, usualEdges);
  const chosen = chosenOf(answer);
  const other = both && chosenOf(both.answer);
  const isSplit = both !== undefined && width >= 2 * leastWidth;
  const layout: Layout = both
    ? layOut(
        besideEachOther(answer.nodes ?? [], both.answer.nodes ?? []),
        besideEachOther(chosen.drawn, other?.drawn ?? []),
        isSplit ? Math.floor(width / 2) - 12 : width,
      )
    : layOut(answer.nodes ?? [], chosen.drawn, width);
  return (
    <Block
      kind="ux"
      title={`${chosen.drawn.length} of ${chosen.all} edges between these nodes carry ${percent(chosen.share, 1)} of what passes between them`}
      line={`Visits and transitions, ${both ? both.own : period}. What comes earlier stands higher; lines are as thick as their transitions, with their number and median time; dashed ones lead back. Press a node for what lies beside it and who was there.`}
    >
      <div className="draw-controls">
        <FewerMore
          what="nodes"
          drawn={answer.nodes?.length ?? 0}
          all={answer.shown?.[0]?.all_nodes ?? 0}
          most={200}
          set={(nodes) => set({ nodes: nodes === usualNodes ? undefined : nodes })}
        />
        <FewerMore what="edges" drawn={chosen.drawn.length} all={chosen.all} set={(edges) => set({ edges })} />
      </div>
      <div ref={ref}>
        {both && other ? (
          <div className={isSplit ? 'graphs split' : 'graphs'}>
            <figure>
              <figcaption>{both.own}</figcaption>
              <GraphDrawing
                name={`What follows what, ${both.own}`}
                layout={partOf(layout, answer.nodes ?? [], chosen.drawn)}
                loops={chosen.loops}
                cell={cell}
                open={open}
              />
            </figure>
            <figure>
              <figcaption>{both.title}</figcaption>
              <GraphDrawing
                name={`What follows what, ${both.title}`}
                layout={partOf(layout, both.answer.nodes ?? [], other.drawn)}
                loops={other.loops}
              />
            </figure>
          </div>
        ) : (
          <GraphDrawing name="What follows what" layout={layout} loops={chosen.loops} cell={cell} open={open} />
        )}
      </div>
      <LinksTable
        caption="What follows what"
        of="Of the visits of “from”, 95 %"
        counted="Transitions"
        rows={edges.map((e) => ({ ...e, n: e.transitions, cell: edgeRef(e) }))}
        cell={cell}
        open={open}
      />
    </Block>
  );
}

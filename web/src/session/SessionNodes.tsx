// With what sessions begin, and with what they end.

import { Bars } from '../chart/Bars';
import { Behind, Block } from '../chart/Block';
import { count, inline, show, withRange } from '../chart/format';
import type { CellRef } from '../question/asked';
import type { SessionNode, SessionsAnswer } from './answer';

interface Props {
  answer: SessionsAnswer;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

const drawn = 8;
const other = 'other';

export function SessionNodes({ answer, cell, open }: Props) {
  return (
    <div className="pair">
      <Nodes what="entry" verb="begin" nodes={answer.entries ?? []} {...{ cell, open }} />
      <Nodes what="exit" verb="end" nodes={answer.exits ?? []} {...{ cell, open }} />
    </div>
  );
}

interface NodesProps {
  what: 'entry' | 'exit';
  verb: string;
  nodes: SessionNode[];
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

function Nodes({ what, verb, nodes, cell, open }: NodesProps) {
  const known = nodes.filter((n) => n.node !== other);
  const [first] = known;
  if (!first) return null;
  return (
    <Block
      kind="ux"
      title={`Sessions ${verb} most often with “${first.node}”: ${inline(show(first.share, 'share'))}`}
      line={`Share of all sessions; the line at a bar’s end is the 95 % interval.${known.length > drawn ? ` The ${drawn} most frequent.` : ''}`}
    >
      <Bars
        cell={cell}
        open={open}
        bars={known.slice(0, drawn).map((n) => ({
          key: n.node,
          name: n.node,
          estimate: n.share,
          n: n.sessions,
          cell: { outcome: `${what}:${n.node}` },
          said: `sessions ${verb} with ${n.node}`,
        }))}
      />
      <Behind
        caption={`With what sessions ${verb}`}
        columns={[
          { title: 'Node', text: true },
          { title: 'Sessions' },
          { title: 'Share, 95 %' },
          { title: 'n' },
        ]}
        rows={nodes.map((n) => [n.node, count(n.sessions), withRange(show(n.share, 'share')), count(n.share.n)])}
      />
    </Block>
  );
}

// Early actions, those that go with staying most first: who stayed of those who did it, and of the others.

import type { Answer } from '../api/types';
import { Behind, Block } from '../chart/Block';
import { count, fixed, show, showChange, withRange } from '../chart/format';
import { DifferenceTable } from '../compare/DifferenceTable';
import type { CellRef } from '../question/asked';
import { durationWords } from '../question/matcher';
import { Press } from '../question/Press';
import { type Action, actionName, actionsOf } from './answer';
import type { Activation } from './question';

interface Props {
  answer: Answer;
  activation: Activation;
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

const ref = (a: Action, what = 'did'): CellRef => ({ outcome: `${what}:${a.at_least}:${a.action}` });

export function ActionsTable({ answer, activation, cell, open }: Props) {
  const actions = actionsOf(answer);
  if (actions.length === 0) return null;
  const clear = actions.filter((a) => a.clear).length;
  const [from, to] = activation.stay;
  return (
    <Block
      kind="ux"
      title={
        clear
          ? `${clear} of the ${actions.length} actions listed go with staying, beyond chance`
          : `None of the ${actions.length} actions listed goes with staying, beyond chance`
      }
      line={`Share that stayed, of those who did it within ${durationWords(activation.within)} and of the others; stayed: came between ${durationWords(from)} and ${durationWords(to)} after their start. Association, not effect: who does much early may have come to stay. Only an experiment tells.`}
    >
      <DifferenceTable
        caption="Early actions and staying"
        heads={['Early action', 'Stayed, who did it', 'Stayed, the others']}
        rows={actions.map((a) => ({
          key: `${a.at_least} ${a.action}`,
          name: (
            <>
              {actionName(a)}
              <span className="mark">
                <Press cell={ref(a)} now={cell} open={open} label={`${count(a.did)} did ${actionName(a)}: who they are`}>
                  {count(a.did)} did it
                </Press>
              </span>
            </>
          ),
          unit: 'share',
          a: a.retained_with,
          b: a.retained_without,
          d: a.difference,
          verdict: a.clear ? ((a.phi ?? 0) > 0 ? 'more stay' : 'fewer stay') : 'may be chance',
        }))}
      />
      <Behind
        caption="Early actions"
        columns={[
          { title: 'Action', text: true },
          { title: 'Did it' },
          { title: 'Did not' },
          { title: 'Stayed, who did, 95 %' },
          { title: 'Stayed, the others, 95 %' },
          { title: 'Difference, 95 %' },
          { title: 'Of who stayed did it, 95 %' },
          { title: 'phi' },
          { title: 'p' },
          { title: 'p, of all looked at' },
        ]}
        rows={actions.map((a) => [
          actionName(a),
          count(a.did),
          count(a.did_not),
          withRange(show(a.retained_with, 'share')),
          withRange(show(a.retained_without, 'share')),
          withRange(showChange(a.difference, 'share')),
          withRange(show(a.recall, 'share')),
          ...[a.phi, a.p, a.p_adjusted].map((v) => (v === null ? '' : fixed(v, 3))),
        ])}
      />
    </Block>
  );
}

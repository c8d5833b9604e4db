import { Compared } from '../compare/Compared';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { useDrawn } from '../question/drawn';
import { GroupChooser } from '../question/GroupChooser';
import { periodOf } from '../shell/scope';
import { finding, type HandoversAnswer, pairsOf } from './answer';
import { Delays } from './Delays';
import { HandoversBuilder } from './HandoversBuilder';
import { HandoversList } from './HandoversList';
import { Losses } from './Losses';
import { Matrix } from './Matrix';
import { cellTitle, type HandoverSearch, handoversQuestion, usualBetween } from './question';
import './handovers.css';

export function HandoversPage() {
  const asked = useAsked<HandoverSearch>();
  const { search, set, open, scope } = asked;
  const question = scope ? handoversQuestion(search, scope) : null;
  const { answer, versus, drawn } = useDrawn<HandoversAnswer>(question, asked, (a) => a.rows, 'handovers');
  const between = search.between ?? usualBetween;
  const { cell } = search;
  return (
    <Asked
      question={question}
      answer={answer}
      waiting={`Following everybody from one ${between} to the next`}
      finding={() => (drawn ? finding(drawn.answer, drawn.chosen?.label) : { lead: '' })}
      builder={<HandoversBuilder search={search} set={set} />}
      behind={
        cell && question
          ? {
              question,
              cell,
              title: cellTitle(cell),
              children: drawn && <Delays answer={drawn.answer} cell={cell} />,
            }
          : undefined
      }
      close={() => open()}
    >
      {() =>
        drawn && (
          <>
            <GroupChooser drawn={drawn} unit="hand-overs" set={set} />
            <Matrix
              answer={drawn.answer}
              between={between}
              period={periodOf(scope)}
              cell={drawn.cell}
              open={drawn.open}
            />
            <Compared versus={versus} pairs={(beside) => pairsOf(drawn.answer, drawn.same(beside))} />
            <HandoversList answer={drawn.answer} cell={drawn.cell} open={drawn.open} />
            <Losses answer={drawn.answer} cell={drawn.cell} open={drawn.open} />
          </>
        )
      }
    </Asked>
  );
}

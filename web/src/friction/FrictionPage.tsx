import { Compared } from '../compare/Compared';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { useDrawn } from '../question/drawn';
import { GroupChooser } from '../question/GroupChooser';
import { periodOf } from '../shell/scope';
import { finding, type FrictionAnswer, knownOf, pairsOf, titlesOf } from './answer';
import { FrictionBuilder } from './FrictionBuilder';
import { FrictionMeanings } from './FrictionMeanings';
import { FrictionPlaces } from './FrictionPlaces';
import { FrictionRanking } from './FrictionRanking';
import { behindOf, cellTitle, frictionQuestion, type FrictionSearch, usualPlace } from './question';
import './friction.css';

const sizes = (a: FrictionAnswer) => a.rows.filter((row) => row.occurred !== null);

export function FrictionPage() {
  const asked = useAsked<FrictionSearch>();
  const { search, set, open, scope } = asked;
  const question = scope ? frictionQuestion(search, scope) : null;
  const { answer, versus, drawn } = useDrawn<FrictionAnswer>(question, asked, sizes, 'occurred');
  const titles = titlesOf(answer.data);
  const place = search.place ?? usualPlace;
  const { cell } = search;
  return (
    <Asked
      question={question}
      answer={answer}
      waiting="Looking for signs of trouble in every timeline of the period"
      finding={() => (drawn ? finding(drawn.answer, drawn.chosen?.label) : { lead: '' })}
      builder={<FrictionBuilder search={search} known={[...titles]} set={set} />}
      behind={
        cell && question
          ? { ...behindOf(question, cell, [...titles.keys()], place), title: cellTitle(cell, titles), kind: 'harm' }
          : undefined
      }
      close={() => open()}
    >
      {() =>
        drawn && (
          <>
            <GroupChooser drawn={drawn} unit="times" set={set} />
            <FrictionRanking answer={drawn.answer} period={periodOf(scope)} cell={drawn.cell} open={drawn.open} />
            <Compared versus={versus} pairs={(beside) => pairsOf(drawn.answer, drawn.same(beside))} />
            <FrictionPlaces
              answer={drawn.answer}
              of={search.of ?? knownOf(drawn.answer)[0]?.friction}
              place={place}
              choose={(of) => set({ of })}
              cell={drawn.cell}
              open={drawn.open}
            />
            <FrictionMeanings answer={drawn.answer} />
          </>
        )
      }
    </Asked>
  );
}

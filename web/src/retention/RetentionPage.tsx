import { useAnswer, useDefinitions, useNames } from '../api/queries';
import { Compared } from '../compare/Compared';
import { bothOf, useVersus } from '../compare/versus';
import { LifecycleChart } from '../lifecycle/LifecycleChart';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { drawnOf } from '../question/drawn';
import { GroupChooser } from '../question/GroupChooser';
import { narrowed } from '../question/groups';
import { subjectsIn, subjectWord } from '../question/subjects';
import { periodOf } from '../shell/scope';
import { StickinessChart } from '../stickiness/StickinessChart';
import { cellTitle, finding, pairsOf, type RetentionAnswer, splitFinding, sub } from './answer';
import { Curve } from './Curve';
import { Curves } from './Curves';
import {
  isWhole,
  lifecycleOf,
  questionBehind,
  questionOf,
  retentionOf,
  type RetentionSearch,
  stickinessOf,
} from './question';
import { RetentionBuilder } from './RetentionBuilder';
import { Triangle } from './Triangle';
import './retention.css';

const sizes = (answer: RetentionAnswer) =>
  (answer.rows as Record<string, unknown>[])
    .filter((row) => row.period === 0)
    .map((row) => ({ ...row, size: subjectsIn(row) }));

export function RetentionPage() {
  const asked = useAsked<RetentionSearch>();
  const { search, set, open, scope } = asked;
  const definitions = useDefinitions();
  const names = useNames('event');
  const retention = retentionOf(search, definitions.data, names.data?.rows, scope);
  const isKnown = search.start !== undefined || (!definitions.isPending && !names.isPending);
  const question = scope && isKnown && isWhole(retention) ? questionOf(retention, scope) : null;
  const answer = useAnswer<RetentionAnswer>(question);
  const versus = useVersus<RetentionAnswer>(question, search.vs, scope);
  const { cell } = search;
  const { interval } = retention;
  const drawn = drawnOf(answer.data, asked, sizes, 'size');
  const groups = drawn?.groups.map((g) => ({ name: g.label, answer: narrowed(answer.data!, by(search), g.values) }));
  return (
    <Asked
      question={question}
      answer={question || !isKnown ? answer : null}
      waiting="Following every start of the period to its returns"
      unasked={{
        lead: 'Who comes back, and when?',
        sub: 'Choose the event that people start with: the page then follows each cohort.',
      }}
      finding={(a) => ({
        lead: groups?.length ? splitFinding(groups, interval) : finding(a, interval),
        sub: (
          <>
            {sub(a, groups?.length)}
            {retention.opened && ` Opened with ${retention.opened}; change the question to ask another.`}
          </>
        ),
      })}
      builder={<RetentionBuilder retention={retention} set={set} />}
      behind={
        cell && question && scope
          ? { question: questionBehind(cell, retention, scope), cell, title: cellTitle(cell, interval) }
          : undefined
      }
      close={() => open()}
    >
      {() =>
        drawn && (
          <>
            {!!groups?.length && <Curves groups={groups} interval={interval} />}
            <div className={groups?.length ? 'block' : undefined}>
              <GroupChooser drawn={drawn} unit={subjectWord(drawn.answer)} set={set} />
            </div>
            <Triangle
              answer={drawn.answer}
              interval={interval}
              period={periodOf(scope)}
              cell={drawn.cell}
              open={drawn.open}
            />
            {!groups?.length && <Curve answer={drawn.answer} both={bothOf(versus)} interval={interval} />}
            <Compared versus={versus} pairs={(beside) => pairsOf(drawn.answer, drawn.same(beside), interval)} />
            {scope && (
              <LifecycleChart question={lifecycleOf(retention, scope)} interval={interval} cell={cell} open={open} />
            )}
            {scope && (
              <StickinessChart question={stickinessOf(retention, scope)} interval={interval} cell={cell} open={open} />
            )}
          </>
        )
      }
    </Asked>
  );
}

const by = (search: RetentionSearch): number => search.by?.length ?? 0;

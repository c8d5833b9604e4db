import { useAnswer, useDefinitions } from '../api/queries';
import { TimesChart } from '../chart/TimesChart';
import { Compared } from '../compare/Compared';
import { bothOf, useVersus } from '../compare/versus';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { startsOf } from '../question/starts';
import { askedEvents, emptyStep } from '../question/matcher';
import { periodOf } from '../shell/scope';
import { WiderScope } from '../shell/States';
import { cellTitle, finding, type FunnelAnswer, groupsOf, pairsOf, sub, timesIn } from './answer';
import { DidNext } from './DidNext';
import { FunnelBuilder } from './FunnelBuilder';
import { FunnelChart } from './FunnelChart';
import { funnelOf, type FunnelSearch, isWhole, questionOf, shortNames } from './question';
import './funnel.css';

export function FunnelPage() {
  const { search, set, open, scope } = useAsked<FunnelSearch>();
  const definitions = useDefinitions();
  const starts = startsOf(definitions.data);
  const funnel = funnelOf(search, starts);
  // Until it is known whether a definition implies a funnel, nothing is asked.
  const isKnown = search.steps !== undefined || !definitions.isPending;
  const question = scope && isKnown && isWhole(funnel) ? questionOf(funnel, scope) : null;
  const answer = useAnswer<FunnelAnswer>(question);
  const versus = useVersus<FunnelAnswer>(question, search.vs, scope);
  const { cell } = search;
  const names = answer.data
    ? (groupsOf(answer.data)[0]?.steps.map((s) => s.step) ?? shortNames(funnel))
    : shortNames(funnel);
  return (
    <Asked
      question={question}
      answer={question || !isKnown ? answer : null}
      waiting="Walking every timeline of the period, step by step"
      unasked={{
        lead: 'Which steps lead to what matters?',
        sub: 'Choose an event for each step: the page then shows who got how far, who stopped where, and how long it took.',
      }}
      finding={(a) => ({
        lead: finding(a),
        sub: (
          <>
            {sub(a, funnel.within)}
            {funnel.opened &&
              ` Opened with “${funnel.opened.title}” of the definitions; change the question to ask another.`}
          </>
        ),
      })}
      builder={<FunnelBuilder funnel={funnel} starts={starts} set={set} />}
      behind={
        cell && question
          ? {
              question: { ...question, time_to_convert: undefined },
              cell,
              goal: askedEvents(funnel.steps.at(-1) ?? emptyStep),
              title: cellTitle(cell, names),
              children: <DidNext question={question} funnel={funnel} cell={cell} />,
            }
          : undefined
      }
      close={() => open()}
    >
      {(a) =>
        groupsOf(a).every((g) => !g.steps[0]?.reached) ? (
          <WiderScope />
        ) : (
          <>
            <FunnelChart answer={a} both={bothOf(versus)} period={periodOf(scope)} cell={cell} open={open} />
            <Compared versus={versus} pairs={(beside) => pairsOf(a, beside)} />
            <TimesChart times={timesIn(a)} />
          </>
        )
      }
    </Asked>
  );
}

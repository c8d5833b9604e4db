import { useAnswer, useDefinitions } from '../api/queries';
import { span } from '../chart/format';
import { TimesChart } from '../chart/TimesChart';
import { FlowsPage } from '../flows/FlowsPage';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { startsOf } from '../question/starts';
import { askedEvents, emptyStep } from '../question/matcher';
import { PeoplePanel } from '../question/PeoplePanel';
import { WiderScope } from '../shell/States';
import { cellTitle, finding, type FunnelAnswer, groupsOf, sub, timesIn } from './answer';
import { FunnelBuilder } from './FunnelBuilder';
import { FunnelChart } from './FunnelChart';
import { funnelOf, type FunnelSearch, isWhole, questionOf, shortNames } from './question';
import './funnel.css';

export function FunnelPage() {
  return (
    <FlowsPage tab="/flows/funnel">
      <Content />
    </FlowsPage>
  );
}

function Content() {
  const { search, set, open, scope } = useAsked<FunnelSearch>();
  const definitions = useDefinitions();
  const starts = startsOf(definitions.data);
  const funnel = funnelOf(search, starts);
  // Until it is known whether a definition implies a funnel, nothing is asked.
  const isKnown = search.steps !== undefined || !definitions.isPending;
  const question = scope && isKnown && isWhole(funnel) ? questionOf(funnel, scope) : null;
  const answer = useAnswer<FunnelAnswer>(question);
  const period = scope?.from && scope.to ? span(scope.from, scope.to) : '';
  const { cell } = search;
  const names = answer.data
    ? (groupsOf(answer.data)[0]?.steps.map((s) => s.step) ?? shortNames(funnel))
    : shortNames(funnel);
  return (
    <Asked
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
      panel={
        cell && question ? (
          <PeoplePanel
            key={JSON.stringify([cell, question])}
            question={{ ...question, time_to_convert: undefined }}
            cell={cell}
            goal={askedEvents(funnel.steps.at(-1) ?? emptyStep)}
            title={cellTitle(cell, names)}
            close={() => open()}
          />
        ) : undefined
      }
    >
      {(a) =>
        groupsOf(a).every((g) => !g.steps[0]?.reached) ? (
          <WiderScope />
        ) : (
          <>
            <FunnelChart answer={a} period={period} cell={cell} open={open} />
            <TimesChart times={timesIn(a)} />
          </>
        )
      }
    </Asked>
  );
}

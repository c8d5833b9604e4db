import { useAnswer, useDefinitions, useNames } from '../api/queries';
import { span } from '../chart/format';
import { FlowsPage } from '../flows/FlowsPage';
import { LifecycleChart } from '../lifecycle/LifecycleChart';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { PeoplePanel } from '../question/PeoplePanel';
import { StickinessChart } from '../stickiness/StickinessChart';
import { cellTitle, finding, type RetentionAnswer, sub } from './answer';
import { Curve } from './Curve';
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

export function RetentionPage() {
  return (
    <FlowsPage tab="/flows/retention">
      <Content />
    </FlowsPage>
  );
}

function Content() {
  const { search, set, open, scope } = useAsked<RetentionSearch>();
  const definitions = useDefinitions();
  const names = useNames('event');
  const retention = retentionOf(search, definitions.data, names.data?.rows, scope);
  const isKnown = search.start !== undefined || (!definitions.isPending && !names.isPending);
  const question = scope && isKnown && isWhole(retention) ? questionOf(retention, scope) : null;
  const answer = useAnswer<RetentionAnswer>(question);
  const { cell } = search;
  const { interval } = retention;
  const period = scope?.from && scope.to ? span(scope.from, scope.to) : '';
  return (
    <Asked
      answer={question || !isKnown ? answer : null}
      waiting="Following every start of the period to its returns"
      unasked={{
        lead: 'Who comes back, and when?',
        sub: 'Choose the event that people start with: the page then follows each cohort.',
      }}
      finding={(a) => ({
        lead: finding(a, interval),
        sub: (
          <>
            {sub(a)}
            {retention.opened && ` Opened with ${retention.opened}; change the question to ask another.`}
          </>
        ),
      })}
      builder={<RetentionBuilder retention={retention} set={set} />}
      panel={
        cell && question && scope ? (
          <PeoplePanel
            key={JSON.stringify([cell, question])}
            question={questionBehind(cell, retention, scope)}
            cell={cell}
            title={cellTitle(cell, interval)}
            close={() => open()}
          />
        ) : undefined
      }
    >
      {(a) => (
        <>
          <Triangle answer={a} interval={interval} period={period} cell={cell} open={open} />
          <Curve answer={a} interval={interval} />
          {scope && (
            <LifecycleChart question={lifecycleOf(retention, scope)} interval={interval} cell={cell} open={open} />
          )}
          {scope && (
            <StickinessChart question={stickinessOf(retention, scope)} interval={interval} cell={cell} open={open} />
          )}
        </>
      )}
    </Asked>
  );
}

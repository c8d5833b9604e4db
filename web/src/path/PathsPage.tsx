import { useAnswer, useDefinitions } from '../api/queries';
import { count, percent, span } from '../chart/format';
import { FlowsPage } from '../flows/FlowsPage';
import { startsOf } from '../question/starts';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { PeoplePanel } from '../question/PeoplePanel';
import { PathsBuilder } from './PathsBuilder';
import { askedName, isWhole, type Paths, type PathSearch, pathsOf, questionOf } from './question';
import { listed, type PathsAnswer } from './sankey';
import { nodeOf, Onward, panelTitle } from './Onward';
import { SankeyChart } from './SankeyChart';
import './path.css';

export function PathsPage() {
  return (
    <FlowsPage tab="/flows/paths">
      <Content />
    </FlowsPage>
  );
}

function Content() {
  const { search, set, open, scope } = useAsked<PathSearch>();
  const definitions = useDefinitions();
  const [start] = startsOf(definitions.data);
  const paths = pathsOf(search, start && { title: start.title, start: start.steps[0] });
  const isKnown = search.show !== undefined || !definitions.isPending;
  const question = scope && isKnown && isWhole(paths) ? questionOf(paths, scope) : null;
  const answer = useAnswer<PathsAnswer>(question);
  const period = scope?.from && scope.to ? span(scope.from, scope.to) : '';
  const { cell } = search;
  const node = cell && answer.data ? nodeOf(cell, answer.data) : undefined;
  return (
    <Asked
      answer={question || !scope || !isKnown ? answer : null}
      waiting="Reading the passages of the period, position by position"
      unasked={{
        lead: 'Where do people go from here?',
        sub: 'Choose the event from which, to which or around which paths are shown.',
      }}
      finding={(a) => finding(paths, a)}
      builder={<PathsBuilder paths={paths} set={set} />}
      panel={
        cell && question ? (
          <PeoplePanel
            key={JSON.stringify([cell, question])}
            question={question}
            cell={cell}
            title={panelTitle(cell)}
            close={() => open()}
          >
            {node && answer.data && <Onward answer={answer.data} node={node} cell={cell} open={open} />}
          </PeoplePanel>
        ) : undefined
      }
    >
      {(a) => <SankeyChart answer={a} paths={paths} period={period} cell={cell} open={open} />}
    </Asked>
  );
}

function finding(p: Paths, a: PathsAnswer): { lead: string; sub: string } {
  const passages = a.counts.passages ?? 0;
  const shown = a.shown?.[0];
  const part =
    shown && shown.passings.value !== null
      ? ` Drawn: ${count(shown.links)} of ${count(shown.all_links)} links, with ${percent(shown.passings.value, 1)} of all that pass from one node to the next.`
      : '';
  const opened = p.opened ? ` Opened with the first step of “${p.opened.title}”.` : '';
  const sub = `${count(passages)} passages.${part}${opened}`;
  const links = listed(a);
  const name = askedName(p);
  const top = (rows: typeof links) => rows.toSorted((x, y) => y.passages - x.passages)[0];
  if (passages === 0)
    return { lead: name ? `No passage of this period has “${name}”.` : 'No passage in this period.', sub };
  if (p.show === 'to') {
    const before = top(links.filter((l) => l.position === -1));
    return {
      lead: before
        ? `Most come to “${name}” from “${before.from}”: ${percent(before.passages / passages)} of passages.`
        : `Nothing leads to “${name}”.`,
      sub,
    };
  }
  const after = top(links.filter((l) => l.position === 0));
  if (!after) return { lead: name ? `Nothing follows “${name}”.` : 'Passages end where they begin.', sub };
  const lead =
    p.show === 'beginning'
      ? `Most passages go from “${after.from}” to “${after.to}” at the beginning: ${percent(after.passages / passages)} of all.`
      : `After “${after.from}”, ${percent(after.share?.value)} go on to “${after.to}”.`;
  return { lead, sub };
}

import { useAnswer, useDefinitions } from '../api/queries';
import { count, percent } from '../chart/format';
import { startsOf } from '../question/starts';
import { Asked } from '../question/Asked';
import { useAsked } from '../question/asked';
import { type Drawn, drawnOf } from '../question/drawn';
import { GroupChooser } from '../question/GroupChooser';
import { periodOf } from '../shell/scope';
import { PathsBuilder } from './PathsBuilder';
import { askedName, isWhole, type Paths, type PathSearch, pathsOf, questionOf } from './question';
import { listed, type PathsAnswer } from './sankey';
import { nodeOf, Onward, panelTitle } from './Onward';
import { SankeyChart } from './SankeyChart';
import './path.css';

const sizes = (answer: PathsAnswer) =>
  ((answer.nodes ?? []) as unknown as Record<string, unknown>[]).filter((n) => n.position === 0);

export function PathsPage() {
  const asked = useAsked<PathSearch>();
  const { search, set, open, scope } = asked;
  const definitions = useDefinitions();
  const [start] = startsOf(definitions.data);
  const paths = pathsOf(search, start && { title: start.title, start: start.steps[0] });
  const isKnown = search.show !== undefined || !definitions.isPending;
  const question = scope && isKnown && isWhole(paths) ? questionOf(paths, scope) : null;
  const answer = useAnswer<PathsAnswer>(question);
  const { cell } = search;
  const drawn = drawnOf(answer.data, asked, sizes, 'passages');
  const node = cell && drawn ? nodeOf(cell, drawn.answer) : undefined;
  return (
    <Asked
      question={question}
      answer={question || !scope || !isKnown ? answer : null}
      waiting="Reading the passages of the period, position by position"
      unasked={{
        lead: 'Where do people go from here?',
        sub: 'Choose the event from which, to which or around which paths are shown.',
      }}
      finding={() => finding(paths, drawn)}
      builder={<PathsBuilder paths={paths} set={set} />}
      behind={
        cell && question
          ? {
              question,
              cell,
              title: panelTitle(cell),
              children: node && drawn && (
                <Onward answer={drawn.answer} node={node} cell={drawn.cell ?? cell} open={drawn.open} />
              ),
            }
          : undefined
      }
      close={() => open()}
    >
      {() =>
        drawn && (
          <>
            <GroupChooser drawn={drawn} unit="passages" set={set} />
            <SankeyChart
              answer={drawn.answer}
              paths={paths}
              period={periodOf(scope)}
              set={set}
              cell={drawn.cell}
              open={drawn.open}
            />
          </>
        )
      }
    </Asked>
  );
}

function finding(p: Paths, drawn: Drawn<PathsAnswer> | undefined): { lead: string; sub: string } {
  if (!drawn) return { lead: '', sub: '' };
  const { answer: whole, chosen } = drawn;
  const a = chosen ? { ...whole, counts: { ...whole.counts, passages: chosen.size } } : whole;
  return {
    lead: `${chosen ? `${chosen.label}: ` : ''}${leadOf(p, a)}`,
    sub: [shownOf(p, a), p.opened && `Opened with the first step of “${p.opened.title}”.`].filter(Boolean).join(' '),
  };
}

function leadOf(p: Paths, a: PathsAnswer): string {
  const passages = a.counts.passages ?? 0;
  const name = askedName(p);
  const links = listed(a).toSorted((x, y) => y.passages - x.passages);
  if (passages === 0) return name ? `No passage of this period has “${name}”.` : 'No passage in this period.';
  if (p.show === 'to') {
    const before = links.find((l) => l.position === -1);
    return before
      ? `“${name}” is most often reached from “${before.from}”: ${percent(before.passages / passages)} of passages.`
      : `Nothing leads to “${name}”.`;
  }
  const after = links.find((l) => l.position === 0);
  if (!after) return name ? `Nothing follows “${name}”.` : 'Passages end where they begin.';
  if (p.show === 'beginning')
    return `Passages that go on begin most often with “${after.from}”, then “${after.to}”: ${percent(after.passages / passages)} of all.`;
  return `After “${after.from}”, ${percent(after.share?.value)} go on to “${after.to}”.`;
}

/** Which part of all is drawn, and how many go nowhere from the event asked for. */
function shownOf(p: Paths, a: PathsAnswer): string {
  const passages = a.counts.passages ?? 0;
  const shown = a.shown?.[0];
  const at = (a.nodes ?? []).filter((n) => n.position === 0).reduce((sum, n) => sum + n.exits, 0);
  const ends = at > 0 && passages > 0 && p.show !== 'to' && p.show !== 'between' ? ` ${percent(at / passages)} end there.` : '';
  if (!shown || shown.passings.value === null) return `${count(passages)} passages.${ends}`;
  return `${count(passages)} passages.${ends} Drawn: ${count(shown.links)} of ${count(shown.all_links)} links, with ${percent(shown.passings.value, 1)} of all that pass from one node to the next.`;
}

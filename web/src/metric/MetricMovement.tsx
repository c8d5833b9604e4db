// Why did it move? The value of the period against an earlier reading, in parts that add up to the difference.

import { type Scope, useAnswer } from '../api/queries';
import type { Definition } from '../api/types';
import { Behind, Block, WorkedOut } from '../chart/Block';
import { inline, percent, sentence, show, showChange, span, withRange, words } from '../chart/format';
import { type Kind } from '../chart/Sign';
import { WhiskerMark } from '../chart/WhiskerMark';
import { Choice, Field } from '../question/Fields';
import { groupLabel } from '../question/groups';
import { FailedLine, Loading, Why } from '../shell/States';
import { byWords } from '../task/answer';
import { domainOf, groupOf, type Movement, movementFinding, type Part, partWords } from './movement';
import { earlier, type Earlier, movementQuestion } from './question';

interface Props {
  name: string;
  scope: Scope;
  by: string;
  kind: Kind;
  search: Earlier;
  definition?: Definition;
  set: (change: Partial<Earlier>) => void;
}

export function MetricMovement({ name, scope, by, kind, search, definition, set }: Props) {
  const before = earlier(scope, search);
  const answer = useAnswer<Movement>(before && movementQuestion(name, scope, by, search, before));
  if (!before) return null;
  const period = before.from && before.to ? span(before.from, before.to) : 'the same period';
  const isHere = answer.data !== undefined && !answer.isPlaceholderData;
  return (
    <Block
      kind={kind}
      title="Why did it move?"
      line={`Against ${period}${search.before_known ? `, as known on ${search.before_known}` : ''}. Each part is the value asked again with only that changed.`}
    >
      <Earliers search={search} before={before} definition={definition} set={set} />
      {answer.isError ? (
        <FailedLine error={answer.error} />
      ) : !isHere ? (
        <Loading what="Asking again with each thing changed" />
      ) : answer.data.status === 'ok' ? (
        <Parts answer={answer.data} kind={kind} by={by} />
      ) : (
        <Why status={answer.data.status} reason={answer.data.reason} />
      )}
    </Block>
  );
}

/** What the earlier reading is of: its period, what was known then, the version that it used. */
function Earliers({ search, before, definition, set }: { search: Earlier; before: { from?: string; to?: string }; definition?: Definition; set: Props['set'] }) {
  const versions = definition?.versions ?? [];
  const date = (label: string, value: string | undefined, change: (day: string) => void) => (
    <Field label={label}>
      {(id) => <input id={id} className="field" type="date" value={value ?? ''} onChange={(event) => change(event.target.value)} />}
    </Field>
  );
  return (
    <div className="movement-fields only-screen">
      {date('Earlier period from', before.from, (day) => set({ before_from: day || undefined, before_to: before.to }))}
      {date('to', before.to, (day) => set({ before_from: before.from, before_to: day || undefined }))}
      {date('As known on', search.before_known, (day) => set({ before_known: day || undefined }))}
      {versions.length > 1 && (
        <Choice
          label="By version"
          value={search.before_version === undefined ? '' : String(search.before_version)}
          options={[{ value: '', label: 'the same' }, ...versions.map((v) => ({ value: String(v.version) }))]}
          set={(version) => set({ before_version: version ? Number(version) : undefined })}
        />
      )}
    </div>
  );
}

function Parts({ answer, kind, by }: { answer: Movement; kind: Kind; by: string }) {
  const domain = domainOf(answer.rows);
  const groups = answer.groups ?? [];
  return (
    <>
      <p>{movementFinding(answer)}</p>
      <ul className="metric-groups movement">
        {answer.rows.map((part) => <PartLine key={part.part} part={part} unit={answer.unit} domain={domain} kind={kind} />)}
      </ul>
      {groups.length > 0 && (
        <Behind
          caption={`What each ${byWords(by)} makes of it`}
          summary={`What each ${byWords(by)} makes of it`}
          columns={[{ title: byWords(by), text: true }, { title: 'Share before' }, { title: 'Share now' }, { title: 'Value before' }, { title: 'Value now' }, { title: 'Mix' }, { title: 'Real change' }]}
          rows={groups.map((g) => [
            groupLabel([groupOf(g)]),
            percent(g.share_before, 1),
            percent(g.share_after, 1),
            withRange(show(g.before, answer.unit)),
            withRange(show(g.after, answer.unit)),
            inline(showChange({ value: g.mix, low: null, high: null, n: 0 }, answer.unit)),
            inline(showChange({ value: g.real_change, low: null, high: null, n: 0 }, answer.unit)),
          ])}
        />
      )}
      <WorkedOut notes={answer.notes} methods={answer.methods} />
    </>
  );
}

function PartLine({ part, unit, domain, kind }: { part: Part; unit: string; domain: [number, number]; kind: Kind }) {
  return (
    <li>
      <b>{partWords[part.part] ?? sentence(words(part.part))}</b>
      {part.difference ? (
        <>
          <WhiskerMark estimate={part.difference} domain={domain} kind={kind} width={150} track effect />
          <span><b>{withRange(showChange(part.difference, unit))}</b> <span className="mark">{part.reached !== null && `to ${inline(show({ value: part.reached, low: null, high: null, n: 0 }, unit))}: `}{part.because}</span></span>
        </>
      ) : (
        <span className="mark movement-untold">Cannot be told: {part.reason}</span>
      )}
    </li>
  );
}

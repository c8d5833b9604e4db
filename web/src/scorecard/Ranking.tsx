// Where it hurts and what works: reach of friction, and what goes together with it. Association, not effect, and labelled so.

import type { Ranked } from '../api/types';
import { Behind, Block, More } from '../chart/Block';
import { count, inline, percent, show, showChange, withRange, words } from '../chart/format';
import { zeroCentred, type Domain } from '../chart/geometry';
import { type Kind, Sign } from '../chart/Sign';
import { WhiskerMark } from '../chart/WhiskerMark';
import { Why } from '../shell/States';
import { PlaceLink } from './PlaceLink';
import { foldTwins, type Folded, rankingTitle } from './findings';

const openAtMost = 10;

const unitOf = (r: Ranked, units: Map<string, string>) => r.unit ?? units.get(r.outcome ?? '') ?? 'score';

export function Ranking({ rows, units }: { rows: Ranked[]; units: Map<string, string> }) {
  if (rows.length === 0) {
    return (
      <Block title="Where it hurts, and what works">
        <p className="why"><b>Nothing to rank.</b> Ranked are the frictions and tasks that the steps of a journey name (<code>journeys/NAME.yaml</code>), as far as people met them in this period.</p>
      </Block>
    );
  }
  // Differences compare only within one outcome: each has its own scale.
  const domains = new Map<string, Domain>();
  for (const r of rows) {
    const key = `${r.outcome}:${unitOf(r, units)}`;
    if (!domains.has(key)) domains.set(key, zeroCentred(rows.filter((o) => `${o.outcome}:${unitOf(o, units)}` === key).map((o) => o.difference)));
  }
  const hurts = foldTwins(rows.filter((r) => r.side === 'hurts'));
  const works = foldTwins(rows.filter((r) => r.side === 'works'));
  const scale: Scale = { unit: (r) => unitOf(r, units), domain: (r) => domains.get(`${r.outcome}:${unitOf(r, units)}`) ?? [-1, 1] };
  const group = (title: string, kind: Kind, list: Folded[]) => list.length > 0 && (
    <>
      <h3 className="side"><Sign kind={kind} /> {title}</h3>
      <Rows caption={title} kind={kind} list={list.slice(0, openAtMost)} scale={scale} />
      {list.length > openAtMost && (
        <More summary={`${list.length - openAtMost} more, each met by fewer`}>
          <Rows caption={`${title}, continued`} kind={kind} list={list.slice(openAtMost)} scale={scale} hasHead={false} />
        </More>
      )}
    </>
  );
  return (
    <Block
      title={<>{rankingTitle(hurts, works.length)} <span className="tag dashed">association</span></>}
      line="Steps by the share of passages that met a friction; tasks by success. Beside a friction, the outcome of those reached less that of the others: what goes together, not what causes what. A rank is a range where the data cannot tell places apart; what two journeys both see stands once."
    >
      {group('Where it hurts', 'harm', hurts)}
      {group('What works, and must not be broken', 'ink', works)}
      <Behind
        caption="Ranking: reach and association"
        columns={[{ title: 'Rank' }, { title: 'Side', text: true }, { title: 'Where', text: true }, { title: 'What', text: true }, { title: 'Reached' }, { title: 'Of' }, { title: 'Share, 95 %' }, { title: 'Outcome', text: true }, { title: 'Difference, 95 %' }, { title: 'n' }]}
        rows={rows.map((r) => [rank(r), r.side, [r.stage, r.step, r.channel].filter(Boolean).join(' · '), words(r.what), count(r.reached), count(r.of),
          withRange(show(r.share, 'share')), r.outcome, withRange(showChange(r.difference, unitOf(r, units))), r.difference && count(r.difference.n)])}
      />
    </Block>
  );
}

interface Scale { unit: (r: Ranked) => string; domain: (r: Ranked) => Domain }

function Rows({ caption, kind, list, scale, hasHead = true }: { caption: string; kind: Kind; list: Folded[]; scale: Scale; hasHead?: boolean }) {
  return (
    <table className="ranking" role="table">
      <caption className="vh">{caption}</caption>
      <colgroup><col className="c-rank" /><col className="c-where" /><col className="c-reach" /><col className="c-seen" /><col /></colgroup>
      <thead role="rowgroup" className={hasHead ? undefined : 'vh'}>
        <tr role="row">
          <th role="columnheader" scope="col">Rank</th>
          <th role="columnheader" scope="col">Where</th>
          <th role="columnheader" scope="col">{kind === 'harm' ? 'Reached' : 'Succeeded'}</th>
          <th role="columnheader" scope="col">What we see</th>
          <th role="columnheader" scope="col">{kind === 'harm' ? 'Goes together with' : 'Success, 0 to 100\u202f%'}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">{list.map((f, i) => <Row key={i} folded={f} kind={kind} scale={scale} />)}</tbody>
    </table>
  );
}

const rank = (r: { rank_low: number; rank_high: number }) => (r.rank_low === r.rank_high ? String(r.rank_low) : `${r.rank_low}–${r.rank_high}`);
const place = (r: Ranked) => [r.stage, r.channel && words(r.channel)].filter(Boolean).join(' · ');

function Row({ folded: { row: r, twins, ...range }, kind, scale }: { folded: Folded; kind: Kind; scale: Scale }) {
  const share = show(r.share, 'share');
  return (
    <tr role="row">
      <td role="cell" className="rank">{rank(range)}</td>
      <th role="rowheader" scope="row">
        <PlaceLink row={r} /><span className="mark">{place(r)}</span>
        {twins.map((t) => <span key={t.journey} className="mark">also <PlaceLink row={t} />, {place(t)} in “{words(t.journey ?? '')}”: {count(t.reached)} of {count(t.of)}</span>)}
      </th>
      <td role="cell" className="reach">
        <b>{count(r.reached)}</b> <span className="mark">of {count(r.of)}</span>
        <span className="share" aria-hidden="true"><i style={{ width: percent(r.share?.value).replace(/\s/g, '') || 0 }} /></span>
      </td>
      <td role="cell"><b>{share && inline(share)}</b> {r.side === 'works' ? `succeed: ${words(r.what)}` : words(r.what)}<span className="mark">{share?.range ? `${share.range}\u202f% of ` : 'of '}{r.side === 'works' ? 'finished attempts' : 'passages'}</span></td>
      <td role="cell" className="assoc">
        <Association row={r} kind={kind} scale={scale} />
        {twins.filter((t) => t.difference?.value != null).map((t) => <Association key={t.journey} row={t} kind={kind} scale={scale} />)}
      </td>
    </tr>
  );
}

const tooFew = (r: Ranked) => `n ${count(r.difference?.n ?? 0)} answered “${r.outcome}”; too few of them met this, or too few did not.`;

function Association({ row: r, kind, scale }: { row: Ranked; kind: Kind; scale: Scale }) {
  const change = showChange(r.difference, scale.unit(r));
  const clear = r.difference?.low != null && r.difference.high != null && (r.difference.low > 0 || r.difference.high < 0);
  if (change) {
    return (
      <div className="mark-words">
        <WhiskerMark estimate={r.difference} domain={scale.domain(r)} kind={kind === 'harm' && clear ? 'harm' : 'ink'} width={120} effect />
        <span><b>{inline(change)}</b> {r.outcome}<span className="mark">{change.range}{clear ? '' : ', no clear difference'} · n {count(r.difference?.n ?? 0)}</span></span>
      </div>
    );
  }
  if (r.side === 'works') return <WhiskerMark estimate={r.share} domain={[0, 1]} kind="ink" width={240} track />;
  return <Why status={r.status && r.status !== 'ok' ? r.status : 'no-data'} reason={r.reason ?? (r.status === 'too-few-people' ? tooFew(r) : 'no CX score is asked here')} />;
}

// Where it hurts and what works: reach of friction, and what goes together with it. Association, not effect, and labelled so.

import type { Ranked } from '../api/types';
import { Behind, Block } from '../chart/Block';
import { count, inline, percent, show, showChange, withRange, words } from '../chart/format';
import { aroundZero, type Domain } from '../chart/geometry';
import { type Kind, Sign } from '../chart/Sign';
import { WhiskerMark } from '../chart/WhiskerMark';
import { Why } from '../shell/States';
import { PlaceLink } from './PlaceLink';
import { rankingTitle } from './findings';

const unitOf = (r: Ranked, units: Map<string, string>) => r.unit ?? units.get(r.outcome ?? '') ?? 'score';

export function Ranking({ rows, units }: { rows: Ranked[]; units: Map<string, string> }) {
  if (rows.length === 0) {
    return (
      <Block title="Where it hurts, and what works">
        <p className="why"><b>Nothing to rank yet.</b> Name frictions in the steps of a journey (<code>journeys/NAME.yaml</code>), and their reach and what goes with them stands here.</p>
      </Block>
    );
  }
  // Differences compare only within one outcome: each has its own scale.
  const domains = new Map<string, Domain>();
  for (const r of rows) {
    const key = `${r.outcome}:${unitOf(r, units)}`;
    if (!domains.has(key)) domains.set(key, aroundZero(rows.filter((o) => `${o.outcome}:${unitOf(o, units)}` === key).map((o) => o.difference)));
  }
  const hurts = rows.filter((r) => r.side === 'hurts');
  const works = rows.filter((r) => r.side === 'works');
  const group = (title: string, kind: Kind, list: Ranked[]) => list.length > 0 && (
    <>
      <tr role="row" className="side"><th role="rowheader" scope="rowgroup" colSpan={5}><Sign kind={kind} /> {title}</th></tr>
      {list.map((r, i) => <Row key={i} row={r} kind={kind} unit={unitOf(r, units)} domain={domains.get(`${r.outcome}:${unitOf(r, units)}`) ?? [-1, 1]} />)}
    </>
  );
  return (
    <Block
      title={<>{rankingTitle(rows)} <span className="tag dashed">association</span></>}
      line="Steps by the share of passages that met a friction; tasks by success. Beside a friction, the outcome of those reached less that of the others: what goes together, not what causes what. A rank is a range where the data cannot tell places apart."
    >
      <table className="ranking" role="table">
        <caption className="vh">Where it hurts, and what works</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Rank</th>
            <th role="columnheader" scope="col">Where</th>
            <th role="columnheader" scope="col">Reached</th>
            <th role="columnheader" scope="col">What we see</th>
            <th role="columnheader" scope="col">Goes together with</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {group('Where it hurts', 'harm', hurts)}
          {group('What works, and must not be broken', 'ink', works)}
        </tbody>
      </table>
      <Behind
        caption="Ranking: reach and association"
        columns={[{ title: 'Rank' }, { title: 'Side', text: true }, { title: 'Where', text: true }, { title: 'What', text: true }, { title: 'Reached' }, { title: 'Of' }, { title: 'Share, 95 %' }, { title: 'Outcome', text: true }, { title: 'Difference, 95 %' }, { title: 'n' }]}
        rows={rows.map((r) => [rank(r), r.side, [r.stage, r.step, r.channel].filter(Boolean).join(' · '), words(r.what), count(r.reached), count(r.of),
          withRange(show(r.share, 'share')), r.outcome, withRange(showChange(r.difference, unitOf(r, units))), r.difference && count(r.difference.n)])}
      />
    </Block>
  );
}

const rank = (r: Ranked) => (r.rank_low === r.rank_high ? String(r.rank_low) : `${r.rank_low}–${r.rank_high}`);

function Row({ row: r, kind, unit, domain }: { row: Ranked; kind: Kind; unit: string; domain: Domain }) {
  const share = show(r.share, 'share');
  const change = showChange(r.difference, unit);
  const clear = r.difference?.low != null && r.difference.high != null && (r.difference.low > 0 || r.difference.high < 0);
  return (
    <tr role="row">
      <td role="cell" className="rank">{rank(r)}</td>
      <th role="rowheader" scope="row"><PlaceLink row={r} /><span className="mark">{[r.stage, r.channel && words(r.channel)].filter(Boolean).join(' · ')}</span></th>
      <td role="cell" className="reach">
        <b>{count(r.reached)}</b> <span className="mark">of {count(r.of)}</span>
        <span className="share" aria-hidden="true"><i style={{ width: percent(r.share?.value).replace(/\s/g, '') || 0 }} /></span>
      </td>
      <td role="cell"><b>{share && inline(share)}</b> {words(r.what)}<span className="mark">{share?.range ? `${share.range}\u202f% of ` : 'of '}{r.side === 'works' ? 'finished attempts' : 'passages'}</span></td>
      <td role="cell" className="assoc">
        {change ? (
          <div className="mark-words">
            <WhiskerMark estimate={r.difference} domain={domain} kind={kind === 'harm' && clear ? 'harm' : 'ink'} width={120} effect />
            <span><b>{inline(change)}</b> {r.outcome}<span className="mark">{change.range}{clear ? '' : ', not shown yet'} · n {count(r.difference?.n ?? 0)}</span></span>
          </div>
        ) : r.side === 'works' ? (
          <div className="mark-words">
            <WhiskerMark estimate={r.share} domain={[0, 1]} kind="ink" width={120} />
            <span className="mark">its success, on 0 to 100{'\u202f'}%; no outcome compared</span>
          </div>
        ) : <Why status={r.status && r.status !== 'ok' ? r.status : 'no-data'} reason={r.reason ?? (r.status === 'too-few-people' ? 'The outcome is not shown for so few.' : 'no CX score is asked here')} />}
      </td>
    </tr>
  );
}

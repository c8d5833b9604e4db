// Per source: read = accepted + deduplicated + refused, with the reasons of what was refused.

import { Block, WorkedOut } from '../chart/Block';
import { count, percent } from '../chart/format';
import { Sign } from '../chart/Sign';
import { addsUp, type LedgerRow, total } from './rows';

const n = (v: number | null) => (v === null ? '–' : count(v));

export function Ledger({ rows, notes = [] }: { rows: LedgerRow[]; notes?: string[] }) {
  if (rows.length === 0) return null;
  const all = total(rows);
  const wrong = rows.filter((r) => addsUp(r) === false);
  return (
    <Block
      title={wrong.length ? `The columns of ${wrong.map((r) => r.source).join(', ')} do not add up` : 'Read is accepted, duplicate or refused: the columns add up'}
      line="Rows by source, all imports. Accepted includes rows that changed an earlier one."
    >
      <table className="list ledger" role="table">
        <caption className="vh">Ledger by source</caption>
        <thead role="rowgroup">
          <tr role="row">
            {['Source', 'Read', '', 'Accepted', 'Duplicates', 'Refused', 'Refused because'].map((t, i) => (
              i === 2 ? <td key={i} role="cell" aria-hidden="true" className="gap" /> : <th key={i} role="columnheader" scope="col" className={[1, 3, 4, 5].includes(i) ? 'num' : undefined}>{t}</th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((r) => <Row key={r.source} row={r} largest={Math.max(1, ...rows.map((x) => x.read ?? 0))} />)}
        </tbody>
        {rows.length > 1 && (
          <tfoot role="rowgroup">
            <tr role="row">
              <th role="rowheader" scope="row">{all.source}</th><td role="cell" className="num" data-name="read">{n(all.read)}</td><td role="cell" className="ledger-bar" aria-hidden="true" />
              <td role="cell" className="num" data-name="accepted">{n(all.accepted)}</td><td role="cell" className="num" data-name="duplicates">{n(all.deduplicated)}</td><td role="cell" className="num" data-name="refused">{n(all.refused)}</td>
              <td role="cell">{addsUp(all) === false && <b>does not add up</b>}</td>
            </tr>
          </tfoot>
        )}
      </table>
      <WorkedOut notes={notes} />
    </Block>
  );
}

function Row({ row: r, largest }: { row: LedgerRow; largest: number }) {
  const width = (v: number | null) => `${(100 * (v ?? 0)) / largest}%`;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">{r.source}</th>
      <td role="cell" className="num" data-name="read">{n(r.read)}</td>
      <td role="cell" className="ledger-bar" aria-hidden="true">
        <span><i className="ok" style={{ width: width(r.accepted) }} /><i className="dup" style={{ width: width(r.deduplicated) }} /><i className="no" style={{ width: width(r.refused) }} /></span>
      </td>
      <td role="cell" className="num" data-name="accepted">{n(r.accepted)}{!!r.changed && <span className="mark hang">{count(r.changed)} changed</span>}</td>
      <td role="cell" className="num" data-name="duplicates">{n(r.deduplicated)}</td>
      <td role="cell" className="num" data-name="refused">{n(r.refused)}{!!r.refused && !!r.read && <span className="mark hang">{r.refused / r.read < 0.0001 ? `below ${percent(0.0001, 2)}` : percent(r.refused / r.read, r.refused / r.read < 0.01 ? 2 : 1)}</span>}</td>
      <td role="cell" className="because">
        {r.reasons.length === 0 ? <span className="mut">{r.refused ? 'reasons not given' : 'nothing refused'}</span>
          : <ul>{r.reasons.map((x) => <li key={x.code}><Sign kind="harm" /> <code>{x.code}</code> <span className="mark">{count(x.rows)}</span></li>)}</ul>}
        {addsUp(r) === false && <b>does not add up</b>}
      </td>
    </tr>
  );
}

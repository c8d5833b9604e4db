// The table behind a drawing of links: from where, to where, how many, which share, after how long; each opens who they are.

import type { Estimate } from '../api/types';
import { Behind } from '../chart/Block';
import { count, show, withRange } from '../chart/format';
import type { CellRef } from './asked';
import { Press } from './Press';

export interface LinkRow {
  at?: string; // the position, where links have one
  from: string;
  to: string;
  n: number;
  share: Estimate | null;
  median_seconds: Estimate | null;
  cell: CellRef;
}

interface Props {
  caption: string;
  counted: string;
  of: string; // what shares are of
  rows: LinkRow[];
  cell?: CellRef;
  open: (cell?: CellRef) => void;
}

export function LinksTable({ caption, counted, of, rows, cell, open }: Props) {
  const hasPosition = rows.some((r) => r.at !== undefined);
  return (
    <Behind
      summary="Table behind this chart, and who they are"
      caption={caption}
      columns={[
        ...(hasPosition ? [{ title: 'Position', text: true }] : []),
        { title: 'From', text: true },
        { title: 'To', text: true },
        { title: counted },
        { title: of },
        { title: 'n' },
        { title: 'Median time, 95 %' },
      ]}
      rows={rows.map((r) => [
        ...(hasPosition ? [r.at] : []),
        r.from,
        r.to,
        <Press
          key="n"
          cell={r.cell}
          now={cell}
          open={open}
          label={`${count(r.n)} from ${r.from} to ${r.to}: who they are`}
        >
          {count(r.n)}
        </Press>,
        withRange(show(r.share ?? undefined, 'share')),
        r.share ? count(r.share.n) : '',
        withRange(show(r.median_seconds ?? undefined, 'seconds')),
      ])}
    />
  );
}

// Who stands behind a number: the same question, asked for people (or accounts, or objects) instead of figures. It opens
// beside the chart, is no dialog, closes with Escape and gives the focus back.

import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useBehind } from '../api/queries';
import type { Question } from '../api/types';
import { count, plural } from '../chart/format';
import { type Kind, Sign } from '../chart/Sign';
import { FailedLine } from '../shell/States';
import type { CellRef } from './asked';
import { TypicalOf } from './TypicalOf';
import './question.css';

const first = 50;
const more = 500;

export interface Behind {
  question: Question;
  cell: CellRef;
  title: ReactNode;
  kind?: Kind;
  goal?: unknown[];
  children?: ReactNode;
}

export function PeoplePanel({ question, cell, title, kind = 'ink', goal, close, children }: Behind & { close: () => void }) {
  const panel = useRef<HTMLElement>(null);
  const closing = useRef(close);
  closing.current = close;
  const [limit, setLimit] = useState(first);
  // One more than is shown tells whether there are more.
  const answer = useBehind({
    ...question,
    behind: { ...(cell.group !== undefined && { group: cell.group }), outcome: cell.outcome, limit: limit + 1 },
  });
  useEffect(() => {
    const before = document.activeElement;
    // What was pressed stays in sight beside the panel, or above it where it lies below.
    if (before && before !== document.body)
      before.scrollIntoView({ block: matchMedia('(max-width: 1100px)').matches ? 'start' : 'nearest' });
    panel.current?.focus({ preventScroll: true });
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && !event.defaultPrevented && closing.current();
    addEventListener('keydown', escape);
    return () => {
      removeEventListener('keydown', escape);
      if (before instanceof HTMLElement || before instanceof SVGElement) before.focus({ preventScroll: true });
    };
    // The panel is keyed by its cell: it mounts once for each.
  }, []);
  const rows = answer.data?.rows ?? [];
  return (
    <aside className={`evidence ${kind}`} ref={panel} tabIndex={-1} aria-label="Who stands behind this number">
      <div className="evidence-head">
        <p className="mark">
          <Sign kind={kind} /> Behind this number
        </p>
        <button type="button" className="btn" onClick={close}>
          Close
        </button>
      </div>
      <h2>{title}</h2>
      {children}
      {(question.count === undefined || question.count === 'people') && (
        <TypicalOf question={question} cell={cell} goal={goal} />
      )}
      <section className="people-behind">
        <h3>Who they are</h3>
        <div role="status">
          {answer.isPending && <p className="mark">Asking who they are</p>}
          {answer.isError && <FailedLine error={answer.error} />}
          {answer.data && rows.length === 0 && <p className="mark">Nobody. {answer.data.reason}</p>}
          {rows.length > 0 && (
            <p className="mark">
              {rows.length > limit
                ? `The first ${count(limit)}; there are more`
                : plural(rows.length, 'is listed', 'are listed')}
            </p>
          )}
        </div>
        <ul className="ids">
          {rows.slice(0, limit).map((row) => (
            <Subject key={String(Object.values(row)[0])} row={row} />
          ))}
        </ul>
        {rows.length > limit && limit < more && (
          <button type="button" className="btn" onClick={() => setLimit(more)}>
            List up to {count(more)}
          </button>
        )}
      </section>
    </aside>
  );
}

function Subject({ row }: { row: Record<string, unknown> }) {
  const [name, id] = Object.entries(row)[0] ?? ['', ''];
  return (
    <li>
      {name === 'person' ? (
        <Link to="/people/$id" params={{ id: String(id) }}>
          {String(id)}
        </Link>
      ) : (
        <span className="subject">{String(id)}</span>
      )}
    </li>
  );
}

// A block of a page: a rule, a title that says the finding, one grey line (what, who, period), the chart, the table behind it.

import { type ReactNode, useId } from 'react';
import { sentence, words } from './format';
import type { Kind } from './Sign';

interface BlockProps { title: ReactNode; line?: ReactNode; kind?: Kind; children: ReactNode; className?: string }

export function Block({ title, line, kind = 'ink', children, className = '' }: BlockProps) {
  const id = useId();
  return (
    <section className={`block ${kind} ${className}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {line && <p>{line}</p>}
      </header>
      {children}
    </section>
  );
}

export interface Column { title: string; text?: boolean }

/** Every chart can be read as a table. */
export function Behind({ caption, columns, rows, summary = 'Table behind this chart' }: {
  caption: string; columns: Column[]; rows: ReactNode[][]; summary?: string;
}) {
  return (
    <details className="behind">
      <summary>{summary}</summary>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>{columns.map((c) => <th key={c.title} scope="col" className={c.text ? 'txt' : undefined}>{c.title}</th>)}</tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              // eslint-disable-next-line react/no-array-index-key -- rows have no identity of their own
              <tr key={i}>
                {row.map((cell, j) => {
                  const text = cell === null || cell === undefined || cell === '' ? '–' : cell;
                  if (j === 0) return <th key={j} scope="row" className="txt">{text}</th>;
                  return <td key={j} className={columns[j]?.text ? 'txt' : undefined}>{text}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** The rest of a long list behind one line: `children` are built when it is first needed, by the browser's own disclosure. */
export function More({ summary, children }: { summary: string; children: ReactNode }) {
  return <details className="more"><summary>{summary}</summary>{children}</details>;
}

const written = (text: string): string => `${sentence(words(text)).replace(/\.$/, '')}.`;

/** Methods and notes of an answer, for who wants to check: one line until it is opened. */
export function WorkedOut({ methods = [], notes = [] }: { methods?: string[]; notes?: string[] }) {
  if (methods.length + notes.length === 0) return null;
  return (
    <details className="behind worked">
      <summary>How this is worked out</summary>
      <ul>{[...notes, ...methods].map((text) => <li key={text}>{written(text)}</li>)}</ul>
    </details>
  );
}

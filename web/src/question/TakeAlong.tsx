// The answer and its question, to go on with elsewhere: rows for a spreadsheet, the question for terminal and API.

import type { Answer, Question } from '../api/types';
import { csvOf } from './csv';

interface Props {
  question: Question;
  answer: Answer;
}

/** A file of the browser's own making: nothing is asked of the server. */
function save(text: string, name: string, type: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function TakeAlong({ question, answer }: Props) {
  const json = JSON.stringify(question, null, 2);
  const name = [question.ask, question.name].filter(Boolean).join('-');
  return (
    <details className="behind take-along only-screen">
      <summary>Take it along</summary>
      <p className="ways">
        <button type="button" className="btn" onClick={() => save(csvOf(answer.rows), `${name}.csv`, 'text/csv')}>
          The rows as CSV
        </button>
        <button type="button" className="btn" onClick={() => save(`${json}\n`, `${name}.json`, 'application/json')}>
          The question as JSON
        </button>
      </p>
      <p className="small">
        <code>throughline query {name}.json</code> asks the same on a terminal, and so does a POST to{' '}
        <code>/api/v1/questions</code>.
      </p>
      <pre tabIndex={0}>{json}</pre>
    </details>
  );
}

// What each friction means: its thresholds as they are written, whose they are, and which version.

import { Block } from '../chart/Block';
import { plural, sentence } from '../chart/format';
import { type FrictionAnswer, type Met, titlesOf } from './answer';

const own = 'own';

export function FrictionMeanings({ answer }: { answer: FrictionAnswer }) {
  const rows = answer.rows as unknown as Met[];
  const titles = titlesOf(answer);
  const meanings = (answer.definitions ?? []).map((d) => ({ ...d, row: rows.find((r) => r.friction === d.friction) }));
  if (meanings.length === 0) return null;
  return (
    <Block
      title={`What each of ${plural(meanings.length, 'friction')} means`}
      line="Thresholds are part of the answer: another threshold is another number. A file in frictions/ of the same name takes the place of a built-in one."
    >
      <ul className="meanings">
        {meanings.map((d) => (
          <li key={d.friction}>
            <details>
              <summary>
                <b>{titles.get(d.friction)}</b>{' '}
                <span className="mark">
                  {d.row?.rules === own ? 'of this workspace' : `rules of ${d.row?.rules ?? 'others'}`}, version{' '}
                  {d.row?.version ?? 1}
                </span>
              </summary>
              {d.about && <p className="small">{sentence(d.about)}.</p>}
              {d.origin && <p className="mark">Thresholds: {d.origin}.</p>}
              <div className="yaml">
                <pre tabIndex={0}>{d.rule.trim()}</pre>
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Block>
  );
}

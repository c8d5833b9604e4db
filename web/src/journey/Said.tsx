import { Link } from '@tanstack/react-router';
import type { Verbatim } from '../api/types';
import { day, words } from '../chart/format';
import { Sign } from '../chart/Sign';
import { useZone } from '../shell/scope';

/** Verbatims, each with its score, survey, day and the way to the person who wrote it. */
export function Said({ said, all = false }: { said: Verbatim[]; all?: boolean }) {
  const zone = useZone();
  if (said.length === 0) return null;
  return (
    <section className="said">
      {!all && <h3>What they wrote, newest first</h3>}
      <ul>
        {(all ? said : said.slice(0, 3)).map((v, i) => (
          <li key={`${v.time}${i}`}>
            <blockquote>“{v.text}”</blockquote>
            <p className="mark">
              {v.score != null && <><Sign kind="cx" /> {v.score} · </>}
              {[v.survey && words(v.survey), v.channel && words(v.channel), v.time && day(v.time, zone)].filter(Boolean).join(', ')}
              {v.person && <> · <Link to="/people/$id" params={{ id: v.person }}>the person</Link></>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

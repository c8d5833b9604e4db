// One figure among others: its name, the value large, interval and n below; a share on its scale.

import type { Estimate } from '../api/types';
import { count, inline, show } from './format';
import type { Kind } from './Sign';
import { WhiskerMark } from './WhiskerMark';

export function Figure({ title, e, unit, n, kind = 'ux' }: { title: string; e: Estimate; unit: string; n: string; kind?: Kind }) {
  const shown = show(e, unit);
  return (
    <li>
      <span className="sec">{title}</span>
      {shown ? <b className="value">{inline(shown)}</b> : <span className="mark">no value</span>}
      <span className="mark">
        {shown?.range ?? 'no interval'} · n {count(e.n)} {n}
      </span>
      {shown && unit === 'share' && <WhiskerMark estimate={e} domain={[0, 1]} kind={kind} width={120} track />}
    </li>
  );
}

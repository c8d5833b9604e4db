// An estimate: its sign on a 2 px line without caps, the 95 % interval. Dashed where the interval includes no effect.

import type { Estimate } from '../api/types';
import { type Domain, whisker } from './geometry';
import { type Kind, SignAt } from './Sign';

interface Props {
  estimate: Estimate | undefined;
  domain: Domain;
  kind: Kind;
  width?: number;
  track?: boolean; // a hairline over the whole scale, where the scale is not obvious
  effect?: boolean; // a difference: zero is drawn, and an interval over it is dashed
}

export function WhiskerMark({ estimate, domain, kind, width = 112, track = false, effect = false }: Props) {
  const w = whisker(estimate, domain, width);
  if (!w) return null;
  const zero = effect ? whisker({ value: 0, low: null, high: null, n: 0 }, domain, width) : null;
  return (
    <svg width={width} height={16} viewBox={`0 0 ${width} 16`} className={`k-${kind} hang`} aria-hidden="true">
      {track && <path d={`M5 8H${width - 5}M5 5V11M${width - 5} 5V11`} className="zero" />}
      {zero && <path d={`M${zero.value} 0V16`} className="zero" />}
      {w.interval && <path d={`M${w.low} 8H${Math.max(w.high, w.low + 1)}`} className={effect && w.includesZero ? 'iv open' : 'iv'} />}
      <SignAt kind={kind} x={w.value} y={8} />
    </svg>
  );
}

// The signs that carry meaning without colour: dot = UX, ring = CX, diamond = harm, square = neither.

export type Kind = 'ux' | 'cx' | 'harm' | 'ink';

export const kindOf = (discipline: string): Kind => (discipline === 'CX' ? 'cx' : 'ux');

/** Inside an SVG, centred on x, y. */
export function SignAt({ kind, x, y, r = 4.4 }: { kind: Kind; x: number; y: number; r?: number }) {
  if (kind === 'ux') return <circle cx={x} cy={y} r={r} className="fu" />;
  if (kind === 'cx') return <circle cx={x} cy={y} r={r - 0.6} className="rc" />;
  if (kind === 'harm') {
    const d = r * 1.2;
    return <path d={`M${x} ${y - d}L${x + d} ${y}L${x} ${y + d}L${x - d} ${y}Z`} className="fh" />;
  }
  const s = r * 0.82;
  return <rect x={x - s} y={y - s} width={2 * s} height={2 * s} className="fi" />;
}

export function Sign({ kind }: { kind: Kind }) {
  return (
    <svg className="sign" viewBox="0 0 10 10" aria-hidden="true">
      <SignAt kind={kind} x={5} y={5} />
    </svg>
  );
}

import { Link } from '@tanstack/react-router';
import type { Ranked } from '../api/types';
import { writeCell } from '../shell/cell';

/** The step, with the way to its place on the journey map. */
export function PlaceLink({ row }: { row: Ranked }) {
  const title = row.step ?? row.stage ?? row.channel ?? 'Everywhere';
  if (!row.journey) return <>{title}</>;
  const cell = row.step && row.stage ? writeCell({ lane: 'friction', stage: row.stage, step: row.step }) : undefined;
  return <Link to="/journey/$name" params={{ name: row.journey }} search={(before: object) => ({ ...before, cell })}>{title}</Link>;
}

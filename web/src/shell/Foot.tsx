import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../api/queries';
import { count, moment } from '../chart/format';

export function Foot() {
  const { data: w } = useWorkspace();
  return (
    <footer className="foot">
      {w && (
        <>
          {w.last && <span>Data until {moment(w.last, w.zone)}{w.zone ? ` (${w.zone})` : ''}</span>}
          {!!((w.accepted ?? 0) + (w.deduplicated ?? 0) + (w.refused ?? 0)) && <span>
            {[w.accepted !== undefined && `${count(w.accepted)} accepted`, w.deduplicated !== undefined && `${count(w.deduplicated)} duplicates`]
              .filter(Boolean).join(' · ')}
            {w.refused !== undefined && <> · {count(w.refused)} refused: <Link to="/data">by source and reason</Link></>}
          </span>}
        </>
      )}
      <span>Intervals are 95{'\u202f'}%</span>
      {w?.about && <span>{w.about}</span>}
    </footer>
  );
}

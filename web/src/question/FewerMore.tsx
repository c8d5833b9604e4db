// How many of all are drawn, with fewer and more.

import { count } from '../chart/format';

interface Props {
  what: string;
  drawn: number;
  all: number;
  most?: number;
  set: (n: number) => void;
}

const step = 5;

export function FewerMore({ what, drawn, all, most = all, set }: Props) {
  const limit = Math.min(all, most);
  return (
    <span className="fewer-more only-screen">
      <span className="small">
        {count(drawn)} of {count(all)} {what}
      </span>
      <button
        type="button"
        className="btn"
        disabled={drawn <= step}
        onClick={() => set(Math.max(step, drawn - step))}
      >
        Fewer {what}
      </button>
      <button type="button" className="btn" disabled={drawn >= limit} onClick={() => set(Math.min(limit, drawn + step))}>
        More {what}
      </button>
    </span>
  );
}

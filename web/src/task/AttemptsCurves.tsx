// Success and time from step to step, each on its own scale: of a period, or of the numbers of attempts.

import { LineChart } from '../chart/LineChart';
import { type Attempts, timeOf } from './answer';

interface Props {
  what: string; // "by week"
  steps: string[];
  attempts: Attempts[];
}

export function AttemptsCurves({ what, steps, attempts }: Props) {
  return (
    <div className="task-trends">
      <figure>
        <figcaption className="small">
          <b>Success</b> <span className="mark">of finished attempts</span>
        </figcaption>
        <LineChart
          label={`Success ${what}`}
          steps={steps}
          lines={[{ name: 'success', values: attempts.map((a) => a.success_share) }]}
          unit="share"
          kind="ux"
          height={170}
        />
      </figure>
      <figure>
        <figcaption className="small">
          <b>Time to success</b>
        </figcaption>
        <LineChart
          label={`Time ${what}`}
          steps={steps}
          lines={[{ name: 'time', values: attempts.map((a) => timeOf(a).e) }]}
          unit="seconds"
          kind="ux"
          height={170}
        />
      </figure>
    </div>
  );
}

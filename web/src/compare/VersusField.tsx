// Chooses what stands beside.

import { Choice, Field } from '../question/Fields';
import { useBesides } from './versus';

interface Props {
  vs: string | undefined;
  set: (change: { vs?: string; segment?: string }) => void;
}

export function VersusField({ vs, set }: Props) {
  const { options, setting } = useBesides();
  const [from, to] = vs?.includes('..') ? vs.split('..') : [];
  const days = (first: string, last: string) => first && last && set({ vs: `${first}..${last}` });
  return (
    <>
      <Choice
        label="Beside it"
        value={from ? 'days' : (vs ?? '')}
        options={options}
        set={(value) => set(setting(value))}
      />
      {from && to && (
        <div className="two">
          <Day label="First day" value={from} set={(day) => days(day, to < day ? day : to)} />
          <Day label="Last day" value={to} set={(day) => days(from > day ? day : from, day)} />
        </div>
      )}
    </>
  );
}

function Day({ label, value, set }: { label: string; value: string; set: (day: string) => void }) {
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          className="field"
          type="date"
          value={value}
          onChange={(event) => event.target.value && set(event.target.value)}
        />
      )}
    </Field>
  );
}

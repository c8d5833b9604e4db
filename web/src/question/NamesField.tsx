// Names, each of which can be taken away; the field adds another.

import { Combobox, type Option } from './Combobox';

interface Props {
  label: string;
  placeholder: string;
  names: string[];
  options: Option[];
  set: (names: string[]) => void;
}

export function NamesField({ label, placeholder, names, options, set }: Props) {
  return (
    <div className="events-field" role="group" aria-label={label}>
      <span className="ask-label">{label}</span>
      {names.length > 0 && (
        <ul className="chips">
          {names.map((name) => (
            <li key={name}>
              <span className="chip">
                {name}
                <button
                  type="button"
                  aria-label={`Remove ${name} from ${label}`}
                  onClick={() => set(names.filter((n) => n !== name))}
                >
                  ×
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Combobox
        label={`${label}: another`}
        placeholder={placeholder}
        clears
        options={options.filter((o) => !names.includes(o.value))}
        take={(name) => set([...names, name])}
      />
    </div>
  );
}

// Rules on what an event, its person or its account says; all of them must hold. A rule that these fields cannot show
// (from a definition, or from a link) stands in words, and can be taken away.

import { useState } from 'react';
import { Combobox } from './Combobox';
import { comparisons, comparisonWords, type Filter, filterWords, readRule, type Rule, writeRule } from './matcher';
import { useRuleNames } from './suggestions';

const without = ['is_set', 'is_not_set'];

export function RulesField({ label, rules, set }: { label: string; rules: Filter[]; set: (rules: Filter[]) => void }) {
  const [isAdding, setAdding] = useState(false);
  const change = (at: number, rule: Filter | null) =>
    set(rule ? rules.map((r, i) => (i === at ? rule : r)) : rules.filter((_, i) => i !== at));
  return (
    <div className="rules">
      {rules.map((filter, i) => {
        const rule = readRule(filter);
        const name = `${label}, condition ${i + 1}`;
        return (
          // eslint-disable-next-line react/no-array-index-key -- rules have no identity of their own
          <div key={i} className="rule" role="group" aria-label={name}>
            {rule ? (
              <RuleFields label={name} rule={rule} set={(next) => change(i, writeRule(next))} />
            ) : (
              <span className="small">{filterWords(filter)}</span>
            )}
            <button type="button" className="drop" aria-label={`Remove ${name}`} onClick={() => change(i, null)}>
              ×
            </button>
          </div>
        );
      })}
      {isAdding ? (
        <NewRule
          label={label}
          add={(rule) => {
            setAdding(false);
            set([...rules, writeRule(rule)]);
          }}
          cancel={() => setAdding(false)}
        />
      ) : (
        <button
          type="button"
          className="btn quiet small"
          aria-label={`${label}: add a condition`}
          onClick={() => setAdding(true)}
        >
          {rules.length ? 'and …' : 'where …'}
        </button>
      )}
    </div>
  );
}

function How({ label, value, set }: { label: string; value: string; set: (value: string) => void }) {
  return (
    <select
      className="field"
      aria-label={`${label}: comparison`}
      value={value}
      onChange={(event) => set(event.target.value)}
    >
      {comparisons.map((key) => (
        <option key={key} value={key}>
          {comparisonWords(key)}
        </option>
      ))}
      <option value="is_set">is set</option>
      <option value="is_not_set">is not set</option>
    </select>
  );
}

function RuleFields({ label, rule, set }: { label: string; rule: Rule; set: (rule: Rule) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    if (typed !== null && typed.trim()) set({ ...rule, value: typed });
    setTyped(null);
  };
  return (
    <>
      <span className="small">
        {rule.scope === 'property' || rule.scope === 'field' ? '' : `${rule.scope}’s `}
        {rule.name}
      </span>
      <How
        label={label}
        value={rule.how}
        set={(how) => set({ ...rule, how, value: rule.value || (without.includes(how) ? '' : '0') })}
      />
      {!without.includes(rule.how) && (
        <input
          className="field"
          aria-label={`${label}: value, several with | between`}
          value={typed ?? rule.value}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
        />
      )}
    </>
  );
}

/** Asked only when it is whole: half a rule would be an error of the server's. */
function NewRule({ label, add, cancel }: { label: string; add: (rule: Rule) => void; cancel: () => void }) {
  const names = useRuleNames();
  const [on, setOn] = useState('');
  const [how, setHow] = useState('is');
  const [value, setValue] = useState('');
  const [scope, ...rest] = on.split(':');
  const name = rest.join(':');
  const isWhole = name !== '' && (without.includes(how) || value.trim() !== '');
  const submit = () => isWhole && add({ scope: scope as Rule['scope'], name, how, value });
  return (
    <div className="rule new" role="group" aria-label={`${label}: new condition`}>
      <Combobox
        label={`${label}: condition on`}
        placeholder="property, channel …"
        options={names}
        value={name}
        take={(taken) => setOn(taken.includes(':') ? taken : `property:${taken}`)}
      />
      <How label={`${label}, new condition`} value={how} set={setHow} />
      {!without.includes(how) && (
        <input
          className="field"
          aria-label={`${label}, new condition: value, several with | between`}
          placeholder="value|value"
          value={value}
          onChange={(event) => setValue(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && submit()}
        />
      )}
      <button type="button" className="btn" disabled={!isWhole} onClick={submit}>
        Add
      </button>
      <button type="button" className="btn quiet" onClick={cancel}>
        Cancel
      </button>
    </div>
  );
}

import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../api/queries';
import { ThemeButton } from './ThemeButton';

const icons = {
  scorecard: <path d="M2.5 13.5h11M4.5 11V7.5M8 11V3M11.5 11V5.5" />,
  journey: <><path d="M1.8 11.5c2.4 0 2.4-7 5-7s2.2 5 4.4 5 1.6-3 3-3" /><circle cx="6.8" cy="4.5" r="1.2" /></>,
  flows: <path d="M1.5 4h3.2c3 0 3.6 8 6.6 8h3.2M1.5 8h13M1.5 12h3.2c1.6 0 2.5-2.3 3.3-4" />,
  tasks: <><rect x="2.5" y="2.5" width="11" height="11" rx="1.5" /><path d="M5.2 8.2l2 2 3.6-4.2" /></>,
  people: <><circle cx="8" cy="5.5" r="2.7" /><path d="M3 13.5c.6-2.8 2.4-4 5-4s4.4 1.2 5 4" /></>,
  calculator: <><rect x="3" y="1.8" width="10" height="12.4" rx="1.3" /><path d="M5.4 4.8h5.2M5.5 8h.1M8 8h.1M10.5 8h.1M5.5 11h.1M8 11h.1M10.5 11h.1" /></>,
  data: <><ellipse cx="8" cy="4" rx="5" ry="1.8" /><path d="M3 4v8c0 1 2.2 1.8 5 1.8s5-.8 5-1.8V4M3 8c0 1 2.2 1.8 5 1.8S13 9 13 8" /></>,
};

const Icon = ({ name }: { name: keyof typeof icons }) => <svg viewBox="0 0 16 16" aria-hidden="true">{icons[name]}</svg>;

export function Rail() {
  const { data: w } = useWorkspace();
  return (
    <nav className="rail" aria-label="Pages">
      <Link className="brand" to="/">
        <svg viewBox="0 0 22 22" aria-hidden="true">
          <circle cx="11" cy="11" r="9.2" fill="none" stroke="var(--cx)" strokeWidth="1.8" />
          <circle cx="11" cy="11" r="3.9" fill="var(--ux)" />
          <path d="M0 11h22" stroke="var(--ink)" strokeWidth="1.4" />
        </svg>
        <span>Throughline</span>
      </Link>
      <ul>
        <li><Link to="/" activeOptions={{ exact: true, includeSearch: false }} title="Scorecard"><Icon name="scorecard" /><span>Scorecard</span></Link></li>
        <li><Link to="/journey" activeOptions={{ includeSearch: false }} title="Journey"><Icon name="journey" /><span>Journey</span></Link></li>
        <li><Link to="/flows" activeOptions={{ includeSearch: false }} title="Flows"><Icon name="flows" /><span>Flows</span></Link></li>
        <li><Link to="/tasks" activeOptions={{ includeSearch: false }} title="Tasks"><Icon name="tasks" /><span>Tasks</span></Link></li>
        <li><Link to="/people" activeOptions={{ includeSearch: false }} title="People"><Icon name="people" /><span>People</span></Link></li>
        <li><Link to="/calculator" activeOptions={{ includeSearch: false }} title="Calculators"><Icon name="calculator" /><span>Calculate</span></Link></li>
        <li><Link to="/data" activeOptions={{ includeSearch: false }} title="Data"><Icon name="data" /><span>Data</span></Link></li>
      </ul>
      <div className="rail-foot">
        {w && <div className="txt"><b>{w.name}</b>{w.version && `Throughline ${w.version}`}</div>}
        <ThemeButton />
      </div>
    </nav>
  );
}

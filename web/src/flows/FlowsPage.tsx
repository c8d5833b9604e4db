// The pages of one kind of question about the order of events, side by side under one name.

import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Page } from '../shell/Page';

const tabs = [
  { to: '/flows/funnel', title: 'Funnel' },
  { to: '/flows/retention', title: 'Coming back' },
  { to: '/flows/activation', title: 'Who stays' },
  { to: '/flows/paths', title: 'Paths' },
  { to: '/flows/graph', title: 'What follows what' },
  { to: '/flows/variants', title: 'Variants' },
  { to: '/flows/sessions', title: 'Sessions' },
  { to: '/flows/friction', title: 'Friction' },
  { to: '/flows/handovers', title: 'Hand-overs' },
] as const;

export function FlowsPage() {
  const { pathname } = useLocation();
  const title = tabs.find((t) => pathname.startsWith(t.to))?.title;
  return (
    <Page title={title ? `${title} · Flows` : 'Flows'} where="Flows">
      <Tabs now={pathname} />
      <Outlet />
    </Page>
  );
}

function Tabs({ now }: { now: string }) {
  const nav = useRef<HTMLElement>(null);
  // Where the row is longer than the window, the page that is open stays in sight.
  useEffect(() => {
    const tab = nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (nav.current && tab) nav.current.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - nav.current.clientWidth / 2;
  }, [now]);
  return (
    <nav className="tabs only-screen" aria-label="Flows" ref={nav}>
      {tabs.map((t) => (
        <Link key={t.to} to={t.to} activeOptions={{ includeSearch: false }}>
          {t.title}
        </Link>
      ))}
    </nav>
  );
}

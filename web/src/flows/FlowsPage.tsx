// The pages of one kind of question about the order of events, side by side under one name.

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../shell/Page';

const tabs = [
  { to: '/flows/funnel', title: 'Funnel' },
  { to: '/flows/retention', title: 'Coming back' },
  { to: '/flows/paths', title: 'Paths' },
  { to: '/flows/graph', title: 'What follows what' },
  { to: '/flows/variants', title: 'Variants' },
] as const;

export function FlowsPage({ tab, children }: { tab: (typeof tabs)[number]['to']; children: ReactNode }) {
  const title = tabs.find((t) => t.to === tab)?.title ?? '';
  return (
    <Page title={`${title} · Flows`} where="Flows">
      <nav className="tabs only-screen" aria-label="Flows">
        {tabs.map((t) => (
          <Link key={t.to} to={t.to} activeOptions={{ includeSearch: false }}>
            {t.title}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  );
}

import '@fontsource-variable/inter/index.css';
import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './style/chart.css';
import './style/evidence.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ProblemError } from './api/fetch';
import { router } from './shell/routes';
import { applyTheme } from './shell/theme';

applyTheme();

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      // A problem that the server names will not go away by asking again; a lost connection may.
      retry: (failures, error) => failures < 1 && error instanceof ProblemError && error.problem.code === 'page.no-connection',
    },
  },
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

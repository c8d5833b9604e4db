import { createRootRoute, createRoute, createRouter, lazyRouteComponent as later, Link, Navigate, Outlet, retainSearchParams } from '@tanstack/react-router';
import { readActivation } from '../activation/question';
import { DataPage } from '../data/DataPage';
import { DefinitionPage } from '../data/DefinitionPage';
import { readFlow, readVariants } from '../flow/question';
import { FlowsPage } from '../flows/FlowsPage';
import { readFriction } from '../friction/question';
import { readFunnel } from '../funnel/question';
import { readHandovers } from '../handovers/question';
import { JourneyIndex, JourneyPage } from '../journey/JourneyPage';
import { readMetric } from '../metric/question';
import { readPaths } from '../path/question';
import { PeoplePage } from '../people/PeoplePage';
import { PersonPage } from '../people/PersonPage';
import { readRetention } from '../retention/question';
import { ScorecardPage } from '../scorecard/ScorecardPage';
import { readSessions } from '../session/question';
import { readTask } from '../task/question';
import { Page } from './Page';
import { readScope, type ScopeSearch } from './scope';
import { Failed } from './States';

const text = (value: unknown) => (value === undefined || value === '' ? undefined : String(value));

const root = createRootRoute({
  component: Outlet,
  validateSearch: (search: Record<string, unknown>): ScopeSearch => readScope(search),
  search: { middlewares: [retainSearchParams(['from', 'to', 'segment'])] },
  notFoundComponent: NotFound,
  errorComponent: ({ error }) => <Page title="Fault" needsEvents={false}><h1 className="lead">This page cannot be drawn.</h1><div className="block"><Failed error={error} /></div></Page>,
});

function NotFound() {
  return (
    <Page title="No such page" needsEvents={false} scoped={false}>
      <h1 className="lead">There is no page at this address.</h1>
      <p className="sub"><Link to="/">Go to the scorecard</Link></p>
    </Page>
  );
}

// What the first view does not need is loaded when it is gone to.
const getParentRoute = () => root;
const flows = createRoute({ getParentRoute, path: '/flows', component: FlowsPage });
const getFlows = () => flows;
flows.addChildren([
  createRoute({ getParentRoute: getFlows, path: '/', component: () => <Navigate to="/flows/funnel" search={(before: object) => before} replace /> }),
  createRoute({ getParentRoute: getFlows, path: 'funnel', component: later(() => import('../funnel/FunnelPage'), 'FunnelPage'), validateSearch: readFunnel }),
  createRoute({ getParentRoute: getFlows, path: 'retention', component: later(() => import('../retention/RetentionPage'), 'RetentionPage'), validateSearch: readRetention }),
  createRoute({ getParentRoute: getFlows, path: 'activation', component: later(() => import('../activation/ActivationPage'), 'ActivationPage'), validateSearch: readActivation }),
  createRoute({ getParentRoute: getFlows, path: 'paths', component: later(() => import('../path/PathsPage'), 'PathsPage'), validateSearch: readPaths }),
  createRoute({ getParentRoute: getFlows, path: 'graph', component: later(() => import('../flow/GraphPage'), 'GraphPage'), validateSearch: readFlow }),
  createRoute({ getParentRoute: getFlows, path: 'variants', component: later(() => import('../flow/VariantsPage'), 'VariantsPage'), validateSearch: readVariants }),
  createRoute({ getParentRoute: getFlows, path: 'sessions', component: later(() => import('../session/SessionsPage'), 'SessionsPage'), validateSearch: readSessions }),
  createRoute({ getParentRoute: getFlows, path: 'friction', component: later(() => import('../friction/FrictionPage'), 'FrictionPage'), validateSearch: readFriction }),
  createRoute({ getParentRoute: getFlows, path: 'handovers', component: later(() => import('../handovers/HandoversPage'), 'HandoversPage'), validateSearch: readHandovers }),
]);
const routeTree = root.addChildren([
  createRoute({ getParentRoute, path: '/', component: ScorecardPage }),
  createRoute({ getParentRoute, path: '/journey', component: JourneyIndex }),
  createRoute({
    getParentRoute, path: '/journey/$name', component: JourneyPage,
    validateSearch: (search: Record<string, unknown>): { cell?: string } => ({ cell: text(search.cell) }),
  }),
  flows,
  createRoute({ getParentRoute, path: '/metrics/$name', component: later(() => import('../metric/MetricPage'), 'MetricPage'), validateSearch: readMetric }),
  createRoute({ getParentRoute, path: '/tasks', component: later(() => import('../task/TasksPage'), 'TasksPage') }),
  createRoute({ getParentRoute, path: '/tasks/$name', component: later(() => import('../task/TaskPage'), 'TaskPage'), validateSearch: readTask }),
  createRoute({
    getParentRoute, path: '/people', component: PeoplePage,
    validateSearch: (search: Record<string, unknown>): { search?: string } => ({ search: text(search.search) }),
  }),
  createRoute({ getParentRoute, path: '/people/$id', component: PersonPage }),
  createRoute({
    getParentRoute, path: '/calculator', component: later(() => import('../calculator/CalculatorPage'), 'CalculatorPage'),
    validateSearch: (search: Record<string, unknown>): { of?: string } => ({ of: text(search.of) }),
  }),
  createRoute({ getParentRoute, path: '/data', component: DataPage }),
  createRoute({ getParentRoute, path: '/data/definitions/$kind/$name', component: DefinitionPage }),
]);

export const router = createRouter({ routeTree, scrollRestoration: true, defaultPreload: false });

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}

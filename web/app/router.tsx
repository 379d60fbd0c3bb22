import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { parseSearch, stringifySearch } from '../platform/url-state.ts'
import { Home } from './home.tsx'
import { NotFound } from './not-found.tsx'
import { PermittedScreen } from './permitted-screen.tsx'
import { ScreenError } from './screen-error.tsx'
import { ScreenLoading } from './screen-loading.tsx'
import { type Screen, screens } from './screens.ts'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../access/setup-screen.tsx'), 'SetupScreen'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../access/sign-in-screen.tsx'), 'SignInScreen'),
})

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })

const home = createRoute({ getParentRoute: () => shell, path: '/', component: Home })

const screenRoute = ({ path, permission, component: Component }: Screen) =>
  createRoute({
    getParentRoute: () => shell,
    path,
    component: () => (
      <PermittedScreen permission={permission}>
        <Component />
      </PermittedScreen>
    ),
    loader: () => Component.preload?.(),
  })

/** The router of the whole app: set-up and sign-in outside the shell, everything else inside. */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([
      setup,
      signIn,
      shell.addChildren([home, ...screens.map(screenRoute)]),
    ]),
    parseSearch,
    stringifySearch,
    defaultPendingComponent: ScreenLoading,
    defaultErrorComponent: ScreenError,
    defaultNotFoundComponent: NotFound,
    defaultPendingMs: 300,
    defaultPendingMinMs: 0,
    scrollRestoration: true,
  })
}

import { lazyRouteComponent } from '@tanstack/react-router'

/** A screen inside the shell: its address, what one must be allowed to see it, its lazy code. */
export type Screen = {
  /** TanStack Router path; static parts win over `/$path`. */
  readonly path: string
  /** `area:action`; without it everybody who is signed in may. */
  readonly permission?: string
  readonly component: ReturnType<typeof lazyRouteComponent>
}

/**
 * Every screen inside the shell. One line per screen; each component is a chunk of its own.
 * The record screens (`/$path`) come last and serve every record kind of `records/kinds.ts`.
 */
export const screens: readonly Screen[] = [
  {
    path: '/cockpit',
    permission: 'kpis:read',
    component: lazyRouteComponent(() => import('../kpis/cockpit-screen.tsx'), 'CockpitScreen'),
  },
  {
    path: '/attribution',
    permission: 'kpis:read',
    component: lazyRouteComponent(
      () => import('../attribution/attribution-screen.tsx'),
      'AttributionScreen',
    ),
  },
  {
    path: '/journeys',
    permission: 'kpis:read',
    component: lazyRouteComponent(
      () => import('../attribution/journeys-screen.tsx'),
      'JourneysScreen',
    ),
  },
  {
    path: '/influence',
    permission: 'kpis:read',
    component: lazyRouteComponent(
      () => import('../attribution/influence-screen.tsx'),
      'InfluenceScreen',
    ),
  },
  {
    path: '/traffic',
    permission: 'tracking:read',
    component: lazyRouteComponent(() => import('../tracking/traffic-screen.tsx'), 'TrafficScreen'),
  },
  {
    path: '/live',
    permission: 'tracking:read',
    component: lazyRouteComponent(() => import('../tracking/live-screen.tsx'), 'LiveScreen'),
  },
  {
    path: '/data-trust',
    permission: 'tracking:read',
    component: lazyRouteComponent(
      () => import('../tracking/data-trust-screen.tsx'),
      'DataTrustScreen',
    ),
  },
  {
    path: '/channel-rules',
    permission: 'tracking:read',
    component: lazyRouteComponent(
      () => import('../tracking/channel-rules-screen.tsx'),
      'ChannelRulesScreen',
    ),
  },
  {
    path: '/websites',
    permission: 'tracking:read',
    component: lazyRouteComponent(
      () => import('../tracking/websites-screen.tsx'),
      'WebsitesScreen',
    ),
  },
  {
    path: '/goals',
    permission: 'tracking:read',
    component: lazyRouteComponent(() => import('../tracking/goals-screen.tsx'), 'GoalsScreen'),
  },
  {
    path: '/links/new',
    permission: 'tracking:read',
    component: lazyRouteComponent(
      () => import('../tracking/link-builder-screen.tsx'),
      'LinkBuilderScreen',
    ),
  },
  {
    path: '/links/report',
    permission: 'tracking:read',
    component: lazyRouteComponent(
      () => import('../tracking/link-report-screen.tsx'),
      'LinkReportScreen',
    ),
  },
  {
    path: '/links/bulk',
    permission: 'tracking:read',
    component: lazyRouteComponent(
      () => import('../tracking/link-bulk-screen.tsx'),
      'LinkBulkScreen',
    ),
  },
  {
    path: '/imports',
    permission: 'imports:read',
    component: lazyRouteComponent(() => import('../imports/imports-screen.tsx'), 'ImportsScreen'),
  },
  {
    path: '/imports/$importId',
    permission: 'imports:read',
    component: lazyRouteComponent(() => import('../imports/import-screen.tsx'), 'ImportScreen'),
  },
  {
    path: '/planning/targets',
    permission: 'planning:read',
    component: lazyRouteComponent(() => import('../planning/targets-screen.tsx'), 'TargetsScreen'),
  },
  {
    path: '/first-steps',
    permission: 'company:write',
    component: lazyRouteComponent(
      () => import('../planning/first-steps-screen.tsx'),
      'FirstStepsScreen',
    ),
  },
  {
    path: '/pipeline',
    permission: 'crm:read',
    component: lazyRouteComponent(() => import('../crm/pipeline-screen.tsx'), 'PipelineScreen'),
  },
  {
    path: '/week',
    permission: 'costs:read',
    component: lazyRouteComponent(() => import('../costs/week-screen.tsx'), 'WeekScreen'),
  },
  {
    path: '/costs/allocation',
    permission: 'costs:read',
    component: lazyRouteComponent(() => import('../costs/overhead-screen.tsx'), 'OverheadScreen'),
  },
  {
    path: '/costs/accounts',
    permission: 'costs:read',
    component: lazyRouteComponent(() => import('../costs/accounts-screen.tsx'), 'AccountsScreen'),
  },
  {
    path: '/costs/accruals',
    permission: 'costs:read',
    component: lazyRouteComponent(() => import('../costs/accruals-screen.tsx'), 'AccrualsScreen'),
  },
  {
    path: '/budgets',
    permission: 'costs:read',
    component: lazyRouteComponent(() => import('../costs/budget-screen.tsx'), 'BudgetScreen'),
  },
  {
    path: '/double-bookings',
    permission: 'costs:read',
    component: lazyRouteComponent(
      () => import('../costs/double-bookings-screen.tsx'),
      'DoubleBookingsScreen',
    ),
  },
  {
    path: '/roi',
    permission: 'kpis:read',
    component: lazyRouteComponent(() => import('../roi/roi-screen.tsx'), 'RoiScreen'),
  },
  {
    path: '/roi/cohorts',
    permission: 'kpis:read',
    component: lazyRouteComponent(() => import('../roi/cohort-screen.tsx'), 'CohortScreen'),
  },
  {
    path: '/roi/channels',
    permission: 'kpis:read',
    component: lazyRouteComponent(
      () => import('../roi/channel-returns-screen.tsx'),
      'ChannelReturnsScreen',
    ),
  },
  {
    path: '/margin',
    permission: 'kpis:read',
    component: lazyRouteComponent(() => import('../returns/margin-screen.tsx'), 'MarginScreen'),
  },
  {
    path: '/reports',
    permission: 'reports:read',
    component: lazyRouteComponent(() => import('../reports/reports-screen.tsx'), 'ReportsScreen'),
  },
  {
    path: '/report-calendar',
    permission: 'reports:read',
    component: lazyRouteComponent(
      () => import('../decisions/calendar-screen.tsx'),
      'CalendarScreen',
    ),
  },
  {
    path: '/agenda',
    permission: 'decisions:read',
    component: lazyRouteComponent(() => import('../decisions/agenda-screen.tsx'), 'AgendaScreen'),
  },
  {
    path: '/settings',
    permission: 'company:read',
    component: lazyRouteComponent(() => import('../company/settings-screen.tsx'), 'SettingsScreen'),
  },
  {
    path: '/account/password',
    component: lazyRouteComponent(() => import('../access/password-screen.tsx'), 'PasswordScreen'),
  },
  {
    path: '/account/security',
    component: lazyRouteComponent(() => import('../access/security-screen.tsx'), 'SecurityScreen'),
  },
  {
    path: '/users/new',
    permission: 'users:write',
    component: lazyRouteComponent(() => import('../access/add-user-screen.tsx'), 'AddUserScreen'),
  },
  {
    path: '/two-factor-roles',
    permission: 'users:write',
    component: lazyRouteComponent(
      () => import('../access/two-factor-roles-screen.tsx'),
      'TwoFactorRolesScreen',
    ),
  },
  {
    path: '/audit',
    permission: 'audit:read',
    component: lazyRouteComponent(() => import('../access/audit-screen.tsx'), 'AuditScreen'),
  },
  {
    path: '/safety',
    permission: 'safety:read',
    component: lazyRouteComponent(() => import('../safety/safety-screen.tsx'), 'SafetyScreen'),
  },
  {
    path: '/$path',
    component: lazyRouteComponent(() => import('../records/list-screen.tsx'), 'ListScreen'),
  },
  {
    path: '/$path/new',
    component: lazyRouteComponent(() => import('../records/create-screen.tsx'), 'CreateScreen'),
  },
  {
    path: '/$path/$recordId',
    component: lazyRouteComponent(() => import('../records/detail-screen.tsx'), 'DetailScreen'),
  },
]

import {
  BookIcon,
  BroadcastIcon,
  CreditCardIcon,
  DatabaseIcon,
  GearIcon,
  GitMergeIcon,
  GoalIcon,
  GraphIcon,
  MegaphoneIcon,
  MeterIcon,
  OrganizationIcon,
  PeopleIcon,
  PersonAddIcon,
  ProjectIcon,
} from '@primer/octicons-react'
import type { ComponentType } from 'react'
import type { AppTextKey } from './texts.ts'

export type NavigationEntry = {
  readonly id: AppTextKey
  /** The screen; groups have none. */
  readonly to?: string
  /** Also marked as current under these addresses. */
  readonly also?: readonly string[]
  /** The entry is absent without it. */
  readonly permission?: string
  readonly icon?: ComponentType<{ size?: number; stroke?: number }>
  /** `g` then this letter goes there. */
  readonly letter?: string
  readonly children?: readonly NavigationEntry[]
}

/** The main navigation, in its order. Only screens that exist. */
export const navigation: readonly NavigationEntry[] = [
  { id: 'nav.cockpit', to: '/cockpit', permission: 'kpis:read', icon: MeterIcon, letter: 'c' },
  { id: 'nav.leads', to: '/leads', permission: 'leads:read', icon: PersonAddIcon, letter: 'l' },
  {
    id: 'nav.opportunities',
    to: '/opportunities',
    also: ['/pipeline'],
    permission: 'crm:read',
    icon: ProjectIcon,
    letter: 'p',
  },
  {
    id: 'nav.accounts',
    to: '/accounts',
    permission: 'crm:read',
    icon: OrganizationIcon,
    letter: 'u',
  },
  { id: 'nav.contacts', to: '/contacts', permission: 'crm:read', icon: PeopleIcon, letter: 'k' },
  {
    id: 'nav.revenue',
    to: '/revenue-entries',
    permission: 'crm:read',
    icon: GraphIcon,
    letter: 'r',
  },
  {
    id: 'nav.campaigns',
    to: '/campaigns',
    permission: 'campaigns:read',
    icon: MegaphoneIcon,
    letter: 'a',
  },
  {
    id: 'nav.attribution',
    icon: GitMergeIcon,
    children: [
      { id: 'nav.credits', to: '/attribution', permission: 'kpis:read', letter: 'e' },
      { id: 'nav.journeys', to: '/journeys', permission: 'kpis:read', letter: 'j' },
      { id: 'nav.influence', to: '/influence', permission: 'kpis:read' },
    ],
  },
  {
    id: 'nav.tracking',
    icon: BroadcastIcon,
    children: [
      { id: 'nav.traffic', to: '/traffic', permission: 'tracking:read', letter: 'b' },
      { id: 'nav.live', to: '/live', permission: 'tracking:read' },
      { id: 'nav.links', to: '/links', permission: 'tracking:read', letter: 'v' },
      { id: 'nav.numbers', to: '/phone-numbers', permission: 'tracking:read' },
      { id: 'nav.goals', to: '/goals', permission: 'tracking:read' },
      { id: 'nav.websites', to: '/websites', permission: 'tracking:read', letter: 'w' },
      { id: 'nav.channelRules', to: '/channel-rules', permission: 'tracking:read' },
      { id: 'nav.dataTrust', to: '/data-trust', permission: 'tracking:read', letter: 'd' },
    ],
  },
  {
    id: 'nav.costs',
    icon: CreditCardIcon,
    children: [
      {
        id: 'nav.ledger',
        to: '/costs',
        also: ['/currency-rates', '/cost-accounts'],
        permission: 'costs:read',
        letter: 'o',
      },
      {
        id: 'nav.hours',
        to: '/time-entries',
        also: ['/week', '/work-roles', '/cost-splits', '/cost-shares'],
        permission: 'costs:read',
        letter: 'n',
      },
      { id: 'nav.recurringCosts', to: '/recurring-costs', permission: 'costs:read' },
      { id: 'nav.allocation', to: '/costs/allocation', permission: 'costs:read' },
      { id: 'nav.budgets', to: '/budgets', permission: 'costs:read' },
      { id: 'nav.doubleBookings', to: '/double-bookings', permission: 'costs:read' },
      { id: 'nav.roi', to: '/roi', permission: 'kpis:read', letter: 'm' },
      { id: 'nav.cohorts', to: '/roi/cohorts', permission: 'kpis:read' },
      { id: 'nav.channelReturns', to: '/roi/channels', permission: 'kpis:read' },
      { id: 'nav.margin', to: '/margin', permission: 'kpis:read' },
    ],
  },
  {
    id: 'nav.planning',
    icon: GoalIcon,
    children: [
      {
        id: 'nav.targets',
        to: '/planning/targets',
        also: ['/targets'],
        permission: 'planning:read',
        letter: 'z',
      },
      { id: 'nav.firstSteps', to: '/first-steps', permission: 'company:write' },
    ],
  },
  {
    id: 'nav.reportGroup',
    icon: BookIcon,
    children: [
      { id: 'nav.reports', to: '/reports', permission: 'reports:read', letter: 'h' },
      { id: 'nav.decisions', to: '/decisions', permission: 'decisions:read', letter: 'y' },
      { id: 'nav.reportCalendar', to: '/report-calendar', permission: 'reports:read' },
      { id: 'nav.agenda', to: '/agenda', also: ['/reviews'], permission: 'decisions:read' },
      { id: 'nav.agreements', to: '/measurement-agreements', permission: 'decisions:read' },
    ],
  },
  {
    id: 'nav.data',
    icon: DatabaseIcon,
    children: [
      { id: 'nav.imports', to: '/imports', permission: 'imports:read', letter: 'i' },
      { id: 'nav.touchpoints', to: '/touchpoints', permission: 'tracking:read', letter: 't' },
      { id: 'nav.dailyCounts', to: '/daily-counts', permission: 'tracking:read' },
      { id: 'nav.trackingChanges', to: '/tracking-changes', permission: 'tracking:read' },
      { id: 'nav.proxyMeasures', to: '/proxy-measures', permission: 'returns:read' },
      { id: 'nav.statedUplifts', to: '/stated-uplifts', permission: 'returns:read' },
      { id: 'nav.memberships', to: '/campaign-memberships', permission: 'campaigns:read' },
      { id: 'nav.contracts', to: '/contracts', permission: 'returns:read', letter: 'x' },
      { id: 'nav.recommendations', to: '/recommendations', permission: 'returns:read' },
      { id: 'nav.meetings', to: '/meetings', permission: 'returns:read' },
      { id: 'nav.serviceRequests', to: '/service-requests', permission: 'returns:read' },
      { id: 'nav.jobApplications', to: '/job-applications', permission: 'returns:read' },
      { id: 'nav.hires', to: '/hires', permission: 'returns:read' },
    ],
  },
  {
    id: 'nav.settings',
    icon: GearIcon,
    children: [
      { id: 'nav.company', to: '/settings', permission: 'company:read', letter: 's' },
      { id: 'nav.users', to: '/users', permission: 'users:read' },
      { id: 'nav.twoFactor', to: '/two-factor-roles', permission: 'users:write' },
      { id: 'nav.audit', to: '/audit', permission: 'audit:read' },
      { id: 'nav.products', to: '/products', permission: 'company:read' },
      { id: 'nav.targetGroups', to: '/target-groups', permission: 'company:read' },
      { id: 'nav.channels', to: '/channels', permission: 'company:read' },
      { id: 'nav.stages', to: '/opportunity-stages', permission: 'company:read' },
      { id: 'nav.teams', to: '/teams', permission: 'company:read' },
      { id: 'nav.regions', to: '/regions', permission: 'company:read' },
      { id: 'nav.safety', to: '/safety', permission: 'safety:read' },
    ],
  },
]

/** What a role sees: entries it may use, groups that keep at least one entry. */
export function visibleNavigation(
  entries: readonly NavigationEntry[],
  may: (permission: string) => boolean,
): readonly NavigationEntry[] {
  return entries.flatMap((entry) => {
    if (entry.permission !== undefined && !may(entry.permission)) return []
    if (entry.children === undefined) return [entry]
    const children = visibleNavigation(entry.children, may)
    return children.length === 0 ? [] : [{ ...entry, children }]
  })
}

/** All entries with an address, groups flattened. */
export function flatNavigation(entries: readonly NavigationEntry[]): readonly NavigationEntry[] {
  return entries.flatMap((entry) => [
    ...(entry.to === undefined ? [] : [entry]),
    ...flatNavigation(entry.children ?? []),
  ])
}

/** How much of an address an entry explains: the length of its own address that leads there, 0 if none. */
const reach = (entry: NavigationEntry, pathname: string): number =>
  Math.max(
    0,
    ...[entry.to, ...(entry.also ?? [])].map((to) =>
      to !== undefined && (pathname === to || pathname.startsWith(`${to}/`)) ? to.length : 0,
    ),
  )

/** Whether an address lies in the area of an entry and no other is nearer: `/leads/4711` in `/leads`. */
export function isCurrent(entry: NavigationEntry, pathname: string): boolean {
  const own = reach(entry, pathname)
  return own > 0 && flatNavigation(navigation).every((other) => reach(other, pathname) <= own)
}

import type { Text } from '#kernel/record.ts'

/** Roles that a user can be given. */
export const ROLES = ['administrator', 'management', 'marketing', 'sales', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/**
 * Roles of people outside the company. The policy knows them, so that row scopes are exercised, but
 * nobody can be given one before the partner and agency views exist.
 */
export const RESERVED_ROLES = ['partner', 'agency'] as const
export type ReservedRole = (typeof RESERVED_ROLES)[number]

export const ROLE_LABELS: Readonly<Record<Role, Text>> = {
  administrator: { de: 'Administration', en: 'Administrator' },
  management: { de: 'Geschäftsführung', en: 'Management' },
  marketing: { de: 'Marketing', en: 'Marketing' },
  sales: { de: 'Vertrieb', en: 'Sales' },
  viewer: { de: 'Betrachter', en: 'Viewer' },
}

export const AREAS = [
  'company',
  'users',
  'audit',
  'crm',
  'leads',
  'campaigns',
  'costs',
  'returns',
  'tracking',
  'imports',
  'kpis',
  'planning',
  'reports',
  'decisions',
  'safety',
  'demo',
] as const
export type Area = (typeof AREAS)[number]
export type Action = 'read' | 'write' | 'run'
export type Permission = `${Area}:${Action}`

/**
 * What a route asks for that everybody signed in may use, even who must set up a second factor first and
 * may do nothing else until then. `session` is the same without those.
 */
export const ENROLMENT = 'enrolment'

/** Which rows a permission covers: every one, only those the user owns, or none. */
export type Reach = 'all' | 'own' | 'none'

/** Every permission that exists; a route that asks for another one fails at start-up. */
export const PERMISSIONS: readonly Permission[] = [
  'company:read',
  'company:write',
  'users:read',
  'users:write',
  'audit:read',
  'crm:read',
  'crm:write',
  'leads:read',
  'leads:write',
  'campaigns:read',
  'campaigns:write',
  'costs:read',
  'costs:write',
  'returns:read',
  'returns:write',
  'tracking:read',
  'tracking:write',
  'imports:read',
  'imports:run',
  'kpis:read',
  'planning:read',
  'planning:write',
  'reports:read',
  'reports:write',
  'decisions:read',
  'decisions:write',
  'safety:read',
  'safety:write',
  'demo:run',
]

type Grants = Readonly<Partial<Record<Permission, 'all' | 'own'>>>

const grantAll = (permissions: readonly Permission[]): Grants =>
  Object.fromEntries(permissions.map((permission) => [permission, 'all']))

/** Reading that is not about the business: who may sign in, who did what, how the installation fares. */
const READ_INSTALLATION: readonly Permission[] = ['users:read', 'audit:read', 'safety:read']

const READ_BUSINESS = PERMISSIONS.filter(
  (permission) => permission.endsWith(':read') && !READ_INSTALLATION.includes(permission),
)

const GRANTS: Readonly<Record<Role | ReservedRole, Grants>> = {
  administrator: grantAll(PERMISSIONS),
  management: grantAll([
    ...READ_BUSINESS,
    'users:read',
    'company:write',
    'crm:write',
    'leads:write',
    'campaigns:write',
    'costs:write',
    'returns:write',
    'imports:run',
    'planning:write',
    'reports:write',
    'decisions:write',
  ]),
  // An import may write any kind of record: whoever runs one is trusted with all of them.
  marketing: grantAll([
    ...READ_BUSINESS,
    'leads:write',
    'campaigns:write',
    'costs:write',
    'returns:write',
    'tracking:write',
    'imports:run',
    'planning:write',
    'reports:write',
    'decisions:write',
  ]),
  sales: grantAll([...READ_BUSINESS, 'crm:write', 'leads:write', 'returns:write']),
  viewer: grantAll(READ_BUSINESS),
  partner: { 'leads:read': 'own', 'leads:write': 'own' },
  agency: { 'campaigns:read': 'own' },
}

const knows = (role: string): role is Role | ReservedRole => Object.hasOwn(GRANTS, role)

/** Can this role be given to a user today? */
export const isRole = (role: unknown): role is Role => ROLES.some((known) => known === role)

/** Is this the name of a permission? */
export const isPermission = (text: string): text is Permission =>
  PERMISSIONS.some((permission) => permission === text)

/** Which rows `role` may touch for `permission` ('leads:write'). An unknown role or permission: none. */
export function can(role: string | null, permission: string): Reach {
  if (role === null || !knows(role) || !isPermission(permission)) return 'none'
  return GRANTS[role][permission] ?? 'none'
}

/** The permissions of a role, sorted; what the UI shows is decided by this list. */
export function permissionsOf(role: string | null): readonly Permission[] {
  return PERMISSIONS.filter((permission) => can(role, permission) !== 'none').toSorted()
}

/** A limit on rows: those whose `field` has `value`. */
export type RowScope = { readonly field: string; readonly value: string }

/** The rows an actor is limited to, given what the policy answered. `null`: every row. */
export function rowScope(
  actor: { readonly userId: string; readonly scope: 'all' | 'own' },
  ownerField = 'owner_id',
): RowScope | null {
  return actor.scope === 'own' ? { field: ownerField, value: actor.userId } : null
}

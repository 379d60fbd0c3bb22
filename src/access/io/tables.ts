import type { Generated, GeneratedAlways, Kysely, Transaction } from 'kysely'
import type { Role } from '../policy.ts'

type User = {
  id: Generated<string>
  version: Generated<number>
  created_at: Generated<Date>
  updated_at: Generated<Date>
  name: string
  email: string | null
  role: Role | null
  team_id: string | null
  region_id: string | null
  active: Generated<boolean>
  login_id: string | null
  last_sign_in_at: Generated<Date | null>
  two_factor: Generated<boolean>
  /** Follows from the others by a trigger. */
  state: GeneratedAlways<string>
}

type Login = {
  id: Generated<string>
  name: string
  email: string
  email_verified: boolean
  two_factor_enabled: Generated<boolean>
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

type LoginAccount = {
  id: Generated<string>
  account_id: string
  provider_id: string
  login_id: string
  password: string | null
  updated_at: Date
}

type LoginSession = {
  id: string
  token: string
  login_id: string
  created_at: Date
  expires_at: Date
  seen_at: Date
  ip_address: string | null
  user_agent: string | null
}

type LoginTwoFactor = {
  id: Generated<string>
  login_id: string
  secret: string
  backup_codes: string
  verified: boolean
  failed_verification_count: Generated<number>
  locked_until: Generated<Date | null>
  used_step: Generated<number | null>
}

type LoginVerification = { id: string; identifier: string; value: string; expires_at: Date }

type SetupLink = {
  id: Generated<string>
  token_hash: string
  user_id: string | null
  created_at: Generated<Date>
  expires_at: Date
  used_at: Date | null
}

type AuditEvent = {
  id: GeneratedAlways<number>
  at: GeneratedAlways<Date>
  actor_id: string | null
  actor_name: string
  action: string
  kind: string
  record_id: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  reason: string | null
  request_id: string | null
  import_id: string | null
}

/** The tables of this domain as rows. */
export type AccessTables = {
  'access.user': User
  'access.login': Login
  'access.login_account': LoginAccount
  'access.login_session': LoginSession
  'access.login_two_factor': LoginTwoFactor
  'access.login_verification': LoginVerification
  'access.two_factor_role': { role: Role }
  'access.setup_link': SetupLink
  'access.audit_event': AuditEvent
}

export type AccessDb = Kysely<AccessTables>
export type AccessTx = Transaction<AccessTables>

import { z } from 'zod'
import { NewPassword } from './password.ts'
import { ROLES } from './policy.ts'

const Email = z
  .email()
  .max(200)
  .transform((text) => text.toLowerCase())
const Name = z.string().trim().min(1).max(200)

export const SignInBody = z.strictObject({
  email: z.string().max(200),
  password: z.string().max(1000),
  /** False: the session ends with the browser. */
  rememberMe: z.boolean().optional(),
})

export const ChangePasswordBody = z.strictObject({
  currentPassword: z.string().max(1000),
  newPassword: NewPassword,
  /** Taken for compatibility; other sessions always end. */
  revokeOtherSessions: z.boolean().optional(),
})

/** Company facts that can be given with the first account; defaults stand where they are left out. */
export const CompanyStart = z.object({
  company_name: z.string().trim().max(200).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  time_zone: z.string().max(64).refine(isTimeZone, 'unknown time zone').optional(),
  language: z.enum(['de', 'en']).optional(),
})
export type CompanyStart = z.infer<typeof CompanyStart>

/** Name and e-mail are given with the first account; an invitation knows them already. */
export const SetupBody = z.strictObject({
  token: z.string().min(1).max(200),
  name: Name.optional(),
  email: Email.optional(),
  password: NewPassword,
  ...CompanyStart.shape,
})
export type SetupBody = z.infer<typeof SetupBody>

export const SignedInUser = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.enum(ROLES).nullable(),
})
export type SignedInUser = z.infer<typeof SignedInUser>

/** The second step: the code that the app shows, or one of the recovery codes. */
export const SignInCodeBody = z.union([
  z.strictObject({ code: z.string().min(6).max(20) }),
  z.strictObject({ recoveryCode: z.string().min(8).max(40) }),
])

/** Without a user: the password was right, and a code is wanted as well. */
export const SignInAnswer = z.object({
  user: SignedInUser.nullable(),
  codeNeeded: z.boolean(),
})
export type SignInAnswer = z.infer<typeof SignInAnswer>

export const Company = z.object({
  name: z.string(),
  currency: z.string(),
  time_zone: z.string(),
  language: z.string(),
})
export type Company = z.infer<typeof Company>

export const Me = z.object({
  user: SignedInUser,
  permissions: z.array(z.string()),
  company: Company,
  /** `needed`: the role demands it; without it nothing but setting it up is possible. */
  twoFactor: z.object({ enabled: z.boolean(), needed: z.boolean() }),
})

const Password = z.string().max(1000)

/** What the own second factor is changed with. */
export const EnrolmentBody = z.strictObject({ password: Password })
export const CodeBody = z.strictObject({ code: z.string().min(6).max(40) })
export const PasswordAndCodeBody = z.strictObject({
  password: Password,
  code: z.string().min(6).max(40),
})

export const TwoFactorState = z.object({
  enabled: z.boolean(),
  needed: z.boolean(),
  recoveryCodesLeft: z.number(),
})

export const TwoFactorRoles = z.object({
  roles: z.array(
    z.object({
      role: z.enum(ROLES),
      needed: z.boolean(),
      /** Active users of the role, and those of them without a second factor. */
      users: z.number(),
      without: z.number(),
    }),
  ),
})

export const TwoFactorRolesBody = z.strictObject({ roles: z.array(z.enum(ROLES)).max(20) })

export const Sessions = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      device: z.object({ browser: z.string().nullable(), system: z.string().nullable() }),
      address: z.string().nullable(),
      createdAt: z.string(),
      seenAt: z.string(),
      /** The one that asks. */
      current: z.boolean(),
    }),
  ),
})

/** A one-time link, and what became of the mail with it. */
export const Invitation = z.object({
  url: z.string(),
  expiresAt: z.string(),
  mail: z.enum(['sent', 'failed', 'off']),
})

const AuditCursor = z.string().regex(/^\d{1,15}$/)
const Day = z.iso.date()

/** Which events are wanted; days are the company's, `until` is exclusive. */
export const AuditFilter = z.strictObject({
  kind: z.string().max(60).optional(),
  record_id: z.string().max(200).optional(),
  actor_id: z.uuid().optional(),
  import_id: z.uuid().optional(),
  action: z.string().max(60).optional(),
  from: Day.optional(),
  until: Day.optional(),
  q: z.string().max(200).optional(),
})
export type AuditFilter = z.infer<typeof AuditFilter>

export const AuditQuery = AuditFilter.extend({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** `next` of the page before. */
  cursor: AuditCursor.optional(),
})
export type AuditQuery = z.infer<typeof AuditQuery>

export const AuditExportQuery = AuditFilter.extend({ language: z.enum(['de', 'en']).default('de') })

export const AuditEvent = z.object({
  id: z.number(),
  at: z.string(),
  actor_id: z.string().nullable(),
  actor_name: z.string(),
  action: z.string(),
  kind: z.string(),
  record_id: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  reason: z.string().nullable(),
  request_id: z.string().nullable(),
  import_id: z.string().nullable(),
})
export type AuditEvent = z.infer<typeof AuditEvent>

export const AuditPage = z.object({
  items: z.array(AuditEvent),
  next: z.string().nullable(),
  /** A search for a text stopped here for now; null when it is through. */
  searchedUntil: z.string().nullable(),
  /** Names of the records that the events are about or refer to, by id. */
  names: z.record(z.string(), z.string()),
})
export type AuditPage = z.infer<typeof AuditPage>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

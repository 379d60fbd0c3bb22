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
})

const AuditCursor = z.string().regex(/^\d{1,15}$/)

export const AuditQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** `next` of the page before. */
  cursor: AuditCursor.optional(),
  kind: z.string().max(60).optional(),
  record_id: z.string().max(200).optional(),
  actor_id: z.uuid().optional(),
  import_id: z.uuid().optional(),
  action: z.string().max(60).optional(),
})
export type AuditQuery = z.infer<typeof AuditQuery>

export const AuditPage = z.object({
  items: z.array(
    z.object({
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
    }),
  ),
  next: z.string().nullable(),
})

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

import { hashToken, randomToken } from '#platform/random.ts'
import type { Role } from '../policy.ts'
import {
  alreadySetUp,
  emailMissing,
  setupLinkExpired,
  setupLinkUnknown,
  setupLinkUsed,
} from '../refusals.ts'
import type { SetupBody } from '../schema.ts'
import { type AuditContext, writeAudit } from './audit.ts'
import { lockUser, setPassword } from './logins.ts'
import type { AccessDb, AccessTx } from './tables.ts'

const HOUR_MS = 60 * 60 * 1000
/** The first link lives as long as the program that printed it, at most this long. */
const FIRST_LINK_MS = 7 * 24 * HOUR_MS
const INVITATION_MS = 72 * HOUR_MS

/** Can anybody sign in yet? */
export async function isSetUp(db: AccessDb): Promise<boolean> {
  const user = await db
    .selectFrom('access.user')
    .select('id')
    .where('login_id', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return user !== undefined
}

/**
 * The token of the link that makes the first administrator; null once somebody can sign in.
 * Every call makes the tokens before it worthless. Only a hash is stored.
 */
export async function createSetupToken(db: AccessDb, now: Date): Promise<string | null> {
  return db.transaction().execute(async (tx) => {
    await tx
      .deleteFrom('access.setup_link')
      .where('user_id', 'is', null)
      .where('used_at', 'is', null)
      .execute()
    if (await isSetUp(tx)) return null
    return newLink(tx, null, new Date(now.getTime() + FIRST_LINK_MS))
  })
}

/** The token of the link with which a user chooses a password. Replaces the links before it. */
export async function createInvitation(
  tx: AccessTx,
  userId: string,
  context: AuditContext,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const user = await lockUser(tx, userId)
  if (user.email === null) throw emailMissing()
  await tx
    .deleteFrom('access.setup_link')
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .execute()
  const expiresAt = new Date(now.getTime() + INVITATION_MS)
  const token = await newLink(tx, userId, expiresAt)
  await writeAudit(tx, context, [
    { action: 'invite', kind: 'user', recordId: userId, before: null, after: null },
  ])
  return { token, expiresAt }
}

async function newLink(tx: AccessTx, userId: string | null, expiresAt: Date): Promise<string> {
  const token = randomToken()
  await tx
    .insertInto('access.setup_link')
    .values({ token_hash: hashToken(token), user_id: userId, expires_at: expiresAt, used_at: null })
    .execute()
  return token
}

/** Who an invitation is for; null for the first link and for tokens that nobody knows. */
export async function invitedUser(db: AccessDb, token: string, now: Date) {
  const user = await db
    .selectFrom('access.setup_link as link')
    .innerJoin('access.user as user', 'user.id', 'link.user_id')
    .select(['user.name', 'user.email'])
    .where('link.token_hash', '=', hashToken(token))
    .where('link.used_at', 'is', null)
    .where('link.expires_at', '>', now)
    .executeTakeFirst()
  return user ?? null
}

/** What setting up hands to the part that owns the company's settings, in the same transaction. */
export type SaveCompany = (tx: AccessTx, body: SetupBody, context: AuditContext) => Promise<void>

export type SetupStep = {
  readonly body: SetupBody
  readonly passwordHash: string
  readonly requestId: string
  readonly now: Date
  readonly saveCompany: SaveCompany
}

/** Uses a link up: makes the first administrator, or gives the invited user a login. Returns the e-mail. */
export async function useSetupLink(tx: AccessTx, step: SetupStep): Promise<{ email: string }> {
  const link = await tx
    .selectFrom('access.setup_link')
    .selectAll()
    .where('token_hash', '=', hashToken(step.body.token))
    .forUpdate()
    .executeTakeFirst()
  if (!link) throw setupLinkUnknown()
  if (link.used_at !== null) throw setupLinkUsed()
  if (link.expires_at <= step.now) throw setupLinkExpired()
  await tx
    .updateTable('access.setup_link')
    .set({ used_at: step.now })
    .where('id', '=', link.id)
    .execute()
  return link.user_id === null ? firstAdministrator(tx, step) : invited(tx, link.user_id, step)
}

async function firstAdministrator(tx: AccessTx, step: SetupStep): Promise<{ email: string }> {
  if (await isSetUp(tx)) throw alreadySetUp()
  const { email, name } = step.body
  if (email === undefined || name === undefined) throw emailMissing()
  const user = await namedAdministrator(tx, name, email, step.now)
  await setPassword(tx, user, step.passwordHash, step.now)
  const context = { actor: { userId: user.id, name: user.name }, requestId: step.requestId }
  const after = { name: user.name, email, role: user.role }
  await writeAudit(tx, context, [
    { action: 'set_up', kind: 'user', recordId: user.id, before: null, after },
  ])
  await step.saveCompany(tx, step.body, context)
  return { email }
}

/** Somebody of this address may be known already, from an import: they become the administrator. */
async function namedAdministrator(tx: AccessTx, name: string, email: string, now: Date) {
  const role: Role = 'administrator'
  const columns = ['id', 'name', 'email', 'role', 'login_id'] as const
  const known = await tx
    .updateTable('access.user')
    .set((field) => ({
      name,
      role,
      active: true,
      version: field('version', '+', 1),
      updated_at: now,
    }))
    .where((where) => where(where.fn('lower', ['email']), '=', email))
    .returning(columns)
    .executeTakeFirst()
  if (known) return known
  return tx
    .insertInto('access.user')
    .values({ name, email, role, team_id: null, region_id: null, login_id: null })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

async function invited(tx: AccessTx, userId: string, step: SetupStep): Promise<{ email: string }> {
  const user = await lockUser(tx, userId)
  if (user.email === null) throw emailMissing()
  await setPassword(tx, user, step.passwordHash, step.now)
  await writeAudit(tx, { actor: { userId, name: user.name }, requestId: step.requestId }, [
    { action: 'set_password', kind: 'user', recordId: userId, before: null, after: null },
  ])
  return { email: user.email }
}

import { randomBytes } from 'node:crypto'
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { sql } from 'kysely'
import { randomLegible } from '#platform/random.ts'
import type { Role } from '../policy.ts'
import { codesLocked, twoFactorMissing, twoFactorOn, wrongCode } from '../refusals.ts'
import { CODE_FAILURES_MAX, CODE_LOCK_SECONDS, type Login } from './login.ts'
import type { AccessDb, AccessTx } from './tables.ts'
import { base32, fromBase32, matchingStep, otpauthUri } from './totp.ts'

/**
 * The second factor in better-auth's table. Its plugin asks for a code when somebody signs in; setting up,
 * turning off and resetting are our own statements, so that they share a transaction with the audit entry.
 * Key and recovery codes are encrypted with the secret of the installation, as the plugin does it.
 */

const ISSUER = 'Regelkreis'
const RECOVERY_CODES = 10
/** 160 bits, as RFC 4226 recommends: 32 signs to type where there is no camera. */
const KEY_BYTES = 20
/** How the plugin tells a key of bytes from one of text. */
const BASE32_MARK = 'base32:'

type Key = Parameters<typeof symmetricEncrypt>[0]['key']

const keyOf = async (login: Login): Promise<Key> => (await login.$context).secretConfig

/** How somebody stands with the second factor. */
export type TwoFactorState = { readonly enabled: boolean; readonly recoveryCodesLeft: number }

export async function twoFactorState(
  login: Login,
  db: AccessDb,
  loginId: string,
): Promise<TwoFactorState> {
  const row = await find(db, loginId)
  if (!row?.verified) return { enabled: false, recoveryCodesLeft: 0 }
  const codes = await readCodes(await keyOf(login), row.backup_codes)
  return { enabled: true, recoveryCodesLeft: codes.length }
}

/** A fresh key for an authenticator app; it counts once a code confirms it. Refuses when one counts already. */
export async function beginEnrolment(
  login: Login,
  db: AccessDb,
  owner: { readonly loginId: string; readonly email: string },
): Promise<{ uri: string; key: string }> {
  const { loginId, email } = owner
  const secret = randomBytes(KEY_BYTES)
  const key = await keyOf(login)
  const sealed = {
    secret: await symmetricEncrypt({ key, data: `${BASE32_MARK}${base32(secret)}` }),
    backup_codes: await symmetricEncrypt({ key, data: '[]' }),
    verified: false,
  }
  const written = await db
    .insertInto('access.login_two_factor')
    .values({ ...sealed, login_id: loginId })
    .onConflict((conflict) =>
      conflict
        .column('login_id')
        .doUpdateSet({ ...sealed, used_step: null })
        .where('access.login_two_factor.verified', '=', false),
    )
    .executeTakeFirst()
  if (written.numInsertedOrUpdatedRows === 0n) throw twoFactorOn()
  return { uri: otpauthUri(ISSUER, email, secret), key: base32(secret) }
}

/** Makes the prepared key count, on its first code. Returns the recovery codes, which are shown this once. */
export async function confirmEnrolment(
  login: Login,
  tx: AccessTx,
  loginId: string,
  code: string,
  now: Date,
): Promise<string[]> {
  const key = await keyOf(login)
  const row = await find(tx, loginId)
  if (!row) throw twoFactorMissing()
  if (row.verified) throw twoFactorOn()
  const step = await stepOf(key, row.secret, code, now)
  if (step === null) throw wrongCode()
  const codes = newRecoveryCodes()
  await tx
    .updateTable('access.login_two_factor')
    .set({
      verified: true,
      used_step: step,
      backup_codes: await symmetricEncrypt({ key, data: JSON.stringify(codes) }),
    })
    .where('login_id', '=', loginId)
    .execute()
  await mark(tx, loginId, true)
  return codes
}

/** Ten new recovery codes in place of the old ones. */
export async function renewRecoveryCodes(
  login: Login,
  tx: AccessTx,
  loginId: string,
): Promise<string[]> {
  const codes = newRecoveryCodes()
  const data = await symmetricEncrypt({ key: await keyOf(login), data: JSON.stringify(codes) })
  await tx
    .updateTable('access.login_two_factor')
    .set({ backup_codes: data })
    .where('login_id', '=', loginId)
    .execute()
  return codes
}

/** Takes the second factor away. False when there was none. */
export async function removeTwoFactor(tx: AccessTx, loginId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access.login_two_factor')
    .where('login_id', '=', loginId)
    .executeTakeFirst()
  await mark(tx, loginId, false)
  return numDeletedRows > 0n
}

async function mark(tx: AccessTx, loginId: string, enabled: boolean): Promise<void> {
  await tx
    .updateTable('access.login')
    .set({ two_factor_enabled: enabled })
    .where('id', '=', loginId)
    .execute()
  await tx
    .updateTable('access.user')
    .set({ two_factor: enabled })
    .where('login_id', '=', loginId)
    .execute()
}

/**
 * Demands a code of the app or a recovery code from somebody who is signed in. Wrong ones are counted
 * outside of the caller's transaction; too many lock the codes of the login for a while.
 */
export async function demandCode(
  login: Login,
  db: AccessDb,
  loginId: string,
  code: string,
  now: Date,
): Promise<void> {
  const row = await find(db, loginId)
  if (!row?.verified) throw twoFactorMissing()
  if (row.locked_until !== null && row.locked_until > now) throw codesLocked()
  const key = await keyOf(login)
  const step = await stepOf(key, row.secret, code, now)
  if (step !== null && (await takeStep(db, loginId, step))) return
  if (await takeRecoveryCode(db, key, row, code)) return
  await countFailure(db, loginId, now)
  throw wrongCode()
}

/** Uses up a code of the app that better-auth has just accepted: each counts once (RFC 6238, 5.2). */
export async function takeCode(
  login: Login,
  db: AccessDb,
  loginId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const row = await find(db, loginId)
  if (!row) return false
  const step = await stepOf(await keyOf(login), row.secret, code, now)
  return step !== null && takeStep(db, loginId, step)
}

/** Whose sign-in waits for a code: for the trail of a failed one; null for a forgotten or used-up challenge. */
export async function loginOfChallenge(db: AccessDb, challenge: string): Promise<string | null> {
  const row = await db
    .selectFrom('access.login_verification')
    .select('value')
    .where('identifier', '=', challenge)
    .executeTakeFirst()
  return row?.value ?? null
}

/** A recovery code as it is stored, however it was typed. */
export const plainRecoveryCode = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^(.{4})(.{4})$/, '$1-$2')

/** Roles whose users need a second factor. */
export async function twoFactorRoles(db: AccessDb): Promise<Role[]> {
  const rows = await db
    .selectFrom('access.two_factor_role')
    .select('role')
    .orderBy('role')
    .execute()
  return rows.map(({ role }) => role)
}

/** Sets the roles whose users need a second factor; the roles as they were before. */
export async function setTwoFactorRoles(tx: AccessTx, roles: readonly Role[]): Promise<Role[]> {
  await sql`lock table access.two_factor_role in share row exclusive mode`.execute(tx)
  const before = await twoFactorRoles(tx)
  await tx.deleteFrom('access.two_factor_role').execute()
  if (roles.length > 0) {
    await tx
      .insertInto('access.two_factor_role')
      .values(roles.map((role) => ({ role })))
      .execute()
  }
  return before
}

async function find(db: AccessDb, loginId: string) {
  return db
    .selectFrom('access.login_two_factor')
    .selectAll()
    .where('login_id', '=', loginId)
    .executeTakeFirst()
}

type Row = NonNullable<Awaited<ReturnType<typeof find>>>

async function stepOf(key: Key, secret: string, code: string, now: Date): Promise<number | null> {
  const plain = await symmetricDecrypt({ key, data: secret })
  const bytes = fromBase32(plain.slice(BASE32_MARK.length))
  return matchingStep(bytes, code, now.getTime())
}

/** False when this step or a later one was used before. */
async function takeStep(db: AccessDb, loginId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('access.login_two_factor')
    .set({ used_step: step, failed_verification_count: 0 })
    .where('login_id', '=', loginId)
    .where((where) => where.or([where('used_step', 'is', null), where('used_step', '<', step)]))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function takeRecoveryCode(db: AccessDb, key: Key, row: Row, code: string): Promise<boolean> {
  const codes = await readCodes(key, row.backup_codes)
  const wanted = plainRecoveryCode(code)
  if (!codes.includes(wanted)) return false
  const left = JSON.stringify(codes.filter((one) => one !== wanted))
  const { numUpdatedRows } = await db
    .updateTable('access.login_two_factor')
    .set({ backup_codes: await symmetricEncrypt({ key, data: left }) })
    .where('login_id', '=', row.login_id)
    .where('backup_codes', '=', row.backup_codes)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function countFailure(db: AccessDb, loginId: string, now: Date): Promise<void> {
  const lockedUntil = new Date(now.getTime() + CODE_LOCK_SECONDS * 1000)
  await sql`
    update access.login_two_factor
       set failed_verification_count = failed_verification_count + 1,
           locked_until = case when failed_verification_count + 1 >= ${CODE_FAILURES_MAX}
                               then ${lockedUntil}::timestamptz else locked_until end
     where login_id = ${loginId}`.execute(db)
}

async function readCodes(key: Key, sealed: string): Promise<string[]> {
  const codes: unknown = JSON.parse(await symmetricDecrypt({ key, data: sealed }))
  return Array.isArray(codes) ? codes.map(String) : []
}

const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => `${randomLegible(4)}-${randomLegible(4)}`)

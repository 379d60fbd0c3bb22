import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import { hashToken, newId, randomToken } from '#platform/random.ts'

// Secrets that machines of the company identify themselves with. Only their fingerprint is kept.

export type AccessKey = {
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly createdBy: string
  readonly lastUsedAt: string | null
}

export async function listAccessKeys(db: QueryExecutorProvider): Promise<AccessKey[]> {
  const { rows } = await sql<{
    id: string
    name: string
    created_at: Date
    created_by: string
    last_used_at: Date | null
  }>`
    select id, name, created_at, created_by, last_used_at from tracking.access_key
     where purpose = 'calls' order by created_at desc, id
  `.execute(db)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }))
}

/** A new key; the token is told this once. */
export async function createAccessKey(
  db: QueryExecutorProvider,
  name: string,
  by: string,
): Promise<{ id: string; token: string }> {
  const id = newId()
  const token = randomToken()
  await sql`
    insert into tracking.access_key (id, created_by, purpose, name, token_hash)
    values (${id}, ${by}, 'calls', ${name}, ${hashToken(token)})
  `.execute(db)
  return { id, token }
}

export async function deleteAccessKey(db: QueryExecutorProvider, id: string): Promise<void> {
  const { numAffectedRows } = await sql`
    delete from tracking.access_key where id = ${id}
  `.execute(db)
  if (Number(numAffectedRows ?? 0) === 0) {
    throw new Refusal('not_found', 'tracking.access_key_gone', { id })
  }
}

/** The secret of an `Authorization: Bearer` or `Basic` header (there the name), or null. */
export function secretOf(authorization: string | undefined): string | null {
  const [scheme = '', value = ''] = authorization?.trim().split(/\s+/) ?? []
  if (value === '') return null
  if (/^bearer$/i.test(scheme)) return value
  if (!/^basic$/i.test(scheme)) return null
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] || null
}

/** Throws `tracking.wrong_key` (401) where a request carries no key of ours. */
export async function requireAccessKey(
  db: Kysely<unknown>,
  authorization: string | undefined,
  now: Date,
): Promise<void> {
  const secret = secretOf(authorization)
  const { numAffectedRows } = await sql`
    update tracking.access_key set last_used_at = ${now}
     where purpose = 'calls' and token_hash = ${hashToken(secret ?? '')}
  `.execute(db)
  if (secret === null || Number(numAffectedRows ?? 0) === 0) {
    throw new Refusal('unauthenticated', 'tracking.wrong_key')
  }
}

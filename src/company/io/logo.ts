import { createHash } from 'node:crypto'
import { type QueryExecutorProvider, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { AuditWriter, Tx, WriteContext } from '#platform/records/binding.ts'
import { imageFacts, LOGO_SIDE_MAX } from '../image.ts'

export type Logo = { readonly mediaType: string; readonly content: Buffer; readonly hash: string }

const refuse = (rule: `company.${string}`, detail: Readonly<Record<string, number>> = {}) =>
  new Refusal('invalid', rule, detail, [{ field: 'logo', rule }])

/** The picture of the company; null without one. */
export async function readLogo(db: QueryExecutorProvider): Promise<Logo | null> {
  const { rows } = await sql<Logo>`
    select media_type as "mediaType", content, hash from company.logo`.execute(db)
  return rows[0] ?? null
}

/** What changes with the picture: part of its address, so that browsers may keep it. */
export async function logoHash(db: QueryExecutorProvider): Promise<string | null> {
  const { rows } = await sql<{ hash: string }>`select hash from company.logo`.execute(db)
  return rows[0]?.hash ?? null
}

/** Puts a picture in place of the one before. Refuses what is no PNG, JPEG or WebP, and huge ones. */
export async function saveLogo(
  tx: Tx,
  content: Buffer,
  context: WriteContext,
  audit: AuditWriter,
): Promise<void> {
  const facts = imageFacts(content)
  if (!facts) throw refuse('company.logo_no_image')
  const { type, width, height } = facts
  if (Math.max(width, height) > LOGO_SIDE_MAX) {
    throw refuse('company.logo_too_many_pixels', { width, height, maximum: LOGO_SIDE_MAX })
  }
  const before = await logoHash(tx)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16)
  await sql`
    insert into company.logo (media_type, content, hash, updated_at)
    values (${type}, ${content}, ${hash}, ${context.now})
    on conflict (id) do update
       set media_type = excluded.media_type, content = excluded.content, hash = excluded.hash,
           updated_at = excluded.updated_at`.execute(tx)
  await audit(tx, context, [entry(before, hash)])
}

/** Takes the picture away; nothing happens where there is none. */
export async function removeLogo(tx: Tx, context: WriteContext, audit: AuditWriter): Promise<void> {
  const before = await logoHash(tx)
  if (before === null) return
  await sql`delete from company.logo`.execute(tx)
  await audit(tx, context, [entry(before, null)])
}

const entry = (before: string | null, after: string | null) => ({
  action: 'update',
  kind: 'setting',
  recordId: 'company',
  before: { logo: before },
  after: { logo: after },
})

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type QueryExecutorProvider, sql } from 'kysely'
import { z } from 'zod'
import { addJob } from '#platform/jobs.ts'
import type { Tx } from '#platform/records/binding.ts'
import { type Basis, type Move, type Reason, reasonsBetween, SUBJECTS } from '../derivation.ts'
import { DerivationView, Move as MoveShape } from '../rule-shapes.ts'
import type { TrackingSettings } from '../settings.ts'
import { RULES_KEPT_MS, readRules } from './rule-book.ts'

/** The job that gives channels anew. */
export const DERIVE_TASK = 'tracking.derive'

export type Starter = { readonly userId: string | null; readonly name: string }

/** Where the built-in rules stand. A change in one of them is a change of the rules. */
const RULE_FILES = [
  'channel-rules.ts',
  'channel-words.ts',
  'channels.ts',
  'click-ids.ts',
  'known-sources.ts',
  'own-rules.ts',
  'source-lists.ts',
  'web-channel.ts',
]

/** The fingerprint of the built-in rules: the program runs as it is written, so its text is what decides. */
export function programFingerprint(): string {
  const hash = createHash('sha256')
  for (const name of RULE_FILES) {
    hash.update(readFileSync(new URL(`../${name}`, import.meta.url)))
  }
  return hash.digest('hex').slice(0, 16)
}

export async function currentBasis(
  db: QueryExecutorProvider,
  settings: TrackingSettings,
  program: string,
): Promise<Basis> {
  const { version } = await readRules(db)
  return { rules: version, settings: [...settings.excludedHosts].toSorted().join(' '), program }
}

const BasisShape = z.object({ rules: z.number(), settings: z.string(), program: z.string() })

/** A derivation as its job needs it. */
const Row = z.object({
  id: z.number(),
  state: z.enum(['first', 'waiting', 'running', 'done', 'replaced']),
  basis: BasisShape,
  reasons: z.array(z.enum(['rules', 'settings', 'program'])),
  actorId: z.string().nullable(),
  actorName: z.string(),
  subject: z.enum(SUBJECTS).nullable(),
  position: z.string().nullable(),
  moves: z.array(MoveShape),
})
export type Derivation = z.infer<typeof Row>

/** The last derivation, whatever became of it. Held against others with `forUpdate`. */
export async function lastDerivation(
  db: QueryExecutorProvider,
  { forUpdate = false } = {},
): Promise<Derivation | null> {
  const { rows } = await sql`
    select id, state, basis, reasons, actor_id as "actorId", actor_name as "actorName", subject, position, moves
      from tracking.derivation order by id desc limit 1 ${forUpdate ? sql`for update` : sql``}
  `.execute(db)
  return rows[0] === undefined ? null : Row.parse(rows[0])
}

/** Asks for everything to be given its channel anew, in the caller's transaction. One that runs gives way. */
export async function requestDerivation(
  tx: Tx,
  basis: Basis,
  reasons: readonly Reason[],
  { starter, now }: { readonly starter: Starter; readonly now: Date },
): Promise<void> {
  await sql`
    update tracking.derivation set state = 'replaced', finished_at = ${now}
     where state in ('waiting', 'running')
  `.execute(tx)
  await sql`
    insert into tracking.derivation (created_at, basis, reasons, actor_id, actor_name)
    values (${now}, ${JSON.stringify(basis)}::jsonb, ${[...reasons]}::text[], ${starter.userId}::uuid, ${starter.name})
  `.execute(tx)
  // Not before every server has read the new rules.
  const runAt = new Date(now.getTime() + 2 * RULES_KEPT_MS)
  await addJob(tx, DERIVE_TASK, {}, { key: DERIVE_TASK, queue: DERIVE_TASK, runAt })
}

/**
 * Looks whether the rules are other ones than those that channels were last given by: a setting was changed, or a new
 * version of the program knows more. The first look only notes what holds.
 */
export async function noticeChanges(
  tx: Tx,
  basis: Basis,
  now: Date,
  starter: Starter,
): Promise<void> {
  const last = await lastDerivation(tx, { forUpdate: true })
  if (last === null) {
    await sql`
      insert into tracking.derivation (created_at, finished_at, state, basis, reasons, actor_name)
      values (${now}, ${now}, 'first', ${JSON.stringify(basis)}::jsonb, '{}', ${starter.name})
    `.execute(tx)
    return
  }
  const reasons = reasonsBetween(last.basis, basis)
  if (reasons.length > 0) await requestDerivation(tx, basis, reasons, { starter, now })
}

/** Where the work stands, for whoever goes on after a restart. */
export async function noteProgress(
  tx: Tx,
  id: number,
  progress: {
    readonly subject: string
    readonly position: string | null
    readonly rows: number
    readonly moves: readonly Move[]
  },
): Promise<void> {
  await sql`
    update tracking.derivation
       set state = 'running', subject = ${progress.subject}, position = ${progress.position},
           done = done + ${progress.rows}, total = greatest(total, done + ${progress.rows}),
           moves = ${JSON.stringify(progress.moves)}::jsonb
     where id = ${id}
  `.execute(tx)
}

const View = z
  .object({
    state: z.enum(['waiting', 'running', 'done']),
    done: z.number(),
    total: z.number(),
    moves: z.array(MoveShape),
    reasons: z.array(z.string()),
    startedAt: z.date().transform((at) => at.toISOString()),
    finishedAt: z
      .date()
      .transform((at) => at.toISOString())
      .nullable(),
    by: z.string(),
  })
  .pipe(DerivationView)

/** The last derivation for people: how far it is, or what it changed. */
export async function derivationView(db: QueryExecutorProvider): Promise<DerivationView | null> {
  const { rows } = await sql`
    select state, done, total, moves, reasons, created_at as "startedAt", finished_at as "finishedAt",
           actor_name as by
      from tracking.derivation where state in ('waiting', 'running', 'done') order by id desc limit 1
  `.execute(db)
  return rows[0] === undefined ? null : View.parse(rows[0])
}

import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import type { Cron, TaskList } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import type { Sign } from '../mail-links.ts'
import { identityTaken } from './identity-taken.ts'
import { stitchWaiting } from './stitch.ts'
import type { OnTaken } from './taken.ts'

/** How long after something happened it is worked on: what comes together is worked on together. */
const SOON_MS = 1000

export type Identity = {
  readonly onTaken: OnTaken
  /** Has what waits worked on within a second: somebody looks at it. */
  readonly soon: () => void
  readonly tasks: TaskList
  readonly cron: Cron
}

/**
 * Who visitors were: listens to what comes in, and works links out shortly after; every minute too, for what merges,
 * undoing, other servers or a crash left behind.
 */
export function createIdentity(parts: {
  readonly db: Kysely<unknown>
  readonly now: () => Date
  readonly sign: Sign
  readonly log: Log
}): Identity {
  const { db, log } = parts
  let isWaiting = false
  const soon = () => {
    if (isWaiting) return
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      // The task comes back to it; here nobody waits for an answer.
      stitchWaiting(db).catch((error: unknown) => log.warn({ err: error }, 'stitching failed'))
    }, SOON_MS).unref()
  }
  return {
    onTaken: identityTaken({ ...parts, soon }),
    soon,
    tasks: {
      'tracking.stitch': async () => {
        await stitchWaiting(db)
      },
    },
    cron: { 'tracking.stitch': '* * * * *' },
  }
}

/**
 * What is known of the visitors of one contact or account belongs to another one from now on: they turned out to be the
 * same. Within the merge, so that taking the merge back takes this back.
 */
export async function moveIdentity(
  tx: QueryExecutorProvider,
  kind: string,
  from: string,
  to: string,
): Promise<void> {
  if (kind !== 'contact' && kind !== 'account') return
  const column = sql.ref(`${kind}_id`)
  await sql`update tracking.identity set ${column} = ${to} where ${column} = ${from}`.execute(tx)
  await sql`update tracking.identity_range set ${column} = ${to} where ${column} = ${from}`.execute(
    tx,
  )
  if (kind === 'account') return
  await sql`update tracking.goal_reached set contact_id = ${to} where contact_id = ${from}`.execute(
    tx,
  )
  await sql`update tracking.merged_contact set into_contact_id = ${to} where into_contact_id = ${from}`.execute(
    tx,
  )
  await sql`
    insert into tracking.merged_contact (contact_id, into_contact_id) values (${from}, ${to})
    on conflict (contact_id) do update set into_contact_id = excluded.into_contact_id
  `.execute(tx)
}

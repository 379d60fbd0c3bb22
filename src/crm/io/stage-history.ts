import { type QueryExecutorProvider, sql } from 'kysely'

/** An opportunity entered a stage, with the amount it had then and its own probability, if it had one. */
export type StageEntry = {
  readonly opportunity_id: string
  readonly stage_id: unknown
  readonly entered_at: unknown
  readonly amount: unknown
  readonly probability?: unknown
}

type Author = { readonly name: string; readonly importId?: string | null }

/** Adds entries to the stage histories of opportunities. */
export async function addStageEntries(
  tx: QueryExecutorProvider,
  entries: readonly StageEntry[],
  author: Author,
): Promise<void> {
  if (entries.length === 0) return
  await sql`
    insert into crm.opportunity_event (opportunity_id, stage_id, entered_at, amount, probability, actor_name, import_id)
    select opportunity_id, stage_id, entered_at, amount, probability, ${author.name}, ${author.importId ?? null}::uuid
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
        as entry(opportunity_id uuid, stage_id uuid, entered_at timestamptz, amount bigint, probability numeric)
  `.execute(tx)
}

/** Puts whole histories in the place of what writing the opportunities had noted. */
export async function replaceStageHistory(
  tx: QueryExecutorProvider,
  entries: readonly StageEntry[],
  author: Author,
): Promise<void> {
  const ids = [...new Set(entries.map((entry) => entry.opportunity_id))]
  await sql`delete from crm.opportunity_event where opportunity_id = any(${ids}::uuid[])`.execute(
    tx,
  )
  await addStageEntries(tx, entries, author)
}

import { sql } from 'kysely'
import type { Values } from '#kernel/record.ts'
import {
  type Change,
  type Db,
  defineBinding,
  type RecordBinding,
  type TimelineItem,
  type Tx,
  type WriteContext,
} from '#platform/records/binding.ts'
import { columnById, idsIn } from '#platform/records/lookup.ts'
import type { CompiledRule } from '#tracking/own-rules.ts'
import { LEAD_STAGES, leadKind } from '../lead.ts'
import {
  checkLead,
  deriveLead,
  type LeadFacts,
  newStageEntries,
  reentry,
  sourceChanges,
} from '../rules.ts'

const loadFacts = async (db: Db, rows: readonly Values[]): Promise<LeadFacts> => ({
  campaignChannels: await columnById(
    db,
    'campaigns.campaign',
    'channel',
    idsIn(rows, 'campaign_id'),
  ),
})

async function keepStageHistory(
  tx: Tx,
  changes: readonly Change[],
  context: WriteContext,
): Promise<void> {
  const entries = changes.flatMap(({ id, before, after }) =>
    after
      ? [...newStageEntries(before, after), ...reentry(before, after, context.now)].map(
          (entry) => ({
            lead_id: id,
            stage: entry.stage,
            entered_at: entry.enteredAt,
            reason: entry.stage === after.stage ? (after.stage_reason ?? null) : null,
          }),
        )
      : [],
  )
  if (entries.length === 0) return
  await sql`
    insert into leads.stage_event (lead_id, stage, entered_at, reason, actor_name, import_id)
    select lead_id, stage, entered_at, reason, ${context.actor.name}, ${context.importId ?? null}::uuid
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
        as entry(lead_id uuid, stage text, entered_at timestamptz, reason text)
  `.execute(tx)
}

const stageName = new Map(LEAD_STAGES.map((stage) => [stage.value, stage.label.de]))

async function timeline(db: Db, id: string): Promise<TimelineItem[]> {
  const events = await sql<{
    stage: string
    entered_at: Date
    reason: string | null
    actor_name: string
  }>`
    select stage, entered_at, reason, actor_name from leads.stage_event where lead_id = ${id}
  `.execute(db)
  return events.rows.map((event) => ({
    at: event.entered_at.toISOString(),
    type: 'stage',
    title: stageName.get(event.stage) ?? event.stage,
    detail: event.reason,
    actor: event.actor_name,
  }))
}

export const leadBinding: RecordBinding = defineBinding<LeadFacts>({
  kind: leadKind,
  prepare: loadFacts,
  derive: (before, after, facts, context) =>
    deriveLead(before, after, facts, { now: context.now, byImport: Boolean(context.importId) }),
  check: checkLead,
  reasonNeeded: sourceChanges,
  afterWrite: keepStageHistory,
  timeline,
})

/** Leads that get their channel by the rules of the company first. How those are kept is not the leads' business. */
export const leadBindingWith = (
  ownRules: (db: Db) => Promise<readonly CompiledRule[]>,
): RecordBinding => ({
  ...leadBinding,
  prepare: async (db, rows) => ({ ...(await loadFacts(db, rows)), ownRules: await ownRules(db) }),
})

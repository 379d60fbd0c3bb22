import { sql } from 'kysely'
import { getDomain } from 'tldts'
import type { Values } from '#kernel/record.ts'
import { dayOf } from '#kernel/zone.ts'
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
import { channelOf } from '#tracking/channel-rules.ts'
import { accountKind } from '../account.ts'
import { contactKind } from '../contact.ts'
import { opportunityKind } from '../opportunity.ts'
import { opportunityStageKind } from '../opportunity-stage.ts'
import { productKind } from '../product.ts'
import { revenueEntryKind } from '../revenue-entry.ts'
import {
  checkAccount,
  checkContact,
  checkOpportunity,
  checkProduct,
  checkRevenueEntry,
  checkStage,
  checkTargetGroup,
  deriveOpportunity,
  type OpportunityFacts,
} from '../rules.ts'
import { targetGroupKind } from '../target-group.ts'
import { addStageEntries } from './stage-history.ts'

/** The registrable domain of a website or e-mail address in lower case, or null. */
export const registrableDomain = (address: unknown): string | null =>
  typeof address === 'string' ? (getDomain(address.trim().toLowerCase()) ?? null) : null

async function loadOpportunityFacts(
  db: Db,
  rows: readonly Values[],
  timeZone: string,
): Promise<OpportunityFacts> {
  const stages = await sql<{ id: string; outcome: string }>`
    select id, outcome from crm.opportunity_stage
  `.execute(db)
  const leads = await sql<{
    id: string
    created_on: Date
    account_id: string | null
    channel: string | null
  }>`
    select id, created_on, account_id, channel from leads.lead
     where id = any(${idsIn(rows, 'lead_id')}::uuid[])
  `.execute(db)
  return {
    stages: new Map(stages.rows.map((row) => [row.id, row])),
    leads: new Map(
      leads.rows.map((row) => [
        row.id,
        {
          createdOn: row.created_on.toISOString(),
          accountId: row.account_id,
          channel: row.channel,
        },
      ]),
    ),
    campaignChannels: await columnById(
      db,
      'campaigns.campaign',
      'channel',
      idsIn(rows, 'campaign_id'),
    ),
    contactAccounts: await columnById(db, 'crm.contact', 'account_id', idsIn(rows, 'contact_id')),
    channelOfSource: (source) => channelOf({ source }).channel,
    dayOf: (instant) => dayOf(Date.parse(instant), timeZone),
  }
}

async function keepStageHistory(tx: Tx, changes: readonly Change[], context: WriteContext) {
  const entries = changes.flatMap(({ id, before, after }) => {
    if (!after || (before && before.stage_id === after.stage_id)) return []
    const enteredAt = after.closed_at ?? (before ? context.now.toISOString() : after.opened_at)
    return [
      {
        opportunity_id: id,
        stage_id: after.stage_id,
        entered_at: enteredAt,
        amount: after.amount,
        probability: after.probability,
      },
    ]
  })
  await addStageEntries(tx, entries, {
    name: context.actor.name,
    importId: context.importId ?? null,
  })
}

async function opportunityTimeline(db: Db, id: string): Promise<TimelineItem[]> {
  const { rows } = await sql<{ name: string; entered_at: Date; actor_name: string }>`
    select stage.name, event.entered_at, event.actor_name
      from crm.opportunity_event event
      join crm.opportunity_stage stage on stage.id = event.stage_id
     where event.opportunity_id = ${id}
  `.execute(db)
  return rows.map((row) => ({
    at: row.entered_at.toISOString(),
    type: 'stage',
    title: row.name,
    actor: row.actor_name,
  }))
}

/** Where a kind with an account can be cut to a target group. */
export const targetGroupFilter =
  (account: string): NonNullable<RecordBinding['filters']>[string] =>
  (values) =>
    sql<boolean>`exists (
    select from crm.target_group_account member
     where member.account_id = ${sql.ref(account)}
       and member.target_group_id = any(${[...values]}::uuid[]))`

/** Leads whose opportunities changed: told to the domain of leads, which main hands over. */
export type FollowOpportunities = (
  tx: Tx,
  leadIds: readonly string[],
  context: WriteContext,
) => Promise<void>

const accountBinding: RecordBinding = {
  kind: accountKind,
  derive: (_before, account) => ({ ...account, domain: registrableDomain(account.website) }),
  check: checkAccount,
  filters: { target_group: targetGroupFilter('t.id') },
}

const contactBinding: RecordBinding = {
  kind: contactKind,
  check: checkContact,
  filters: { target_group: targetGroupFilter('t.account_id') },
}

const opportunityBinding = (follow: FollowOpportunities, timeZone: () => string): RecordBinding =>
  defineBinding<OpportunityFacts>({
    kind: opportunityKind,
    prepare: (db, rows) => loadOpportunityFacts(db, rows, timeZone()),
    derive: (before, after, facts, context) =>
      deriveOpportunity(before, after, facts, {
        now: context.now,
        byImport: Boolean(context.importId),
      }),
    check: checkOpportunity,
    afterWrite: async (tx, changes, context) => {
      await keepStageHistory(tx, changes, context)
      const rows = changes
        .flatMap(({ before, after }) => [before, after])
        .filter((row) => row !== null)
      await follow(tx, idsIn(rows, 'lead_id'), context)
    },
    timeline: opportunityTimeline,
    filters: { target_group: targetGroupFilter('t.account_id') },
  })

/** The records of truth with their rules. */
export const crmBindings = (
  follow: FollowOpportunities,
  timeZone: () => string,
): RecordBinding[] => [
  accountBinding,
  contactBinding,
  { kind: productKind, check: checkProduct },
  { kind: opportunityStageKind, check: checkStage },
  { kind: targetGroupKind, check: checkTargetGroup },
  opportunityBinding(follow, timeZone),
  {
    kind: revenueEntryKind,
    check: checkRevenueEntry,
    filters: { target_group: targetGroupFilter('t.account_id') },
  },
]

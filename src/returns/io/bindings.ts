import type { Values } from '#kernel/record.ts'
import { dayOf } from '#kernel/zone.ts'
import {
  type AuditWriter,
  type Change,
  type Db,
  defineBinding,
  type RecordBinding,
  type Tx,
  type WriteContext,
} from '#platform/records/binding.ts'
import { columnById, idsIn } from '#platform/records/lookup.ts'
import { applyWrites, lockRows, planWrites } from '#platform/records/write.ts'
import { channelOf } from '#tracking/channel-rules.ts'
import { contractKind } from '../contract.ts'
import { meetingKind } from '../meeting.ts'
import { recommendationKind } from '../recommendation.ts'
import { hireKind, jobApplicationKind } from '../recruiting.ts'
import {
  checkContract,
  checkHire,
  checkRecommendation,
  checkServiceRequest,
  deriveContract,
  deriveHire,
  deriveJobApplication,
  deriveMeeting,
  deriveRecommendation,
  deriveServiceRequest,
  type ReturnFacts,
} from '../rules.ts'
import { serviceRequestKind } from '../service.ts'

/** Everything the rules look up, once for all rows; a kind without a field asks for nothing. */
async function loadFacts(db: Db, rows: readonly Values[]): Promise<ReturnFacts> {
  const column = (table: string, name: string, field: string) =>
    columnById(db, table, name, idsIn(rows, field))
  const contactIds = [...idsIn(rows, 'contact_id'), ...idsIn(rows, 'recommender_contact_id')]
  const contactAccounts = await columnById(db, 'crm.contact', 'account_id', contactIds)
  const leadAccounts = await column('leads.lead', 'account_id', 'lead_id')
  const opportunityAccounts = await column('crm.opportunity', 'account_id', 'opportunity_id')
  const accounts = [contactAccounts, leadAccounts, opportunityAccounts]
    .flatMap((found) => [...found.values()])
    .filter((id) => id !== null)
  const accountIds = [...new Set([...idsIn(rows, 'account_id'), ...accounts])]
  return {
    campaignChannels: await column('campaigns.campaign', 'channel', 'campaign_id'),
    applicationChannels: await column('returns.job_application', 'channel', 'job_application_id'),
    applicationDays: await column('returns.job_application', 'applied_on', 'job_application_id'),
    contactAccounts,
    leadAccounts,
    leadCompanies: await column('leads.lead', 'company', 'lead_id'),
    accountNames: await columnById(db, 'crm.account', 'name', accountIds),
    opportunityAccounts,
    contractAccounts: await column('returns.contract', 'account_id', 'renews_id'),
    channelOfSource: (source) => channelOf({ source }).channel,
  }
}

/** What an outcome becomes when another contract takes the place of this one. */
const RENEWED = { outcome: 'renewed' } as const

/** A running contract that another one renews is renewed, on the day the other one begins. */
async function renewPredecessors(
  tx: Tx,
  changes: readonly Change[],
  context: WriteContext,
  audit: AuditWriter,
): Promise<void> {
  const starts = new Map(
    changes.flatMap(({ before, after }) =>
      typeof after?.renews_id === 'string' && after.renews_id !== before?.renews_id
        ? [[after.renews_id, after.start_date] as const]
        : [],
    ),
  )
  if (starts.size === 0) return
  const locked = await lockRows(tx, contractKind, [...starts.keys()])
  const wanted = [...locked].flatMap(([id, before]) =>
    before.outcome === 'running'
      ? [{ id, before, changes: { ...RENEWED, decided_on: starts.get(id) ?? null } }]
      : [],
  )
  const binding = contractBinding(() => context.timeZone, audit)
  const { planned, facts } = await planWrites(tx, binding, wanted, context)
  await applyWrites(tx, binding, planned, facts, context, audit)
}

const contractBinding = (timeZone: () => string, audit: AuditWriter): RecordBinding =>
  defineBinding<ReturnFacts>({
    kind: contractKind,
    prepare: loadFacts,
    derive: (before, contract, facts, context) =>
      deriveContract(before, contract, facts, {
        today: dayOf(context.now.getTime(), timeZone()),
        byImport: Boolean(context.importId),
      }),
    check: checkContract,
    afterWrite: (tx, changes, context) => renewPredecessors(tx, changes, context, audit),
  })

/** The records behind returns, with their rules. Kinds with an account can be cut to a target group. */
export function returnBindings(
  timeZone: () => string,
  audit: AuditWriter,
  targetGroupFilter: (account: string) => NonNullable<RecordBinding['filters']>[string],
): readonly RecordBinding[] {
  const filters = { target_group: targetGroupFilter('t.account_id') }
  return [
    { ...contractBinding(timeZone, audit), filters },
    defineBinding<ReturnFacts>({
      kind: recommendationKind,
      prepare: loadFacts,
      derive: deriveRecommendation,
      check: checkRecommendation,
      filters,
    }),
    defineBinding<ReturnFacts>({
      kind: jobApplicationKind,
      prepare: loadFacts,
      derive: deriveJobApplication,
    }),
    defineBinding<ReturnFacts>({
      kind: hireKind,
      prepare: loadFacts,
      derive: deriveHire,
      check: checkHire,
    }),
    defineBinding<ReturnFacts>({
      kind: serviceRequestKind,
      prepare: loadFacts,
      derive: (before, request, facts, context) =>
        deriveServiceRequest(before, request, facts, {
          now: context.now.toISOString(),
          byImport: Boolean(context.importId),
        }),
      check: checkServiceRequest,
      filters,
    }),
    defineBinding<ReturnFacts>({
      kind: meetingKind,
      prepare: loadFacts,
      derive: deriveMeeting,
      filters,
    }),
  ]
}

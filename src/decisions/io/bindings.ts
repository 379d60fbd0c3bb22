import { sql } from 'kysely'
import { dayOf } from '#kernel/zone.ts'
import {
  type Change,
  defineBinding,
  type RecordBinding,
  type Tx,
  type WriteContext,
} from '#platform/records/binding.ts'
import { agreementKind } from '../agreement.ts'
import { decisionKind } from '../decision.ts'
import { reviewKind } from '../review.ts'
import {
  type AgreementFacts,
  checkAgreement,
  checkDecision,
  checkReview,
  deriveAgreement,
  deriveDecision,
} from '../rules.ts'

/** Marks campaigns as agreed or not; handed over by main, because campaigns keep their own rows. */
export type MarkCampaigns = (tx: Tx, campaignIds: readonly string[]) => Promise<void>

const today = ({ now, timeZone }: WriteContext): string => dayOf(now.getTime(), timeZone)

const decisionBinding: RecordBinding = defineBinding<undefined>({
  kind: decisionKind,
  derive: (before, after, _facts, context) => deriveDecision(before, after, today(context)),
  check: checkDecision,
})

const campaignsIn = (changes: readonly Change[]): string[] => [
  ...new Set(
    changes
      .flatMap(({ before, after }) => [before?.campaign_id, after?.campaign_id])
      .filter((id) => typeof id === 'string'),
  ),
]

const agreementBinding = (mark: MarkCampaigns): RecordBinding =>
  defineBinding<AgreementFacts>({
    kind: agreementKind,
    prepare: async (db, rows) => {
      const ids = rows.flatMap(({ campaign_id: id }) => (typeof id === 'string' ? [id] : []))
      const { rows: campaigns } = await sql<{ id: string; starts_on: string | null }>`
        select id::text as id, starts_on from campaigns.campaign where id = any(${ids}::uuid[])
      `.execute(db)
      return { campaignStarts: new Map(campaigns.map((row) => [row.id, row.starts_on])) }
    },
    derive: deriveAgreement,
    check: checkAgreement,
    afterWrite: (tx, changes) => mark(tx, campaignsIn(changes)),
  })

export const decisionBindings = (mark: MarkCampaigns): readonly RecordBinding[] => [
  { kind: reviewKind, check: checkReview },
  decisionBinding,
  agreementBinding(mark),
]

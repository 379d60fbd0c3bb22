import { sql } from 'kysely'
import type { Values } from '#kernel/record.ts'
import {
  type AuditWriter,
  type Db,
  defineBinding,
  type RecordBinding,
} from '#platform/records/binding.ts'
import { columnById, idsIn } from '#platform/records/lookup.ts'
import { costKind } from '../cost.ts'
import type { CurrencyRate } from '../currency.ts'
import { costShareKind, costSplitKind, timeEntryKind, workRoleKind } from '../hours.ts'
import {
  checkAccount,
  checkCurrencyRate,
  checkRecurring,
  checkShare,
  checkTimeEntry,
  deriveCurrencyRate,
  deriveRecurring,
  deriveTimeEntry,
  deriveWorkRole,
  type HourFacts,
} from '../ledger-rules.ts'
import { costAccountKind, currencyRateKind } from '../ledger-tables.ts'
import { recurringCostKind } from '../recurring-cost.ts'
import {
  type CostFacts,
  checkCost,
  deriveCost,
  type ReferredCost,
  type StoredCredit,
} from '../rules.ts'
import type { CostSettings } from '../settings.ts'
import { entriesOfHours } from './hours.ts'
import { dropAhead, dropOutdated } from './outdated.ts'
import { tellSettled } from './settled.ts'

export type CostParts = {
  readonly settings: () => Promise<CostSettings>
  readonly audit: AuditWriter
}

const channelsOfCampaigns = (db: Db, rows: readonly Values[]) =>
  columnById(db, 'campaigns.campaign', 'channel', idsIn(rows, 'campaign_id'))

async function costFacts(
  db: Db,
  rows: readonly Values[],
  { settings }: CostParts,
): Promise<CostFacts> {
  const campaignChannels = await channelsOfCampaigns(db, rows)
  const isForeign = rows.some((row) => typeof row.currency === 'string')
  const foreign = isForeign
    ? { currency: (await settings()).currency, rates: await currencyRates(db) }
    : {}
  const referred = await referredCosts(db, rows)
  return {
    campaignChannels,
    ...foreign,
    referred,
    credits: await creditsOf(db, [...referred.keys()]),
  }
}

/** The whole table of rates: some lines a year and currency. */
export async function currencyRates(db: Db): Promise<CurrencyRate[]> {
  const { rows } = await sql<CurrencyRate>`
    select currency, from_date, rate from costs.currency_rate
  `.execute(db)
  return rows
}

/** What the company says of its ledger accounts: category, '' for no cost. */
export async function ownAccounts(db: Db): Promise<Readonly<Record<string, string>>> {
  const { rows } = await sql<{ account_number: string; category: string | null }>`
    select account_number, category from costs.account
  `.execute(db)
  return Object.fromEntries(
    rows.map(({ account_number, category }) => [account_number, category ?? '']),
  )
}

async function referredCosts(db: Db, rows: readonly Values[]) {
  const ids = idsIn(rows, 'refers_to_id')
  if (ids.length === 0) return new Map<string, ReferredCost>()
  const found = await sql<ReferredCost & { id: string }>`
    select id::text as id, document_type, amount, category, from_date, until_date, channel,
           campaign_id::text as campaign_id, product_id::text as product_id, team_id::text as team_id,
           region_id::text as region_id, sales_scope, overhead
      from costs.entry where id = any(${ids}::uuid[])
  `.execute(db)
  return new Map(found.rows.map((row) => [row.id, row]))
}

async function creditsOf(
  db: Db,
  invoices: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredCredit[]>> {
  if (invoices.length === 0) return new Map()
  const { rows } = await sql<StoredCredit & { invoice: string }>`
    select id::text as id, amount, refers_to_id::text as invoice from costs.entry
     where refers_to_id = any(${[...invoices]}::uuid[]) and document_type = 'credit_note'
  `.execute(db)
  return Map.groupBy(rows, ({ invoice }) => invoice)
}

async function hourFacts(
  db: Db,
  rows: readonly Values[],
  { settings }: CostParts,
): Promise<HourFacts> {
  const rates = await columnById(db, 'costs.work_role', 'rate', idsIn(rows, 'role_id'))
  return {
    roleRates: new Map([...rates].map(([id, rate]) => [id, Number(rate)])),
    campaignChannels: await channelsOfCampaigns(db, rows),
    withNames: (await settings()).hours_with_names,
  }
}

/** The kinds of record of the ledger. */
export const costBindings = (parts: CostParts): readonly RecordBinding[] => [
  defineBinding<CostFacts>({
    kind: costKind,
    prepare: (db, rows) => costFacts(db, rows, parts),
    derive: deriveCost,
    check: checkCost,
    afterWrite: (tx, changes, context) => tellSettled(tx, changes, context, parts.audit),
  }),
  defineBinding<undefined>({
    kind: recurringCostKind,
    derive: deriveRecurring,
    check: checkRecurring,
    afterWrite: (tx, changes, context) => dropOutdated(tx, changes, context, parts.audit),
    beforeDelete: (tx, rows, context) => dropAhead(tx, rows, context, parts.audit),
  }),
  defineBinding<undefined>({ kind: workRoleKind, derive: deriveWorkRole }),
  defineBinding<HourFacts>({
    kind: timeEntryKind,
    prepare: (db, rows) => hourFacts(db, rows, parts),
    derive: deriveTimeEntry,
    check: checkTimeEntry,
    afterWrite: async (tx, changes) =>
      entriesOfHours(tx, changes, (await parts.settings()).language),
    copies: true,
  }),
  defineBinding<undefined>({ kind: costSplitKind }),
  defineBinding<undefined>({ kind: costShareKind, check: checkShare }),
  defineBinding<undefined>({
    kind: currencyRateKind,
    derive: deriveCurrencyRate,
    check: checkCurrencyRate,
  }),
  defineBinding<undefined>({ kind: costAccountKind, check: checkAccount }),
]

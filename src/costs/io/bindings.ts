import { sql } from 'kysely'
import type { Values } from '#kernel/record.ts'
import { type Db, defineBinding, type RecordBinding } from '#platform/records/binding.ts'
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
import { type CostFacts, checkCost, deriveCost, type ReferredCost } from '../rules.ts'
import type { CostSettings } from '../settings.ts'
import { entriesOfHours } from './hours.ts'
import { dropOutdated } from './outdated.ts'

export type CostParts = { readonly settings: () => Promise<CostSettings> }

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
  return { campaignChannels, ...foreign, referred: await referredCosts(db, rows) }
}

/** The whole table of rates: some lines a year and currency. */
export async function currencyRates(db: Db): Promise<CurrencyRate[]> {
  const { rows } = await sql<CurrencyRate>`
    select currency, from_date, rate from costs.currency_rate
  `.execute(db)
  return rows
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
  }),
  defineBinding<undefined>({
    kind: recurringCostKind,
    derive: deriveRecurring,
    check: checkRecurring,
    afterWrite: (tx, changes, context) => dropOutdated(tx, changes, context),
  }),
  defineBinding<undefined>({ kind: workRoleKind, derive: deriveWorkRole }),
  defineBinding<HourFacts>({
    kind: timeEntryKind,
    prepare: (db, rows) => hourFacts(db, rows, parts),
    derive: deriveTimeEntry,
    check: checkTimeEntry,
    afterWrite: (tx, changes) => entriesOfHours(tx, changes),
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

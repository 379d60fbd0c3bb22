import { type Kysely, sql } from 'kysely'
import type { AttributionQuery } from '../query.ts'
import { wantedValue } from '../query.ts'
import { type Case, type CaseContext, readCases } from './conversions.ts'

type Amount = { readonly conversions: number; readonly value: number }

/** What people said who led to the conversions of a period. Each conversion has one answer or none. */
export type SelfReported = {
  /** `cents`, or `conversions` where value is a count. */
  readonly unit: 'cents' | 'conversions'
  readonly total: Amount
  readonly answered: Amount
  /** Most given first; answers that differ by capitals and blanks only are one. */
  readonly items: readonly (Amount & { readonly answer: string })[]
}

type Told = { readonly id: string; readonly answer: string }

/**
 * The answer to "how did you hear of us" of every conversion that a query chooses: of its own lead, else the first
 * that a lead of the account gave before it. Reads the records alone: no touch, no model.
 */
export async function readSelfReported<DB>(
  db: Kysely<DB>,
  query: AttributionQuery,
  context: CaseContext,
): Promise<SelfReported> {
  const value = wantedValue(query)
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const cases = await readCases(tx, query, value, { ...context, withLost: false })
      const isLead = query.conversion === 'mql' || query.conversion === 'sql'
      const told = await (isLead ? readOfLeads(tx, cases) : readOfOpportunities(tx, cases))
      const worth = (one: Case) => (value === 'count' ? 1 : (one.value ?? 0))
      return {
        unit: value === 'count' ? 'conversions' : 'cents',
        ...countAnswers(cases, told, worth),
      }
    })
}

async function readOfLeads<DB>(tx: Kysely<DB>, cases: readonly Case[]): Promise<Told[]> {
  const { rows } = await sql<Told>`
    select lead.id, lead.self_report as answer
      from leads.lead
     where lead.id = any(${cases.map(({ id }) => id)}::uuid[]) and btrim(lead.self_report) <> ''`.execute(
    tx,
  )
  return rows
}

async function readOfOpportunities<DB>(tx: Kysely<DB>, cases: readonly Case[]): Promise<Told[]> {
  const { rows } = await sql<Told>`
    select wanted.id, told.self_report as answer
      from unnest(${cases.map(({ id }) => id)}::uuid[], ${cases.map(({ at }) => at)}::timestamptz[]) as wanted (id, at)
      join crm.opportunity o on o.id = wanted.id
      left join leads.lead own on own.id = o.lead_id
     cross join lateral (
       select lead.self_report
         from leads.lead
        where (lead.id = own.id
               or (lead.account_id = coalesce(o.account_id, own.account_id) and lead.created_on <= wanted.at))
          and btrim(lead.self_report) <> ''
        order by (lead.id = own.id) desc nulls last, lead.created_on, lead.id
        limit 1
     ) told`.execute(tx)
  return rows
}

function countAnswers(
  cases: readonly Case[],
  told: readonly Told[],
  worth: (one: Case) => number,
): Omit<SelfReported, 'unit'> {
  const answers = new Map(told.map(({ id, answer }) => [id, answer.trim().replaceAll(/\s+/g, ' ')]))
  const rows = new Map<string, { answer: string; conversions: number; value: number }>()
  const total = { conversions: 0, value: 0 }
  const answered = { conversions: 0, value: 0 }
  const add = (amount: { conversions: number; value: number }, one: Case) => {
    amount.conversions += 1
    amount.value += worth(one)
  }
  for (const one of cases) {
    add(total, one)
    const answer = answers.get(one.id)
    if (answer === undefined) continue
    add(answered, one)
    const key = answer.toLowerCase()
    const row = rows.get(key) ?? { answer, conversions: 0, value: 0 }
    // of several spellings one that does not hang on the order of rows
    if (answer < row.answer) row.answer = answer
    rows.set(key, row)
    add(row, one)
  }
  const items = [...rows.values()].sort(
    (a, b) => b.conversions - a.conversions || b.value - a.value || (a.answer < b.answer ? -1 : 1),
  )
  return { total, answered, items }
}

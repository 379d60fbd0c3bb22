import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { newId } from '#platform/random.ts'
import type { CallReport } from '../call-shapes.ts'
import { type Caller, type CallerDecision, callerOf, callKey } from '../calls.ts'
import { internationalNumber } from './phone.ts'

export type TakenCall = {
  readonly touchpoint: string | null
  readonly known: boolean
  readonly campaign: string | null
  readonly caller: CallerDecision['by']
}

type Number = {
  readonly id: string
  readonly name: string
  readonly campaign_id: string | null
  readonly channel: string | null
}

/** Takes a call as a touch of whoever called, in the campaign of the number that was called. Sent twice it counts once. */
export async function takeCall(
  db: Kysely<unknown>,
  report: CallReport,
  { now, phoneCountry }: { readonly now: Date; readonly phoneCountry: string },
): Promise<TakenCall> {
  const international = (number: string) => internationalNumber(number, phoneCountry)
  const called = international(report.called) ?? report.called.trim()
  const given = report.caller?.trim() || null
  const caller = given === null ? null : (international(given) ?? given)
  const startedAt = new Date(report.started_at)
  const key = callKey({ id: report.id, called, caller, startedAt })
  return db.transaction().execute(async (tx) => {
    const number = await numberCalled(tx, called)
    const who = callerOf(
      caller,
      await peopleWithNumber(tx, caller),
      (a, b) => (international(a) ?? a) === (international(b) ?? b),
    )
    const campaign = number?.campaign_id ?? null
    const id = newId()
    const noted = await sql`
      insert into tracking.call (id, received_at, key, called, caller, number_id, started_at, duration_seconds)
      values (${id}, ${now}, ${key}, ${called}, ${caller}, ${number?.id ?? null}, ${startedAt},
        ${report.duration == null ? null : Math.round(report.duration)})
      on conflict (key) do nothing
    `.execute(tx)
    if (Number(noted.numAffectedRows ?? 0) === 0) {
      return { touchpoint: await touchOf(tx, key), known: true, campaign, caller: who.by }
    }
    const touchpoint = await writeTouch(tx, { number, who, startedAt, called })
    await sql`update tracking.call set touchpoint_id = ${touchpoint} where id = ${id}`.execute(tx)
    return { touchpoint, known: false, campaign, caller: who.by }
  })
}

async function touchOf(tx: QueryExecutorProvider, key: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select touchpoint_id as id from tracking.call where key = ${key}
  `.execute(tx)
  return rows[0]?.id ?? null
}

async function numberCalled(
  tx: QueryExecutorProvider,
  called: string,
): Promise<Number | undefined> {
  const { rows } = await sql<Number>`
    select id, name, campaign_id, channel from tracking.phone_number where number = ${called} and active
  `.execute(tx)
  return rows[0]
}

/** Everybody whose number ends alike. */
async function peopleWithNumber(
  tx: QueryExecutorProvider,
  caller: string | null,
): Promise<Caller[]> {
  if (caller === null) return []
  const end = sql`tracking.number_end(${caller})`
  const { rows } = await sql<Caller>`
    select 'contact' as kind, id, phone as number from crm.contact where phone is not null and tracking.number_end(phone) = ${end}
    union all
    select 'contact', id, mobile from crm.contact where mobile is not null and tracking.number_end(mobile) = ${end}
    union all
    select 'lead', id, phone from leads.lead where phone is not null and tracking.number_end(phone) = ${end}
    union all
    select 'account', id, phone from crm.account where phone is not null and tracking.number_end(phone) = ${end}
  `.execute(tx)
  return rows
}

/** A call is a touch in its campaign's number, also of somebody who is not known. */
async function writeTouch(
  tx: QueryExecutorProvider,
  call: {
    readonly number: Number | undefined
    readonly who: CallerDecision
    readonly startedAt: Date
    readonly called: string
  },
): Promise<string> {
  const { number, who, startedAt, called } = call
  const channel = number?.channel ?? 'telephone'
  const { rows } = await sql<{ id: string }>`
    insert into tracking.touchpoint
      (occurred_at, kind, channel, channel_rule, used, title, contact_id, lead_id, account_id, campaign_id)
    values (${startedAt}, 'call', ${channel}, ${number?.channel ? '1.own_channel' : 'kind'},
      ${number ? `number=${number.name}` : 'kind=call'}, ${number?.name ?? called},
      ${who.contactId}, ${who.leadId}, ${who.accountId}, ${number?.campaign_id ?? null})
    returning id
  `.execute(tx)
  const [touch] = rows
  if (!touch) throw new Error('a touchpoint without an id')
  return touch.id
}

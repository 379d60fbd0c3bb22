import type { Values } from '#kernel/record.ts'
import { DAY, type DemoCalendar, iso, monthIndex, SECOND_YEAR } from './calendar.ts'
import { type DemoRecord, numbered } from './catalogue.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Belonging, Customers } from './customers.ts'
import type { Deal } from './deals.ts'
import { isSocial, type LeadDraft } from './leads.ts'
import { type Origin, type OriginWish, originSource } from './origins.ts'

type Touch = { readonly at: number; readonly origin: Origin }

/** Share of leads whose first touch nobody recorded. */
const FORGOTTEN = 0.06
/** Touches besides the first one: of leads that stay small, become MQL, become opportunities. */
const MORE = { other: 0.15, mql: 0.8, deal: 2.6 } as const
/** Of leads that stay small, for so long. */
const SMALL_LEAD_DAYS = 1

/**
 * Touches of a lead. In the first year leads that social media did not bring are not touched by it: the
 * 28 % of won deals hold by touchpoints as by the source of the lead.
 */
function touchesOf(
  lead: LeadDraft,
  month: number,
  draw: (wish: OriginWish) => Origin,
  chance: Chance,
): Touch[] {
  const isNeeded = lead.deal !== null || isSocial(lead.origin)
  if (!isNeeded && chance.happens(FORGOTTEN)) return []
  const expected = lead.deal ? MORE.deal : lead.course ? MORE.mql : MORE.other
  const count = Math.floor(expected * 2 * chance.next() + 0.5)
  const until = lead.course?.sqlAt ?? lead.course?.mqlAt ?? lead.createdAt + SMALL_LEAD_DAYS * DAY
  const social = month < SECOND_YEAR && !isSocial(lead.origin) ? false : null
  const more = Array.from({ length: count }, () => ({
    at: Math.round(lead.seenAt + chance.next() * Math.max(DAY / 24, until - lead.seenAt)),
    origin: draw({ month, social, isGood: lead.deal !== null, unknownShare: 0 }),
  }))
  return [{ at: lead.seenAt, origin: lead.origin }, ...more]
}

const valuesOf = ({ at, origin: { channel, title, ...given } }: Touch, who: Values): Values => ({
  occurred_at: iso(at),
  title,
  ...given,
  // Where nobody gave a source, the touch says its channel itself.
  channel: given.source === null && given.campaign_id === null ? channel : null,
  ...who,
})

const peopleOf = (belonging: Belonging | undefined, leadId: string | null): Values => ({
  lead_id: leadId,
  contact_id: belonging?.contact.id ?? null,
  account_id: belonging?.account.id ?? null,
})

/** Touches of opportunities that were taken over without a lead: after the CRM began, before they ended. */
function oldTouches(
  calendar: DemoCalendar,
  origins: ReadonlyMap<Deal, Origin>,
  customers: Customers,
  chance: Chance,
): Values[] {
  const start = calendar.at(calendar.whole.from, 0)
  return [...origins].map(([deal, origin]) => {
    const latest = deal.course.closedAt ?? start + DAY
    const at = start + Math.round(chance.next() * 0.9 * (latest - start))
    return valuesOf({ at, origin }, peopleOf(customers.ofDeal.get(deal), null))
  })
}

export type TouchWorld = {
  readonly calendar: DemoCalendar
  readonly leads: readonly { readonly lead: LeadDraft; readonly id: string }[]
  readonly customers: Customers
  readonly oldOrigins: ReadonlyMap<Deal, Origin>
}

/** The records of all touchpoints, oldest first. */
export function touchpointRecords(world: TouchWorld): DemoRecord[] {
  const { calendar, leads, customers, oldOrigins } = world
  const chance = chanceOf('touchpoints')
  const draw = originSource('touch origins')
  const end = calendar.at(calendar.whole.until, 0)
  const values = leads.flatMap(({ lead, id }) => {
    const month = monthIndex(calendar, lead.createdAt)
    const people = peopleOf(customers.ofLead.get(lead), id)
    return touchesOf(lead, month, draw, chance)
      .filter(({ at }) => at < end)
      .map((touch) => valuesOf(touch, people))
  })
  const all = [...values, ...oldTouches(calendar, oldOrigins, customers, chance)]
  return numbered(
    'touchpoint',
    all.toSorted((a, b) => (String(a.occurred_at) < String(b.occurred_at) ? -1 : 1)),
  )
}

const STATUS: Readonly<Record<string, readonly string[]>> = {
  trade_fair: ['Gespräch geführt', 'Karte hinterlassen', 'Vorführung gesehen'],
  event: ['teilgenommen', 'angemeldet, nicht erschienen', 'teilgenommen'],
  email: ['geklickt', 'geöffnet'],
  direct_mail: ['geantwortet'],
}

/** Who was reached by fairs, webinars, newsletters and mailings. */
export function membershipRecords(leads: TouchWorld['leads']): DemoRecord[] {
  const chance = chanceOf('memberships')
  const values = leads.flatMap(({ lead, id }) => {
    const { campaign_id, channel } = lead.origin
    const status = STATUS[channel]
    if (!campaign_id || !status) return []
    const member_name = `${lead.person.first} ${lead.person.last}`
    return [
      { campaign_id, lead_id: id, member_name, status: chance.pick(status), at: iso(lead.seenAt) },
    ]
  })
  return numbered('campaign_membership', values)
}

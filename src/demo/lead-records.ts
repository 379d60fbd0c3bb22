import { DAY, type DemoCalendar, iso, MINUTE, nextWorkInstant, SECOND_YEAR } from './calendar.ts'
import { type DemoRecord, PRODUCTS, productId, REGIONS, TEAMS, userId } from './catalogue.ts'
import { type Chance, chanceOf, roundAmount } from './chance.ts'
import type { Belonging, Customers } from './customers.ts'
import { demoId } from './ids.ts'
import type { LeadDraft } from './leads.ts'
import { addressOf, phone } from './names.ts'

/** How a lead ended that did not become an opportunity. */
type Exit = {
  readonly stage: 'disqualified' | 'nurture'
  readonly at: number
  readonly reason: string
}

const DISQUALIFIED: readonly (readonly [string, number])[] = [
  ['kein Bedarf', 30],
  ['kein Budget', 21],
  ['passt nicht zur Zielgruppe', 17],
  ['Bewerbung oder Werbung', 12],
  ['nicht erreichbar', 12],
  ['Wettbewerber', 8],
]
const NURTURE = ['Bedarf erst nächstes Jahr', 'Projekt verschoben', 'wünscht nur Informationen']

/** Share of leads that leave the funnel by disqualification and by nurture; the rest stays open and goes stale. */
const EXITS = {
  other: { disqualified: 0.76, nurture: 0.19, days: [2, 30] },
  mql: { disqualified: 0.58, nurture: 0.37, days: [8, 60] },
  sql: { disqualified: 0.6, nurture: 0.34, days: [10, 50] },
} as const

function exitOf(
  calendar: DemoCalendar,
  from: number,
  kind: keyof typeof EXITS,
  end: number,
  chance: Chance,
): Exit | null {
  const { disqualified, nurture, days } = EXITS[kind]
  const drawn = chance.next()
  const at = nextWorkInstant(calendar, from + chance.integer(days[0], days[1]) * DAY, chance)
  if (at >= end || drawn >= disqualified + nurture) return null
  return drawn < disqualified
    ? { stage: 'disqualified', at, reason: chance.weighted(DISQUALIFIED) }
    : { stage: 'nurture', at, reason: chance.pick(NURTURE) }
}

/** Median minutes until a person answers: slow in the first year, then better month by month. */
const contactMinutes = (month: number): number =>
  month < SECOND_YEAR ? 410 - month * 8 : Math.max(62, 230 - (month - SECOND_YEAR) * 17)

const AUTOMATIC_FROM = 6

type Answer = { readonly contactedAt: number | null; readonly respondedAt: number | null }

function answerTo(
  calendar: DemoCalendar,
  lead: LeadDraft,
  month: number,
  end: number,
  chance: Chance,
): Answer {
  const isReached = chance.happens(lead.course ? 0.96 : 0.72)
  const due = lead.createdAt + Math.round(chance.skewed(contactMinutes(month), 1.2)) * MINUTE
  const at = nextWorkInstant(calendar, due, chance)
  const contactedAt = isReached && at < end ? at : null
  const isAutomatic = month >= AUTOMATIC_FROM && lead.origin.medium !== null
  const automatic = isAutomatic ? lead.createdAt + chance.integer(1, 4) * MINUTE : null
  const first = [automatic, contactedAt].filter((one) => one !== null)
  return { contactedAt, respondedAt: first.length > 0 ? Math.min(...first) : null }
}

const SELF_REPORTS = [
  'Empfehlung eines Kollegen',
  'Ihre Anlage bei einem Kunden gesehen',
  'Fachartikel',
]

type Written = {
  readonly calendar: DemoCalendar
  readonly end: number
  readonly chance: Chance
}

function courseValues(lead: LeadDraft, month: number, { calendar, end, chance }: Written) {
  const { course, deal, createdAt } = lead
  const { contactedAt, respondedAt } = answerTo(calendar, lead, month, end, chance)
  const kind = course?.sqlAt ? 'sql' : course ? 'mql' : 'other'
  const from = course?.sqlAt ?? course?.mqlAt ?? contactedAt ?? createdAt
  const exit = deal ? null : exitOf(calendar, from, kind, end, chance)
  const closedAt = deal?.course.closedAt ?? null
  const outcome = deal?.course.outcome
  const dates = {
    contacted_at: contactedAt,
    mql_at: course?.mqlAt ?? null,
    sql_at: course?.sqlAt ?? null,
    opportunity_at: deal?.course.openedAt ?? null,
    won_at: outcome === 'won' ? closedAt : null,
    lost_at: outcome === 'lost' ? closedAt : null,
    disqualified_at: exit?.stage === 'disqualified' ? exit.at : null,
    nurture_at: exit?.stage === 'nurture' ? exit.at : null,
  }
  const open = deal
    ? 'opportunity'
    : course?.sqlAt
      ? 'sql'
      : course
        ? 'mql'
        : contactedAt
          ? 'contacted'
          : 'new'
  const latest = Math.max(createdAt, ...Object.values(dates).filter((at) => at !== null))
  return {
    stage: exit?.stage ?? (outcome === 'won' || outcome === 'lost' ? outcome : open),
    stage_reason: exit?.reason ?? null,
    created_on: iso(createdAt),
    first_seen_at: iso(lead.seenAt),
    first_contacted_at: isoOrNull(contactedAt),
    first_response_at: isoOrNull(respondedAt),
    handover_at: isoOrNull(course?.sqlAt ?? null),
    ...Object.fromEntries(Object.entries(dates).map(([id, at]) => [id, isoOrNull(at)])),
    last_activity_at: iso(Math.min(end - MINUTE, latest + chance.integer(0, 6) * DAY)),
  }
}

const isoOrNull = (instant: number | null): string | null =>
  instant === null ? null : iso(instant)

function personValues(lead: LeadDraft, belonging: Belonging | undefined, chance: Chance) {
  const who = belonging?.contact.person ?? lead.person
  const firm = belonging?.account.company ?? lead.company
  return {
    first_name: who.first,
    last_name: who.last,
    company: firm.name,
    email: addressOf(who, firm.domain),
    phone: chance.happens(0.6) ? phone(chance) : null,
    industry: firm.industry,
    contact_id: belonging?.contact.id ?? null,
    account_id: belonging?.account.id ?? null,
    business_type: belonging?.isExisting ? 'existing' : 'new',
    region_id: belonging ? REGIONS[belonging.account.town.region] : null,
  }
}

const INSIDE_SALES = [5, 6, 7]

function workValues(lead: LeadDraft, belonging: Belonging | undefined, chance: Chance) {
  const { course, deal } = lead
  const score = course?.sqlAt ? [62, 98] : course ? [41, 78] : [3, 39]
  const guess = course ? roundAmount(chance.skewed(course.sqlAt ? 1_900_000 : 900_000, 0.5)) : null
  return {
    score: chance.integer(score[0] ?? 0, score[1] ?? 0),
    expected_value: deal?.amount ?? guess,
    product_id: productId(chance.integer(0, PRODUCTS.length - 1)),
    owner_id: belonging?.account.ownerId ?? userId(chance.pick(INSIDE_SALES)),
    team_id: belonging ? null : TEAMS.inside,
  }
}

function originValues({ origin }: LeadDraft, chance: Chance) {
  const { source, medium, campaign, campaign_id } = origin
  const reports = origin.channel === 'direct' && chance.happens(0.35)
  return {
    source,
    medium,
    campaign,
    campaign_id,
    self_report: reports ? chance.pick(SELF_REPORTS) : null,
  }
}

/** The records of the leads; the place in the list makes the id. */
export function leadRecords(
  calendar: DemoCalendar,
  leads: readonly LeadDraft[],
  customers: Customers,
  monthOfLead: (lead: LeadDraft) => number,
): DemoRecord[] {
  const chance = chanceOf('lead values')
  const written = { calendar, end: calendar.at(calendar.whole.until, 0), chance }
  return leads.map((lead, index) => {
    const belonging = customers.ofLead.get(lead)
    return {
      id: demoId('lead', index + 1),
      values: {
        ...personValues(lead, belonging, chance),
        ...courseValues(lead, monthOfLead(lead), written),
        ...originValues(lead, chance),
        ...workValues(lead, belonging, chance),
      },
    }
  })
}

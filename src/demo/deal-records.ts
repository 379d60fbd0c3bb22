import { type DemoCalendar, iso, nextWorkInstant } from './calendar.ts'
import { type DemoRecord, PRODUCTS, productId, REGIONS } from './catalogue.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Belonging, Customers } from './customers.ts'
import type { Deal } from './deals.ts'
import { demoId } from './ids.ts'
import type { LeadDraft } from './leads.ts'
import type { Origin } from './origins.ts'

/** Stages of opportunities as the company has them: open ones in order, one for each end. */
export type Stages = {
  readonly open: readonly string[]
  readonly won: string
  readonly lost: string
}

/** An entry of an opportunity's stage history. */
export type StageEntry = {
  readonly opportunity_id: string
  readonly stage_id: string
  readonly entered_at: string
  readonly amount: number
}

export type DealWorld = {
  readonly calendar: DemoCalendar
  readonly stages: Stages
  readonly customers: Customers
  readonly leadOf: ReadonlyMap<Deal, { readonly lead: LeadDraft; readonly id: string }>
  /** Where taken-over opportunities came from. */
  readonly oldOrigins: ReadonlyMap<Deal, Origin>
}

const LOST: readonly (readonly [string, number])[] = [
  ['Preis', 34],
  ['Wettbewerber', 22],
  ['Projekt gestoppt', 18],
  ['keine Entscheidung', 16],
  ['Technik passt nicht', 10],
]

const EXPECTED_DAYS = 90
const OWN_COST = 0.4

/** Small deals are parts and service, large ones are plants. */
function productOf(amount: number, chance: Chance): number {
  if (amount < 1_200_000) return chance.pick([2, 4, 5, 5])
  return amount < 3_000_000 ? chance.pick([0, 1, 1, 2, 4]) : chance.pick([0, 0, 3, 3])
}

/** Cost that is known from the calculation of the order; the others are estimated by the product. */
function costValues({ amount, course }: Deal, product: number, chance: Chance) {
  const rates = PRODUCTS[product]
  if (course.outcome !== 'won' || !rates || !chance.happens(OWN_COST)) return {}
  const variable = 1 - rates.margin + (chance.next() - 0.5) * 0.08
  const production = Math.min(variable, rates.production + (chance.next() - 0.5) * 0.05)
  return {
    variable_cost: Math.round(amount * variable),
    production_cost: Math.round(amount * production),
  }
}

/** How far an opportunity got: by its age while open, at random when lost. */
function stageCount({ course }: Deal, count: number, end: number, chance: Chance): number {
  if (course.outcome === 'won') return count
  if (course.outcome === 'lost') return chance.integer(Math.min(2, count), count)
  const age = (end - course.openedAt) / 86_400_000 / EXPECTED_DAYS
  return Math.max(1, Math.min(count, Math.ceil(age * count + chance.next() - 0.6)))
}

function historyOf(deal: Deal, id: string, world: DealWorld, chance: Chance): StageEntry[] {
  const { stages, calendar } = world
  const { openedAt, closedAt, outcome } = deal.course
  const end = closedAt ?? calendar.at(calendar.whole.until, 0)
  const reached = stages.open.slice(0, stageCount(deal, stages.open.length, end, chance))
  const entry = (stage_id: string, at: number): StageEntry => ({
    opportunity_id: id,
    stage_id,
    entered_at: iso(at),
    amount: deal.amount,
  })
  const passed = reached.map((stage, place) => {
    const share = reached.length > 1 ? (place / reached.length) * (0.8 + chance.next() * 0.4) : 0
    const at = nextWorkInstant(calendar, openedAt + share * (end - openedAt), chance)
    return entry(stage, place === 0 ? openedAt : Math.min(at, end - 60_000))
  })
  const last = outcome === 'won' ? stages.won : outcome === 'lost' ? stages.lost : null
  return last && closedAt ? [...passed, entry(last, closedAt)] : passed
}

function dealValues(
  deal: Deal,
  { account, contact, isExisting }: Belonging,
  world: DealWorld,
  chance: Chance,
) {
  const { course, amount } = deal
  const product = productOf(amount, chance)
  const lead = world.leadOf.get(deal)
  const old = world.oldOrigins.get(deal)
  const expected = course.openedAt + (EXPECTED_DAYS + chance.integer(-20, 35)) * 86_400_000
  return {
    name: `${PRODUCTS[product]?.name ?? 'Anlage'}, ${account.company.name}`,
    account_id: account.id,
    contact_id: contact.id,
    lead_id: lead?.id ?? null,
    opened_at: iso(course.openedAt),
    closed_at: course.closedAt === null ? null : iso(course.closedAt),
    expected_close_date: world.calendar.dayOf(expected),
    lost_reason: course.outcome === 'lost' ? chance.weighted(LOST) : null,
    amount,
    ...costValues(deal, product, chance),
    product_id: productId(product),
    business_type: isExisting ? 'existing' : 'new',
    campaign_id: lead?.lead.origin.campaign_id ?? old?.campaign_id ?? null,
    source: old?.source ?? null,
    channel: old && !old.campaign_id ? old.channel : null,
    owner_id: account.ownerId,
    region_id: REGIONS[account.town.region],
  }
}

/** The records of the opportunities and how they went through the stages. */
export function dealRecords(deals: readonly Deal[], world: DealWorld) {
  const chance = chanceOf('deal values')
  const records: DemoRecord[] = []
  const history: StageEntry[] = []
  for (const [index, deal] of deals.entries()) {
    const id = demoId('opportunity', index + 1)
    const belonging = world.customers.ofDeal.get(deal)
    if (!belonging) throw new Error(`demo: opportunity ${index + 1} belongs to nobody`)
    const entries = historyOf(deal, id, world, chance)
    const stage_id = entries.at(-1)?.stage_id
    records.push({ id, values: { ...dealValues(deal, belonging, world, chance), stage_id } })
    history.push(...entries)
  }
  return { records, history }
}

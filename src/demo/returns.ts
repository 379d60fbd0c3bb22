import { addDays, type IsoDate, isoDate } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import { type DemoCalendar, daysIn, iso, isWorkday, MONTHS, SECOND_YEAR } from './calendar.ts'
import { campaignId } from './campaigns.ts'
import { type DemoRecord, numbered, productId, TEAMS } from './catalogue.ts'
import { chanceOf } from './chance.ts'
import type { Account, Customers } from './customers.ts'
import { demoId } from './ids.ts'
import { FIRST_YEAR, HIRED_IN } from './plan.ts'

const SERVICE_PRODUCT = 4
const CONTRACTS = 12
/** Contracts that were not renewed, by their place, and why. */
const ENDED: Readonly<Record<number, string>> = {
  3: 'Anlage stillgelegt',
  8: 'Wechsel zum Hersteller der Anlage',
}

const oldOnes = ({ accounts }: Customers): Account[] => accounts.filter(({ isOld }) => isOld)
const newOnes = ({ accounts }: Customers): Account[] => accounts.filter(({ isOld }) => !isOld)

const at = <Item>(items: readonly Item[], place: number): Item => {
  const item = items[place % items.length]
  if (item === undefined) throw new Error('demo: nobody to choose from')
  return item
}

const eurosOf = (place: number): number => 4_800 + place * 300

/** A yearly contract of each of twelve old customers: one falls due in each month of the second year. */
function contracts(calendar: DemoCalendar, customers: Customers): DemoRecord[] {
  const old = oldOnes(customers)
  const term = (account: Account, month: number, euros: number): Values => ({
    name: `Wartung ${account.company.name}`,
    account_id: account.id,
    start_date: calendar.month(month).from,
    end_date: addDays(calendar.month(month + SECOND_YEAR).from, -1),
    amount: euros * 100,
    billing_period: 'year',
    product_id: productId(SERVICE_PRODUCT),
    owner_id: account.ownerId,
  })
  // The contract at place 0 runs from the second month to the end of the first one of the second year.
  const first = Array.from({ length: CONTRACTS }, (_, place): Values => {
    const reason = ENDED[place]
    const terms = term(at(old, place), place + 1, eurosOf(place))
    return {
      ...terms,
      number: `WV-${101 + place}`,
      outcome: reason ? 'ended' : 'renewed',
      end_reason: reason ?? null,
      decided_on: addDays(isoDate(String(terms.end_date)), -21),
    }
  })
  const renewed = first.flatMap(({ outcome }, place): Values[] => {
    if (outcome === 'ended') return []
    // Some grew with another line of machines.
    const more = place % 4 === 0 ? 600 : 0
    return [
      {
        ...term(at(old, place), place + 1 + SECOND_YEAR, eurosOf(place) + more),
        number: `WV-${101 + place}/2`,
        outcome: 'running',
        renews_id: demoId('contract', place + 1),
      },
    ]
  })
  return numbered('contract', [...first, ...renewed])
}

/** Days of the last months, so many months back. */
const dayOf = (calendar: DemoCalendar, back: number, place: number): IsoDate =>
  at(daysIn(calendar.month(MONTHS - 1 - back)).filter(isWorkday), place)

function recommendations(calendar: DemoCalendar, customers: Customers): DemoRecord[] {
  const [old, young] = [oldOnes(customers), newOnes(customers)]
  const told = (back: number, place: number, rest: Values): Values => ({
    recommended_on: dayOf(calendar, back, place),
    recommender_account_id: at(old, place).id,
    campaign_id: campaignId('customers'),
    ...rest,
  })
  return numbered('recommendation', [
    told(5, 4, { account_id: at(young, 2).id }),
    told(3, 9, { account_id: at(young, 5).id, notes: 'Auf der Messe vorgestellt.' }),
    told(1, 6, { account_id: at(young, 11).id }),
    told(0, 12, {
      recommended_name: 'Ohlgrund Kesselbau GmbH',
      notes: 'Noch kein Kontakt angelegt.',
    }),
  ])
}

/** Ways that meetings of the last two months came about, and what became of them. */
const MEETINGS: readonly (readonly [origin: string, held: number, missed: number])[] = [
  ['social_selling', 9, 1],
  ['cold_call', 6, 2],
  ['event', 4, 0],
]
const MEETING_TITLES = [
  'Erstgespräch',
  'Anlage ansehen',
  'Angebot durchgehen',
  'Wartung besprechen',
]

function meetings(calendar: DemoCalendar, customers: Customers): DemoRecord[] {
  const chance = chanceOf('meetings')
  const young = newOnes(customers)
  return numbered(
    'meeting',
    MEETINGS.flatMap(([origin, held, missed]) =>
      Array.from({ length: held + missed }, (_, place): Values => {
        const account = chance.pick(young)
        const day = dayOf(calendar, place % 2, chance.integer(0, 18))
        return {
          starts_at: iso(calendar.at(day, chance.integer(9 * 60, 16 * 60))),
          title: chance.pick(MEETING_TITLES),
          origin,
          outcome: place < held ? 'held' : 'missed',
          account_id: account.id,
          owner_id: account.ownerId,
        }
      }),
    ),
  )
}

const POSITIONS = ['Servicetechnik', 'Konstruktion', 'Vertrieb Innendienst', 'Montage']
/** What an agency would have cost. */
const { savingPerHire: SAVING } = FIRST_YEAR
/** Two more people in the second year, by the month of it. */
const HIRED_LATER = [SECOND_YEAR + 5, SECOND_YEAR + 9]

type Opening = { readonly month: number; readonly channel: string; readonly campaign: string }

const openings: readonly Opening[] = [
  ...HIRED_IN.map((month) => ({ month, channel: 'paid_social', campaign: 'social_recruiting' })),
  ...HIRED_LATER.map((month) => ({ month, channel: 'organic_social', campaign: 'social_page' })),
]
const STATES = ['hired', 'rejected', 'withdrawn'] as const

/** Three people apply for each opening by social media, and one of them is hired. No names: figures need none. */
const applications = (calendar: DemoCalendar): DemoRecord[] =>
  numbered(
    'job_application',
    openings.flatMap(({ month, channel, campaign }, opening) =>
      STATES.map((status, place) => ({
        applied_on: addDays(calendar.month(month).from, 2 + place * 3),
        position: at(POSITIONS, opening),
        reference: `B-${1001 + opening * STATES.length + place}`,
        status,
        ...{ channel, campaign_id: campaignId(campaign) },
      })),
    ),
  )

const hires = (calendar: DemoCalendar): DemoRecord[] =>
  numbered(
    'hire',
    openings.map(({ month, channel, campaign }, opening) => ({
      hired_on: addDays(calendar.month(month).from, 24),
      position: at(POSITIONS, opening),
      job_application_id: demoId('job_application', opening * STATES.length + 1),
      saving: SAVING,
      ...{ channel, campaign_id: campaignId(campaign) },
    })),
  )

const REQUESTS = [
  ['question', 'Ersatzteil für DP 12 gesucht', true],
  ['fault', 'Linearachse meldet Schleppfehler', true],
  ['order', 'Wartung vor dem Betriebsurlaub', true],
  ['training', 'Schulung für zwei neue Bediener', false],
  ['complaint', 'Lieferung unvollständig', true],
  ['question', 'Verlängerung des Wartungsvertrags', false],
] as const

function requests(calendar: DemoCalendar, customers: Customers): DemoRecord[] {
  const old = oldOnes(customers)
  return numbered(
    'service_request',
    REQUESTS.map(([kind, subject, resolved], place) => {
      const day = dayOf(calendar, 0, place * 3)
      const account = at(old, place)
      return {
        ...{ kind, subject, status: resolved ? 'resolved' : 'open' },
        requested_at: iso(calendar.at(day, 10 * 60 + place * 7)),
        resolved_at: resolved ? iso(calendar.at(day, 15 * 60 + place * 11)) : null,
        account_id: account.id,
        owner_id: account.ownerId,
        team_id: TEAMS.inside,
      }
    }),
  )
}

/** What marketing brings besides deals: renewals, recommendations, meetings, people, and what customers ask for. */
export const returnRecords = (calendar: DemoCalendar, customers: Customers) => ({
  contract: contracts(calendar, customers),
  recommendation: recommendations(calendar, customers),
  meeting: meetings(calendar, customers),
  job_application: applications(calendar),
  hire: hires(calendar),
  service_request: requests(calendar, customers),
})

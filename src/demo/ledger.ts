import { addDays, type IsoDate, type Period } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import { type DemoCalendar, daysIn, MONTHS, SECOND_YEAR } from './calendar.ts'
import { campaignId } from './campaigns.ts'
import { type DemoRecord, numbered } from './catalogue.ts'
import { divide } from './chance.ts'
import { demoId } from './ids.ts'

/** The usual week of whoever writes for the company, in parts of it. */
const WRITING: readonly (readonly [channel: string, share: number])[] = [
  ['organic_social', 0.5],
  ['email', 0.3],
  ['organic_search', 0.2],
]
const SPLIT = demoId('cost_split', 1)

const splits = (): DemoRecord[] =>
  numbered('cost_split', [
    { name: 'Übliche Woche Redaktion', notes: 'Beiträge, Newsletter, Fachartikel' },
  ])

const shares = (): DemoRecord[] =>
  numbered(
    'cost_share',
    WRITING.map(([channel, share]) => ({ split_id: SPLIT, channel, share })),
  )

const ROLES = [
  { name: 'Freie Texterin', rate: 6_800, weekly_hours: 8, split_id: SPLIT },
  { name: 'Kampagnensteuerung (extern)', rate: 7_500, weekly_hours: 6 },
] as const

const roles = (): DemoRecord[] =>
  numbered(
    'work_role',
    ROLES.map((role) => ({ ...role, category: 'personnel' })),
  )

/** Hours a week: the role, the hours, where they belong, what for. */
const WEEK = [
  [1, 4, { campaign_id: campaignId('newsletter') }, 'Ausgabe schreiben'],
  [1, 3, { channel: 'organic_social' }, 'Beiträge'],
  [2, 5, { campaign_id: campaignId('social_leads_2') }, 'Anzeigen auswerten und nachstellen'],
] as const

const isMonday = (day: IsoDate): boolean => new Date(`${day}T00:00:00Z`).getUTCDay() === 1

/** The whole weeks of the last two months. */
function weeks(calendar: DemoCalendar): Period[] {
  const end = calendar.month(MONTHS - 1).until
  const days = [MONTHS - 2, MONTHS - 1].flatMap((month) => daysIn(calendar.month(month)))
  return days
    .filter(isMonday)
    .map((from) => ({ from, until: addDays(from, 7) }))
    .filter(({ until }) => until <= end)
}

const hours = (calendar: DemoCalendar): DemoRecord[] =>
  numbered(
    'time_entry',
    weeks(calendar).flatMap(({ from, until }) =>
      WEEK.map(([role, count, place, description]) => ({
        ...{ from_date: from, until_date: until, hours: count, description },
        role_id: demoId('work_role', role),
        ...place,
      })),
    ),
  )

type Repeated = {
  readonly name: string
  readonly category: string
  /** Cents a month. */
  readonly amount: number
  readonly months: readonly [number, number]
  readonly vendor: string
  readonly isSplit?: true
}

/** What comes every month under a contract; the second has been given up. */
const REPEATED: readonly Repeated[] = [
  {
    ...{ name: 'Bildarchiv', category: 'technology', amount: 9_900 },
    ...{ months: [SECOND_YEAR + 6, MONTHS - 1], vendor: 'Bildarchiv Rheinblick' },
  },
  {
    ...{ name: 'Presseauswertung', category: 'external', amount: 24_000 },
    ...{ months: [SECOND_YEAR + 3, MONTHS - 4], vendor: 'Blattlese Medienbeobachtung' },
  },
  {
    ...{ name: 'Werkstudentin Redaktion', category: 'personnel', amount: 96_000 },
    ...{ months: [SECOND_YEAR + 9, MONTHS - 1], vendor: 'Lohnbuchhaltung', isSplit: true },
  },
]

const recurring = (calendar: DemoCalendar): DemoRecord[] =>
  numbered(
    'recurring_cost',
    REPEATED.map(({ name, category, amount, months: [first, last], vendor, isSplit }) => {
      const { until } = calendar.month(last)
      const isOver = last < MONTHS - 1
      return {
        ...{ name, category, amount, vendor, rhythm: 'month', share: 1 },
        from_date: calendar.month(first).from,
        until_date: isOver ? until : null,
        active: !isOver,
        split_id: isSplit ? SPLIT : null,
        made_until: until,
      }
    }),
  )

/** The entries that the program would have made of them. */
const repeatedLines = (calendar: DemoCalendar): Values[] =>
  REPEATED.flatMap(({ name, category, amount, months: [first, last], vendor, isSplit }, place) =>
    Array.from({ length: last - first + 1 }, (_, index) => calendar.month(first + index)).flatMap(
      ({ from, until }) => {
        const line = {
          ...{ category, from_date: from, until_date: until, vendor, description: name },
          recurring_id: demoId('recurring_cost', place + 1),
        }
        if (!isSplit) return [{ ...line, amount }]
        const parts = divide(
          amount,
          WRITING.map(([, share]) => share),
        )
        return WRITING.map(([channel], part) => ({ ...line, channel, amount: parts[part] ?? 0 }))
      },
    ),
  )

const FLYERS = 68_400

/** One invoice that was entered by hand and came in with the accounting as well: somebody has to decide. */
const doubleLines = (calendar: DemoCalendar): Values[] => {
  const { from } = calendar.month(MONTHS - 1)
  const invoice = {
    ...{ category: 'production', amount: FLYERS, vendor: 'Druckerei Niersmoor' },
    ...{ document_number: 'DN-4471', document_type: 'invoice' },
  }
  return [
    { ...invoice, description: 'Flyer Wartung, 5.000 Stück', day: 8 },
    { ...invoice, description: 'Druckerei Niersmoor, Rechnung DN-4471', day: 11 },
  ].map(({ day, ...line }) => ({
    ...line,
    from_date: addDays(from, day),
    until_date: addDays(from, day + 1),
  }))
}

/** What of the ledger the other files do not book. */
export const ledgerLines = (calendar: DemoCalendar): Values[] => [
  ...repeatedLines(calendar),
  ...doubleLines(calendar),
]

/** Euros a month that the plan of a campaign starts from: about what its media cost in a month of 1,000 MQL. */
const BUDGETED: readonly (readonly [campaign: string, euros: number])[] = [
  ['search_products', 25_200],
  ['social_leads_2', 17_300],
  ['print', 3_000],
]
const TO_EUROS = 100
/** What the last month of the product search was planned too low by. */
const TOO_LOW = 0.92

/** Budgets of the second year and the next month: most are kept, one is not, one has an order out. */
function budgets(calendar: DemoCalendar, size: (month: number) => number): DemoRecord[] {
  const year = Array.from({ length: MONTHS - SECOND_YEAR }, (_, place) => SECOND_YEAR + place)
  const budget = (
    month: number,
    key: string,
    category: string,
    euros: number,
    rest: Values = {},
  ) => ({
    ...{ month: calendar.month(month).from, campaign_id: campaignId(key), category },
    ...{ planned: Math.round(euros / TO_EUROS) * TO_EUROS * 100, ...rest },
  })
  const isTooLow = (key: string, month: number) => key === 'search_products' && month === MONTHS - 1
  return numbered('budget', [
    ...BUDGETED.flatMap(([key, euros]) =>
      year.map((month) =>
        budget(month, key, 'media', euros * size(month) * (isTooLow(key, month) ? TOO_LOW : 1)),
      ),
    ),
    ...[MONTHS - 2, MONTHS - 1].map((month) => budget(month, 'spring_call', 'external', 6_000)),
    budget(MONTHS, 'search_products', 'media', BUDGETED[0]?.[1] ?? 0),
    budget(MONTHS, 'print', 'media', 4_500, {
      ordered: 290_000,
      note: 'Anzeige im Messeheft ist bestellt.',
    }),
  ])
}

const keys = (calendar: DemoCalendar): DemoRecord[] =>
  numbered('overhead_key', [
    { key: 'spend', note: 'Gehälter, CRM und Agentur folgen den eigenen Kosten der Kanäle.' },
    {
      ...{ key: 'leads', category: 'technology' },
      valid_from: calendar.month(SECOND_YEAR + 6).from,
      note: 'Das CRM wird nach Leads abgerechnet, also tragen die Kanäle es nach Leads.',
    },
  ])

/** Roles and hours, what repeats, budgets, and the keys of the overheads. */
export const ledgerRecords = (calendar: DemoCalendar, size: (month: number) => number) => ({
  cost_split: splits(),
  cost_share: shares(),
  work_role: roles(),
  recurring_cost: recurring(calendar),
  time_entry: hours(calendar),
  budget: budgets(calendar, size),
  overhead_key: keys(calendar),
})

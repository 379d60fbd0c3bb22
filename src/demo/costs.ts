import { addDays, type Period } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import { type DemoCalendar, MONTHS, SECOND_YEAR } from './calendar.ts'
import { campaignId, campaignName } from './campaigns.ts'
import { type DemoRecord, numbered, TEAMS } from './catalogue.ts'
import { type Chance, chanceOf, divide } from './chance.ts'
import { ledgerLines } from './ledger.ts'
import { FIRST_YEAR, type MonthPlan } from './plan.ts'

/** What an ad platform reports of its spend; cost in cents, rates as fractions. */
type Reported = {
  readonly clickCost: number
  readonly clickRate: number
  readonly conversionRate: number
  readonly conversionValue: number
}

const REPORTED: Readonly<Record<string, Reported>> = {
  paid_search: { clickCost: 520, clickRate: 0.034, conversionRate: 0.041, conversionValue: 38_000 },
  paid_social: { clickCost: 680, clickRate: 0.0062, conversionRate: 0.05, conversionValue: 15_000 },
  display: { clickCost: 140, clickRate: 0.0024, conversionRate: 0.004, conversionValue: 15_000 },
  paid_video: { clickCost: 210, clickRate: 0.008, conversionRate: 0.005, conversionValue: 15_000 },
}

/** Impressions per person reached. */
const FREQUENCY = 2.3

function reportOf(amount: number, channel: string, chance: Chance): Values {
  const platform = REPORTED[channel]
  if (!platform || amount <= 0) return {}
  const clicks = Math.round(amount / chance.skewed(platform.clickCost, 0.12))
  const impressions = Math.round(clicks / chance.skewed(platform.clickRate, 0.1))
  const conversions = Math.round(clicks * platform.conversionRate * (0.8 + chance.next() * 0.4))
  return {
    clicks,
    impressions,
    reach: Math.round(impressions / FREQUENCY),
    platform_conversions: conversions,
    platform_conversion_value: conversions * platform.conversionValue,
  }
}

/** The four parts of a month that ads are booked in; none of them crosses the end of a month. */
const weeksOf = ({ from, until }: Period): Period[] => [
  { from, until: addDays(from, 8) },
  { from: addDays(from, 8), until: addDays(from, 15) },
  { from: addDays(from, 15), until: addDays(from, 22) },
  { from: addDays(from, 22), until },
]

type Line = Readonly<Record<string, unknown>>

const line = ({ from, until }: Period, category: string, amount: number, rest: Line): Values => ({
  category,
  from_date: from,
  until_date: until,
  amount,
  ...rest,
})

/** Ads of a campaign over months of the demo company, `total` cents in all. */
function ads(
  calendar: DemoCalendar,
  months: readonly number[],
  key: string,
  channel: string,
  total: number,
  weights: readonly number[],
): Values[] {
  const chance = chanceOf(`ads ${key} ${months[0]}`)
  const weeks = months.flatMap((month, place) =>
    weeksOf(calendar.month(month)).map((week) => [week, weights[place] ?? 0] as const),
  )
  const amounts = divide(
    total,
    weeks.map(([, weight]) => weight * (0.85 + chance.next() * 0.3)),
  )
  return weeks.map(([week], place) => {
    const amount = amounts[place] ?? 0
    const given = { channel, campaign_id: campaignId(key), description: campaignName(key) }
    return line(week, 'media', amount, { ...given, ...reportOf(amount, channel, chance) })
  })
}

const RECRUITING_MEDIA = 1_800_000

/** Recruiting ads; what they brought are applications and hires, which are records. */
function recruiting(calendar: DemoCalendar, months: readonly number[]): Values[] {
  const chance = chanceOf('recruiting')
  const amounts = divide(
    RECRUITING_MEDIA,
    months.map(() => 1),
  )
  return months.map((month) => {
    const amount = amounts[month] ?? 0
    return line(calendar.month(month), 'media', amount, {
      channel: 'paid_social',
      campaign_id: campaignId('social_recruiting'),
      ...reportOf(amount, 'paid_social', chance),
      platform_conversions: null,
      platform_conversion_value: null,
      description: 'Stellenanzeigen',
    })
  })
}

/** A cost that comes every month: euros a month in the first and the second year. */
type Monthly = readonly [
  category: string,
  text: string,
  euros: readonly [number, number],
  rest?: Line,
]

const MONTHLY: readonly Monthly[] = [
  ['personnel', 'Gehälter Marketing', [14_000, 27_500], { team_id: TEAMS.marketing }],
  ['technology', 'CRM', [2_400, 5_300]],
  [
    'technology',
    'Newsletterversand',
    [600, 900],
    { channel: 'email', campaign_id: campaignId('newsletter') },
  ],
  [
    'personnel',
    'Gehälter Social Media',
    [0, 7_200],
    { channel: 'organic_social', team_id: TEAMS.marketing },
  ],
  ['technology', 'Werkzeuge für Social Media', [0, 1_300], { channel: 'organic_social' }],
  ['external', 'Agentur: Konzept und Texte', [3_600, 5_900]],
  ['external', 'Agentur: Suchmaschinenoptimierung', [1_400, 2_700], { channel: 'organic_search' }],
  ['production', 'Druck, Fotos, Muster', [3_000, 5_200]],
  [
    'media',
    'Verzeichniseinträge',
    [1_000, 1_900],
    { channel: 'marketplace', campaign_id: campaignId('directory') },
  ],
  [
    'media',
    'Anzeigen in Fachzeitschriften',
    [1_500, 2_900],
    { channel: 'ad_offline', campaign_id: campaignId('print') },
  ],
  [
    'external',
    'Prämien für Empfehlungen',
    [0, 2_300],
    { channel: 'recommendation', campaign_id: campaignId('customers') },
  ],
  [
    'external',
    'Provisionen der Partner',
    [0, 3_100],
    { channel: 'partner', campaign_id: campaignId('partners') },
  ],
  [
    'sales',
    'Vertrieb Neukunden',
    [21_000, 74_000],
    { sales_scope: 'winning', team_id: TEAMS.field },
  ],
  [
    'sales',
    'Betreuung Bestandskunden',
    [9_000, 22_000],
    { sales_scope: 'existing', team_id: TEAMS.inside },
  ],
  [
    'sales',
    'Reisekosten Vertrieb',
    [3_000, 9_000],
    { sales_scope: 'unspecified', team_id: TEAMS.field },
  ],
]

/** What is paid once: the month, the kind, the campaign, euros. */
const ONCE: readonly (readonly [number, string, string, number, string])[] = [
  [6, 'external', 'fair_west_1', 36_000, 'Messestand und Standbau'],
  [10, 'external', 'fair_berg_1', 24_000, 'Messestand und Standbau'],
  [SECOND_YEAR + 6, 'external', 'fair_west_2', 62_000, 'Messestand und Standbau'],
  [SECOND_YEAR + 10, 'external', 'fair_berg_2', 38_000, 'Messestand und Standbau'],
  [SECOND_YEAR + 4, 'production', 'webinar_2', 5_800, 'Aufzeichnung und Einladung'],
  [SECOND_YEAR + 8, 'production', 'webinar_3', 5_400, 'Aufzeichnung und Einladung'],
  [MONTHS - 2, 'external', 'spring_call', 6_000, 'Telefonaktion, erste Hälfte'],
  [MONTHS - 1, 'external', 'spring_call', 6_000, 'Telefonaktion, zweite Hälfte'],
]

function everyMonth(calendar: DemoCalendar, size: (month: number) => number): Values[] {
  return Array.from({ length: MONTHS }, (_, month) => {
    const year = month < SECOND_YEAR ? 0 : 1
    return MONTHLY.filter(([, , euros]) => euros[year] > 0).map(([category, text, euros, rest]) => {
      const grown = year === 0 ? euros[0] : euros[1] * size(month)
      const amount = Math.round(grown * 100)
      return line(calendar.month(month), category, amount, { description: text, ...rest })
    })
  }).flat()
}

/** Social media in the first year: 120,000 EUR, personnel, technology and media. */
function socialOfFirstYear(
  calendar: DemoCalendar,
  months: readonly number[],
  season: readonly number[],
) {
  const { personnel, technology, media } = FIRST_YEAR.socialCost
  const monthly = (category: string, total: number, description: string) => {
    const amounts = divide(
      total,
      months.map(() => 1),
    )
    return months.map((month) =>
      line(calendar.month(month), category, amounts[month] ?? 0, {
        channel: 'organic_social',
        campaign_id: campaignId('social_page'),
        description,
      }),
    )
  }
  return [
    ...monthly('personnel', personnel, 'Gehälter Social Media'),
    ...monthly('technology', technology, 'Werkzeuge für Social Media'),
    ...ads(calendar, months, 'social_leads_1', 'paid_social', media - RECRUITING_MEDIA, season),
    ...recruiting(calendar, months),
  ]
}

/** Ads of the second year for a thousand MQL a month, euros. */
const ADS_OF_SECOND_YEAR: readonly (readonly [string, string, number, number])[] = [
  ['search_products', 'paid_search', 24_500, SECOND_YEAR],
  ['search_brand', 'paid_search', 2_600, SECOND_YEAR],
  ['social_leads_2', 'paid_social', 16_800, SECOND_YEAR],
  ['remarketing', 'display', 3_900, SECOND_YEAR],
  ['video', 'paid_video', 3_100, SECOND_YEAR + 2],
]

/** What a month costs beside one of 1,000 MQL. */
export const sizeOf =
  (plans: readonly MonthPlan[]) =>
  (month: number): number =>
    0.55 + 0.45 * ((plans[month]?.mql ?? 0) / 1_000)

/** The ledger of both years. Social media costs 120,000 EUR in the first, marketing about 600,000. */
export function costRecords(calendar: DemoCalendar, plans: readonly MonthPlan[]): DemoRecord[] {
  const first = Array.from({ length: SECOND_YEAR }, (_, month) => month)
  const season = first.map((month) => plans[month]?.visitors ?? 0)
  const size = sizeOf(plans)
  const second = ADS_OF_SECOND_YEAR.flatMap(([key, channel, euros, from]) => {
    const months = Array.from({ length: MONTHS - from }, (_, place) => from + place)
    const weights = months.map(size)
    const total = Math.round(weights.reduce((sum, weight) => sum + weight, 0) * euros) * 100
    return ads(calendar, months, key, channel, total, weights)
  })
  const once = ONCE.map(([month, category, key, euros, description]) =>
    line(calendar.month(month), category, euros * 100, {
      campaign_id: campaignId(key),
      description,
    }),
  )
  const all = [
    ...socialOfFirstYear(calendar, first, season),
    ...ads(calendar, first, 'search_products', 'paid_search', 8_000_000, season),
    ...ads(calendar, first, 'search_brand', 'paid_search', 1_000_000, season),
    ...second,
    ...once,
    ...everyMonth(calendar, size),
    ...ledgerLines(calendar),
  ]
  return numbered(
    'cost',
    all.toSorted((a, b) => (String(a.from_date) < String(b.from_date) ? -1 : 1)),
  )
}

import { addDays } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import { type DemoCalendar, MONTHS, SECOND_YEAR } from './calendar.ts'
import { MARKETING_LEAD, productId } from './catalogue.ts'
import { demoId } from './ids.ts'
import { FIRST_YEAR } from './plan.ts'

type Plan = {
  readonly key: string
  readonly name: string
  readonly channel: string
  readonly goal?: 'awareness' | 'customer_retention' | 'recruiting'
  /** First and last month it runs in. */
  readonly months: readonly [number, number]
  /** Euros. */
  readonly budget: number
  readonly product?: number
  readonly description?: string
}

const LAST = MONTHS - 1
const year1: readonly [number, number] = [0, SECOND_YEAR - 1]
const year2: readonly [number, number] = [SECOND_YEAR, LAST]
const always: readonly [number, number] = [0, LAST]
const once = (month: number): readonly [number, number] => [month, month]

const { hires, savingPerHire } = FIRST_YEAR
const RECRUITING = `${hires} Einstellungen im ersten Jahr, je ${(savingPerHire / 100).toLocaleString('de-DE')} EUR ersparte Vermittlung.`

/** Every campaign of the demo company; the place in the list makes its id. */
const PLANS: readonly Plan[] = [
  {
    key: 'social_leads_1',
    name: 'LinkedIn Leadgewinnung Antriebe',
    channel: 'paid_social',
    months: year1,
    budget: 42_000,
    product: 0,
  },
  {
    key: 'social_recruiting',
    name: 'LinkedIn Fachkräfte gesucht',
    channel: 'paid_social',
    goal: 'recruiting',
    months: year1,
    budget: 18_000,
    description: RECRUITING,
  },
  {
    key: 'social_page',
    name: 'Unternehmensseiten in Netzwerken',
    channel: 'organic_social',
    goal: 'awareness',
    months: always,
    budget: 60_000,
  },
  {
    key: 'search_products',
    name: 'Google Ads Produktsuche',
    channel: 'paid_search',
    months: always,
    budget: 390_000,
  },
  {
    key: 'search_brand',
    name: 'Google Ads Marke',
    channel: 'paid_search',
    months: always,
    budget: 42_000,
  },
  {
    key: 'newsletter',
    name: 'Newsletter Technik-Brief',
    channel: 'email',
    months: always,
    budget: 30_000,
  },
  {
    key: 'fair_west_1',
    name: 'Fachmesse Antrieb West, 1. Jahr',
    channel: 'trade_fair',
    months: once(6),
    budget: 36_000,
  },
  {
    key: 'fair_berg_1',
    name: 'Zuliefertage Bergisches Land, 1. Jahr',
    channel: 'trade_fair',
    months: once(10),
    budget: 24_000,
  },
  {
    key: 'webinar_1',
    name: 'Webinar Wartung ohne Stillstand',
    channel: 'event',
    months: once(3),
    budget: 6_000,
    product: 4,
  },
  {
    key: 'print',
    name: 'Anzeigen in Fachzeitschriften',
    channel: 'ad_offline',
    months: always,
    budget: 54_000,
  },
  {
    key: 'directory',
    name: 'Einträge in Lieferantenverzeichnissen',
    channel: 'marketplace',
    months: always,
    budget: 36_000,
  },
  {
    key: 'mailing',
    name: 'Mailing Wartung für Bestandskunden',
    channel: 'direct_mail',
    goal: 'customer_retention',
    months: once(8),
    budget: 8_000,
    product: 4,
  },
  {
    key: 'social_leads_2',
    name: 'LinkedIn Leadgewinnung Automatisierung',
    channel: 'paid_social',
    months: year2,
    budget: 190_000,
    product: 2,
  },
  {
    key: 'remarketing',
    name: 'Display Wiederansprache',
    channel: 'display',
    months: year2,
    budget: 48_000,
  },
  {
    key: 'video',
    name: 'Video Anlagen in 90 Sekunden',
    channel: 'paid_video',
    goal: 'awareness',
    months: [SECOND_YEAR + 2, LAST],
    budget: 32_000,
  },
  {
    key: 'fair_west_2',
    name: 'Fachmesse Antrieb West, 2. Jahr',
    channel: 'trade_fair',
    months: once(SECOND_YEAR + 6),
    budget: 62_000,
  },
  {
    key: 'fair_berg_2',
    name: 'Zuliefertage Bergisches Land, 2. Jahr',
    channel: 'trade_fair',
    months: once(SECOND_YEAR + 10),
    budget: 38_000,
  },
  {
    key: 'webinar_2',
    name: 'Webinar Energiekosten senken',
    channel: 'event',
    months: once(SECOND_YEAR + 4),
    budget: 9_000,
    product: 1,
  },
  {
    key: 'webinar_3',
    name: 'Webinar Greifen statt schrauben',
    channel: 'event',
    months: once(SECOND_YEAR + 8),
    budget: 9_000,
    product: 2,
  },
  {
    key: 'customers',
    name: 'Kunden empfehlen Kunden',
    channel: 'recommendation',
    months: year2,
    budget: 30_000,
  },
  {
    key: 'partners',
    name: 'Partnerprogramm Süd',
    channel: 'partner',
    months: year2,
    budget: 40_000,
  },
  {
    key: 'spring_call',
    name: 'Telefonaktion Angebote nachfassen',
    channel: 'telemarketing',
    months: [LAST - 1, LAST],
    budget: 12_000,
  },
]

export const campaignId = (key: string): string =>
  demoId('campaign', PLANS.findIndex((plan) => plan.key === key) + 1)

/** Campaigns of a channel that run in a month, by key. */
export const runningCampaigns = (channel: string, month: number): string[] =>
  PLANS.filter(
    ({ channel: own, goal, months: [first, last] }) =>
      own === channel && goal !== 'recruiting' && first <= month && month <= last,
  ).map(({ key }) => key)

export const campaignName = (key: string): string =>
  PLANS.find((plan) => plan.key === key)?.name ?? key

export const campaigns = (calendar: DemoCalendar): Values[] =>
  PLANS.map(({ name, channel, goal, months: [first, last], budget, product, description }) => ({
    name,
    channel,
    goal_type: goal ?? 'lead_generation',
    status: last === LAST ? 'active' : 'done',
    starts_on: calendar.month(first).from,
    ends_on: addDays(calendar.month(last).until, -1),
    budget: budget * 100,
    product_id: product === undefined ? null : productId(product),
    owner_id: MARKETING_LEAD,
    description: description ?? null,
  }))

import type { Values } from '#kernel/record.ts'
import { type DemoKind, demoId } from './ids.ts'
import type { Town } from './names.ts'

/** A record to be written; its id follows from kind and place. */
export type DemoRecord = { readonly id: string; readonly values: Values }

export const numbered = (kind: DemoKind, all: readonly Values[]): DemoRecord[] =>
  all.map((values, index) => ({ id: demoId(kind, index + 1), values }))

const MAIL_DOMAIN = 'technik-gmbh.example'

export const TEAMS = {
  inside: demoId('team', 1),
  field: demoId('team', 2),
  marketing: demoId('team', 3),
} as const

export const teams = (): Values[] => [
  { name: 'Vertrieb Innendienst', description: 'Erste Ansprache, Angebote, Bestandskunden' },
  { name: 'Vertrieb Außendienst', description: 'Besuche, Projekte, Rahmenverträge' },
  { name: 'Marketing', description: 'Website, Kampagnen, Messen' },
]

export const REGIONS: Readonly<Record<Town['region'], string>> = {
  rhineland: demoId('region', 1),
  ruhr: demoId('region', 2),
  north: demoId('region', 3),
  south: demoId('region', 4),
}

export const regions = (): Values[] => [
  { name: 'Rheinland', description: 'PLZ 40, 41, 47, 50 bis 53' },
  { name: 'Ruhr und Westfalen', description: 'PLZ 33, 44, 45, 48, 57 bis 59' },
  { name: 'Nord', description: 'PLZ 20 bis 34 ohne Westfalen' },
  { name: 'Süd', description: 'PLZ 6 bis 9' },
]

type Colleague = {
  readonly name: string
  readonly mail: string
  readonly team: string
  readonly region: Town['region'] | null
  /** Share of the opportunities of the region. */
  readonly weight: number
}

const { inside, field, marketing } = TEAMS

export const COLLEAGUES: readonly Colleague[] = [
  { name: 'Mareike Thelenhaus', mail: 'm.thelenhaus', team: field, region: 'rhineland', weight: 5 },
  { name: 'Jörg Hambuch', mail: 'j.hambuch', team: field, region: 'rhineland', weight: 4 },
  { name: 'Ayla Demirkan', mail: 'a.demirkan', team: field, region: 'ruhr', weight: 5 },
  { name: 'Benno Püttgen', mail: 'b.puettgen', team: field, region: 'north', weight: 4 },
  { name: 'Katrin Wiehlpütz', mail: 'k.wiehlpuetz', team: field, region: 'south', weight: 4 },
  { name: 'Sandro Fallini', mail: 's.fallini', team: inside, region: 'rhineland', weight: 3 },
  { name: 'Nadine Esserich', mail: 'n.esserich', team: inside, region: 'ruhr', weight: 3 },
  { name: 'Tobias Kringsfeld', mail: 't.kringsfeld', team: inside, region: 'south', weight: 3 },
  { name: 'Silke Overmann-Rath', mail: 's.overmann', team: marketing, region: null, weight: 0 },
  { name: 'Emre Talip', mail: 'e.talip', team: marketing, region: null, weight: 0 },
]

export const userId = (place: number): string => demoId('user', place + 1)
export const MARKETING_LEAD = userId(8)

export const users = (): Values[] =>
  COLLEAGUES.map(({ name, mail, team, region }) => ({
    name,
    email: `${mail}@${MAIL_DOMAIN}`,
    team_id: team,
    region_id: region && REGIONS[region],
    active: true,
  }))

type Product = {
  readonly name: string
  readonly sku: string
  readonly price: number
  readonly margin: number
  readonly production: number
}

export const PRODUCTS: readonly Product[] = [
  { name: 'Linearachse LX 40', sku: 'LX-40', price: 1_290_000, margin: 0.34, production: 0.48 },
  { name: 'Dosierpumpe DP 12', sku: 'DP-12', price: 840_000, margin: 0.38, production: 0.44 },
  { name: 'Greifermodul GM 7', sku: 'GM-7', price: 460_000, margin: 0.41, production: 0.41 },
  { name: 'Schaltanlage SC 3', sku: 'SC-3', price: 2_250_000, margin: 0.29, production: 0.55 },
  { name: 'Wartungsvertrag Plus', sku: 'WV-P', price: 690_000, margin: 0.52, production: 0.3 },
  { name: 'Ersatzteilpaket', sku: 'ET-1', price: 310_000, margin: 0.45, production: 0.39 },
]

export const productId = (place: number): string => demoId('product', place + 1)

/** What is left of the price between production and margin goes for these, in parts of it. */
const BESIDE = { discount_rate: 0.2, return_rate: 0.1, payment_fee_rate: 0.05, service_rate: 0.35 }

/** Rates of the margin bridge that end at the margin of the product: cut to a thousandth, the rest is sales follow-up. */
function bridgeOf({ margin, production }: Product): Values {
  const open = Math.round((1 - margin - production) * 1000)
  const parts = Object.entries(BESIDE).map(([id, share]) => [id, Math.floor(open * share)] as const)
  const rest = parts.reduce((left, [, part]) => left - part, open)
  const rates = [...parts, ['follow_up_rate', rest] as const]
  return Object.fromEntries(rates.map(([id, part]) => [id, part / 1000]))
}

export const products = (): Values[] =>
  PRODUCTS.map((product) => ({
    ...{ name: product.name, sku: product.sku, price: product.price, active: true },
    margin_rate: product.margin,
    production_cost_rate: product.production,
    ...bridgeOf(product),
  }))

export const targetGroups = (): Values[] => [
  {
    name: 'Maschinenbau im Rheinland',
    priority: 1,
    description: 'Hersteller von Maschinen, die wir in einer Stunde erreichen',
    industries: ['Maschinenbau'],
    postal_code_prefixes: ['40', '41', '47', '50', '51', '52', '53'],
  },
  {
    name: 'Lebensmittel und Pharma',
    priority: 2,
    description: 'Anlagen mit Hygienevorschriften, hoher Anteil an Wartungsverträgen',
    industries: ['Lebensmittel', 'Pharma'],
  },
  {
    name: 'Mittelstand ab 250 Beschäftigten',
    priority: 3,
    description: 'Rahmenverträge möglich',
    employees_min: 250,
  },
]

import { fact } from './fact.ts'

const costs = { records: 'costs' } as const
const platform = { records: 'costs', missing: 'no_platform_counts' } as const

const category = (de: string, en: string) =>
  fact(
    'money',
    [`Kosten: ${de}`, `Cost: ${en}`],
    [
      `Kostenbuchungen der Kostenart ${de}, gleichmäßig auf die Tage ihres Zeitraums verteilt; gezählt wird der Teil, der in den Zeitraum fällt.`,
      `Entries of the category ${en}, spread evenly over the days of their period; the part that falls in the period counts.`,
    ],
    costs,
  )

/** Facts of the cost ledger. Amounts are net and booked by days. */
export const COST_FACTS = {
  cost_personnel: category('Personal', 'personnel'),
  cost_technology: category('Technik', 'technology'),
  cost_media: category('Media', 'media'),
  cost_external: category('Externe Leistungen', 'external services'),
  cost_production: category('Produktion', 'production'),
  cost_sales: category('Vertrieb', 'sales'),
  marketing_cost: fact(
    'money',
    ['Marketingkosten', 'Marketing cost'],
    [
      'Alle Kostenarten außer Vertrieb, nach Tagen gebucht; ohne jede Buchung nicht bekannt statt 0.',
      'All categories but sales, booked by days; without any entry not known instead of 0.',
    ],
    { records: 'costs', missing: 'no_costs' },
  ),
  acquisition_sales_cost: fact(
    'money',
    ['Vertriebskosten für Neukunden', 'Sales cost of winning customers'],
    [
      'Vertriebskosten für Neukundengewinnung ganz, nicht angegebene zum eingestellten Anteil (CAC-Definition Version 1), für Bestandskunden nicht.',
      'Sales cost of winning customers in full, unspecified at the share of the setting (CAC definition version 1), of existing customers not.',
    ],
    costs,
  ),
  impressions: fact(
    'count',
    ['Impressionen', 'Impressions'],
    [
      'Einblendungen laut Kostenbuchungen, deren Zeitraum im Zeitraum beginnt.',
      'Impressions on cost entries whose period begins in the period.',
    ],
    platform,
  ),
  reach: fact(
    'count',
    ['Reichweite', 'Reach'],
    [
      'Erreichte Personen laut Kostenbuchungen, deren Zeitraum im Zeitraum beginnt; über Buchungen summiert, Doppelte eingeschlossen.',
      'People reached on cost entries whose period begins in the period; summed over entries, overlaps included.',
    ],
    platform,
  ),
  clicks: fact(
    'count',
    ['Klicks', 'Clicks'],
    [
      'Klicks laut Kostenbuchungen, deren Zeitraum im Zeitraum beginnt.',
      'Clicks on cost entries whose period begins in the period.',
    ],
    platform,
  ),
  platform_conversions: fact(
    'count',
    ['Conversions laut Plattform', 'Platform conversions'],
    [
      'Conversions, die die Werbeplattform sich selbst zuschreibt.',
      'Conversions that the ad platform claims for itself.',
    ],
    platform,
  ),
  platform_conversion_value: fact(
    'money',
    ['Conversion-Wert laut Plattform', 'Platform conversion value'],
    [
      'Wert der Conversions, die die Werbeplattform sich selbst zuschreibt.',
      'Value of the conversions that the ad platform claims for itself.',
    ],
    platform,
  ),
  spend_with_clicks: fact(
    'money',
    ['Mediakosten mit Klickzahlen', 'Media spend with clicks'],
    [
      'Mediakosten der Buchungen, zu denen Klicks bekannt sind und deren Zeitraum im Zeitraum beginnt.',
      'Media cost of entries with known clicks whose period begins in the period.',
    ],
    costs,
  ),
  spend_with_impressions: fact(
    'money',
    ['Mediakosten mit Impressionen', 'Media spend with impressions'],
    [
      'Mediakosten der Buchungen, zu denen Impressionen bekannt sind und deren Zeitraum im Zeitraum beginnt.',
      'Media cost of entries with known impressions whose period begins in the period.',
    ],
    costs,
  ),
  spend_with_reach: fact(
    'money',
    ['Mediakosten mit Reichweite', 'Media spend with reach'],
    [
      'Mediakosten der Buchungen, zu denen die Reichweite bekannt ist und deren Zeitraum im Zeitraum beginnt.',
      'Media cost of entries with known reach whose period begins in the period.',
    ],
    costs,
  ),
}

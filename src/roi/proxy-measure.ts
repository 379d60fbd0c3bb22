import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind, RuleResult, Text, Values } from '#kernel/record.ts'

/** Reach or share of voice in a period: money only at the price that the company itself puts on it. */
export const proxyMeasureKind: RecordKind = {
  id: 'proxy_measure',
  path: 'proxy-measures',
  label: text('Ersatzgröße', 'Proxy'),
  plural: text('Ersatzgrößen', 'Proxies'),
  table: 'roi.proxy_measure',
  area: 'returns',
  fields: [
    field.choice(
      'measure',
      'Größe',
      'Measure',
      [
        choice('reach', 'Reichweite (Personen)', 'Reach (persons)'),
        choice('share_of_voice', 'Share of Voice (Punkte)', 'Share of voice (points)'),
        choice('other', 'andere', 'Other'),
      ],
      { required: true, inList: true, aliases: ['größe', 'kennzahl', 'metric'] },
    ),
    field.text('name', 'Bezeichnung', 'Name', { inList: true, aliases: ['bezeichnung', 'titel'] }),
    field.date('measured_on', 'Gemessen am', 'Measured on', {
      required: true,
      inList: true,
      aliases: ['datum', 'date', 'tag'],
    }),
    field.decimal('quantity', 'Menge', 'Quantity', {
      required: true,
      inList: true,
      aliases: ['menge', 'anzahl', 'wert', 'value'],
    }),
    field.money('price', 'Preis', 'Price', {
      inList: true,
      help: text(
        'Was Ihnen 1.000 erreichte Personen, ein Punkt Share of Voice oder eine Einheit wert sind. Leer: kein Betrag im ROI.',
        'What 1,000 persons reached, one point of share of voice or one unit are worth to you. Empty: no amount in the ROI.',
      ),
      aliases: ['preis', 'tkp'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', { inList: true, aliases: ['kanal'] }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', { aliases: ['kampagne'] }),
    field.longtext('notes', 'Notizen', 'Notes', { section: text('Notizen', 'Notes') }),
  ],
  title: ['name', 'measure'],
  search: ['name'],
  sort: '-measured_on',
}

export const roiRuleTexts: Readonly<Record<string, Text>> = {
  'roi.negative_quantity': text(
    'Die Menge darf nicht negativ sein.',
    'The quantity cannot be negative.',
  ),
}

export function checkProxyMeasure(_before: Values | null, { quantity }: Values): RuleResult[] {
  return typeof quantity === 'number' && quantity < 0
    ? [{ field: 'quantity', rule: 'roi.negative_quantity', severity: 'invalid' }]
    : []
}

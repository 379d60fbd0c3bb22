import type { Preset } from './preset.ts'

/** The table of accounts is put in when the preset is applied: it depends on the chart of accounts. */
export const datevPresets: readonly Preset[] = [
  {
    id: 'datev_postings',
    name: { de: 'DATEV: Buchungsstapel (EXTF)', en: 'DATEV: postings (EXTF)' },
    system: 'datev',
    requires: [
      ['Umsatz (ohne Soll/Haben-Kz)'],
      ['Soll/Haben-Kennzeichen'],
      ['Konto'],
      ['Gegenkonto (ohne BU-Schlüssel)'],
      ['Belegdatum'],
    ],
    parts: [
      {
        kind: 'cost',
        columns: [
          ['datev.amount', 'Umsatz (ohne Soll/Haben-Kz)'],
          ['datev.base_amount', 'Basisumsatz', 'Basis-Umsatz'],
          ['datev.side', 'Soll/Haben-Kennzeichen'],
          ['datev.account', 'Konto'],
          ['datev.contra_account', 'Gegenkonto (ohne BU-Schlüssel)'],
          ['datev.tax_key', 'BU-Schlüssel'],
          ['datev.date', 'Belegdatum'],
          ['datev.reversal', 'Generalumkehr', 'Generalumkehr (GU)'],
          ['currency', 'WKZ Umsatz'],
          ['document_number', 'Belegfeld 1'],
          ['description', 'Buchungstext'],
        ],
        key: [
          'Belegdatum',
          'Belegfeld 1',
          'Konto',
          'Gegenkonto (ohne BU-Schlüssel)',
          'Soll/Haben-Kennzeichen',
          'Umsatz (ohne Soll/Haben-Kz)',
          'Buchungstext',
        ],
      },
    ],
  },
]

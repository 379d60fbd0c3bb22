import { calculation, defineKpi } from '../define.ts'

export const openItems = defineKpi({
  id: 'open_items',
  block: 'result',
  name: { de: 'offene Posten', en: 'Open items' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'K1',
  period: calculation({
    formula: {
      de: 'Rechnungen − Gutschriften − Zahlungseingänge, alles bis zum Ende des Zeitraums',
      en: 'invoices − credit notes − payments, all up to the end of the period',
    },
    inputs: ['invoiced_to_date', 'received_to_date'],
    compute: (facts) => facts.invoiced_to_date - facts.received_to_date,
  }),
})

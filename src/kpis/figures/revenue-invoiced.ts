import { calculation, defineKpi } from '../define.ts'

export const revenueInvoiced = defineKpi({
  id: 'revenue_invoiced',
  block: 'result',
  name: { de: 'Rechnungen (netto Gutschriften)', en: 'Invoiced' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: calculation({
    formula: { de: 'Rechnungen − Gutschriften', en: 'invoices − credit notes' },
    inputs: ['revenue_invoiced', 'credit_notes'],
    compute: (facts) => facts.revenue_invoiced - facts.credit_notes,
  }),
})

import { REVENUE_PER_CUSTOMER } from '../customer-value.ts'
import { defineKpi } from '../define.ts'

export const revenuePerCustomer = defineKpi({
  id: 'revenue_per_customer',
  block: 'efficiency',
  name: { de: 'Umsatz je Kunde', en: 'Revenue per customer' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: REVENUE_PER_CUSTOMER.received,
  variants: { setting: 'revenue_basis', of: REVENUE_PER_CUSTOMER },
})

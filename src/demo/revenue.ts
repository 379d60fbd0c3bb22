import { addDays, type IsoDate } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import { type DemoCalendar, daysIn, isWorkday, MONTHS } from './calendar.ts'
import { type DemoRecord, numbered } from './catalogue.ts'
import { type Chance, chanceOf, roundAmount } from './chance.ts'
import type { Account, Customers } from './customers.ts'
import type { Deal } from './deals.ts'

type Invoice = {
  readonly date: IsoDate
  readonly amount: number
  readonly account_id: string
  readonly opportunity_id: string | null
  readonly description: string
}

const PART_PAYMENT_FROM = 1_500_000
const DEPOSIT = 0.3
const NEVER_PAID = 0.025
const CREDITED = 0.035
const OLD_ORDER_MONTHS = 2

const workday = (day: IsoDate): IsoDate => (isWorkday(day) ? day : workday(addDays(day, 1)))

/** The invoices of an order: one, or a deposit and the rest after delivery. */
function invoicesOf(
  calendar: DemoCalendar,
  deal: Deal,
  id: string,
  account: Account,
  chance: Chance,
) {
  const signed = calendar.dayOf(deal.course.closedAt ?? 0)
  const invoice = (days: number, amount: number, description: string): Invoice => ({
    date: workday(addDays(signed, days)),
    amount,
    account_id: account.id,
    opportunity_id: id,
    description,
  })
  if (deal.amount < PART_PAYMENT_FROM) {
    return [invoice(chance.integer(8, 32), deal.amount, 'Lieferung')]
  }
  const deposit = Math.round(deal.amount * DEPOSIT)
  return [
    invoice(chance.integer(3, 10), deposit, 'Anzahlung 30 %'),
    invoice(chance.integer(32, 64), deal.amount - deposit, 'Schlussrechnung'),
  ]
}

/** Orders of old customers that no opportunity was kept for; the first one lies before the records. */
function oldInvoices(calendar: DemoCalendar, account: Account, chance: Chance): Invoice[] {
  const invoices: Invoice[] = []
  let month = -chance.integer(1, 2)
  while (month < MONTHS) {
    invoices.push({
      date: workday(chance.pick(daysIn(calendar.month(month)))),
      amount: roundAmount(chance.skewed(390_000, 0.5)),
      account_id: account.id,
      opportunity_id: null,
      description: 'Ersatzteile und Wartung, Abruf',
    })
    month += OLD_ORDER_MONTHS + (chance.happens(0.3) ? 1 : 0)
  }
  return invoices
}

/** The invoice and what came of it: a payment some weeks later, now and then a credit note, or nothing yet. */
function entriesOf(invoice: Invoice, number: number, chance: Chance): Values[] {
  const { date, amount, ...rest } = invoice
  const entry = (kind: string, on: IsoDate, sum: number, text: string): Values => ({
    ...rest,
    kind,
    date: workday(on),
    amount: sum,
    number: `${text}-${date.slice(0, 4)}-${String(number).padStart(5, '0')}`,
  })
  const credit = chance.happens(CREDITED) ? roundAmount(amount * (0.04 + chance.next() * 0.1)) : 0
  const credited = addDays(date, chance.integer(6, 16))
  const paid = addDays(date, Math.min(120, Math.round(chance.skewed(24, 0.5))))
  return [
    entry('invoiced', date, amount, 'RE'),
    ...(credit > 0 ? [entry('credit_note', credited, credit, 'GS')] : []),
    ...(chance.happens(NEVER_PAID) ? [] : [entry('received', paid, amount - credit, 'ZE')]),
  ]
}

/** Invoices, credit notes and payments up to the end of the records, oldest first. */
export function revenueRecords(
  calendar: DemoCalendar,
  deals: readonly { readonly deal: Deal; readonly id: string }[],
  customers: Customers,
): DemoRecord[] {
  const chance = chanceOf('revenue')
  const ofDeals = deals
    .filter(({ deal }) => deal.course.outcome === 'won')
    .flatMap(({ deal, id }) => {
      const account = customers.ofDeal.get(deal)?.account
      return account ? invoicesOf(calendar, deal, id, account, chance) : []
    })
  const old = customers.accounts
    .filter(({ isOld }) => isOld)
    .flatMap((account) => oldInvoices(calendar, account, chance))
  const byDate = (a: { date: unknown }, b: { date: unknown }) =>
    String(a.date) < String(b.date) ? -1 : 1
  const entries = [...ofDeals, ...old]
    .toSorted(byDate)
    .flatMap((invoice, index) => entriesOf(invoice, index + 1, chance))
    .filter(({ date }) => String(date) < calendar.whole.until)
  return numbered(
    'revenue_entry',
    entries.toSorted((a, b) => byDate({ date: a.date }, { date: b.date })),
  )
}

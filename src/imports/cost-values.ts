import { cents } from '#kernel/money.ts'
import { addDays, firstOfMonth, type IsoDate } from '#kernel/period.ts'
import { postedCost } from './datev.ts'
import { EXACT_PLACES, scaled, unscaled } from './numbers.ts'
import type { RowContext, Work } from './row-work.ts'

/**
 * Completes a cost: the half-open days it is booked over, net from gross, the exact amount beside the
 * cents. `day`, `month`, `end_date` (last day), else a single day, else the period of the report.
 */
export function costValues(work: Work, context: RowContext): void {
  if (context.has('datev.amount')) {
    datevValues(work, context)
    return
  }
  periodValues(work, context)
  netValues(work)
  if (work.exact.amount !== undefined) work.values.exact_amount = work.exact.amount
}

const laterOf = (a: IsoDate, b: IsoDate | undefined): IsoDate => (b && b > a ? b : a)
const earlierOf = (a: IsoDate, b: IsoDate | undefined): IsoDate => (b && b < a ? b : a)

/** The days of the report: what a campaign spent before or after them is not in the row. */
function reportDays({ pseudo }: Work) {
  const from = pseudo.report_start as IsoDate | undefined
  const last = pseudo.report_end as IsoDate | undefined
  return { from, until: last && addDays(last, 1) }
}

/** First day and the day behind the last one as the row itself says, before the report clips them. */
function ownDays({ values, pseudo }: Work, context: RowContext) {
  const lastDay = pseudo.end_date as IsoDate | undefined
  const until =
    (values.until_date as IsoDate | null | undefined) ?? (lastDay && addDays(lastDay, 1))
  if (pseudo.day) {
    const day = pseudo.day as IsoDate
    return { from: day, until: addDays(day, 1), isDay: true }
  }
  const month = pseudo.month as IsoDate | undefined
  const from = (values.from_date as IsoDate | null | undefined) ?? month
  if (from) return { from, until: until ?? (month && firstOfMonth(month, 1)), isDay: false }
  const isUnsaid = !['from_date', 'day', 'month', 'report_start'].some(context.has)
  const period = isUnsaid ? context.period : null
  return { from: period?.from, until: until ?? period?.until, isDay: false }
}

function periodValues(work: Work, context: RowContext) {
  const { values, problems } = work
  const report = reportDays(work)
  const own = ownDays(work, context)
  if (!own.from) {
    if (report.from) values.from_date = report.from
    if (report.from) values.until_date = report.until ?? addDays(report.from, 1)
    return
  }
  const ownUntil = own.until ?? report.until ?? addDays(own.from, 1)
  const from = own.isDay ? own.from : laterOf(own.from, report.from)
  const until = own.isDay ? ownUntil : earlierOf(ownUntil, report.until)
  values.from_date = from
  values.until_date = until
  if (own.from >= ownUntil) {
    const word = context.has('end_date') ? 'end_date' : 'until_date'
    problems.push({
      column: context.columnOf(word),
      field: word,
      rule: 'imports.ends_before_start',
      detail: { from: own.from, until: ownUntil },
    })
  } else if (from >= until && report.from && report.until) {
    values.from_date = report.from
    values.until_date = report.until
  }
}

/** Net = gross / (1 + rate), where only the gross amount is known. */
function netValues({ values, exact }: Work) {
  const gross = exact.gross_amount
  const rate = values.vat_rate
  if (exact.amount !== undefined || gross === undefined || typeof rate !== 'number') return
  const parts = 1_000_000n
  const divisor = parts + BigInt(Math.round(rate * Number(parts)))
  const micros = scaled(gross, EXACT_PLACES) * parts
  const half = micros < 0n ? -divisor / 2n : divisor / 2n
  exact.amount = unscaled((micros + half) / divisor, EXACT_PLACES)
  values.amount = cents(Number(scaled(exact.amount, 2)))
}

function datevValues(work: Work, context: RowContext) {
  const { values, pseudo, problems } = work
  const part = (name: string) => pseudo[`datev.${name}`] ?? ''
  if (!context.header) {
    problems.push({ column: '', field: 'datev.date', rule: 'imports.datev_header' })
    return
  }
  const posting = {
    amount: part('base_amount') || part('amount'),
    side: part('side'),
    account: part('account'),
    contraAccount: part('contra_account'),
    taxKey: part('tax_key'),
    date: part('date'),
    reversal: part('reversal'),
  }
  const cost = postedCost(posting, context.header, context.categories)
  if (cost === null) {
    work.skipped = 'no_cost'
    return
  }
  if ('problem' in cost) {
    problems.push({ column: context.columnOf(cost.part), field: cost.part, rule: cost.problem })
    return
  }
  values.category ??= cost.category
  values.from_date = cost.day
  values.until_date = cost.untilDay
  values.gross_amount = cents(Number(scaled(cost.gross, 2)))
  values.vat_rate = cost.vatRate
  values.amount = cents(Number(scaled(cost.net, 2)))
  values.exact_amount = cost.net
  work.exact.amount = cost.net
  values.account_number = cost.account
  work.currency = part('base_amount')
    ? context.header.currency
    : (work.currency ?? context.header.currency)
}

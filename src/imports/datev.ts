import { addDays, firstOfMonth, type IsoDate, isIsoDate } from '#kernel/period.ts'
import { EXACT_PLACES, parseNumber, scaled, unscaled } from './numbers.ts'

/**
 * One posting of a DATEV Buchungsstapel. The amount is gross and never negative; `side` says whether
 * `account` is debited (S) or credited (H); the contra account takes the other side.
 */
export type Posting = {
  readonly amount: string
  readonly side: string
  readonly account: string
  readonly contraAccount: string
  readonly taxKey: string
  readonly date: string
  readonly reversal: string
}

/** What the metadata line of the file says. */
export type DatevHeader = {
  /** First day of the fiscal year: gives `ddmm` its year. */
  readonly yearStart: IsoDate
  /** Digits of a ledger account; accounts of customers and suppliers have one more. */
  readonly accountLength: number
  readonly currency: string | null
  readonly chart: Chart | null
}

export type Chart = 'skr03' | 'skr04'

const day = (text: string | undefined): IsoDate | null => {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? '')
  const iso = match ? `${match[1]}-${match[2]}-${match[3]}` : ''
  return isIsoDate(iso) ? iso : null
}

/**
 * Reads the metadata line of an EXTF file: fiscal year (field 13), account length (14), period (15),
 * currency (22), chart of accounts (27). Null when it is none.
 */
export function datevHeader(preamble: readonly (readonly string[])[]): DatevHeader | null {
  const [line] = preamble
  if (!line || !/^(?:EXTF|DTVF)$/.test(line[0] ?? '')) return null
  const yearStart = day(line[12]) ?? day(line[14])
  if (!yearStart) return null
  const chart = line[26] === '03' ? 'skr03' : line[26] === '04' ? 'skr04' : null
  return {
    yearStart,
    accountLength: Number(line[13]) || 4,
    currency: /^[A-Z]{3}$/.test(line[21] ?? '') ? (line[21] ?? null) : null,
    chart,
  }
}

/** Accounts that only one of the two charts uses in everyday postings. */
const TELLING: Readonly<Record<Chart, RegExp>> = {
  skr03: /^(?:12\d\d|1[47]\d\d|15[67]\d|16\d\d|4[1269]\d\d|8\d{3})$/,
  skr04: /^(?:18\d\d|12\d\d|14\d\d|33\d\d|38\d\d|4[0-4]\d\d|6\d{3})$/,
}

/** The chart of accounts that postings fit better, SKR 03 when both fit alike. */
export function guessChart(accounts: readonly string[]): Chart {
  const count = (chart: Chart) => accounts.filter((account) => TELLING[chart].test(account)).length
  return count('skr04') > count('skr03') ? 'skr04' : 'skr03'
}

/** A ledger account as four digits; null for accounts of customers and suppliers. */
export function ledgerAccount(text: string, length: number): string | null {
  const digits = text.trim()
  if (!/^\d+$/.test(digits) || digits.length > length) return null
  return digits.padStart(length, '0').slice(0, 4)
}

type Tax = { readonly percent: number; readonly isInGross: boolean }

/**
 * VAT of a posting by its tax key (input tax 8 = reduced, 9 = full rate; 5 % and 16 % in the second
 * half of 2020). Keys of reverse charge and of acquisitions within the EU (18, 19, 91, 94, 95): the
 * amount is net already. Without a key there is no VAT in it.
 */
export function taxOf(key: string, on: IsoDate): Tax {
  const isReduced2020 = on >= '2020-07-01' && on < '2021-01-01'
  switch (key.replace(/^0+/, '')) {
    case '8':
      return { percent: isReduced2020 ? 5 : 7, isInGross: true }
    case '9':
      return { percent: isReduced2020 ? 16 : 19, isInGross: true }
    case '7':
      return { percent: 16, isInGross: true }
    case '18':
    case '91':
      return { percent: 7, isInGross: false }
    case '19':
    case '94':
    case '95':
      return { percent: 19, isInGross: false }
    default:
      return { percent: 0, isInGross: true }
  }
}

/** `2102` in the fiscal year that starts on 2018-01-01 is 2018-02-21; null if no such day. */
export function postingDay(text: string, yearStart: IsoDate): IsoDate | null {
  const match = /^(\d{2})(\d{2})$/.exec(text.trim().padStart(4, '0'))
  if (!match) return null
  const year = Number(yearStart.slice(0, 4))
  const inYear = (y: number) => `${y}-${match[2]}-${match[1]}`
  const end = firstOfMonth(yearStart, 12)
  return (
    [inYear(year), inYear(year + 1)].find(
      (candidate): candidate is IsoDate =>
        isIsoDate(candidate) && candidate >= yearStart && candidate < end,
    ) ?? null
  )
}

/** A cost category by account: keys are accounts or ranges (`4600-4699`), '' means "no cost". */
export type CategoryTable = Readonly<Record<string, string>>

/** The category of the narrowest entry that covers the account; null if none does or it is no cost. */
export function categoryOf(account: string, table: CategoryTable): string | null {
  let best: { width: number; category: string } | null = null
  for (const [key, category] of Object.entries(table)) {
    const [from = '', until = from] = key.split('-').map((part) => part.trim())
    if (account < from || account > until) continue
    const width = Number(until) - Number(from)
    if (!best || width < best.width) best = { width, category }
  }
  return best?.category || null
}

export type PostedCost = {
  readonly category: string
  readonly account: string
  readonly day: IsoDate
  readonly untilDay: IsoDate
  /** Exact decimal texts with six places; negative where a cost was taken back. */
  readonly gross: string
  readonly net: string
  /** As a fraction. */
  readonly vatRate: number
}

/**
 * The cost that a posting books, null when it books none (neither account is a cost account, or both
 * are: then cost only moved). Breaks `imports.number`, `imports.date` or `imports.datev_side`.
 */
export function postedCost(
  posting: Posting,
  header: Pick<DatevHeader, 'yearStart' | 'accountLength'>,
  table: CategoryTable,
): PostedCost | { readonly problem: string; readonly part: string } | null {
  const account = ledgerAccount(posting.account, header.accountLength)
  const contra = ledgerAccount(posting.contraAccount, header.accountLength)
  const ownCategory = account && categoryOf(account, table)
  const contraCategory = contra && categoryOf(contra, table)
  if (Boolean(ownCategory) === Boolean(contraCategory)) return null
  const on = postingDay(posting.date, header.yearStart)
  if (!on) return { problem: 'imports.date', part: 'datev.date' }
  const side = posting.side.trim().toUpperCase()
  if (side !== 'S' && side !== 'H') return { problem: 'imports.datev_side', part: 'datev.side' }
  const read = parseNumber(posting.amount, ',')
  if ('problem' in read || read.value === null)
    return { problem: 'imports.number', part: 'datev.amount' }
  const isDebited = ownCategory ? side === 'S' : side === 'H'
  const isReversed = /^(?:1|g|gu)$/i.test(posting.reversal.trim())
  const sign = isDebited === isReversed ? -1n : 1n
  const tax = taxOf(posting.taxKey, on)
  const amount = sign * scaled(read.value.exact, EXACT_PLACES)
  const rate = BigInt(tax.percent)
  const net = tax.isInGross ? divide(amount * 100n, 100n + rate) : amount
  const gross = tax.isInGross ? amount : divide(amount * (100n + rate), 100n)
  return {
    category: ownCategory || contraCategory || '',
    account: (ownCategory ? account : contra) ?? '',
    day: on,
    untilDay: addDays(on, 1),
    gross: unscaled(gross, EXACT_PLACES),
    net: unscaled(net, EXACT_PLACES),
    vatRate: tax.percent / 100,
  }
}

/** Half away from zero. */
function divide(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n
  return dividend >= 0n ? (dividend + half) / divisor : -((-dividend + half) / divisor)
}

import type { ChartTable } from '../ui/chart.tsx'
import type { Cell } from '../ui/csv.ts'
import type { Formats } from '../ui/formats.ts'
import type { AmountFormats } from './amounts.ts'
import type { CreditFacet } from './credit-chart.ts'
import { amountOf, type Language, modelOf, type Row, type RowParts, rowsOf } from './credit-rows.ts'
import type { Unit } from './shapes.ts'

type Titled = { readonly word: string; readonly title: string }

/** The small charts: for every model the same rows, and what nobody gets as the last. */
export function facetsOf(
  parts: RowParts,
  titles: readonly Titled[],
  options: {
    readonly keys: readonly string[]
    readonly language: Language
    readonly notSummed: (name: string) => string
  },
): CreditFacet[] {
  return titles.map(({ word, title }) => {
    const model = modelOf(parts.credits, word)
    const rows = new Map(rowsOf(parts, word, options.language).map((row) => [row.key, row]))
    const isAdditive = model?.additive !== false
    return {
      word,
      title: isAdditive ? title : options.notSummed(title),
      additive: isAdditive,
      bars: [
        ...options.keys.map((key) => ({
          amount: rows.get(key)?.amount ?? 0,
          interval: rows.get(key)?.interval ?? null,
          isWeak: rows.get(key)?.enough === false,
        })),
        {
          amount: model ? amountOf(model.unattributed, parts.credits.unit) : 0,
          interval: null,
          isWeak: true,
        },
      ],
    }
  })
}

/** Cents leave as units of the currency. */
const exported = (amount: number | null | undefined, unit: Unit): number | null =>
  amount === null || amount === undefined ? null : unit === 'cents' ? amount / 100 : amount

type TableWords = {
  readonly by: string
  readonly low: string
  readonly high: string
  readonly share: string
  readonly unattributed: string
}

/** The figures of the chart as a table: for every model amount, share and, once they are there, the interval. */
export function creditTable(
  parts: RowParts,
  titles: readonly Titled[],
  order: readonly Row[],
  given: {
    readonly unit: Unit
    readonly language: Language
    readonly amounts: AmountFormats
    readonly formats: Formats
    readonly names: TableWords
  },
): ChartTable {
  const { unit, language, amounts, formats, names } = given
  const money = (value: Cell) =>
    amounts.exact(typeof value === 'number' ? (unit === 'cents' ? value * 100 : value) : null)
  const rate = (value: Cell) => formats.rate(typeof value === 'number' ? value : null)
  const models = titles.map(({ word, title }) => ({
    title,
    answer: modelOf(parts.credits, word),
    rows: new Map(rowsOf(parts, word, language).map((row) => [row.key, row])),
  }))
  const withIntervals = parts.sure !== undefined
  const columns = models.flatMap(({ title }) => [
    { id: `${title}-amount`, label: title, numeric: true, format: money },
    { id: `${title}-share`, label: `${title}: ${names.share}`, numeric: true, format: rate },
    ...(withIntervals
      ? [
          { id: `${title}-low`, label: `${title}: ${names.low}`, numeric: true, format: money },
          { id: `${title}-high`, label: `${title}: ${names.high}`, numeric: true, format: money },
        ]
      : []),
  ])
  const lines = order.map(({ key, name }) => [
    name,
    ...models.flatMap(({ rows }): Cell[] => {
      const row = rows.get(key)
      const ends = row?.interval ?? [null, null]
      return [
        exported(row?.amount ?? 0, unit),
        row?.share ?? 0,
        ...(withIntervals ? ends.map((end) => exported(end, unit)) : []),
      ]
    }),
  ])
  const nobody = [
    names.unattributed,
    ...models.flatMap(({ answer }): Cell[] => {
      const amount = answer ? amountOf(answer.unattributed, unit) : 0
      const total = answer ? amountOf(answer.total, unit) : 0
      return [
        exported(amount, unit),
        total === 0 ? null : amount / total,
        ...(withIntervals ? [null, null] : []),
      ]
    }),
  ]
  return { columns: [{ id: 'name', label: names.by }, ...columns], rows: [...lines, nobody] }
}

import type { Translate } from '../platform/language.ts'
import type { Cell } from '../ui/csv.ts'
import { amountOf, type Row } from './credit-rows.ts'
import type { ModelCredits, Unit } from './shapes.ts'
import type { de } from './texts.de.ts'

type Given = {
  readonly unit: Unit
  readonly label: (word: string) => string
  readonly words: Translate<typeof de>
  readonly by: string
  readonly value: string
  /** Name of the period before. */
  readonly earlier: string
}

/** The detailed table for a file: money in units of the currency, shares as fractions. */
export function detailExport(rows: readonly Row[], model: ModelCredits, given: Given) {
  const { unit, label, words: t } = given
  const out = (amount: number | null | undefined): Cell =>
    amount === null || amount === undefined ? null : unit === 'cents' ? amount / 100 : amount
  const total = amountOf(model.total, unit)
  const nobody = amountOf(model.unattributed, unit)
  const verdict = (row: Row): Cell => {
    if (row.enough === false) return t('verdict.few')
    if (!row.verdict) return null
    return t(row.verdict.verdict === 'robust' ? 'verdict.robust' : 'verdict.depends')
  }
  return {
    columns: [
      ...[given.by, given.value, t('table.share'), t('table.low'), t('table.high')],
      ...[t('table.change', { period: given.earlier }), t('table.removal'), t('table.verdict')],
      ...[t('table.lowest'), t('table.lowestModel')],
      ...[t('table.highest'), t('table.highestModel')],
    ],
    rows: [
      ...rows.map((row): Cell[] => [
        ...[row.name, out(row.amount), row.share],
        ...[out(row.interval?.[0]), out(row.interval?.[1]), out(row.change)],
        ...[row.removalEffect, verdict(row)],
        ...[row.verdict?.lowest.share, row.verdict && label(row.verdict.lowest.model)],
        ...[row.verdict?.highest.share, row.verdict && label(row.verdict.highest.model)],
      ]),
      [t('unattributed'), out(nobody), total === 0 ? null : nobody / total] satisfies Cell[],
    ],
  }
}

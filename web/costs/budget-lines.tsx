import { AppLink } from '../ui/app-link.tsx'
import { BandBadge } from '../ui/band-badge.tsx'
import type { Cell } from '../ui/csv.ts'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useBudgetTexts } from './budget-texts.ts'
import { type Line, toneOf, useBudgetWords } from './budget-words.ts'

/** The months of one campaign: plan, actual, committed, forecast, and whence it comes. */
export function BudgetLines({
  lines,
  isNarrow = false,
}: {
  readonly lines: readonly Line[]
  /** Beside other things: without whence the forecast comes. */
  readonly isNarrow?: boolean
}) {
  const t = useBudgetTexts()
  const formats = useFormats()
  const { categoryName, stateName } = useBudgetWords({})
  const money = (value: Cell) => formats.moneyRounded(typeof value === 'number' ? value : null)
  const hasOwn = (month: string) =>
    lines.some((line) => line.month === month && line.category !== null)
  return (
    <SimpleTable
      label={t('lines.title')}
      oneLine
      columns={[
        {
          id: 'month',
          label: t('column.month'),
          format: (month, row) => {
            const line = lines[Number(row.at(-1))]
            return line?.id ? (
              <AppLink to={`/budgets/${line.id}`} size="sm">
                {String(month)}
              </AppLink>
            ) : (
              String(month)
            )
          },
        },
        { id: 'category', label: t('column.category') },
        { id: 'planned', label: t('column.planned'), numeric: true, format: money },
        { id: 'actual', label: t('column.actual'), numeric: true, format: money },
        { id: 'committed', label: t('column.committed'), numeric: true, format: money },
        { id: 'forecast', label: t('column.forecast'), numeric: true, format: money },
        ...(isNarrow ? [] : [{ id: 'basis', label: t('column.basis') }]),
        {
          id: 'state',
          label: t('column.state'),
          format: (name, row) => {
            const line = lines[Number(row.at(-1))]
            return line && <BandBadge tone={toneOf(line.state)} label={String(name)} />
          },
        },
      ]}
      rows={lines.map((line, index) => [
        formats.month(line.month, 'short'),
        categoryName(line.category, hasOwn(line.month)),
        line.state === 'unplanned' ? null : line.planned,
        line.actual,
        line.committed,
        line.forecast,
        ...(isNarrow ? [] : [t(`basis.${line.basis}`)]),
        stateName(line.state),
        index,
      ])}
    />
  )
}

import { Button } from '@mantine/core'
import { DownloadIcon } from '@primer/octicons-react'
import type { CSSProperties } from 'react'
import { cumulative } from '#roi/cohort.ts'
import type { Cohort, Cohorts } from '#roi/cohort-shapes.ts'
import { useLanguage } from '../platform/language.ts'
import { type Cell, toCsv } from '../ui/csv.ts'
import { download } from '../ui/download.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './cohort.module.css'
import type { CohortState } from './cohort-state.ts'
import { useCohortTexts } from './cohort-texts.ts'
import { breakEvenText, cellText } from './cohort-words.ts'

type Props = { readonly answer: Cohorts; readonly state: CohortState }

/** Every month with what had come back by each age; what is expected is hatched. */
export function CohortTable({ answer, state }: Props) {
  const t = useCohortTexts()
  const language = useLanguage()
  const ages = Array.from({ length: answer.ages }, (_, age) => age)
  const save = () =>
    download(
      `kohorten-${answer.period.from}.csv`,
      toCsv(
        [
          ...[t('table.month'), t('table.cost'), t('table.deals'), t('table.soFar')],
          ...[t('table.rest'), t('curve.low'), t('curve.high')],
          ...ages.map(String),
        ],
        answer.cohorts.map((cohort) => csvRow(cohort, answer.ages)),
        language,
      ),
    )
  return (
    <Panel
      title={t('table.title')}
      sentence={t('table.sentence')}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<DownloadIcon size={14} />}
          aria-label={t('table.csv')}
          onClick={save}
        >
          CSV
        </Button>
      }
    >
      <section
        className={classes.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t('table.title')}
      >
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('table.month')}</th>
              <th scope="col">{t('table.cost')}</th>
              <th scope="col">{t('table.soFar')}</th>
              <th scope="col">{t('table.rest')}</th>
              <th scope="col">{t('table.roi')}</th>
              <th scope="col">{t('table.breakEven')}</th>
              {ages.map((age) => (
                <th key={age} scope="col" className={classes.age}>
                  {age}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.cohorts.map((cohort) => (
              <Row key={cohort.month} cohort={cohort} ages={ages} state={state} />
            ))}
            <TotalRow answer={answer} state={state} />
          </tbody>
        </table>
      </section>
    </Panel>
  )
}

const cents = (value: number | null): Cell => (value === null ? null : value / 100)

function csvRow(cohort: Cohort, ages: number): Cell[] {
  const seen = cumulative(cohort.values)
  return [
    ...[cohort.month, cents(cohort.cost), cohort.dealCount, cents(cohort.soFar)],
    ...[cents(cohort.rest?.value ?? null), cents(cohort.rest?.low ?? null)],
    cents(cohort.rest?.high ?? null),
    ...Array.from({ length: ages }, (_, age) =>
      cents(seen[age] ?? cohort.curve.find((one) => one.age === age)?.value ?? null),
    ),
  ]
}

type RowProps = {
  readonly cohort: Cohort
  readonly ages: readonly number[]
  readonly state: CohortState
}

/** Darker the more of the cost is back; the whole of it is a full tone. */
const shade = (value: number, cost: number | null): CSSProperties =>
  cost !== null && cost > 0
    ? { '--rk-share': `${Math.round(Math.min(1, Math.max(0, value / cost)) * 34)}%` }
    : {}

declare module 'react' {
  interface CSSProperties {
    '--rk-share'?: string
  }
}

function Row({ cohort, ages, state }: RowProps) {
  const t = useCohortTexts()
  const formats = useFormats()
  const { cost, soFar, rest, reason } = cohort
  const month = formats.month(cohort.month)
  const seen = cumulative(cohort.values)
  const money = formats.moneyRounded
  const between = rest && t('figure.rest.between', { low: money(rest.low), high: money(rest.high) })
  return (
    <tr data-month={cohort.month}>
      <th scope="row">
        <button
          type="button"
          className={classes.cell}
          aria-pressed={state.cohort === cohort.month}
          onClick={() =>
            state.change({ cohort: state.cohort === cohort.month ? undefined : cohort.month })
          }
        >
          {formats.month(cohort.month, 'short')}
        </button>
      </th>
      <td>
        <button
          type="button"
          className={classes.cell}
          aria-label={t('table.openCost', { month, value: money(cost) })}
          onClick={() => state.openCost(cohort.month)}
        >
          {money(cost)}
        </button>
      </td>
      <td>
        <button
          type="button"
          className={classes.cell}
          aria-label={t('table.openSoFar', { month, value: money(soFar) })}
          onClick={() => state.openDeals(cohort.month, null)}
        >
          {money(soFar)}
        </button>
      </td>
      <td title={between ?? (reason ? t(`reason.${reason}`) : undefined)} data-rest>
        <button
          type="button"
          className={classes.cell}
          aria-label={t('table.openRest', { month, value: rest ? money(rest.value) : '–' })}
          onClick={() => state.change({ cohort: cohort.month })}
        >
          {rest ? money(rest.value) : '–'}
          {rest && rest.high > rest.low && (
            <small>
              {money(rest.low)} – {money(rest.high)}
            </small>
          )}
        </button>
      </td>
      <td>
        <span className={classes.plain}>{formats.rate(cohort.roiExpected?.value, 0)}</span>
      </td>
      <td data-expected={cohort.breakEven?.expected || undefined}>
        <span className={classes.plain}>{breakEvenText(t, cohort)}</span>
      </td>
      {ages.map((age) => {
        const value = seen[age]
        if (value !== undefined) {
          const text = cellText(value, cost, formats)
          const isEmpty = (cohort.values[age] ?? 0) === 0
          return (
            <td key={age} className={classes.heat} style={shade(value, cost)}>
              <button
                type="button"
                className={classes.cell}
                data-quiet={isEmpty || undefined}
                aria-label={t('table.cell', { month, count: age, value: text })}
                onClick={() => state.openDeals(cohort.month, age)}
              >
                {text}
              </button>
            </td>
          )
        }
        const ahead = cohort.curve.find((one) => one.age === age)
        return (
          <td key={age} className={classes.ahead} data-ahead>
            {ahead && (
              <span
                className={classes.plain}
                title={t('table.cell.expected', {
                  ...{ month, count: age },
                  value: cellText(ahead.value, cost, formats),
                  low: cellText(ahead.low, cost, formats),
                  high: cellText(ahead.high, cost, formats),
                })}
              >
                {cellText(ahead.value, cost, formats)}
              </span>
            )}
          </td>
        )
      })}
    </tr>
  )
}

function TotalRow({ answer, state }: Props) {
  const t = useCohortTexts()
  const formats = useFormats()
  const { cost, soFar, rest, roiExpected } = answer.total
  const money = formats.moneyRounded
  return (
    <tr data-kind="total">
      <th scope="row">
        <span className={classes.plain}>{t('table.total')}</span>
      </th>
      <td>
        <button
          type="button"
          className={classes.cell}
          aria-label={t('table.openCost', { month: t('table.total'), value: money(cost) })}
          onClick={() => state.openCost('')}
        >
          {money(cost)}
        </button>
      </td>
      <td>
        <button
          type="button"
          className={classes.cell}
          aria-label={t('table.openSoFar', { month: t('table.total'), value: money(soFar) })}
          onClick={() => state.openDeals('all', null)}
        >
          {money(soFar)}
        </button>
      </td>
      <td>
        <span className={classes.plain}>
          {rest ? money(rest.value) : '–'}
          {rest && rest.high > rest.low && (
            <small>
              {money(rest.low)} – {money(rest.high)}
            </small>
          )}
        </span>
      </td>
      <td>
        <span className={classes.plain}>{formats.rate(roiExpected?.value, 0)}</span>
      </td>
      <td colSpan={answer.ages + 1} />
    </tr>
  )
}

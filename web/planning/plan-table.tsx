import { TextInput } from '@mantine/core'
import type { Kpi } from '#kpis/define.ts'
import { targetWord } from '#kpis/target-words.ts'
import {
  compareWithTarget,
  type HeldTarget,
  isAdditive,
  spanOf,
  type Target,
  targetFor,
} from '#kpis/targets.ts'
import type { YearPlan } from '#planning/plan-shapes.ts'
import {
  type Contradiction,
  contradictions,
  type Slot,
  slotsOf,
  valueAt,
  type YearValues,
} from '#planning/year-plan.ts'
import { dayIn } from '../kpis/cockpit-period.ts'
import { figureLine } from '../kpis/figure-format.ts'
import { useLanguage } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { slotId } from './plan-inputs.ts'
import classes from './planning.module.css'
import { usePlanningTexts } from './texts.ts'
import type { PlanForm } from './use-plan-form.ts'

type Props = {
  readonly kpi: Kpi
  readonly plan: YearPlan
  readonly form: PlanForm
  readonly writable: boolean
}

/** The slots as the table shows them: each quarter after its months, the year last. */
function inReadingOrder(year: number): Slot[] {
  const slots = slotsOf(year)
  const months = slots.filter(({ period }) => period === 'month')
  const quarters = slots.filter(({ period }) => period === 'quarter')
  const rest = slots.filter(({ period }) => period === 'year')
  return [
    ...quarters.flatMap((quarter, index) => [...months.slice(index * 3, index * 3 + 3), quarter]),
    ...rest,
  ]
}

/** Targets to type beside what became of them; quarters and the year say when they contradict their parts. */
export function PlanTable({ kpi, plan, form, writable }: Props) {
  const t = usePlanningTexts()
  const found = contradictions(form.values, isAdditive(kpi))
  return (
    <div>
      <table className={classes.plan} aria-label={t('plan.table')}>
        <thead>
          <tr>
            <th scope="col">{t('column.span')}</th>
            <th scope="col">{t('column.target')}</th>
            <th scope="col">{t('column.actual')}</th>
            <th scope="col">{t('column.reached')}</th>
            <th scope="col">{t('column.lastYear')}</th>
          </tr>
        </thead>
        <tbody>
          {inReadingOrder(plan.year).map((slot) => (
            <PlanRow
              key={slotId(slot)}
              {...{ kpi, plan, form, writable, slot }}
              against={found.find((one) => one.period === slot.period && one.index === slot.index)}
            />
          ))}
        </tbody>
      </table>
      {found.length > 0 && (
        <div className={classes.warning} role="status">
          <BandBadge
            tone="attention"
            size="sm"
            label={t('contradictions', { count: found.length })}
          />
        </div>
      )}
    </div>
  )
}

type RowProps = Props & { readonly slot: Slot; readonly against: Contradiction | undefined }

const sumOf = (values: readonly (number | null)[]): number | null => {
  const given = values.filter((value) => value !== null)
  return given.length === 0 ? null : given.reduce((sum, value) => sum + value, 0)
}

/** The plan as it is typed, in the shape the rule of targets reads. */
const targetsOf = (kpi: string, year: number, values: YearValues): Target[] =>
  slotsOf(year).flatMap((slot) => {
    const value = valueAt(values, slot)
    return value === null ? [] : [{ kpi, period: slot.period, from: slot.from, filter: '', value }]
  })

/** What came in a span, so far; sums only where the figure adds up. */
function actualOf(kpi: Kpi, { months }: YearPlan, { period, index }: Slot) {
  if (period === 'month') {
    const month = months[index]
    return { actual: month?.actual ?? null, lastYear: month?.lastYear ?? null }
  }
  if (!isAdditive(kpi)) return { actual: null, lastYear: null }
  const part = period === 'year' ? months : months.slice(index * 3, index * 3 + 3)
  return {
    actual: sumOf(part.map((month) => month.actual)),
    lastYear: sumOf(part.map((month) => month.lastYear)),
  }
}

function useSlotName(): (slot: Slot) => string {
  const t = usePlanningTexts()
  const formats = useFormats()
  return ({ period, from }) => {
    if (period === 'month') return formats.month(from)
    return period === 'quarter' ? formats.quarter(from) : t('slot.year', { year: from.slice(0, 4) })
  }
}

function PlanRow({ kpi, plan, form, slot, writable, against }: RowProps) {
  const t = usePlanningTexts()
  const language = useLanguage()
  const formats = useFormats()
  const name = useSlotName()(slot)
  const { actual, lastYear } = actualOf(kpi, plan, slot)
  const id = slotId(slot)
  const isRunning = slot.period === 'month' && plan.months[slot.index]?.state === 'running'
  const question = { period: spanOf(slot.period, slot.from), filter: '', view: 'period' } as const
  const held = targetFor(kpi, question, targetsOf(kpi.id, plan.year, form.values))
  const value = (amount: number | null) => figureLine(amount, kpi.unit, formats, language)
  return (
    <tr data-slot={id} data-period={slot.period}>
      <th scope="row">
        {slot.period === 'month' ? name.replace(/ \d+$/, '') : name}
        {isRunning && <span className={classes.note}> {t('running')}</span>}
      </th>
      <td>
        <TextInput
          size="xs"
          aria-label={t('slot.label', { name })}
          inputMode="decimal"
          readOnly={!writable}
          value={form.inputs[id] ?? ''}
          placeholder={held?.source === 'derived' ? value(held.value) : ''}
          error={form.wrong.has(id) ? t('wrong') : undefined}
          onChange={(event) => form.set(slot, event.currentTarget.value)}
          {...(kpi.unit === 'rate' && { rightSection: '%', rightSectionPointerEvents: 'none' })}
          classNames={{ input: classes.input ?? '' }}
        />
        {against && <Against kpi={kpi} against={against} />}
      </td>
      <td className="rk-number">{actual === null ? '' : value(actual)}</td>
      <td>
        <Reached kpi={kpi} actual={actual} held={held} />
      </td>
      <td className={`rk-number ${classes.quiet}`}>{lastYear === null ? '' : value(lastYear)}</td>
    </tr>
  )
}

function Against({ kpi, against }: { readonly kpi: Kpi; readonly against: Contradiction }) {
  const t = usePlanningTexts()
  const language = useLanguage()
  const formats = useFormats()
  const text = (value: number) => figureLine(value, kpi.unit, formats, language)
  const ofMonths = against.of === 'months'
  const label = isAdditive(kpi)
    ? t(ofMonths ? 'against.sum' : 'against.quarters', { value: text(against.low) })
    : t(ofMonths ? 'against.range' : 'against.quarterRange', {
        low: text(against.low),
        high: text(against.high),
      })
  return <BandBadge tone="attention" label={label} />
}

type ReachedProps = {
  readonly kpi: Kpi
  readonly actual: number | null
  readonly held: HeldTarget | null
}

/** The figure against its own target or the one that follows for it. */
function Reached({ kpi, actual, held }: ReachedProps) {
  const language = useLanguage()
  const formats = useFormats()
  const { company } = useMe()
  const today = dayIn(new Date(), company.time_zone)
  if (actual === null || held === null || held.period.from > today) return null
  const result = compareWithTarget(kpi, actual, held, today)
  const word = targetWord(result, kpi.betterWhen)[language]
  if (result.attainment === null) return <BandBadge tone={result.state} label={word} />
  return (
    <span className={classes.reached}>
      <BandBadge tone={result.state} label={formats.rate(result.attainment)} />
      <span className={classes.word}>{word}</span>
    </span>
  )
}

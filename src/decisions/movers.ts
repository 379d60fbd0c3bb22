import type { Text } from '#kernel/record.ts'
import { FACTS, type FactId } from '#kpis/facts.ts'
import { formatValue, type Language } from '#kpis/format.ts'
import type { KpiResult } from '#kpis/result.ts'
import type { Unit } from '#kpis/unit.ts'

type Seen = Pick<KpiResult, 'value'> & { readonly inputs?: KpiResult['inputs'] }

/** A figure in two periods, as a block of the cockpit has it. */
export type ComparedFigure = {
  readonly id: string
  readonly name: Text
  readonly unit: Unit
  readonly current: Seen
  readonly before: Seen
  readonly change: {
    readonly difference: number | null
    readonly interval: { readonly low: number; readonly high: number } | null
    readonly verdict: string
    readonly good: boolean | null
  }
}

/** A number in a figure, then and now. Its records open by figure and fact. */
export type Driver = {
  readonly fact: FactId
  readonly name: Text
  readonly before: number | null
  readonly now: number | null
  /** 0.35 = 35 % more; null where there was none before. */
  readonly relative: number | null
}

export type Mover = {
  readonly kpi: string
  readonly name: Text
  readonly unit: Unit
  readonly before: number
  readonly now: number
  readonly difference: number
  /** null where the value before is 0 or less: no share of a loss says anything. */
  readonly relative: number | null
  /** For the better, for the worse, or neither (null). */
  readonly good: boolean | null
  /** How much of the change is sure, as a share of the mean of both values, from 0 to 2. */
  readonly size: number
  /** The numbers in it that moved, the largest move first. */
  readonly drivers: readonly Driver[]
  /** Ids of figures that moved because of the same numbers: no news of their own. */
  readonly along: readonly string[]
  readonly sentence: Text
}

/** Changes below this size are no news. */
const SMALLEST_MOVE = 0.05

/** |difference| as a share of the mean size of both values: alike for 10 -> 20 and 20 -> 10, at most 2. */
function sizeOf(difference: number, now: number, before: number): number {
  const mean = (Math.abs(now) + Math.abs(before)) / 2
  return mean === 0 ? 0 : Math.min(2, Math.abs(difference) / mean)
}

/** The end of the interval that lies nearer to 0; the change itself where the figure is no sample. */
function sureDifference({ difference, interval, verdict }: ComparedFigure['change']): number {
  if (difference === null || verdict === 'no_clear_difference') return 0
  if (!interval) return difference
  return Math.abs(interval.low) < Math.abs(interval.high) ? interval.low : interval.high
}

/**
 * Parts of the won revenue have no interval of their own, but rest on the same few deals: they vary by chance at least
 * as much as the whole.
 */
const PARTS_OF_WON: ReadonlySet<FactId> = new Set<FactId>([
  'attributed_revenue',
  'attributed_margin',
  'attributed_gross_profit',
  'influenced_revenue',
  'margin_won',
  'gross_profit_won',
])

/** How much of a change of won revenue chance alone explains, as a share of the mean of both values. */
function chanceOfWon(figures: readonly ComparedFigure[]): number {
  const won = figures.find(({ id }) => id === 'revenue_won')
  const { interval } = won?.change ?? { interval: null }
  const mean = (Math.abs(won?.current.value ?? 0) + Math.abs(won?.before.value ?? 0)) / 2
  return interval && mean > 0 ? (interval.high - interval.low) / 2 / mean : 0
}

function sureSize(figure: ComparedFigure, chance: number): number {
  const { change, current, before } = figure
  if (current.value === null || before.value === null) return 0
  const size = sizeOf(sureDifference(change), current.value, before.value)
  const isPart = inputsOf(figure).some((fact) => PARTS_OF_WON.has(fact))
  return isPart && !change.interval ? Math.max(0, size - chance) : size
}

const inputsOf = (figure: ComparedFigure): readonly FactId[] =>
  Object.keys(figure.current.inputs ?? {}) as FactId[]

/** How sure the move of a single number is: known where a figure is nothing but this number. */
function sureFacts(
  figures: readonly ComparedFigure[],
  chance: number,
): ReadonlyMap<FactId, number> {
  const sizes = new Map<FactId, number>()
  for (const figure of figures) {
    const [fact, ...others] = inputsOf(figure)
    if (fact && others.length === 0) sizes.set(fact, sureSize(figure, chance))
  }
  return sizes
}

function driversOf(figure: ComparedFigure): Driver[] {
  const drivers = inputsOf(figure).map((fact) => {
    const before = figure.before.inputs?.[fact] ?? null
    const now = figure.current.inputs?.[fact] ?? null
    const known = before !== null && now !== null && before !== 0
    return {
      fact,
      name: FACTS[fact].name,
      before,
      now,
      relative: known ? (now - before) / Math.abs(before) : null,
    }
  })
  const moved = drivers.filter(({ now, before }) => now !== before)
  const size = ({ now, before }: Driver) =>
    sizeOf((now ?? 0) - (before ?? 0), now ?? 0, before ?? 0)
  return moved.toSorted((a, b) => size(b) - size(a))
}

/**
 * A quotient without an interval of its own (CAC, ROI) is no surer than the numbers in it: at most the sum of
 * what is sure of their moves. Numbers that no figure tells of alone count as they stand.
 */
function boundByDrivers(
  figure: ComparedFigure,
  drivers: readonly Driver[],
  sure: ReadonlyMap<FactId, number>,
  chance: number,
): number {
  const own = sureSize(figure, chance)
  if (figure.change.interval || drivers.length === 0 || !figure.before.inputs) return own
  const sum = drivers.reduce(
    (total, { fact, now, before }) =>
      total + (sure.get(fact) ?? sizeOf((now ?? 0) - (before ?? 0), now ?? 0, before ?? 0)),
    0,
  )
  return Math.min(own, sum)
}

const isWithin = (some: readonly FactId[], all: readonly FactId[]): boolean =>
  some.length > 0 && some.every((fact) => all.includes(fact))

const percent = (share: number, language: Language): string => {
  const text = new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  })
    .format(Math.round(share * 100))
    .replace('-', '−')
  return language === 'de' ? `${text} %` : `${text}%`
}

const WORDS = {
  de: { up: 'gestiegen', down: 'gesunken', from: 'von', to: 'auf', isNew: 'neu' },
  en: { up: 'rose', down: 'fell', from: 'from', to: 'to', isNew: 'new' },
} as const

const DRIVERS_TOLD = 3

/** The numbers that are named as reasons: the largest moves that can be said as a share, or as new. */
export const toldDrivers = <One extends Pick<Driver, 'relative' | 'before' | 'now'>>(
  drivers: readonly One[],
): One[] =>
  drivers
    .filter(({ relative, before, now }) => relative !== null || (before === 0 && now !== null))
    .slice(0, DRIVERS_TOLD)

type Told = Pick<Mover, 'name' | 'unit' | 'before' | 'now' | 'difference' | 'relative' | 'drivers'>

function sentenceIn(mover: Told, currency: string, language: Language): string {
  const words = WORDS[language]
  const value = (number: number) => formatValue(number, mover.unit, currency, language)
  const direction = mover.difference > 0 ? words.up : words.down
  const values = `${words.from} ${value(mover.before)} ${words.to} ${value(mover.now)}`
  const share = mover.relative === null ? '' : ` (${percent(mover.relative, language)})`
  const head =
    language === 'de'
      ? `${mover.name.de} ${values} ${direction}${share}.`
      : `${mover.name.en} ${direction} ${values}${share}.`
  // A figure that is one number has no other reason than itself.
  const reasons = toldDrivers(mover.drivers).map(({ name, relative }) => {
    const moved = relative === null ? words.isNew : percent(relative, language)
    return `${name[language]} ${moved}`
  })
  return mover.drivers.length > 1 && reasons.length > 0 ? `${head} ${reasons.join(', ')}.` : head
}

/** Plain words: what moved from where to where, and which of its numbers moved how. */
const sentenceOf = (mover: Told, currency: string): Text => ({
  de: sentenceIn(mover, currency, 'de'),
  en: sentenceIn(mover, currency, 'en'),
})

function moverOf(
  figure: ComparedFigure,
  { sure, chance }: { readonly sure: ReadonlyMap<FactId, number>; readonly chance: number },
  currency: string,
): Mover | null {
  const { id, name, unit, change } = figure
  const { value: now } = figure.current
  const { value: before } = figure.before
  if (now === null || before === null || change.difference === null) return null
  const drivers = driversOf(figure)
  const size = boundByDrivers(figure, drivers, sure, chance)
  if (size < SMALLEST_MOVE) return null
  const told: Told = {
    name,
    unit,
    before,
    now,
    difference: change.difference,
    relative: before > 0 ? change.difference / before : null,
    drivers,
  }
  const sentence = sentenceOf(told, currency)
  return { kpi: id, ...told, good: change.good, size, along: [], sentence }
}

/**
 * The largest movers between two periods, largest first.
 *
 * Figures have many units, so a change is measured as a share of the mean of both values. Of a figure that is a
 * sample only what is sure counts: the end of the 95 % interval nearer to 0, nothing where it covers 0. Figures made
 * of the same numbers as a larger mover go along with it (`along`), so that one event is told once.
 */
export function largestMovers(
  figures: readonly ComparedFigure[],
  { currency, limit = 5 }: { readonly currency: string; readonly limit?: number },
): Mover[] {
  const chance = chanceOfWon(figures)
  const known = { sure: sureFacts(figures, chance), chance }
  const inputs = new Map(figures.map((figure) => [figure.id, inputsOf(figure)]))
  const parts = ({ kpi }: Mover) => inputs.get(kpi)?.length ?? 0
  const ranked = figures
    .flatMap((figure) => moverOf(figure, known, currency) ?? [])
    // Alike in size, the number goes before the quotient that is made of it.
    .toSorted((a, b) => b.size - a.size || parts(a) - parts(b))
  const found: (Mover & { along: string[] })[] = []
  for (const mover of ranked) {
    const own = inputs.get(mover.kpi) ?? []
    const larger = found.find(({ kpi }) => {
      const others = inputs.get(kpi) ?? []
      return isWithin(own, others) || isWithin(others, own)
    })
    if (larger) larger.along.push(mover.kpi)
    else found.push({ ...mover, along: [] })
  }
  return found.slice(0, limit)
}

/**
 * Figures of the cockpit with the numbers of the period before, which the cockpit itself does not carry.
 * `before`: the figures of that period by id, as `readKpis` gives them.
 */
export const withInputsBefore = (
  figures: readonly ComparedFigure[],
  before: Readonly<Record<string, Pick<KpiResult, 'inputs'>>>,
): ComparedFigure[] =>
  figures.map((figure) => {
    const inputs = before[figure.id]?.inputs
    return inputs ? { ...figure, before: { ...figure.before, inputs } } : figure
  })

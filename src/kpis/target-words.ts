import type { Text } from '#kernel/record.ts'
import type { Kpi } from './define.ts'
import type { DerivedFrom, TargetResult } from './targets.ts'

/** What the word hangs on; `expected` is there while the period runs. */
type Judgement = Pick<TargetResult, 'state' | 'difference'> & {
  readonly expected?: number | null | undefined
}
type Judged = 'good' | 'attention' | 'bad'

const text = (de: string, en: string): Text => ({ de, en })

/** After the period: was the target reached? Where lower is better, it is kept or exceeded. */
const FINAL: Readonly<Record<'higher' | 'lower', Record<Judged, Text>>> = {
  higher: {
    good: text('Ziel erreicht', 'target reached'),
    attention: text('knapp unter Ziel', 'just below target'),
    bad: text('unter Ziel', 'below target'),
  },
  lower: {
    good: text('Ziel eingehalten', 'target kept'),
    attention: text('knapp über Ziel', 'just above target'),
    bad: text('über Ziel', 'above target'),
  },
}

/** While it runs, against the share of the days that are over. */
const RUNNING: Readonly<Record<'higher' | 'lower', Record<Judged, Text>>> = {
  higher: {
    good: text('im Plan', 'on plan'),
    attention: text('knapp hinter Plan', 'just behind plan'),
    bad: text('hinter Plan', 'behind plan'),
  },
  lower: {
    good: text('im Plan', 'on plan'),
    attention: text('knapp über Plan', 'just above plan'),
    bad: text('über Plan', 'above plan'),
  },
}

/** The state as a word, so that it never hangs on colour alone. */
export function targetWord(
  { state, expected, difference }: Judgement,
  betterWhen: Kpi['betterWhen'],
): Text {
  if (difference === null) return text('nicht vergleichbar', 'not comparable')
  if (betterWhen === 'neither') return text('ohne Wertung', 'not judged')
  if (state === 'neutral') return text('noch nicht begonnen', 'not begun yet')
  return (expected === undefined || expected === null ? FINAL : RUNNING)[betterWhen][state]
}

/** Where a target without one of its own comes from. */
export const DERIVED_WORDS: Readonly<Record<DerivedFrom, Text>> = {
  months: text('aus den Monaten', 'from the months'),
  quarters: text('aus den Quartalen', 'from the quarters'),
  quarter: text('anteilig aus dem Quartal', 'pro rata from the quarter'),
  year: text('anteilig aus dem Jahr', 'pro rata from the year'),
}

/** The same in one word, where the explanation is a click away. */
export const DERIVED_SHORT: Readonly<Record<DerivedFrom, Text>> = {
  months: DERIVED_WORDS.months,
  quarters: DERIVED_WORDS.quarters,
  quarter: text('anteilig', 'pro rata'),
  year: text('anteilig', 'pro rata'),
}

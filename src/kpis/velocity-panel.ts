import { ratio } from '#kernel/ratio.ts'
import type { Text } from '#kernel/record.ts'
import type { Facts } from './facts.ts'
import {
  DAYS_PER_VELOCITY_MONTH,
  leverTable,
  USUAL_LEVERS,
  VELOCITY_BASES,
  type VelocityBase,
  type VelocityInputs,
  velocity,
  velocityPerMonth,
} from './velocity.ts'
import { VELOCITY_BASE_TEXTS, velocityInputs } from './velocity-calculations.ts'

const LEVER_NAMES: Readonly<Record<keyof typeof USUAL_LEVERS, Text>> = {
  cycle: { de: 'Verkaufszyklus 10 % kürzer', en: 'Sales cycle 10% shorter' },
  rate: { de: 'Abschlussquote 10 % höher', en: 'Win rate 10% higher' },
  deal_value: { de: 'Auftragswert 10 % höher', en: 'Deal value 10% higher' },
  opportunities: { de: '10 % mehr Verkaufschancen', en: '10% more opportunities' },
  all: { de: 'alle vier zusammen', en: 'all four together' },
}

type Line = {
  readonly inputs: VelocityInputs
  readonly perDay: number | null
  readonly per30Days: number | null
}

/** The velocity of a period on the chosen base, on the other bases, and what changed inputs would do. */
export type VelocityPanel = Line & {
  readonly base: VelocityBase
  /** Cents won in the period, for 30 days of it: what a velocity is to be held against. */
  readonly wonPer30Days: number | null
  readonly bases: readonly (Line & {
    readonly base: VelocityBase
    readonly name: Text
    readonly note: Text
  })[]
  readonly levers: readonly {
    readonly id: string
    readonly name: Text
    readonly inputs: VelocityInputs
    readonly perDay: number | null
    readonly changeAgainstBase: number | null
  }[]
}

const lineOf = (base: VelocityBase, facts: Facts): Line => {
  const inputs = velocityInputs(base, facts)
  return { inputs, perDay: velocity(inputs), per30Days: velocityPerMonth(inputs) }
}

function wonPer30Days({ revenue_won: won, period_days: days }: Facts): number | null {
  const perDay = ratio(won ?? 0, days ?? 0)
  return won === null || won === undefined || perDay === null
    ? null
    : perDay * DAYS_PER_VELOCITY_MONTH
}

export function velocityPanel(base: VelocityBase, facts: Facts): VelocityPanel {
  const chosen = lineOf(base, facts)
  return {
    base,
    ...chosen,
    wonPer30Days: wonPer30Days(facts),
    bases: VELOCITY_BASES.map((one) => ({
      base: one,
      name: VELOCITY_BASE_TEXTS[one].name,
      note: VELOCITY_BASE_TEXTS[one].note,
      ...lineOf(one, facts),
    })),
    levers: leverTable(chosen.inputs, USUAL_LEVERS).map((lever) => ({
      ...lever,
      name: LEVER_NAMES[lever.id as keyof typeof USUAL_LEVERS],
    })),
  }
}

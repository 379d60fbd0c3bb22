/**
 * Pipeline velocity (G3): money the pipeline turns into revenue per day.
 * The figure depends on which opportunities are counted; each base is named beside it.
 */
export const VELOCITY_BASES = ['open_stock', 'open_at_end', 'created_per_month'] as const
export type VelocityBase = (typeof VELOCITY_BASES)[number]

export type VelocityInputs = {
  /** Average open stock, open at the end of the period, or created per month: by the base. */
  readonly opportunities: number | null
  /** Won / (won + lost) for the open bases, won / created for `created_per_month`. */
  readonly rate: number | null
  readonly dealValueCents: number | null
  readonly cycleDays: number | null
}

export const DAYS_PER_VELOCITY_MONTH = 30

/** Cents per day; null where an input is missing or the cycle is not positive. */
export function velocity(inputs: VelocityInputs): number | null {
  const { opportunities, rate, dealValueCents, cycleDays } = inputs
  if (opportunities === null || rate === null || dealValueCents === null || cycleDays === null) {
    return null
  }
  return cycleDays > 0 ? (opportunities * rate * dealValueCents) / cycleDays : null
}

/** Cents per month of 30 days, as the published guide counts. */
export function velocityPerMonth(inputs: VelocityInputs): number | null {
  const perDay = velocity(inputs)
  return perDay === null ? null : perDay * DAYS_PER_VELOCITY_MONTH
}

/** A changed input: `factor` 1.1 is ten per cent more, `value` replaces it. */
export type LeverChange = Partial<
  Record<keyof VelocityInputs, { readonly factor: number } | { readonly value: number }>
>

export type Lever = {
  readonly id: string
  readonly inputs: VelocityInputs
  readonly perDay: number | null
  /** 0.2 = a fifth more per day than the base; null when either is not defined or the base is 0. */
  readonly changeAgainstBase: number | null
}

function changed(inputs: VelocityInputs, change: LeverChange): VelocityInputs {
  const apply = (key: keyof VelocityInputs): number | null => {
    const one = change[key]
    const base = inputs[key]
    if (one === undefined) return base
    if ('value' in one) return one.value
    return base === null ? null : base * one.factor
  }
  return {
    opportunities: apply('opportunities'),
    rate: apply('rate'),
    dealValueCents: apply('dealValueCents'),
    cycleDays: apply('cycleDays'),
  }
}

/** The same formula with changed inputs, each line against the unchanged base. */
export function leverTable(
  inputs: VelocityInputs,
  changes: Readonly<Record<string, LeverChange>>,
): Lever[] {
  const base = velocity(inputs)
  return Object.entries(changes).map(([id, change]) => {
    const after = changed(inputs, change)
    const perDay = velocity(after)
    const changeAgainstBase = perDay === null || !base ? null : perDay / base - 1
    return { id, inputs: after, perDay, changeAgainstBase }
  })
}

/** What-if lines the cockpit offers: one tenth better on each input, and all four together. */
export const USUAL_LEVERS = {
  cycle: { cycleDays: { factor: 0.9 } },
  rate: { rate: { factor: 1.1 } },
  deal_value: { dealValueCents: { factor: 1.1 } },
  opportunities: { opportunities: { factor: 1.1 } },
  all: {
    cycleDays: { factor: 0.9 },
    rate: { factor: 1.1 },
    dealValueCents: { factor: 1.1 },
    opportunities: { factor: 1.1 },
  },
} as const satisfies Record<string, LeverChange>

import { type LeverChange, leverTable, type VelocityInputs, velocity } from '#kpis/velocity.ts'
import { one, type SearchState } from '../platform/url-state.ts'

/** The inputs of the velocity as levers, in the order of the formula. */
export const LEVERS = ['opportunities', 'rate', 'dealValueCents', 'cycleDays'] as const
export type LeverId = (typeof LEVERS)[number]

/** Name of a lever in the address: `?what_if_cycle=-10` is a cycle ten per cent shorter. */
export const LEVER_NAMES: Readonly<Record<LeverId, string>> = {
  opportunities: 'what_if_opportunities',
  rate: 'what_if_rate',
  dealValueCents: 'what_if_value',
  cycleDays: 'what_if_cycle',
}

/** Half to double: beyond that the formula tells nothing about a real company. */
export const LEVER_LOW = -50
export const LEVER_HIGH = 100

/** Changes in per cent, 0 for an untouched lever. */
export type WhatIf = Readonly<Record<LeverId, number>>

const bounded = (value: number): number => Math.min(LEVER_HIGH, Math.max(LEVER_LOW, value))

export function readWhatIf(search: SearchState): WhatIf {
  const percent = (id: LeverId): number => {
    const value = Number(one(search, LEVER_NAMES[id]))
    return Number.isFinite(value) ? bounded(value) : 0
  }
  return {
    opportunities: percent('opportunities'),
    rate: percent('rate'),
    dealValueCents: percent('dealValueCents'),
    cycleDays: percent('cycleDays'),
  }
}

/** A rate is a share and cannot exceed 1, whatever the lever says. */
function changeOf(id: LeverId, percent: number, base: VelocityInputs): LeverChange {
  const value = base[id]
  if (id === 'rate' && value !== null) {
    return { rate: { value: Math.min(1, value * (1 + percent / 100)) } }
  }
  return { [id]: { factor: 1 + percent / 100 } }
}

export type LeverLine = {
  readonly id: LeverId
  readonly percent: number
  readonly base: number | null
  readonly changed: number | null
  /** What this lever alone does to the velocity: 0.1 = a tenth more. */
  readonly alone: number | null
}

export type WhatIfResult = {
  readonly touched: boolean
  readonly perDay: number | null
  readonly base: number | null
  readonly changeAgainstBase: number | null
  readonly levers: readonly LeverLine[]
}

/** The velocity with changed inputs against the unchanged base, by the formula of the server. */
export function whatIf(base: VelocityInputs, changes: WhatIf): WhatIfResult {
  const single = Object.fromEntries(LEVERS.map((id) => [id, changeOf(id, changes[id], base)]))
  const together = Object.assign({}, ...Object.values(single)) as LeverChange
  const lines = leverTable(base, { ...single, together })
  const all = lines.find((line) => line.id === 'together')
  return {
    touched: LEVERS.some((id) => changes[id] !== 0),
    perDay: all?.perDay ?? null,
    base: velocity(base),
    changeAgainstBase: all?.changeAgainstBase ?? null,
    levers: LEVERS.map((id) => {
      const line = lines.find((one) => one.id === id)
      return {
        id,
        percent: changes[id],
        base: base[id],
        changed: line?.inputs[id] ?? null,
        alone: line?.changeAgainstBase ?? null,
      }
    }),
  }
}

import type { Text } from '#kernel/record.ts'
import type { MilestoneShares } from './milestones.ts'
import type { RuleModel } from './rule-models.ts'

/**
 * A model that learns from all journeys, those without a conversion included. `markov` gives value by value
 * removal, `markov_share` by the share of conversions: two definitions, never mixed.
 */
export type DataModel =
  | { readonly kind: 'markov'; readonly order: number; readonly value: 'removal' | 'share' }
  | { readonly kind: 'shapley' }
  | { readonly kind: 'markov_shapley' }

/** A share of conversions per channel that is never summed: a conversion counts for every channel in it. */
export type InfluenceModel = { readonly kind: 'influenced' }

export type Model = RuleModel | DataModel | InfluenceModel

export const ORDER_MAX = 4

const position = (first: number, middle: number, last: number): RuleModel => ({
  kind: 'position',
  shares: { first, middle, last },
})

const milestones = (shares: Partial<MilestoneShares>): RuleModel => ({
  kind: 'milestones',
  shares: { first: 0, lead: 0, opportunity: 0, close: 0, middle: 0, ...shares },
})

type Named = { readonly model: Model; readonly label: Text }

const named = (model: Model, de: string, en: string): Named => ({ model, label: { de, en } })

/**
 * The models by the word that settings, API and command line use. Percentages: position-based, J and inverse J
 * as Adobe (A1), milestones as Marketo Measure (A3), time decay 7 days as Google and Adobe.
 */
export const MODELS = {
  first: named({ kind: 'first' }, 'Erster Kontakt', 'First touch'),
  last: named({ kind: 'last' }, 'Letzter Kontakt', 'Last touch'),
  last_non_direct: named(
    { kind: 'last_non_direct' },
    'Letzter Kontakt außer Direkt',
    'Last touch but direct',
  ),
  linear: named({ kind: 'linear' }, 'Linear', 'Linear'),
  linear_unique: named({ kind: 'linear_unique' }, 'Linear je Kanal', 'Linear by channel'),
  position_based: named(position(40, 20, 40), 'Positionsbasiert', 'Position-based'),
  j_shaped: named(position(20, 20, 60), 'J-Form', 'J-shaped'),
  inverse_j: named(position(60, 20, 20), 'Umgekehrte J-Form', 'Inverse J'),
  position_decay: named(
    { kind: 'position_decay' },
    'Steigend nach Position',
    'Rising with position',
  ),
  time_decay: named({ kind: 'time_decay', halfLifeDays: 7 }, 'Zeitverlauf', 'Time decay'),
  milestone_u: named(
    milestones({ first: 50, lead: 50 }),
    'Meilensteine U (Erstkontakt, Lead)',
    'Milestones U (first touch, lead)',
  ),
  w_shaped: named(
    milestones({ first: 30, lead: 30, opportunity: 30, middle: 10 }),
    'Meilensteine W (dazu Verkaufschance)',
    'Milestones W (opportunity as well)',
  ),
  full_path: named(
    milestones({ first: 22.5, lead: 22.5, opportunity: 22.5, close: 22.5, middle: 10 }),
    'Meilensteine gesamter Weg',
    'Milestones full path',
  ),
  markov: named({ kind: 'markov', order: 1, value: 'removal' }, 'Markow-Kette', 'Markov chain'),
  markov_share: named(
    { kind: 'markov', order: 1, value: 'share' },
    'Markow-Kette (Wert nach Anteil der Abschlüsse)',
    'Markov chain (value by conversion share)',
  ),
  shapley: named({ kind: 'shapley' }, 'Shapley', 'Shapley'),
  markov_shapley: named({ kind: 'markov_shapley' }, 'Markow-Shapley', 'Markov-Shapley'),
  influenced: named({ kind: 'influenced' }, 'Beteiligt', 'Influenced'),
} as const satisfies Readonly<Record<string, Named>>

export type ModelName = keyof typeof MODELS

export const MODEL_NAMES = Object.keys(MODELS) as readonly ModelName[]

const isModelName = (name: string): name is ModelName => Object.hasOwn(MODELS, name)

/**
 * A model from its word, with numbers of its own behind a colon: `position_based:30/40/30` (first, middle,
 * last), `time_decay:30` (half-life in days), `markov:3` (order), `custom:30/40/30` (positions) or
 * `custom:20/30/30/10/10` (first touch, lead, opportunity, close, middle). Null for what is none of these.
 */
export function parseModel(text: string): Model | null {
  const [name = '', parameters] = text.trim().split(':')
  if (parameters === undefined) return isModelName(name) ? MODELS[name].model : null
  const numbers = parameters.split('/').map((part) => (part.trim() === '' ? Number.NaN : +part))
  if (numbers.some((value) => !Number.isFinite(value) || value < 0)) return null
  return withNumbers(name, numbers)
}

function withNumbers(name: string, numbers: readonly number[]): Model | null {
  const [one = 0] = numbers
  const isOne = numbers.length === 1
  if (name === 'position_based' || name === 'custom') return withShares(name, numbers)
  if (name === 'time_decay') return isOne && one > 0 ? { kind: name, halfLifeDays: one } : null
  if (name === 'markov' || name === 'markov_share') {
    const isOrder = isOne && Number.isInteger(one) && one >= 1 && one <= ORDER_MAX
    const value = name === 'markov' ? 'removal' : 'share'
    return isOrder ? { kind: 'markov', order: one, value } : null
  }
  return null
}

function withShares(name: 'position_based' | 'custom', numbers: readonly number[]): Model | null {
  const [first = 0, second = 0, third = 0, close = 0, middle = 0] = numbers
  if (numbers.length === 3) {
    return numbers.some((share) => share > 0) ? position(first, second, third) : null
  }
  const hasMilestone = numbers.slice(0, 4).some((share) => share > 0)
  if (name === 'position_based' || numbers.length !== 5 || !hasMilestone) return null
  return milestones({ first, lead: second, opportunity: third, close, middle })
}

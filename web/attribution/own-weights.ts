import { parseModel } from '#attribution/models.ts'

/** Ways to say the weights of a model oneself, with the numbers that the field uses to begin with. */
export const OWN_WEIGHTS = {
  positions: { name: 'custom', parts: ['first', 'middle', 'last'], start: [40, 20, 40] },
  milestones: {
    name: 'custom',
    parts: ['first', 'lead', 'opportunity', 'close', 'others'],
    start: [30, 30, 30, 0, 10],
  },
  decay: { name: 'time_decay', parts: ['halfLife'], start: [30] },
} as const
export type OwnWeights = keyof typeof OWN_WEIGHTS

export const OWN_WEIGHTS_KINDS = Object.keys(OWN_WEIGHTS) as readonly OwnWeights[]

/** The word of a model with these numbers; null where they make none. */
export function wordOfWeights(
  kind: OwnWeights,
  numbers: readonly (number | null)[],
): string | null {
  const { name, parts } = OWN_WEIGHTS[kind]
  if (numbers.length !== parts.length || numbers.includes(null)) return null
  const word = `${name}:${numbers.join('/')}`
  return parseModel(word) ? word : null
}

/** What a word says of weights of one's own; null for every other model. */
export function weightsInWord(
  word: string,
): { kind: OwnWeights; numbers: readonly number[] } | null {
  const [name = '', parameters] = word.split(':')
  if (parameters === undefined || !parseModel(word)) return null
  const numbers = parameters.split('/').map(Number)
  const sameName = name === 'position_based' ? 'custom' : name
  const kind = OWN_WEIGHTS_KINDS.find(
    (one) => OWN_WEIGHTS[one].name === sameName && OWN_WEIGHTS[one].parts.length === numbers.length,
  )
  return kind ? { kind, numbers } : null
}

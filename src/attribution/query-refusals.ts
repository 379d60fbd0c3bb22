import { Refusal } from '#kernel/refusal.ts'

export const unknownModel = (word: string) =>
  new Refusal('invalid', 'attribution.unknown_model', { model: word })

export const noSuchValue = (conversion: string, value: string) =>
  new Refusal('invalid', 'attribution.no_such_value', { conversion, value })

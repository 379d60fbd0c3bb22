import type { RecordKind, Text } from '#kernel/record.ts'
import type { Detection } from './detection.ts'
import { guessMappings } from './guess.ts'
import type { Mapping } from './mapping.ts'
import { applyPreset, presetsFor } from './presets/index.ts'

/** A way to read a file that people can take, change or leave. */
export type Proposal = {
  readonly source: 'preset' | 'guess' | 'saved' | 'remembered'
  /** Preset, kind, or saved mapping. */
  readonly id: string
  readonly name: Text
  /** 0 to 1; presets are sure. */
  readonly score: number
  readonly mappings: readonly Mapping[]
}

/** Below this a guess is no better than asking. */
const GUESS_MIN = 0.3

/** Presets that know the header, then kinds that the columns look like, likeliest first. */
export function proposeMappings(detection: Detection, kinds: readonly RecordKind[]): Proposal[] {
  const fromPresets = presetsFor(detection).map(
    (preset, index): Proposal => ({
      source: 'preset',
      id: preset.id,
      name: preset.name,
      score: index === 0 ? 1 : 0.95,
      mappings: applyPreset(preset, detection),
    }),
  )
  const guesses = guessMappings(detection, kinds)
    .filter(({ score }) => score >= GUESS_MIN)
    .map(({ kind, score, mapping }): Proposal => {
      const plural = kinds.find(({ id }) => id === kind)?.plural ?? { de: kind, en: kind }
      return { source: 'guess', id: kind, name: plural, score, mappings: [mapping] }
    })
  return [...fromPresets, ...guesses]
}

import { expect, test } from 'vitest'
import { weightsInWord, wordOfWeights } from './own-weights.ts'

test('own weights: numbers make the word that address, API and command line use', () => {
  expect(wordOfWeights('positions', [50, 10, 40])).toBe('custom:50/10/40')
  expect(wordOfWeights('milestones', [20, 30, 30, 10, 10])).toBe('custom:20/30/30/10/10')
  expect(wordOfWeights('decay', [14.5])).toBe('time_decay:14.5')
})

test('own weights: numbers that share nothing make no model', () => {
  expect(wordOfWeights('positions', [0, 0, 0])).toBeNull()
  expect(wordOfWeights('positions', [50, null, 50])).toBeNull()
  expect(wordOfWeights('positions', [-1, 50, 50])).toBeNull()
  // what lies between milestones needs a milestone
  expect(wordOfWeights('milestones', [0, 0, 0, 0, 10])).toBeNull()
  expect(wordOfWeights('decay', [0])).toBeNull()
})

test('own weights: a word opens with its numbers, other models with none', () => {
  expect(weightsInWord('custom:50/10/40')).toEqual({ kind: 'positions', numbers: [50, 10, 40] })
  expect(weightsInWord('position_based:30/40/30')?.kind).toBe('positions')
  expect(weightsInWord('custom:20/30/30/10/10')?.kind).toBe('milestones')
  expect(weightsInWord('time_decay:30')).toEqual({ kind: 'decay', numbers: [30] })
  expect(weightsInWord('time_decay')).toBeNull()
  expect(weightsInWord('markov:3')).toBeNull()
})

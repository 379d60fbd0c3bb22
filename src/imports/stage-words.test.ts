import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftStages, outcomeOfStage, plainOutcome } from './stage-words.ts'

const examples: [string, string][] = [
  ['Closed Won', 'won'],
  ['Closed Lost', 'lost'],
  ['Gewonnen', 'won'],
  ['Verloren', 'lost'],
  ['Nicht gewonnen', 'lost'],
  ['Qualification', 'open'],
  ['Negotiation/Review', 'open'],
  ['Auftrag', 'won'],
  ['Won - Deal', 'won'],
]
for (const [name, outcome] of examples) {
  test(`stage words: ${name} is ${outcome}`, () => assert.equal(outcomeOfStage(name), outcome))
}

test('stage words: HubSpot writes closedwon and closedlost in one word', () => {
  assert.equal(outcomeOfStage('closedwon'), 'won')
  assert.equal(outcomeOfStage('closedlost'), 'lost')
})

test('stage words: only the plain word means the own stage of that outcome', () => {
  assert.equal(plainOutcome(' Won '), 'won')
  assert.equal(plainOutcome('Closed Won'), null)
})

test('new stages: probabilities of the rows are averaged, others spread evenly', () => {
  const given = new Map([['Offer', [0.4, 0.6]]])
  const drafts = draftStages(['Prospect', 'Offer', 'Closed Won', 'Closed Lost'], given, 40)
  // two open stages without figures would stand at 0.1 + 0.8 * 1/3 and 0.1 + 0.8 * 2/3
  assert.deepEqual(
    drafts.map(({ name, position, probability, outcome }) => [
      name,
      position,
      probability,
      outcome,
    ]),
    [
      ['Prospect', 50, 0.3667, 'open'],
      ['Offer', 60, 0.5, 'open'],
      ['Closed Won', 70, 1, 'won'],
      ['Closed Lost', 80, 0, 'lost'],
    ],
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EXAMPLE, exampleShares } from './model-example.ts'
import { MODEL_TEXTS, modelLabel, modelText } from './model-texts.ts'
import { MODEL_NAMES } from './models.ts'

/** Per cent with one decimal, as drawn. */
const percent = (word: string) => exampleShares(word)?.map((share) => Math.round(share * 1000) / 10)

test('model example: what each rule gives the four touches, by hand', () => {
  assert.deepEqual(percent('first'), [100, 0, 0, 0])
  assert.deepEqual(percent('last'), [0, 0, 0, 100])
  // the last one is direct
  assert.deepEqual(percent('last_non_direct'), [0, 0, 100, 0])
  assert.deepEqual(percent('linear'), [25, 25, 25, 25])
  // three channels, two touches share one of them
  assert.deepEqual(percent('linear_unique'), [33.3, 16.7, 16.7, 33.3])
  assert.deepEqual(percent('position_based'), [40, 10, 10, 40])
  assert.deepEqual(percent('j_shaped'), [20, 10, 10, 60])
  assert.deepEqual(percent('inverse_j'), [60, 10, 10, 20])
  assert.deepEqual(percent('position_decay'), [10, 20, 30, 40])
  // 28, 14, 7 and 0 days are 4, 2, 1 and 0 half-lives: 1, 4, 8 and 16 of 29
  assert.deepEqual(percent('time_decay'), [3.4, 13.8, 27.6, 55.2])
  assert.deepEqual(percent('milestone_u'), [50, 50, 0, 0])
  // the opportunity came after the fourth; the third stands between
  assert.deepEqual(percent('w_shaped'), [30, 30, 10, 30])
  assert.deepEqual(percent('full_path'), [22.5, 22.5, 10, 45])
  assert.deepEqual(percent('influenced'), [100, 100, 100, 100])
  assert.equal(exampleShares('best'), null)
})

test('model example: what the chain of the four journeys gives, by hand', () => {
  // One of four is won. Ends: from e-mail (own loops aside) 2/3 to direct, 1/3 lost; from direct 1/3 won; the fair
  // leads to e-mail. Starts: fair 1/2, e-mail 1/4, direct 1/4. Won: (1/4 + 3/4 * 2/3) / 3 = 1/4.
  // Without direct 0; without e-mail 1/4 * 1/3 = 1/12; without the fair (1/4 + 1/4 * 2/3) / 3 = 5/36.
  // Removal effects 1, 2/3, 4/9: of their sum 9/19, 6/19, 4/19; e-mail in two halves.
  assert.deepEqual(percent('markov'), [21.1, 15.8, 15.8, 47.4])
  // one won journey: by share of conversions it is the same
  assert.deepEqual(percent('markov_share'), percent('markov'))
  // the even split over three channels
  assert.deepEqual(percent('shapley'), [33.3, 16.7, 16.7, 33.3])
  // won with these channels only, in 36ths: D 3, E+D 5, F+D 3, all 9, others 0. Mean of what each adds in the six
  // orders: F (4 + 4) / 6, E (2 + 6 + 6) / 6, D (3 + 3 + 5 + 3 + 9 + 9) / 6 of 9: 4, 7 and 16 of 27.
  assert.deepEqual(percent('markov_shapley'), [14.8, 13, 13, 59.3])
})

test('model example: every model but influence gives the whole', () => {
  for (const name of MODEL_NAMES) {
    const shares = exampleShares(name) ?? []
    assert.equal(shares.length, EXAMPLE.length, name)
    const sum = shares.reduce((total, share) => total + share, 0)
    if (name !== 'influenced') assert.ok(Math.abs(sum - 1) < 1e-12, `${name}: ${sum}`)
  }
})

test('model texts: every model has them, own numbers are named', () => {
  assert.deepEqual(Object.keys(MODEL_TEXTS).toSorted(), MODEL_NAMES.toSorted())
  assert.equal(modelText('markov:3'), MODEL_TEXTS.markov)
  assert.ok(modelText('custom:30/40/30'))
  assert.equal(modelText('best'), null)
  assert.equal(modelLabel('markov:3').de, 'Markow-Kette, Ordnung 3')
  assert.equal(modelLabel('time_decay:7.5').de, 'Zeitverlauf, Halbwertszeit 7,5 Tage')
  assert.equal(modelLabel('time_decay:7.5').en, 'Time decay, half-life 7.5 days')
  assert.equal(modelLabel('position_based:30/40/30').de, 'Positionsbasiert 30/40/30')
  assert.equal(modelLabel('best').de, 'best')
})

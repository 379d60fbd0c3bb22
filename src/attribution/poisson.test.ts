import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '#kernel/random.ts'
import { draw, poisson } from './poisson.ts'

// R: dpois(0:3, 1) prints 0.36787944 0.36787944 0.18393972 0.06131324; for a large mean the distribution is normal
// up to 1 / sqrt(mean)
test('poisson: frequencies of mean 1 as dpois in R', () => {
  const table = poisson(1)
  const random = seededRandom(3)
  const counts = [0, 0, 0, 0]
  const draws = 200_000
  for (let index = 0; index < draws; index += 1) {
    const drawn = draw(table, random())
    if (drawn < 4) counts[drawn] = (counts[drawn] ?? 0) + 1
  }
  for (const [index, wanted] of [0.36787944, 0.36787944, 0.18393972, 0.06131324].entries()) {
    const error = 5 * Math.sqrt((wanted * (1 - wanted)) / draws)
    assert(Math.abs((counts[index] ?? 0) / draws - wanted) < error, `${index}: ${counts[index]}`)
  }
})

for (const mean of [0, 0.3, 7, 4_197, 2_000_000]) {
  test(`poisson: mean and variance of ${mean} are ${mean}`, () => {
    const table = poisson(mean)
    const random = seededRandom(5)
    const draws = 20_000
    let sum = 0
    let squares = 0
    for (let index = 0; index < draws; index += 1) {
      const drawn = draw(table, random())
      assert(Number.isInteger(drawn) && drawn >= 0)
      sum += drawn - mean
      squares += (drawn - mean) ** 2
    }
    // five standard errors; the fourth central moment of Poisson is mean + 3 mean^2
    assert(Math.abs(sum / draws) <= 5 * Math.sqrt(mean / draws), `mean off by ${sum / draws}`)
    const spread = Math.sqrt((mean + 2 * mean * mean) / draws)
    assert(Math.abs(squares / draws - mean) <= 5 * spread, `variance ${squares / draws}`)
  })
}

import { expect, test } from 'vitest'
import { type Sample, secondsLeft, withSample } from './time-left.ts'

const looks = (...samples: Sample[]) =>
  samples.reduce<readonly Sample[]>((all, sample) => withSample(all, sample), [])

test('time left goes by the pace of the last looks', () => {
  // 1,000 rows in 2 s = 500 a second; 3,000 rows left = 6 s.
  expect(secondsLeft(looks({ at: 0, done: 0 }, { at: 2000, done: 1000 }), 4000)).toBe(6)
})

test('one look, no gain or a finished job give no time', () => {
  expect(secondsLeft(looks({ at: 0, done: 10 }), 100)).toBeNull()
  expect(secondsLeft(looks({ at: 0, done: 10 }, { at: 2000, done: 10 }), 100)).toBeNull()
  expect(secondsLeft(looks({ at: 0, done: 10 }, { at: 2000, done: 100 }), 100)).toBeNull()
})

test('a new phase that starts at 0 forgets the old pace', () => {
  expect(looks({ at: 0, done: 900 }, { at: 700, done: 5 })).toEqual([{ at: 700, done: 5 }])
})

test('looks older than twelve seconds no longer count', () => {
  const all = looks({ at: 0, done: 0 }, { at: 5000, done: 1 }, { at: 13_000, done: 2 })
  expect(all.map(({ at }) => at)).toEqual([5000, 13_000])
})

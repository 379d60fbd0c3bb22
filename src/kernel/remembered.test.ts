import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remembered } from './remembered.ts'

test('asks once, also where the answer is nothing', () => {
  const asked: string[] = []
  const ask = remembered(10, (text) => {
    asked.push(text)
    return text === 'a' ? undefined : text.length
  })
  assert.deepEqual([ask('a'), ask('bb'), ask('a'), ask('bb')], [undefined, 2, undefined, 2])
  assert.deepEqual(asked, ['a', 'bb'])
})

test('keeps no more than it may, and nothing long', () => {
  let asked = 0
  const ask = remembered(2, () => {
    asked += 1
    return asked
  })
  for (const text of ['a', 'b', 'c', 'a']) ask(text)
  assert.equal(asked, 4)
  const long = 'x'.repeat(501)
  ask(long)
  ask(long)
  assert.equal(asked, 6)
})

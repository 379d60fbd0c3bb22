import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Recent } from './recent.ts'

test('recent: never more than allowed, and what was used last is there', () => {
  const gone: number[] = []
  const recent = new Recent<number>(4, (value) => gone.push(value))
  recent.set('a', 1)
  recent.set('b', 2)
  recent.set('c', 3)
  // 'a' is of the older generation now; asked for, it belongs to the younger one.
  assert.equal(recent.get('a'), 1)
  recent.set('d', 4)
  assert.ok(recent.size <= 4)
  assert.equal(recent.get('b'), undefined)
  assert.equal(recent.get('a'), 1)
  assert.deepEqual(gone, [2])
})

test('recent: half of the allowed number that was touched last is always there', () => {
  const recent = new Recent<number>(20)
  for (let next = 0; next < 1_000; next += 1) {
    recent.set(String(next), next)
    assert.ok(recent.size <= 20)
    for (let back = 0; back < 10 && back <= next; back += 1) {
      assert.equal(recent.get(String(next - back)), next - back)
    }
  }
})

test('recent: filter and clear', () => {
  const recent = new Recent<number>(10)
  for (let next = 0; next < 8; next += 1) recent.set(String(next), next)
  recent.filter((value) => value % 2 === 0)
  assert.equal(recent.get('3'), undefined)
  assert.equal(recent.get('4'), 4)
  recent.clear()
  assert.equal(recent.size, 0)
})

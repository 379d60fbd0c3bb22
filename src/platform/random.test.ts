import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from './random.ts'

test('newId: version 7 UUIDs that sort in the order they were made', () => {
  const ids = Array.from({ length: 20_000 }, newId)
  for (const id of ids.slice(0, 100)) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual([...ids].sort(), ids)
})

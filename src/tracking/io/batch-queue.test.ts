import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { BatchQueue, QueueFull } from './batch-queue.ts'

/** A queue of numbers whose batches end when the test says so. */
function queueOf(limits: { batchMax?: number; inFlightMax?: number; itemsMax?: number } = {}) {
  const batches: { items: readonly number[]; end: () => void; fail: (error: Error) => void }[] = []
  const queue = new BatchQueue<number>({
    flush: (items) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      batches.push({ items, end: () => resolve(), fail: reject })
      return promise
    },
    batchMax: 3,
    waitMs: 1,
    inFlightMax: 2,
    itemsMax: 10,
    ...limits,
  })
  const begun = () => batches.map(({ items }) => items)
  const until = async (count: number) => {
    while (batches.length < count) await turn()
  }
  return { queue, batches, begun, until }
}

test('queue: what comes within the wait goes together, and is answered when it is stored', async () => {
  const { queue, batches, begun, until } = queueOf()
  let isAnswered = false
  const answered = Promise.all([queue.add([1]), queue.add([2])]).then(() => {
    isAnswered = true
  })
  await until(1)
  assert.deepEqual(begun(), [[1, 2]])
  await turn()
  assert.equal(isAnswered, false)
  batches[0]?.end()
  await answered
  assert.equal(queue.size, 0)
})

test('queue: a full batch does not wait, two are under way at most, the rest follows', async () => {
  const { queue, batches, begun, until } = queueOf()
  const all = [queue.add([1, 2]), queue.add([3]), queue.add([4, 5, 6]), queue.add([7])]
  assert.deepEqual(begun(), [
    [1, 2, 3],
    [4, 5, 6],
  ])
  batches[0]?.end()
  await until(3)
  assert.deepEqual(begun()[2], [7])
  for (const batch of batches) batch.end()
  await Promise.all(all)
})

test('queue: what does not fit is refused, and nothing else is', async () => {
  const { queue, batches, until } = queueOf({ itemsMax: 4 })
  const first = queue.add([1, 2, 3])
  const second = queue.add([4])
  await assert.rejects(queue.add([5]), QueueFull)
  batches[0]?.end()
  await first
  await until(2)
  batches[1]?.end()
  await second
  const again = queue.add([5])
  await until(3)
  batches[2]?.end()
  await again
})

test('queue: a batch that fails is refused to those who sent it, and to nobody else', async () => {
  const { queue, batches, until } = queueOf()
  const lost = queue.add([1, 2, 3])
  const kept = queue.add([4, 5, 6])
  batches[0]?.fail(new Error('the database is away'))
  await assert.rejects(lost, /away/)
  batches[1]?.end()
  await kept
  const later = queue.add([7])
  await until(3)
  batches[2]?.end()
  await later
})

test('queue: to drain is to wait for everything', async () => {
  const { queue, batches, until } = queueOf()
  const added = queue.add([1])
  const drained = queue.drain()
  await until(1)
  batches[0]?.end()
  await Promise.all([added, drained])
  await queue.drain()
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { inTurns } from './turns.ts'

/** Steps of 2 ms of work each. */
function* work(steps: number): Generator<void, string> {
  for (let step = 0; step < steps; step += 1) {
    const start = performance.now()
    while (performance.now() - start < 2);
    yield
  }
  return 'done'
}

test('long work in turns: others are answered before it ends, and its result is what it returns', async () => {
  const order: string[] = []
  const other = sleep(20).then(() => order.push('other'))
  order.push(await inTurns(work(200)))
  await other
  assert.deepEqual(order, ['other', 'done'])
})

import { setImmediate } from 'node:timers/promises'

/** How long one piece of work may keep everybody else waiting, in milliseconds. */
const TURN_MS = 10

/**
 * Lets everybody else have a turn during long work: `if (turns.isOver()) await turns.pass()` between two small pieces
 * of it. Without it nobody is answered until the work is done.
 */
export class Turns {
  #since = performance.now()

  isOver(): boolean {
    return performance.now() - this.#since >= TURN_MS
  }

  async pass(): Promise<void> {
    await setImmediate()
    this.#since = performance.now()
  }
}

/** Runs steps to their end, and what they return. */
export async function inTurns<Result>(steps: Iterator<unknown, Result>): Promise<Result> {
  const turns = new Turns()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (turns.isOver()) await turns.pass()
  }
}

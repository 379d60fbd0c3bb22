/** Crash on a bug. Expected refusals are `Refusal`, bad input is parsed by zod at the edge. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`)
}

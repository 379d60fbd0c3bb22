import type { z } from 'zod'

/**
 * A parser for answers that stay in memory: the same object is looked through once, however many readings
 * use it.
 */
export function parsedOnce<Shape>(shape: z.ZodType<Shape>): (value: object) => Shape {
  const parsed = new WeakMap<object, Shape & object>()
  return (value) => {
    const known = parsed.get(value)
    if (known) return known
    const fresh = shape.parse(value)
    if (typeof fresh === 'object' && fresh !== null) parsed.set(value, fresh)
    return fresh
  }
}

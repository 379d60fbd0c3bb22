import { z } from 'zod'
import type { Field } from '#kernel/record.ts'
import { api } from '../platform/api.ts'

/** Settings as the server declares them, with their values. */
export const settingsShape = z.object({
  definitions: z.array(
    z.custom<Field>((value) => z.object({ id: z.string() }).safeParse(value).success),
  ),
  values: z.record(z.string(), z.unknown()),
})

export type Settings = z.infer<typeof settingsShape>

export const settingsKey = ['settings'] as const

export const fetchSettings = (signal: AbortSignal) =>
  api.get('/api/settings', settingsShape, { signal })

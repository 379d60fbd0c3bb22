import type { z } from 'zod'
import { OperatorError } from '#platform/failure.ts'
import { CHANNEL_IDS, channelByName } from '#tracking/channels.ts'

type Options = Readonly<Record<string, unknown>>

/** The options as what `shape` takes, or what is wrong with them: exit code 2. Options have `-` where fields have `_`. */
export function parseOptions<Shape extends z.ZodType>(shape: Shape, options: Options) {
  const given = Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name.replaceAll('-', '_'), value]),
  )
  const parsed = shape.safeParse(given)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message, input }) => {
    const option = `--${path.join('.').replaceAll('_', '-')}`
    return input === undefined && path.length === 1 && !(String(path[0]) in given)
      ? `${option} is missing`
      : `${option}: ${message}`
  })
  throw new OperatorError(problems.join('\n'), 2)
}

/** A channel by its id or its name in either language; `option` is who asked. */
export function channelId(option: string, given: string): string {
  const id = channelByName(given)
  if (id !== null) return id
  throw new OperatorError(
    `--${option}: there is no channel "${given}". One of: ${CHANNEL_IDS.join(', ')}.`,
    2,
  )
}

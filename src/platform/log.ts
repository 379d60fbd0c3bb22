import pino, { type Logger } from 'pino'
import pretty from 'pino-pretty'

export type Log = Logger

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]
export type LogFormat = 'auto' | 'json' | 'pretty'

/** Values that never reach a log line, wherever they stand in the logged object. */
const SECRETS = ['password', 'token', 'secret', 'cookie', 'authorization']
const REDACTED = SECRETS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])

/**
 * A log on standard output (of commands, whose output is data, on standard error): one JSON object a
 * line, or readable lines on a terminal (`auto`).
 */
export function createLog(
  level: LogLevel,
  format: LogFormat = 'auto',
  stream: 'stdout' | 'stderr' = 'stdout',
): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED, censor: '[hidden]' },
  }
  const destination = stream === 'stdout' ? 1 : 2
  const readable = format === 'pretty' || (format === 'auto' && process[stream].isTTY)
  if (!readable) return pino(options, pino.destination({ dest: destination, sync: true }))
  return pino(
    options,
    pretty({ destination, sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true }),
  )
}

/** Says nothing; for tests and for commands whose output is data. */
export const silentLog: Log = pino({ level: 'silent' })

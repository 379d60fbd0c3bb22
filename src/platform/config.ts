import { resolve } from 'node:path'
import { z } from 'zod'
import { OperatorError } from './failure.ts'
import { LOG_LEVELS } from './log.ts'
import { PROGRAM_FOLDER } from './program.ts'

/** An unset variable and an empty one are the same: `PORT= npm start` takes the default. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema)

const LIST = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''))

const MEGABYTE = 1024 ** 2

/** `500MB`, `2 GB`: in bytes. */
const SIZE = z
  .string()
  .regex(/^[1-9]\d{0,5} ?[MG]B$/i)
  .transform((text) => Number.parseInt(text, 10) * (/g/i.test(text) ? 1024 : 1) * MEGABYTE)

/** Every setting of the operator; `docs/operations.md` explains each (tested). */
export const Environment = z.object({
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ }).optional()),
  REGELKREIS_DATA: optional(z.string().default('./data')),
  REGELKREIS_SECRET: optional(z.string().min(32).optional()),
  HOST: optional(z.string().default('127.0.0.1')),
  PORT: optional(z.coerce.number().int().min(0).max(65535).default(8080)),
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/ }).optional()),
  TRUSTED_PROXIES: optional(LIST.default([])),
  TLS_CERT: optional(z.string().optional()),
  TLS_KEY: optional(z.string().optional()),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/ }).optional()),
  MAIL_FROM: optional(
    z
      .string()
      .regex(/^[^<>\r\n]*(<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/)
      .optional(),
  ),
  BACKUP_FOLDER: optional(z.string().optional()),
  COUNTRY_FILE: optional(z.string().optional()),
  METRICS_TOKEN: optional(z.string().min(16).optional()),
  LOG_LEVEL: optional(z.enum(LOG_LEVELS).default('info')),
  LOG_FORMAT: optional(z.enum(['auto', 'json', 'pretty']).default('auto')),
  IMPORT_FILE_MAX: optional(SIZE.prefault('2GB')),
  WORKER_CONCURRENCY: optional(z.coerce.number().int().min(1).max(16).default(2)),
})

const EXPECTED: Readonly<Record<keyof z.infer<typeof Environment>, string>> = {
  DATABASE_URL: 'a URL like postgresql://user:password@host:5432/database',
  REGELKREIS_DATA: 'the path of a folder',
  REGELKREIS_SECRET: 'at least 32 characters',
  HOST: 'an address of this machine, like 127.0.0.1 or 0.0.0.0',
  PORT: 'a number from 0 to 65535',
  PUBLIC_URL: 'a URL like https://regelkreis.example.com',
  TRUSTED_PROXIES: 'addresses or networks, separated by commas, like 127.0.0.1,10.0.0.0/8',
  TLS_CERT: 'the path of a PEM file with the certificate and its chain',
  TLS_KEY: 'the path of a PEM file with the key of the certificate',
  SMTP_URL: 'a URL like smtp://user:password@mail.example.com:587',
  MAIL_FROM: 'an address like Regelkreis <regelkreis@example.com>',
  BACKUP_FOLDER: 'the path of a folder',
  COUNTRY_FILE: 'the path of an .mmdb file',
  METRICS_TOKEN: 'at least 16 characters',
  LOG_LEVEL: `one of ${LOG_LEVELS.join(', ')}`,
  LOG_FORMAT: 'one of auto, json, pretty',
  IMPORT_FILE_MAX: 'a size in MB or GB, like 500MB or 2GB',
  WORKER_CONCURRENCY: 'a number from 1 to 16',
}

export type Config = ReturnType<typeof readConfig>

/**
 * The configuration, checked. Called once, from a main.ts; nothing else reads the environment.
 * Throws an OperatorError (exit code 2) that names every wrong setting and what it expects.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>) {
  const parsed = Environment.safeParse(env)
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0]))
  const unknown = unknownKeys(env)
  if (!parsed.success || unknown.length > 0) {
    const lines = [...new Set(wrong)].map(
      (key) => `${key}: expected ${EXPECTED[key as keyof typeof EXPECTED]}, got ${shown(key, env)}`,
    )
    lines.push(...unknown.map((key) => `${key}: no such setting`))
    throw new OperatorError(`Wrong configuration (docs/operations.md):\n  ${lines.join('\n  ')}`, 2)
  }
  const values = parsed.data
  const tls = bothOrNone(values, 'TLS_CERT', 'TLS_KEY')
  const mail = bothOrNone(values, 'SMTP_URL', 'MAIL_FROM')
  return Object.freeze({
    databaseUrl: values.DATABASE_URL ?? null,
    // Relative paths count from the program, so that every command finds the same data from any folder.
    dataFolder: resolve(PROGRAM_FOLDER, values.REGELKREIS_DATA),
    secret: values.REGELKREIS_SECRET ?? null,
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    trustedProxies: values.TRUSTED_PROXIES,
    tls: tls && { certificateFile: fileOf(tls[0]), keyFile: fileOf(tls[1]) },
    mail: mail && { url: mail[0], from: mail[1] },
    backupFolder: fileOf(values.BACKUP_FOLDER ?? `${values.REGELKREIS_DATA}/backups`),
    countryFile: values.COUNTRY_FILE === undefined ? null : fileOf(values.COUNTRY_FILE),
    metricsToken: values.METRICS_TOKEN ?? null,
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
    importFileMaxBytes: values.IMPORT_FILE_MAX,
    workerConcurrency: values.WORKER_CONCURRENCY,
  })
}

const fileOf = (path: string) => resolve(PROGRAM_FOLDER, path)

type Values = z.infer<typeof Environment>

/** Two settings that mean something only together. */
function bothOrNone(
  values: Values,
  first: 'TLS_CERT' | 'SMTP_URL',
  second: 'TLS_KEY' | 'MAIL_FROM',
): readonly [string, string] | null {
  const [one, other] = [values[first], values[second]]
  if (one !== undefined && other !== undefined) return [one, other]
  if (one === undefined && other === undefined) return null
  const [given, missing] = one === undefined ? [second, first] : [first, second]
  throw new OperatorError(
    `Wrong configuration (docs/operations.md):\n  ${missing}: expected ${EXPECTED[missing]}, because ${given} is set`,
    2,
  )
}

/** The environment is full of other programs' variables; only our own prefix can be misspelt. */
function unknownKeys(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = Object.keys(Environment.shape)
  return Object.keys(env).filter(
    (key) =>
      key.startsWith('REGELKREIS_') && !key.startsWith('REGELKREIS_TEST_') && !known.includes(key),
  )
}

const SECRET_KEYS = ['DATABASE_URL', 'REGELKREIS_SECRET', 'SMTP_URL', 'METRICS_TOKEN']

/** What was given, without secrets. */
function shown(key: string, env: Readonly<Record<string, string | undefined>>): string {
  if (SECRET_KEYS.includes(key)) return 'something else'
  return JSON.stringify(env[key])
}

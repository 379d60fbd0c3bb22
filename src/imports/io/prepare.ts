import type { RecordKind } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#platform/records/binding.ts'
import type { Detection, FileProfile } from '../detection.ts'
import { type FileFormat, settleFormat } from '../format.ts'
import type { Mapping } from '../mapping.ts'
import { inKindOrder } from '../order.ts'
import { openQuestions } from '../questions.ts'
import { compileReader, type RowReader } from '../reader.ts'
import { profileFile } from './read-file.ts'
import type { Reporter } from './reporter.ts'
import { type FileRow, updateFile } from './tables.ts'

export type Company = {
  readonly timeZone: string
  readonly currency: string
  /** Currencies that the table of rates knows: costs in them are converted by the day. */
  readonly rated?: readonly string[]
  /** What the company says of its ledger accounts: category, '' for no cost. */
  readonly accounts?: Readonly<Record<string, string>>
}

/** A file read as one kind, ready to run. */
export type PreparedPart = {
  readonly file: FileRow
  readonly part: number
  readonly kind: string
  readonly mapping: Mapping
  readonly format: FileFormat
  readonly profile: FileProfile
  readonly detection: Detection
  readonly makeReader: () => RowReader
}

export type PrepareOptions = {
  readonly kinds: readonly RecordKind[]
  readonly company: Company
  readonly signal: AbortSignal
  readonly reporter: Reporter
  /** Profiles of the dry run before serve the commit: the files have not changed. */
  readonly reuseProfiles: boolean
}

const TELL_EVERY_MS = 500

async function profiled(db: Db, file: FileRow, format: FileFormat, options: PrepareOptions) {
  if (options.reuseProfiles && file.profile) return file.profile
  const { name, bytes } = file
  let read = 0
  const stop = new AbortController()
  const profiling = profileFile(file.path, format, {
    file: name,
    signal: AbortSignal.any([options.signal, stop.signal]),
    onBytes: (count) => {
      read += count
    },
  })
  const settled = profiling.then(
    () => true,
    () => true,
  )
  try {
    while (!(await Promise.race([settled, tick()]))) {
      const done = Math.min(read, bytes)
      await options.reporter.progress({ phase: 'profile', file: name, done, total: bytes })
    }
  } finally {
    stop.abort()
  }
  const found = await profiling
  await updateFile(db, file.id, { profile: found })
  return found
}

const tick = () =>
  new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), TELL_EVERY_MS).unref()
  })

function kindOf(kinds: readonly RecordKind[], file: FileRow, mapping: Mapping): RecordKind {
  const kind = kinds.find(({ id }) => id === mapping.kind)
  if (kind) return kind
  throw new Refusal('invalid', 'imports.unknown_kind', {
    file: file.name,
    kind: mapping.kind ?? '',
  })
}

/** A file that is all in another currency is refused as a whole where there are no rates to convert it by. */
function refuseForeignMoney(
  file: FileRow,
  kind: RecordKind,
  { columns = {} }: Mapping,
  { currency }: FileFormat,
  company: Company,
): void {
  if (currency === null || currency === company.currency) return
  if (kind.id === 'cost' && company.rated?.includes(currency)) return
  const words = new Set(Object.values(columns).flat())
  const hasMoney =
    words.has('datev.amount') ||
    kind.fields.some(({ id, type }) => type === 'money' && words.has(id))
  if (!hasMoney) return
  throw new Refusal('invalid', 'imports.currency_without_rate', {
    file: file.name,
    currency,
    company: company.currency,
  })
}

/** The parts of one file. Throws refusals that name the file; `imports.questions_open` with its questions. */
async function prepareFile(db: Db, file: FileRow, options: PrepareOptions) {
  const { detection, mappings } = file
  if (!detection || mappings.length === 0) {
    throw new Refusal('invalid', 'imports.no_mapping', { file: file.name })
  }
  const format = settleFormat(detection, mappings[0]?.format)
  const profile = await profiled(db, file, format, options)
  const questions = openQuestions(profile, mappings, options.kinds)
  await updateFile(db, file.id, { questions })
  if (questions.length > 0) {
    throw new Refusal(
      'invalid',
      'imports.questions_open',
      { file: file.name },
      questions.map(({ column, rule, detail, candidates }) => ({
        field: column,
        rule,
        detail: { ...detail, candidates: candidates.join(' | ') },
      })),
    )
  }
  return mappings.map((mapping, part): PreparedPart => {
    const kind = kindOf(options.kinds, file, mapping)
    refuseForeignMoney(file, kind, mapping, format, options.company)
    const input = { mapping, kind, detection, profile, format, company: options.company }
    const { problems } = compileReader(input)
    if (problems.length > 0) {
      throw new Refusal('invalid', 'imports.mapping_invalid', { file: file.name, part }, problems)
    }
    const makeReader = () => compileReader(input)
    return { file, part, kind: kind.id, mapping, format, profile, detection, makeReader }
  })
}

/**
 * Everything of an import that can be settled before the first row: profiles over all rows, open
 * questions, mappings. Parts come in the order in which they are imported.
 */
export async function prepareParts(
  db: Db,
  files: readonly FileRow[],
  options: PrepareOptions,
): Promise<PreparedPart[]> {
  const included = files.filter((file) => file.included)
  if (included.length === 0) throw new Refusal('invalid', 'imports.nothing_to_import')
  const broken = included.find((file) => file.error !== null)
  if (broken) throw new Refusal('invalid', 'imports.file_unreadable', { file: broken.name })
  const parts: PreparedPart[] = []
  let questions: Refusal | null = null
  for (const file of included) {
    try {
      parts.push(...(await prepareFile(db, file, options)))
    } catch (error) {
      // Every file's questions are asked at once, not one file at a time.
      if (!(error instanceof Refusal) || error.code !== 'imports.questions_open') throw error
      questions ??= error
    }
  }
  if (questions) throw questions
  return inKindOrder(parts)
}

import { parseArgs } from 'node:util'
import { readKeyLabels } from '#attribution/io/labels.ts'
import { readAttribution } from '#attribution/io/read.ts'
import { MODEL_NAMES } from '#attribution/models.ts'
import { AttributionQuery, modelsOf, wantedValue } from '#attribution/query.ts'
import { AttributionSettings } from '#attribution/settings.ts'
import { readSettings } from '#company/io/settings.ts'
import { Refusal } from '#kernel/refusal.ts'
import { marginSql } from '#kpis/io/opportunity-sources.ts'
import { OperatorError } from '#platform/failure.ts'
import { DECLARED_SETTINGS } from '../../compose.ts'
import type { CommandContext } from '../command.ts'
import { channelId, parseOptions } from '../query-options.ts'
import { answerText } from './attribution-text.ts'

const OPTIONS = {
  from: { type: 'string' },
  until: { type: 'string' },
  model: { type: 'string', multiple: true },
  by: { type: 'string' },
  conversion: { type: 'string' },
  value: { type: 'string' },
  lookback: { type: 'string' },
  repeats: { type: 'string' },
  'drop-direct': { type: 'boolean' },
  without: { type: 'string', multiple: true },
  intervals: { type: 'boolean' },
  replicates: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
} as const

const words = (lists: readonly string[] = []): string[] =>
  lists.flatMap((list) => list.split(',')).map((word) => word.trim())

/** What is asked for, or what is wrong with it: exit code 2. */
function parseWish(args: string[]): { query: AttributionQuery; isJson: boolean } {
  const { values } = parseArgs({ args, options: OPTIONS })
  const { json = false, without, intervals, 'drop-direct': dropDirect, ...given } = values
  if (given.model === undefined) throw new OperatorError('--model is missing', 2)
  const query = parseOptions(AttributionQuery, {
    ...given,
    ...(intervals && { intervals: 'true' }),
    ...(dropDirect && { drop_direct: 'true' }),
    without: words(without).map((name) => channelId('without', name)),
  })
  checkWords(query)
  return { query, isJson: json }
}

/** Models and values have rules of their own; said before any database is opened. */
function checkWords(query: AttributionQuery): void {
  try {
    modelsOf(query, AttributionSettings.parse({}))
    wantedValue(query)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const problem =
      error.code === 'attribution.unknown_model'
        ? `--model: there is no model "${error.detail.model}". One of: ${MODEL_NAMES.join(', ')}.`
        : `--value: a conversion ${query.conversion} has no ${query.value}`
    throw new OperatorError(problem, 2)
  }
}

const shown = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 })
/** To the cent, so that rows can be seen to add up. */
const money = (cents: number, currency: string): string =>
  `${(cents / 100).toLocaleString('en', { minimumFractionDigits: 2 })} ${currency}`

/** Who gets credit for the conversions of a period, out of the records. */
export async function printRecords(
  args: string[],
  { store, now, out }: CommandContext,
): Promise<void> {
  const { query, isJson } = parseWish(args)
  const { db } = (await store()).database
  const settings = AttributionSettings.parse(await readSettings(db, DECLARED_SETTINGS))
  const answer = await readAttribution(db, query, { settings, now, marginSql })
  const keys = answer.models.flatMap(({ rows }) =>
    rows.map(({ channel, key }) => channel ?? key ?? ''),
  )
  const labels = await readKeyLabels(db, query.by, [...new Set(keys)])
  if (isJson) {
    out(JSON.stringify({ ...answer, labels }))
    return
  }
  const text = answerText(answer, {
    value: (amount) => (answer.unit === 'cents' ? money(amount, answer.currency) : shown(amount)),
    name: (key) => (labels[key] ? `${labels[key].en} [${key}]` : key),
  })
  const { period, conversion, value } = answer
  out(
    `${period.from} to ${period.until} (exclusive), conversion ${conversion}, value ${value}\n\n${text}`,
  )
}

import { type Kysely, sql } from 'kysely'
import { assert } from '#kernel/assert.ts'
import type { Text } from '#kernel/record.ts'
import { MODEL_NAMES, MODELS, type ModelName, parseModel } from '../models.ts'
import { isRule } from '../sum-models.ts'
import { withAnswer } from './answers.ts'
import { keepModel, type RefreshContext, withFreshJourneys } from './refresh.ts'

const nameOfModel = (word: string): ModelName | undefined => {
  const [name] = word.split(':')
  return MODEL_NAMES.find((known) => known === name)
}

/** What a model is called whose credits can be kept, with its own numbers; null for every other word. */
export function creditModelName(word: string): Text | null {
  const model = parseModel(word)
  const name = nameOfModel(word)
  if (!model || !name || !isRule(model)) return null
  const [, numbers] = word.split(':')
  const { de, en } = MODELS[name].label
  return numbers === undefined ? { de, en } : { de: `${de} (${numbers})`, en: `${en} (${numbers})` }
}

const isKept = async <DB>(db: Kysely<DB>, model: string): Promise<boolean> =>
  (await sql`select from attribution.state where ${model}::text = any(models)`.execute(db)).rows
    .length > 0

const TRIES = 3

/**
 * Runs `read` in one state of the database, in which the credits by `model` (a rule) are kept and follow from the
 * records. What is missing or marked is worked out in a transaction of its own first, so that readers, who keep what
 * they compute, only read.
 */
export async function withCredits<DB, Result>(
  db: Kysely<DB>,
  context: RefreshContext,
  model: string,
  read: (tx: Kysely<DB>) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    await withFreshJourneys(db, context, async () => undefined)
    if (!(await isKept(db, model))) await keepModel(db, context, model)
    const found = await withFreshJourneys(db, context, async (tx) =>
      (await isKept(tx, model)) ? { result: await read(tx) } : null,
    )
    if (found) return found.result
  }
  assert(false, `credits by ${model} are not kept`)
}

/**
 * The same for an answer that is kept with the version of the records: `key` says everything it hangs on beside the
 * model, the records and the settings. Null for a model whose credits nobody keeps, such as the source of the lead.
 */
export async function withCreditedAnswer<DB, Answer>(
  db: Kysely<DB>,
  context: RefreshContext,
  asked: { readonly model: string | null; readonly key: readonly unknown[] },
  read: (tx: Kysely<DB>) => Promise<Answer>,
): Promise<Answer> {
  const { model, key } = asked
  const question = {
    key: ['credited', model, ...key],
    again: (later: RefreshContext) => withCreditedAnswer(db, { ...context, ...later }, asked, read),
  }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (model !== null && !(await isKept(db, model))) await keepModel(db, context, model)
    const found = await withAnswer(db, context, question, async (tx) =>
      model === null || (await isKept(tx, model)) ? { answer: await read(tx) } : null,
    )
    if (found) return found.answer
  }
  assert(false, `credits by ${model} are not kept`)
}

import type { Kysely } from 'kysely'
import { assert } from '#kernel/assert.ts'
import type { Text } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { KpiQuery } from '../query.ts'
import { type KpiSettings, LEAD_SOURCE } from '../settings.ts'
import type { SpreadCosts } from './spread-costs.ts'

/**
 * What attribution makes and figures only read: `kpis.credit` of the database. Handed over by main, because
 * attribution knows figures and not the other way round.
 */
export type Credits = {
  /** What a model is called whose credits can be kept; null where there is none of this name. */
  nameOf(model: string): Text | null
  /** Runs `read` in one state of the database in which the credits by `model` are those of the records. */
  inState<DB, Result>(
    db: Kysely<DB>,
    model: string,
    read: (tx: Kysely<DB>) => Promise<Result>,
  ): Promise<Result>
  /** Overheads by place, for companies whose channels bear them; without it only own cost counts. */
  readonly spreadCosts?: SpreadCosts
}

const LEAD_SOURCE_NAME: Text = { de: 'Quelle des Leads', en: 'Source of the lead' }

/** The model of an answer, by its word and by name. */
export type NamedModel = { readonly model: string; readonly name: Text }

type Context = { readonly settings: KpiSettings; readonly credits?: Credits }

/**
 * The settings with the model that the query asks for in place of the company's.
 * @throws kpis.unknown_model
 */
export function withModel<Given extends Context>(
  { model }: Pick<KpiQuery, 'model'>,
  context: Given,
): Given {
  if (!model) return context
  const isKnown = model === LEAD_SOURCE || context.credits?.nameOf(model)
  if (!isKnown) throw new Refusal('invalid', 'kpis.unknown_model', { model })
  return { ...context, settings: { ...context.settings, attribution_model: model } }
}

/** What a model is called; null where there is none of this word. */
export const nameOfModel = (model: string, credits: Credits | undefined): Text | null =>
  model === LEAD_SOURCE ? LEAD_SOURCE_NAME : (credits?.nameOf(model) ?? null)

/** The model that a context is read by. */
export function modelOf({ settings, credits }: Context): NamedModel {
  const { attribution_model: model } = settings
  const name = nameOfModel(model, credits)
  assert(name, `figures by ${model} need credits`)
  return { model, name }
}

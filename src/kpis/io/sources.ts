import type { FactId } from '../facts.ts'
import { COMPLETENESS_SOURCES } from './completeness.ts'
import { CREDIT_SOURCES } from './credit-sources.ts'
import { LEAD_SOURCES } from './lead-sources.ts'
import { MONEY_SOURCES } from './money-sources.ts'
import { OPPORTUNITY_SOURCES } from './opportunity-sources.ts'
import { RETURN_SOURCES } from './return-sources.ts'
import type { FactSql, Source } from './source.ts'

/** Every place facts come from. */
export const SOURCES: readonly Source[] = [
  ...LEAD_SOURCES,
  ...OPPORTUNITY_SOURCES,
  ...CREDIT_SOURCES,
  ...MONEY_SOURCES,
  ...COMPLETENESS_SOURCES,
  ...RETURN_SOURCES,
]

const BY_FACT: ReadonlyMap<string, Source> = new Map(
  SOURCES.flatMap((source) => Object.keys(source.facts).map((id) => [id, source] as const)),
)

/** The source of a fact and its text there; undefined for facts that are settings or still missing. */
export function sourceOfFact(id: FactId): { source: Source; fact: FactSql } | undefined {
  const source = BY_FACT.get(id)
  const fact = source?.facts[id]
  return source && fact ? { source, fact } : undefined
}

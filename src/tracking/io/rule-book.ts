import { type QueryExecutorProvider, sql } from 'kysely'
import { z } from 'zod'
import { type CompiledRule, compileRules, OwnRules } from '../own-rules.ts'
import { compilePattern } from './patterns.ts'

/** The company's own rules as kept; version 0 while there are none. */
export type KeptRules = {
  readonly version: number
  readonly rules: readonly z.infer<typeof OwnRules>[number][]
}

const Row = z.object({ version: z.number(), rules: OwnRules })

/** The company's own channel rules. `forUpdate`: nobody else replaces them before the transaction ends. */
export async function readRules(
  db: QueryExecutorProvider,
  { forUpdate = false } = {},
): Promise<KeptRules> {
  const { rows } = await sql`
    select version, rules from tracking.channel_rules ${forUpdate ? sql`for update` : sql``}
  `.execute(db)
  return rows[0] === undefined ? { version: 0, rules: [] } : Row.parse(rows[0])
}

/** The rules ready to be asked. A pattern that is none cannot have been saved. */
export const compiledRules = (rules: KeptRules['rules']): readonly CompiledRule[] =>
  compileRules(rules, compilePattern).compiled

/** As kept at this moment, for writing records. */
export const ownChannelRules = async (
  db: QueryExecutorProvider,
): Promise<readonly CompiledRule[]> => compiledRules((await readRules(db)).rules)

export type RuleBook = {
  /** The company's own rules, ready to be asked; read at most once a second. */
  readonly current: () => Promise<readonly CompiledRule[]>
}

/** How long rules that were read are used: a change waits for longer before it gives channels anew. */
export const RULES_KEPT_MS = 1000

/** For whoever gives channels all the time. Several servers read the same rules a second apart at most. */
export function createRuleBook(
  db: QueryExecutorProvider,
  milliseconds: () => number = () => performance.now(),
): RuleBook {
  let version = -1
  let compiled: readonly CompiledRule[] = []
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null
  const read = async () => {
    const kept = await readRules(db)
    if (kept.version !== version) compiled = compiledRules(kept.rules)
    version = kept.version
    readAt = milliseconds()
  }
  return {
    current: async () => {
      if (milliseconds() - readAt >= RULES_KEPT_MS) {
        reading ??= read().finally(() => {
          reading = null
        })
        await reading
      }
      return compiled
    },
  }
}

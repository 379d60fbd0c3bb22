import { type QueryExecutorProvider, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import { isTimeZone } from '#kernel/zone.ts'
import type { AuditWriter, Db, Tx, WriteContext } from '#platform/records/binding.ts'
import { parseValue } from '#platform/records/values.ts'
import { brokenSettings, brokenTogether } from '../setting-rules.ts'
import { SETTINGS, type Setting, type SettingValues, withInitial } from '../settings.ts'

/** The settings as they are now, every key present. */
export async function readSettings(
  db: QueryExecutorProvider,
  declared: readonly Setting[] = SETTINGS,
): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ key: string; value: unknown }>`
    select key, value from company.setting
  `.execute(db)
  return withInitial(Object.fromEntries(rows.map(({ key, value }) => [key, value])), declared)
}

function parseSettings(
  input: SettingValues,
  declared: readonly Setting[],
): Record<string, unknown> {
  const fields = new Map(declared.map(({ field }) => [field.id, field]))
  const changes: Record<string, unknown> = {}
  const problems: { field: string; rule: string }[] = []
  for (const [key, value] of Object.entries(input)) {
    const field = fields.get(key)
    const parsed = field ? parseValue(field, value) : { rule: 'records.unknown_field' }
    if ('rule' in parsed) problems.push({ field: key, rule: parsed.rule })
    else if (parsed.value === null && field?.required) {
      problems.push({ field: key, rule: 'records.required' })
    } else changes[key] = parsed.value
  }
  const all = [...problems, ...brokenSettings(changes, isTimeZone)]
  if (all.length > 0) throw new Refusal('invalid', 'records.rule_broken', {}, all)
  return changes
}

/** Amounts are cents of one currency: renaming it under them would change what every one is worth. */
async function refuseCurrencyInUse(tx: QueryExecutorProvider): Promise<void> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from costs.entry)
        or exists (select from crm.revenue_entry)
        or exists (select from crm.opportunity where amount is not null) as used
  `.execute(tx)
  if (rows[0]?.used) {
    throw new Refusal('conflict', 'company.currency_in_use', {}, [
      { field: 'currency', rule: 'company.currency_in_use' },
    ])
  }
}

/** Change settings in the caller's transaction, with their audit entry. Throws on values that cannot be. */
export async function changeSettings(
  tx: Tx,
  input: SettingValues,
  context: WriteContext,
  audit: AuditWriter,
  declared: readonly Setting[] = SETTINGS,
): Promise<void> {
  const changes = parseSettings(input, declared)
  const before = await readSettings(tx, declared)
  const changed = Object.keys(changes).filter((key) => before[key] !== changes[key])
  if (changed.length === 0) return
  const together = brokenTogether({ ...before, ...changes })
  if (together.length > 0) throw new Refusal('invalid', 'records.rule_broken', {}, together)
  if (changed.includes('currency')) await refuseCurrencyInUse(tx)
  for (const key of changed) {
    await sql`
      insert into company.setting (key, value) values (${key}, ${JSON.stringify(changes[key])}::jsonb)
      on conflict (key) do update set value = excluded.value, updated_at = now()
    `.execute(tx)
  }
  const pick = (values: SettingValues) =>
    Object.fromEntries(changed.map((key) => [key, values[key] ?? null]))
  await audit(tx, context, [
    {
      action: 'update',
      kind: 'setting',
      recordId: 'company',
      before: pick(before),
      after: pick(changes),
    },
  ])
}

export type SettingsStore = {
  /** Every setting there is: those of the company and those that other domains bring along. */
  readonly declared: readonly Setting[]
  /** As they are now in the database. */
  readonly current: () => Promise<Record<string, unknown>>
  /** The time zone as last read: what rules without I/O use. */
  readonly timeZone: () => string
  readonly change: (input: SettingValues, context: WriteContext) => Promise<Record<string, unknown>>
}

/** The settings of the process; every reading also refreshes the time zone that rules use. */
export async function createSettingsStore(
  db: Db,
  audit: AuditWriter,
  declared: readonly Setting[] = SETTINGS,
): Promise<SettingsStore> {
  let latest = await readSettings(db, declared)
  const current = async () => {
    latest = await readSettings(db, declared)
    return latest
  }
  return {
    declared,
    current,
    timeZone: () => String(latest.time_zone),
    change: async (input, context) => {
      await db.transaction().execute((tx) => changeSettings(tx, input, context, audit, declared))
      return current()
    },
  }
}

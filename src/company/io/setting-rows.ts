import { type QueryExecutorProvider, sql } from 'kysely'

/** A stored setting with the instant of its last change as PostgreSQL writes it; null: none is stored. */
export type SettingRow = { readonly value: unknown; readonly updated_at: string } | null

/** The stored rows of these settings, to be put back later. */
export async function settingRows(
  db: QueryExecutorProvider,
  keys: readonly string[],
): Promise<Record<string, SettingRow>> {
  const { rows } = await sql<{ key: string; value: unknown; updated_at: string }>`
    select key, value, updated_at::text as updated_at
      from company.setting where key = any(${[...keys]}::text[])
  `.execute(db)
  const stored = new Map(rows.map(({ key, ...row }) => [key, row]))
  return Object.fromEntries(keys.map((key) => [key, stored.get(key) ?? null]))
}

/** Puts rows back as they were: value and instant, or no row at all. */
export async function restoreSettingRows(
  tx: QueryExecutorProvider,
  rows: Readonly<Record<string, SettingRow>>,
): Promise<void> {
  for (const [key, row] of Object.entries(rows)) {
    await (row === null
      ? sql`delete from company.setting where key = ${key}`
      : sql`
          insert into company.setting (key, value, updated_at)
          values (${key}, ${JSON.stringify(row.value)}::jsonb, ${row.updated_at}::timestamptz)
          on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at
        `
    ).execute(tx)
  }
}

import { type QueryExecutorProvider, sql } from 'kysely'

/** A monthly report that rests and goes to nobody: the screen shows what a schedule is, and no mail ever goes out. */
export async function addRestingSchedule(
  tx: QueryExecutorProvider,
  id: string,
  now: Date,
): Promise<void> {
  await sql`
    insert into reports.schedule (id, created_at, updated_at, owes_from, name, kind, rhythm, language, day, clock, active)
    values (${id}::uuid, ${now}, ${now}, ${now}, 'Monatsbericht an die Geschäftsführung', 'management', 'month', 'de', 5,
            '07:30', false)
  `.execute(tx)
}

/** Removes a schedule, if somebody has not done so already. */
export async function dropSchedule(tx: QueryExecutorProvider, id: string): Promise<void> {
  await sql`delete from reports.schedule where id = ${id}::uuid`.execute(tx)
}

import { type QueryExecutorProvider, sql } from 'kysely'
import { type Goal, reaches } from '../goals.ts'
import { CONSENT_LETTERS, type TakenEvent } from '../taken.ts'
import { markVisitDays } from './traffic-marks.ts'

/** The goals that count at this moment. */
export async function readGoals(db: QueryExecutorProvider): Promise<Goal[]> {
  const { rows } = await sql<Goal>`
    select id, trigger, pattern, counted, value from tracking.goal where active order by id
  `.execute(db)
  return rows
}

const KEPT_MS = 2000

/** Goals for the intake: a change holds after two seconds at most. */
export function keptGoals(
  now: () => Date,
): (db: QueryExecutorProvider) => Promise<readonly Goal[]> {
  let kept: { goals: readonly Goal[]; until: number } | undefined
  return async (db) => {
    const ms = now().getTime()
    if (kept === undefined || ms >= kept.until || ms < kept.until - KEPT_MS) {
      kept = { goals: await readGoals(db), until: ms + KEPT_MS }
    }
    return kept.goals
  }
}

/**
 * Writes down which goals were reached by the events of a batch, and answers with those events. What looks like a
 * program reaches none.
 */
export async function noteGoals(
  tx: QueryExecutorProvider,
  goals: readonly Goal[],
  events: readonly TakenEvent[],
): Promise<TakenEvent[]> {
  const reached = events
    .filter(({ isBot }) => !isBot)
    .flatMap((event) =>
      goals.filter((goal) => reaches(goal, event)).map((goal) => ({ goal, event })),
    )
  if (reached.length === 0) return []
  const rows = reached.map(({ goal, event }) => ({
    goal_id: goal.id,
    message_id: event.messageId,
    at: new Date(event.at).toISOString(),
    visit_id: event.visitId,
    visitor: event.visitorId,
    consent: CONSENT_LETTERS[event.consent],
    value: goal.value,
  }))
  await sql`
    insert into tracking.goal_reached (goal_id, message_id, at, visit_id, visitor, consent, value)
    select row.goal_id, row.message_id, row.at, row.visit_id, coalesce(row.visitor, visit.visitor), row.consent, row.value
      from jsonb_populate_recordset(null::tracking.goal_reached, ${JSON.stringify(rows)}::jsonb) row
      left join tracking.visit on visit.id = row.visit_id
     order by row.goal_id, row.message_id
    on conflict do nothing
  `.execute(tx)
  const once = reached.filter(({ goal }) => goal.counted === 'once')
  await countOnce(tx, sql`message_id = any(${once.map(({ event }) => event.messageId)}::uuid[])`)
  return reached.map(({ event }) => event)
}

const ofAsked = (column: 'visitor' | 'contact_id' | 'lead_id') => sql`
  select reached.goal_id, reached.message_id, reached.at, reached.counts,
         coalesce(reached.contact_id, reached.lead_id, reached.visitor, reached.message_id) as person
    from asked
    join tracking.goal_reached reached
      on reached.goal_id = asked.goal_id and ${sql.ref(`reached.${column}`)} = ${sql.ref(`asked.${column}`)}`

/**
 * Of a goal that counts once the first time counts: of a person, where it is known who that was, else of a visitor.
 * `which`: the rows whose people and visitors are looked at.
 */
async function countOnce(tx: QueryExecutorProvider, which: ReturnType<typeof sql>): Promise<void> {
  const { rows } = await sql<{ visit_id: number | null }>`
    with asked as (
      select distinct goal_id, visitor, contact_id, lead_id from tracking.goal_reached where ${which}
    ),
    concerned as (
      ${ofAsked('visitor')} union ${ofAsked('contact_id')} union ${ofAsked('lead_id')}
    ),
    ranked as (
      select goal_id, message_id, counts,
             goal.counted = 'each'
               or row_number() over (partition by goal_id, person order by at, message_id) = 1 as should
        from concerned join tracking.goal on goal.id = concerned.goal_id
    )
    update tracking.goal_reached reached set counts = ranked.should
      from ranked
     where reached.goal_id = ranked.goal_id and reached.message_id = ranked.message_id
       and ranked.counts <> ranked.should
    returning reached.visit_id
  `.execute(tx)
  await markVisitDays(
    tx,
    rows.flatMap(({ visit_id }) => visit_id ?? []),
  )
}

/** Who reached goals outside of every visit, by message: as a server of the company says. */
export type NamedGoal = {
  readonly messageId: string
  readonly contactId: string | null
  readonly leadId: string | null
}

/** Goals that a server reports of somebody by name belong to that person, on whatever device the others were reached. */
export async function linkNamedGoals(
  tx: QueryExecutorProvider,
  named: readonly NamedGoal[],
): Promise<void> {
  if (named.length === 0) return
  const messages = named.map(({ messageId }) => messageId)
  await sql`
    update tracking.goal_reached reached set contact_id = given.contact_id, lead_id = given.lead_id
      from unnest(${messages}::uuid[], ${named.map(({ contactId }) => contactId)}::uuid[],
             ${named.map(({ leadId }) => leadId)}::uuid[]) as given (message_id, contact_id, lead_id)
     where reached.message_id = given.message_id and reached.visitor is null and reached.consent = 'm'
  `.execute(tx)
  await countOnce(tx, sql`message_id = any(${messages}::uuid[])`)
}

/** Goals of known visitors belong to the person, as far as there was consent to marketing. */
export async function linkGoals(
  tx: QueryExecutorProvider,
  visitors: readonly string[],
): Promise<void> {
  await sql`
    update tracking.goal_reached reached set contact_id = known.contact_id, lead_id = known.lead_id
      from (
        select reached.goal_id, reached.message_id, range.contact_id, range.lead_id
          from tracking.goal_reached reached
          left join tracking.identity_range range
            on range.visitor = reached.visitor and reached.consent = 'm'
           and reached.at >= range.from_at and reached.at < range.until_at
         where reached.visitor = any(${[...visitors]}::uuid[])
      ) known
     where reached.goal_id = known.goal_id and reached.message_id = known.message_id
       and (reached.contact_id, reached.lead_id) is distinct from (known.contact_id, known.lead_id)
  `.execute(tx)
  await countOnce(tx, sql`visitor = any(${[...visitors]}::uuid[])`)
}

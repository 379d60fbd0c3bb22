import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type Kysely, sql } from 'kysely'
import { ErrorBody } from '#platform/http-errors.ts'
import { GoalOverview, GoalTest, GoalTestAnswer } from '../goal-shapes.ts'
import { type GoalTrigger, reaches } from '../goals.ts'
import type { EventKind } from '../taken.ts'

export type GoalParts = { readonly db: Kysely<unknown>; readonly now: () => Date }

const DAYS = 30
const DAY_MS = 86_400_000
const SHOWN = 10

const tags = ['Goals']
const read = { permission: 'tracking:read' }

/** How often goals were reached, and which visits a goal would have had. */
export const goalRoutes =
  ({ db, now }: GoalParts): FastifyPluginAsyncZod =>
  async (app) => {
    const since = () => new Date(now().getTime() - DAYS * DAY_MS)

    app.get(
      '/api/goals/overview',
      {
        config: read,
        schema: {
          tags,
          summary: 'How often every goal was reached in the last 30 days and ever',
          response: { 200: GoalOverview },
        },
      },
      async () => ({ items: await overview(db, since()) }),
    )

    app.post(
      '/api/goals/test',
      {
        config: read,
        schema: {
          tags,
          summary: 'Which visits of the last 30 days would have reached a goal',
          body: GoalTest,
          response: { 200: GoalTestAnswer, '4xx': ErrorBody },
        },
      },
      async ({ body }) => {
        const candidates = await candidatesOf(db, body.trigger, since())
        const goal = { ...body, id: '', counted: 'each', value: null } as const
        const fitting = candidates.filter(({ kind, address, name }) =>
          reaches(goal, { kind, address, name }),
        )
        const fits = byEvents(fitting)
        const others = byEvents(candidates.filter((one) => !fitting.includes(one)))
        return {
          days: DAYS,
          ...(await visitsOf(db, body.trigger, fitting, since())),
          fits: fits.slice(0, SHOWN),
          others: others.slice(0, SHOWN).map(({ name, events }) => ({ name, events })),
        }
      },
    )
  }

type OverviewRow = Omit<GoalOverview['items'][number], 'lastAt'> & { readonly lastAt: Date | null }

async function overview(db: Kysely<unknown>, since: Date): Promise<GoalOverview['items']> {
  const { rows } = await sql<OverviewRow>`
    select goal.id,
           count(*) filter (where reached.counts and reached.at >= ${since})::int as reached,
           count(*) filter (where reached.counts)::int as "reachedEver",
           coalesce(sum(reached.value) filter (where reached.counts and reached.at >= ${since}), 0)::bigint as value,
           max(reached.at) as "lastAt"
      from tracking.goal
      left join tracking.goal_reached reached on reached.goal_id = goal.id
     group by goal.id
  `.execute(db)
  return rows.map((row) => ({ ...row, lastAt: row.lastAt?.toISOString() ?? null }))
}

/** A page, or a name of an event, with what it would be looked at as. */
type Candidate = {
  readonly kind: EventKind
  readonly page: number | null
  readonly name: string | null
  readonly address: string
  readonly events: number
  readonly lastAt: Date
}

/** How each trigger's events stand in the table. */
const LETTERS: Readonly<Record<GoalTrigger, readonly string[]>> = {
  address: ['p'],
  event: ['e', 's'],
  form: ['f'],
}
const KINDS: Readonly<Record<string, EventKind>> = { p: 'page', e: 'event', s: 'server', f: 'form' }

/** What came in of people since an instant, each page or name once. */
async function candidatesOf(
  db: Kysely<unknown>,
  trigger: GoalTrigger,
  since: Date,
): Promise<Candidate[]> {
  const isAddress = trigger === 'address'
  const { rows } = await sql<{
    kind: string
    page: number | null
    name: string | null
    address: string | null
    events: number
    lastAt: Date
  }>`
    with event as (
      select e.kind, ${isAddress ? sql`e.page` : sql`null::integer as page`},
             ${isAddress ? sql`null as name` : sql`e.name`}, e.at
        from tracking.event e
        left join tracking.visit v on v.id = e.visit_id
       where e.kind = any(${LETTERS[trigger]}::"char"[]) and e.at >= ${since} and v.bot is null
    )
    select event.kind, event.page, event.name, 'https://' || page.host || page.path as address,
           count(*)::int as events, max(event.at) as "lastAt"
      from event left join tracking.page on page.id = event.page
     group by event.kind, event.page, event.name, page.host, page.path
  `.execute(db)
  return rows.map((row) => ({
    ...row,
    kind: KINDS[row.kind] ?? 'event',
    address: row.address ?? '',
  }))
}

/** By the name that people see, most frequent first. */
function byEvents(candidates: readonly Candidate[]) {
  const sums = new Map<string, { name: string; events: number; lastAt: string }>()
  for (const { name, address, events, lastAt } of candidates) {
    const shown = name ?? address.replace(/^https:\/\//, '')
    if (shown === '') continue
    const before = sums.get(shown)
    const at = lastAt.toISOString()
    sums.set(shown, {
      name: shown,
      events: events + (before?.events ?? 0),
      lastAt: before && before.lastAt > at ? before.lastAt : at,
    })
  }
  return [...sums.values()].toSorted((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1))
}

/** Events of the pages or names that fit, and the visits they belong to. */
async function visitsOf(
  db: Kysely<unknown>,
  trigger: GoalTrigger,
  fitting: readonly Candidate[],
  since: Date,
): Promise<{ visits: number; events: number }> {
  if (fitting.length === 0) return { visits: 0, events: 0 }
  const pages = fitting.flatMap(({ page }) => page ?? [])
  const names = fitting.flatMap(({ name }) => name ?? [])
  const { rows } = await sql<{ visits: number; events: number }>`
    select count(distinct e.visit_id)::int as visits, count(*)::int as events
      from tracking.event e
      left join tracking.visit v on v.id = e.visit_id
     where e.kind = any(${LETTERS[trigger]}::"char"[]) and e.at >= ${since} and v.bot is null
       and ${
         trigger === 'address'
           ? sql`e.page = any(${pages}::integer[])`
           : sql`e.name = any(${names}::text[])`
       }
  `.execute(db)
  return rows[0] ?? { visits: 0, events: 0 }
}

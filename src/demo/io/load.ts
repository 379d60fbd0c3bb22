import { sql } from 'kysely'
import { assert } from '#kernel/assert.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Tx, WriteContext } from '#platform/records/binding.ts'
import { bindingOf, type Records } from '#platform/records/service.ts'
import { applyWrites, planWrites } from '#platform/records/write.ts'
import type { DemoRecord } from '../catalogue.ts'
import type { Stages } from '../deal-records.ts'
import { COMPANY_NAME, type DemoCompany } from '../demo-company.ts'
import { DEMO_KINDS, DEMO_SCHEDULE, type DemoKind, demoIdRange } from '../ids.ts'
import { AUTHOR, type DemoParts, noAudit, type Report } from './parts.ts'

/** Kinds that figures are made of: while the company has any of its own, the demo stays out. */
const FIGURE_KINDS = [
  'account',
  'contact',
  'lead',
  'opportunity',
  'revenue_entry',
  'campaign',
  'campaign_membership',
  'cost',
  'touchpoint',
  'daily_count',
  'tracking_change',
  'recurring_cost',
  'time_entry',
  'budget',
  'contract',
  'recommendation',
  'meeting',
  'job_application',
  'hire',
  'service_request',
] as const satisfies readonly DemoKind[]

/** The kinds of which there are records. */
export async function ownRecords(db: Db, records: Records): Promise<string[]> {
  const found = await Promise.all(
    FIGURE_KINDS.map(async (id) => ((await isUsed(db, records, id)) ? [id] : [])),
  )
  return found.flat()
}

/** Figures of a real company and invented ones must not mix. */
export async function refuseOwnRecords(db: Db, records: Records): Promise<void> {
  const own = await ownRecords(db, records)
  if (own.length === 0) return
  throw new Refusal(
    'conflict',
    'demo.company_not_empty',
    { kinds: own.join(', ') },
    own.map((field) => ({ field, rule: 'demo.company_not_empty' })),
  )
}

/** The stages as the company has them; an opportunity needs an open one, a won one and a lost one. */
export async function readStages(db: Db): Promise<Stages> {
  const { rows } = await sql<{ id: string; outcome: string }>`
    select id, outcome from crm.opportunity_stage order by position, name
  `.execute(db)
  const of = (outcome: string) => rows.filter((row) => row.outcome === outcome).map(({ id }) => id)
  const [open, [won], [lost]] = [of('open'), of('won'), of('lost')]
  if (open.length === 0 || !won || !lost) throw new Refusal('conflict', 'demo.stages_missing')
  return { open, won, lost }
}

const BATCH = 2_000

/** Writes the records of a kind under its rules; one that breaks a rule is a bug of the demo company. */
async function writeKind(
  tx: Tx,
  records: Records,
  kind: DemoKind,
  all: readonly DemoRecord[],
  context: WriteContext,
  written: (count: number) => Promise<void>,
): Promise<void> {
  const binding = bindingOf(records, kind)
  for (let start = 0; start < all.length; start += BATCH) {
    const wanted = all
      .slice(start, start + BATCH)
      .map(({ id, values }) => ({ id, before: null, changes: values }))
    const { planned, facts } = await planWrites(tx, binding, wanted, context)
    for (const { id, problems } of planned) {
      assert(problems.length === 0, `demo: ${kind} ${id} breaks ${problems[0]?.rule}`)
    }
    await applyWrites(tx, binding, planned, facts, context, noAudit)
    await written(wanted.length)
  }
}

/** Names and addresses of users are unique: a colleague whose name somebody bears already is marked. */
async function withFreeNames(tx: Tx, users: readonly DemoRecord[]): Promise<DemoRecord[]> {
  const { rows } = await sql<{ name: string; email: string | null }>`
    select lower(name) as name, lower(email) as email from access."user"
  `.execute(tx)
  const names = new Set(rows.map(({ name }) => name))
  const emails = new Set(rows.map(({ email }) => email))
  return users.map(({ id, values }) => {
    const name = String(values.name)
    const email = emails.has(String(values.email).toLowerCase()) ? null : values.email
    const free = names.has(name.toLowerCase()) ? `${name} (Demo)` : name
    return { id, values: { ...values, name: free, email } }
  })
}

/** Whether there are records of the kind. */
async function isUsed(db: Db, records: Records, kind: DemoKind): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from ${sql.raw(bindingOf(records, kind).kind.table)}) as used
  `.execute(db)
  return rows[0]?.used === true
}

/** Kinds of which what people entered stands, with none of the demo's beside it. */
const ALONE: readonly DemoKind[] = ['target', 'overhead_key', 'review', 'decision']

/** What of a kind fits beside what people entered. */
async function fitting(
  tx: Tx,
  records: Records,
  kind: DemoKind,
  all: readonly DemoRecord[],
): Promise<readonly DemoRecord[]> {
  if (kind === 'user') return withFreeNames(tx, all)
  return ALONE.includes(kind) && (await isUsed(tx, records, kind)) ? [] : all
}

/** What the figures of the demo company need set; each only where the company has set nothing itself. */
const SETTINGS: Readonly<Record<string, unknown>> = {
  company_name: COMPANY_NAME,
  margin_rate: 0.34,
  customer_lifetime_years: 5,
}

const isUnset = (value: unknown): boolean => value === null || value === undefined || value === ''

/** Sets what is not set; returns the rows as they were and the values now given, for the removal. */
async function giveSettings(tx: Tx, parts: DemoParts, context: WriteContext) {
  const current = await parts.settings.current()
  const given = Object.fromEntries(
    Object.entries(SETTINGS).filter(([key]) => isUnset(current[key])),
  )
  const before = await parts.settings.rows(tx, Object.keys(given))
  await parts.settings.change(tx, given, context)
  return { before, given }
}

const HISTORY_BATCH = 5_000

/** Writes the whole demo company in the caller's transaction. */
export async function writeDemo(
  tx: Tx,
  parts: DemoParts,
  company: DemoCompany,
  timeZone: string,
  report: Report,
) {
  const context: WriteContext = {
    actor: { userId: null, name: AUTHOR },
    now: parts.now(),
    timeZone,
  }
  const total = recordCount(company)
  let done = 0
  for (const kind of DEMO_KINDS) {
    const all = await fitting(tx, parts.records, kind, company.records[kind])
    await writeKind(tx, parts.records, kind, all, context, async (count) => {
      done += count
      await report(done, total)
    })
  }
  await writeBeside(tx, parts, company, context)
  const history = company.stageHistory
  for (let start = 0; start < history.length; ) {
    const end = endOfHistory(history, start + HISTORY_BATCH)
    await parts.replaceStageHistory(tx, history.slice(start, end), { name: AUTHOR })
    start = end
  }
  // The planner must know the new sizes at once: the cockpit is opened the moment this is committed.
  for (const kind of DEMO_KINDS) {
    await sql`analyze ${sql.raw(bindingOf(parts.records, kind).kind.table)}`.execute(tx)
  }
  return { count: done, ...(await giveSettings(tx, parts, context)) }
}

/** What is no record of its own: figures and targets of decisions, and the schedule of reports. */
async function writeBeside(
  tx: Tx,
  parts: DemoParts,
  { kept, changedTargets }: DemoCompany,
  context: WriteContext,
): Promise<void> {
  const { first, last } = demoIdRange('decision')
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from ${sql.raw(bindingOf(parts.records, 'decision').kind.table)} where id >= ${first}::uuid and id <= ${last}::uuid) as there
  `.execute(tx)
  if (rows[0]?.there) {
    for (const figure of kept) await parts.keepFigure(tx, figure, context)
    for (const target of changedTargets) await parts.noteTarget(tx, target, context)
  }
  await parts.addSchedule(tx, DEMO_SCHEDULE, context.now)
}

/** The history of one opportunity stays in one batch: a batch replaces whole histories. */
function endOfHistory(history: DemoCompany['stageHistory'], wanted: number): number {
  let end = Math.min(wanted, history.length)
  while (
    end < history.length &&
    history[end]?.opportunity_id === history[end - 1]?.opportunity_id
  ) {
    end += 1
  }
  return end
}

const recordCount = (company: DemoCompany): number =>
  DEMO_KINDS.reduce((sum, kind) => sum + company.records[kind].length, 0)

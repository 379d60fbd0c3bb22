import { sql } from 'kysely'
import type { Values } from '#kernel/record.ts'
import { channelFromName } from '#tracking/channel-rules.ts'
import { companyDomain } from './domains.ts'
import type { Matched } from './match.ts'
import type { Draft, PartRun, RunContext } from './run-context.ts'

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

const fill = (draft: Draft, field: string, value: unknown): void => {
  if ((value ?? null) !== null && !(field in draft.changes)) draft.fallbacks[field] ??= value
}

/** Leads find their contact by e-mail, and their account by that contact or by domain. */
async function linkLeads(run: RunContext, drafts: readonly Draft[]): Promise<void> {
  const emails = [...new Set(drafts.map(({ changes }) => textOf(changes.email).toLowerCase()))]
  const contacts = await sql<{ email: string; id: string; account_id: string | null }>`
    select distinct on (lower(email)) lower(email) as email, id::text as id, account_id::text as account_id
      from crm.contact where lower(email) = any(${emails.filter((email) => email !== '')}::text[])
     order by lower(email), created_at, id
  `.execute(run.tx)
  const byEmail = new Map(contacts.rows.map((row) => [row.email, row]))
  const domainOf = ({ changes }: Draft) =>
    companyDomain(changes.email) ?? companyDomain(changes.website)
  const domains = [...new Set(drafts.map((draft) => domainOf(draft) ?? ''))]
  const accounts = await sql<{ domain: string; id: string }>`
    select domain, (array_agg(id::text))[1] as id from crm.account
     where domain = any(${domains.filter((domain) => domain !== '')}::text[])
     group by domain having count(*) = 1
  `.execute(run.tx)
  const byDomain = new Map(accounts.rows.map((row) => [row.domain, row.id]))
  for (const draft of drafts) {
    const contact = byEmail.get(textOf(draft.changes.email).toLowerCase())
    fill(draft, 'contact_id', contact?.id)
    fill(draft, 'account_id', contact?.account_id ?? byDomain.get(domainOf(draft) ?? ''))
  }
}

/** An opportunity without a name is called after its account, else after the id it brings. */
async function nameOpportunities(run: RunContext, drafts: readonly Draft[]): Promise<void> {
  const nameless = drafts.filter(({ changes }) => !('name' in changes))
  if (nameless.length === 0) return
  const ids = nameless.map(({ changes }) => textOf(changes.account_id)).filter((id) => id !== '')
  const { rows } = await sql<{ id: string; name: string }>`
    select id::text as id, name from crm.account where id = any(${[...new Set(ids)]}::uuid[])
  `.execute(run.tx)
  const names = new Map(rows.map((row) => [row.id, row.name]))
  for (const draft of nameless) {
    const ofAccount = names.get(textOf(draft.changes.account_id))
    fill(draft, 'name', ofAccount ?? draft.read.externalId ?? `Zeile ${draft.row}`)
  }
}

/** Costs whose file names no channel take that of their campaign, else what its name says. */
async function placeCosts(run: RunContext, part: PartRun, drafts: readonly Draft[]): Promise<void> {
  const ids = drafts.map(({ changes }) => textOf(changes.campaign_id)).filter((id) => id !== '')
  const { rows } = await sql<{ id: string; name: string; channel: string | null }>`
    select id::text as id, name, channel from campaigns.campaign
     where id = any(${[...new Set(ids)]}::uuid[])
  `.execute(run.tx)
  const campaigns = new Map(rows.map((row) => [row.id, row]))
  for (const draft of drafts) {
    const campaign = campaigns.get(textOf(draft.changes.campaign_id))
    const named = campaign ? channelFromName(campaign.name)?.channel : undefined
    fill(draft, 'channel', campaign?.channel ?? named)
  }
  await placeByAccount(run, part, drafts)
}

type OwnAccount = {
  readonly number: string
  readonly category: string | null
  readonly channel: string | null
  readonly scope: string | null
}

/** What the company says of the ledger accounts of these rows. */
async function accountsOf(run: RunContext, drafts: readonly Draft[]): Promise<OwnAccount[]> {
  const numbers = new Set(drafts.map(({ changes }) => textOf(changes.account_number)))
  numbers.delete('')
  if (numbers.size === 0) return []
  const { rows } = await sql<OwnAccount>`
    select account_number as number, category, channel, sales_scope as scope from costs.account
     where account_number = any(${[...numbers]}::text[])
  `.execute(run.tx)
  return rows
}

/** Accounts of these rows that the company counts as no cost. */
export async function noCostAccounts(
  run: RunContext,
  drafts: readonly Draft[],
): Promise<ReadonlySet<string>> {
  const accounts = await accountsOf(run, drafts)
  return new Set(accounts.flatMap(({ number, category }) => (category === null ? [number] : [])))
}

/**
 * Category, channel and scope that the company gave to a ledger account. A category that is the same for the whole file
 * knows less than the account.
 */
async function placeByAccount(
  run: RunContext,
  part: PartRun,
  drafts: readonly Draft[],
): Promise<void> {
  const accounts = new Map((await accountsOf(run, drafts)).map((row) => [row.number, row]))
  const isOfFile = part.columnOf('category') === null
  for (const draft of drafts) {
    const account = accounts.get(textOf(draft.changes.account_number))
    if (isOfFile && account?.category) draft.changes.category = account.category
    fill(draft, 'category', account?.category)
    fill(draft, 'channel', account?.channel)
    fill(draft, 'sales_scope', account?.scope)
  }
}

/** Fills what the row does not say but its links, its name or its origin do. */
export async function enrichDrafts(
  run: RunContext,
  part: PartRun,
  drafts: readonly Draft[],
): Promise<void> {
  const kind = part.binding.kind.id
  if (kind === 'lead') await linkLeads(run, drafts)
  if (kind === 'opportunity') await nameOpportunities(run, drafts)
  if (kind === 'cost') await placeCosts(run, part, drafts)
}

/** Stages that only a lead's opportunities decide, once it has some. */
const DECIDED = ['stage', 'opportunity_at', 'won_at', 'lost_at'] as const
const DECIDED_STAGES = new Set(['opportunity', 'won', 'lost'])

/**
 * Leads whose opportunities have moved them on: a list of leads exported earlier must not move them back,
 * or importing the same two files again would never come to rest.
 */
export async function decidedLeads(
  run: RunContext,
  part: PartRun,
  matched: readonly Matched[],
): Promise<ReadonlySet<string>> {
  if (part.binding.kind.id !== 'lead') return new Set()
  const ids = matched
    .filter(({ before }) => before && DECIDED_STAGES.has(String(before.stage)))
    .map(({ id }) => id)
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ lead_id: string }>`
    select distinct lead_id::text as lead_id from crm.opportunity where lead_id = any(${ids}::uuid[])
  `.execute(run.tx)
  return new Set(rows.map((row) => row.lead_id))
}

const isKnown = (record: Values | null, field: string): boolean =>
  (record?.[field] ?? null) !== null

/**
 * The changes that a matched draft asks for, given what the record holds. A record that an earlier row of
 * the same file stands for is only filled in: the first row decides, so that importing the file again
 * comes to the same end without going to and fro.
 */
export function changesFor(
  { draft, before, id }: Matched,
  decided: ReadonlySet<string>,
  seen: ReadonlySet<string>,
): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  for (const [field, value] of Object.entries({ ...draft.fallbacks, ...draft.changes })) {
    const fillsOnly = !(field in draft.changes) || seen.has(id)
    if (!fillsOnly || !isKnown(before, field)) changes[field] = value
  }
  if (decided.has(id)) for (const field of DECIDED) delete changes[field]
  return changes
}

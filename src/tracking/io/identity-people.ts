import { type QueryExecutorProvider, sql } from 'kysely'
import { type Edge, type EdgeKind, groupWithin, rangesOf } from '../identity.ts'
import { type AccountDecision, accountOf, isRoleMailbox } from '../person.ts'
import { mailDomain } from './domains.ts'

// From edges as they were written down to who a visitor was: whose addresses they are, and whose company.

/** An edge as stored. */
export type StoredEdge = {
  readonly id: string
  readonly visitor: string
  readonly kind: EdgeKind
  readonly at: Date
  readonly visit_from: Date | null
  readonly email: string | null
  readonly email_domain: string | null
  readonly contact_id: string | null
  readonly lead_id: string | null
  readonly account_id: string | null
}

/** Who a visitor was during [from, until). */
export type KnownRange = {
  readonly edgeId: string
  readonly visitor: string
  readonly contactId: string | null
  readonly leadId: string | null
  readonly account: AccountDecision
  readonly from: number
  readonly until: number
}

type Person = { readonly contactId: string | null; readonly leadId: string | null }
type CrmPerson = { readonly accountId: string | null; readonly email: string | null }

/** What the edges of some visitors refer to. */
export type People = {
  /** Whose address it is in the records. */
  readonly ofAddress: ReadonlyMap<string, Person>
  /** Whom an address was taken for before: a contact that went into another one had it. */
  readonly takenFor: ReadonlyMap<string, Person>
  readonly contacts: ReadonlyMap<string, CrmPerson>
  readonly leads: ReadonlyMap<string, CrmPerson & { readonly contactId: string | null }>
  readonly accountsOfDomain: ReadonlyMap<string, readonly string[]>
}

export async function readEdges(
  db: QueryExecutorProvider,
  visitors: readonly string[],
): Promise<StoredEdge[]> {
  const { rows } = await sql<StoredEdge>`
    select edge.id, edge.visitor, edge.kind, edge.at, visit.started_at as visit_from,
           edge.email, edge.email_domain, edge.contact_id, edge.lead_id, edge.account_id
      from tracking.identity edge
      left join tracking.visit on visit.id = edge.visit_id
     where edge.visitor = any(${[...visitors]}::uuid[]) and edge.removed_at is null
  `.execute(db)
  return rows
}

const present = (values: readonly (string | null | undefined)[]): string[] => [
  ...new Set(values.filter((value): value is string => typeof value === 'string')),
]

/** Everything that the edges refer to, in one query each. */
export async function readPeople(
  db: QueryExecutorProvider,
  edges: readonly StoredEdge[],
): Promise<People> {
  const addresses = present(edges.map(({ email }) => email)).filter((one) => !isRoleMailbox(one))
  const ofAddress = await peopleOfAddresses(db, addresses)
  const takenFor = await takenForBefore(db, addresses)
  const found = [...ofAddress.values(), ...takenFor.values()]
  const leads = await readLeads(
    db,
    present([...edges.map((edge) => edge.lead_id), ...found.map(({ leadId }) => leadId)]),
  )
  const contacts = await readContacts(
    db,
    present([
      ...edges.map((edge) => edge.contact_id),
      ...found.map(({ contactId }) => contactId),
      ...[...leads.values()].map(({ contactId }) => contactId),
    ]),
  )
  const domains = present([
    ...edges.map((edge) => edge.email_domain),
    ...[...contacts.values(), ...leads.values()].map(({ email }) => email && mailDomain(email)),
  ])
  return {
    ofAddress,
    takenFor,
    contacts,
    leads,
    accountsOfDomain: await accountsOf(db, domains),
  }
}

/** The oldest contact and the newest lead with each address. */
async function peopleOfAddresses(db: QueryExecutorProvider, addresses: readonly string[]) {
  const { rows } = await sql<{ email: string } & Person>`
    select wanted.email,
           (select id from crm.contact where lower(email) = wanted.email order by created_at, id limit 1) as "contactId",
           (select id from leads.lead where lower(email) = wanted.email order by created_on desc, id desc limit 1) as "leadId"
      from unnest(${[...addresses]}::text[]) as wanted (email)
  `.execute(db)
  return new Map(rows.map(({ email, ...person }) => [email, person]))
}

async function takenForBefore(db: QueryExecutorProvider, addresses: readonly string[]) {
  const { rows } = await sql<{ email: string } & Person>`
    select distinct on (email) email, contact_id as "contactId", lead_id as "leadId" from tracking.identity
     where email = any(${[...addresses]}::text[]) and removed_at is null
       and (contact_id is not null or lead_id is not null)
     order by email, noted_at desc, id desc
  `.execute(db)
  return new Map(rows.map(({ email, ...person }) => [email, person]))
}

async function readContacts(db: QueryExecutorProvider, ids: readonly string[]) {
  const { rows } = await sql<{ id: string } & CrmPerson>`
    select id, account_id as "accountId", lower(email) as email from crm.contact where id = any(${[...ids]}::uuid[])
  `.execute(db)
  return new Map(rows.map(({ id, ...contact }) => [id, contact]))
}

async function readLeads(db: QueryExecutorProvider, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; contactId: string | null } & CrmPerson>`
    select id, contact_id as "contactId", account_id as "accountId", lower(email) as email
      from leads.lead where id = any(${[...ids]}::uuid[])
  `.execute(db)
  return new Map(rows.map(({ id, ...lead }) => [id, lead]))
}

async function accountsOf(db: QueryExecutorProvider, domains: readonly string[]) {
  const { rows } = await sql<{ domain: string; ids: string[] }>`
    select domain, array_agg(id::text order by id) as ids from crm.account
     where domain = any(${[...domains]}::text[]) group by domain
  `.execute(db)
  return new Map(rows.map(({ domain, ids }) => [domain, ids]))
}

/** Whom an edge stands for: said outright, by the address in the records, by what the address stood for before. */
export function personOf(edge: StoredEdge, people: People): Person {
  const address = people.ofAddress.get(edge.email ?? '')
  const before = people.takenFor.get(edge.email ?? '')
  const known = edge.contact_id ?? address?.contactId ?? null
  const leadId = edge.lead_id ?? address?.leadId ?? (known === null ? before?.leadId : null) ?? null
  const contactId = known ?? people.leads.get(leadId ?? '')?.contactId ?? before?.contactId ?? null
  return { contactId, leadId }
}

const accountNamed = (edge: StoredEdge | undefined, people: People): string | null => {
  if (edge === undefined) return null
  if (edge.account_id !== null) return edge.account_id
  const [only, ...others] = people.accountsOfDomain.get(edge.email_domain ?? '') ?? []
  return others.length === 0 ? (only ?? null) : null
}

/** A group call, or a company that somebody chose by hand. */
const namesCompany = ({ kind, account_id }: StoredEdge): boolean =>
  kind === 'group' || (kind === 'by_hand' && account_id !== null)

/** One text for one person, or company; null where an edge says nothing. */
function keyOf(edge: StoredEdge, people: People): string | null {
  if (namesCompany(edge)) return accountNamed(edge, people) ?? edge.email_domain
  const { contactId, leadId } = personOf(edge, people)
  return contactId ?? leadId ?? edge.email
}

/** Who a visitor was, out of all its edges. */
export function knownRanges(stored: readonly StoredEdge[], people: People): KnownRange[] {
  const byId = new Map(stored.map((edge) => [edge.id, edge]))
  const edges = stored.flatMap((edge): Edge[] => {
    const person = keyOf(edge, people)
    if (person === null) return []
    const kind = namesCompany(edge) ? 'group' : edge.kind
    const visitFrom = edge.visit_from?.getTime() ?? null
    return [{ id: edge.id, kind, at: edge.at.getTime(), visitFrom, person }]
  })
  return rangesOf(edges).flatMap(({ edgeId, from, until }): KnownRange[] => {
    const edge = byId.get(edgeId)
    if (edge === undefined) return []
    const group = byId.get(groupWithin(edges, { from, until })?.id ?? '')
    const person = namesCompany(edge) ? { contactId: null, leadId: null } : personOf(edge, people)
    const account = accountOfRange(edge, person, accountNamed(group, people), people)
    return [{ edgeId, visitor: edge.visitor, ...person, account, from, until }]
  })
}

function accountOfRange(
  edge: StoredEdge,
  { contactId, leadId }: Person,
  named: string | null,
  people: People,
): AccountDecision {
  const contact = people.contacts.get(contactId ?? '')
  const lead = people.leads.get(leadId ?? '')
  const email = contact?.email ?? lead?.email
  const emailDomain = edge.email_domain ?? (email ? mailDomain(email) : null)
  return accountOf({
    linked: contact?.accountId ?? lead?.accountId ?? null,
    named,
    emailDomain,
    accountsOfDomain: people.accountsOfDomain.get(emailDomain ?? '') ?? [],
  })
}

import { DAY, type DemoCalendar } from './calendar.ts'
import { COLLEAGUES, REGIONS, userId } from './catalogue.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Deal } from './deals.ts'
import { demoId } from './ids.ts'
import { isSocial, type LeadDraft } from './leads.ts'
import {
  addressOf,
  type Company,
  company,
  type Person,
  person,
  phone,
  position,
  street,
  type Town,
  townOf,
} from './names.ts'

export type Account = {
  readonly id: string
  readonly company: Company
  readonly town: Town
  readonly ownerId: string
  readonly employees: number
  /** Reached by social media in the first year; those that were not have no such touch then. */
  readonly social: boolean
  /** A customer from the time before the records begin. */
  readonly isOld: boolean
  readonly wins: number[]
  readonly contacts: Contact[]
}

export type Contact = {
  readonly id: string
  readonly person: Person
  readonly email: string
  readonly seenAt: number
  readonly source: string | null
}

/** Who a lead or a taken-over opportunity belongs to. */
export type Belonging = {
  readonly account: Account
  readonly contact: Contact
  readonly isExisting: boolean
}

export type Customers = {
  readonly accounts: readonly Account[]
  readonly ofLead: ReadonlyMap<LeadDraft, Belonging>
  readonly ofDeal: ReadonlyMap<Deal, Belonging>
}

const OLD_CUSTOMERS = 36
const RETURNING = 0.26
const KNOWN_PERSON = 0.5
const BUYING_CENTRE = 0.6

/** Keeps the accounts while leads are given to them one after the other. */
function accountBook(calendar: DemoCalendar) {
  const chance = chanceOf('customers')
  const accounts: Account[] = []
  const taken = new Set<string>()
  const start = calendar.at(calendar.month(0).from, 0)
  let contactCount = 0

  const addContact = (account: Account, who: Person, seenAt: number, source: string | null) => {
    contactCount += 1
    const contact: Contact = {
      id: demoId('contact', contactCount),
      person: who,
      email: addressOf(who, account.company.domain),
      seenAt,
      source,
    }
    account.contacts.push(contact)
    return contact
  }
  /** The company itself, or another one where there is an account of it already. */
  const unused = (wanted: Company): Company => {
    let of = wanted
    while (taken.has(of.domain)) of = company(chance)
    taken.add(of.domain)
    return of
  }
  const addAccount = (wanted: Company, social: boolean, isOld = false): Account => {
    const town = townOf(chance)
    const account: Account = {
      id: demoId('account', accounts.length + 1),
      company: unused(wanted),
      town,
      ownerId: ownerIn(town.region, chance),
      employees: Math.min(4_800, Math.max(12, Math.round(chance.skewed(140, 0.9)))),
      social,
      isOld,
      wins: [],
      contacts: [],
    }
    accounts.push(account)
    return account
  }
  /**
   * Customers of before that a lead created at `instant` may come from. What old customers order without an
   * opportunity counts for the origin of their first one: that is never social media, whose money the
   * published year states.
   */
  const customersAt = (instant: number, isBySocial: boolean, isFirstYear: boolean): Account[] =>
    accounts.filter((account) =>
      account.isOld
        ? !isBySocial
        : account.wins.some((won) => won + 20 * DAY < instant) &&
          (!isFirstYear || account.social === isBySocial),
    )
  for (let count = 0; count < OLD_CUSTOMERS; count += 1) {
    const account = addAccount(company(chance), false, true)
    addContact(account, person(chance), start, null)
  }
  return { chance, accounts, start, addContact, addAccount, customersAt }
}

const ownerIn = (region: Town['region'], chance: Chance): string => {
  const near = COLLEAGUES.map((one, place) => [place, one] as const).filter(
    ([, one]) => one.weight > 0,
  )
  const weight = (own: string | null, usual: number) => (own === region ? usual * 6 : usual * 0.4)
  return userId(
    chance.weighted(near.map(([place, one]) => [place, weight(one.region, one.weight)])),
  )
}

/** Gives every lead that sales accepted, and every taken-over opportunity, an account and a contact. */
export function customersOf(
  calendar: DemoCalendar,
  leads: readonly LeadDraft[],
  deals: readonly Deal[],
): Customers {
  const book = accountBook(calendar)
  const { chance } = book
  const secondYear = calendar.at(calendar.years[1].from, 0)
  const ofDeal = new Map<Deal, Belonging>()
  for (const deal of deals.filter(({ course }) => course.lead === null)) {
    const account = book.addAccount(company(chance), deal.social === true)
    const contact = book.addContact(account, person(chance), book.start, null)
    ofDeal.set(deal, { account, contact, isExisting: false })
    if (deal.course.outcome === 'won') account.wins.push(deal.course.closedAt ?? 0)
  }
  const ofLead = new Map<LeadDraft, Belonging>()
  for (const lead of leads.filter(({ course }) => course?.sqlAt)) {
    const { createdAt, origin } = lead
    const known = chance.happens(RETURNING)
      ? book.customersAt(createdAt, isSocial(origin), createdAt < secondYear)
      : []
    const account =
      known.length > 0 ? chance.pick(known) : book.addAccount(lead.company, isSocial(origin))
    const returning = known.length > 0 && chance.happens(KNOWN_PERSON)
    const contact =
      (returning ? account.contacts[0] : undefined) ??
      book.addContact(account, lead.person, lead.seenAt, lead.origin.source)
    const belonging = { account, contact, isExisting: known.length > 0 }
    ofLead.set(lead, belonging)
    if (!lead.deal) continue
    ofDeal.set(lead.deal, belonging)
    const { outcome, closedAt, openedAt } = lead.deal.course
    if (outcome === 'won') account.wins.push(closedAt ?? 0)
    if (account.contacts.length < 3 && chance.happens(BUYING_CENTRE)) {
      book.addContact(account, person(chance), openedAt, null)
    }
  }
  return { accounts: book.accounts, ofLead, ofDeal }
}

export function accountRecords({ accounts }: Customers) {
  const chance = chanceOf('account values')
  return accounts.map(({ id, company: { name, domain, industry }, town, ...account }) => ({
    id,
    values: {
      name,
      account_type: account.isOld || account.wins.length > 0 ? 'customer' : 'prospect',
      industry,
      employees: account.employees,
      website: `https://www.${domain}`,
      phone: phone(chance),
      street: street(chance),
      postal_code: town.postalCode,
      city: town.city,
      country: 'Deutschland',
      owner_id: account.ownerId,
      region_id: REGIONS[town.region],
    },
  }))
}

export function contactRecords({ accounts }: Customers, isoOf: (instant: number) => string) {
  const chance = chanceOf('contact values')
  return accounts
    .flatMap((account) => account.contacts.map((contact) => ({ account, contact })))
    .toSorted((a, b) => (a.contact.id < b.contact.id ? -1 : 1))
    .map(({ account, contact: { id, person: who, email, seenAt, source } }) => ({
      id,
      values: {
        first_name: who.first,
        last_name: who.last,
        email,
        phone: phone(chance),
        position: position(chance),
        account_id: account.id,
        source,
        first_seen_at: isoOf(seenAt),
        owner_id: account.ownerId,
      },
    }))
}

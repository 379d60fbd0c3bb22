// Visits and events as the intake stores them and hands them over, without the intake.
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { identityTaken, mailLinkSign } from '../../src/tracking/io/identity-taken.ts'
import {
  CONSENT_LETTERS,
  EVENT_LETTERS,
  type Taken,
  type TakenEvent,
} from '../../src/tracking/taken.ts'
import type { ConsentState } from '../../src/tracking/wire.ts'

export type Db = Kysely<unknown>

const sign = mailLinkSign('a secret of at least thirty-two characters')
/** Goals are read again for every batch: the clock goes on by a minute each time. */
let minutes = 0
const take = identityTaken({
  now: () => {
    minutes += 1
    return new Date(minutes * 60_000)
  },
  sign,
  soon: () => undefined,
})
export const NOTHING: Taken = { visits: [], events: [], merged: [], withdrawn: [] }

export const uuid = (kind: string, number: number) =>
  `${kind.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`
export const PHONE = uuid('a', 1)
export const LAPTOP = uuid('a', 2)
export const ERIKA = uuid('b', 1)
export const MAX = uuid('b', 2)

let visitId = 0

/** A visit as the intake stores and hands it over. */
export async function visit(
  db: Db,
  visitor: string,
  at: string,
  given: { channel?: string; consent?: ConsentState; bot?: string } = {},
): Promise<number> {
  visitId += 1
  const { channel = 'organic_search', consent = 'marketing', bot = null } = given
  await sql`insert into tracking.visit
      (id, website, visitor, started_at, ended_at, consent, pages, events, channel, rule, used, source, medium, bot)
    values (${visitId}, 1, ${visitor}, ${at}, ${at}::timestamptz + interval '10 minutes', ${CONSENT_LETTERS[consent]},
      1, 1, ${channel}, '8.known_referrer', 'referrer=google.com', 'google.com', 'organic', ${bot})`.execute(
    db,
  )
  const startedAt = Date.parse(at)
  const taken: Taken['visits'][number] = {
    id: visitId,
    website: 1,
    visitorId: consent === 'none' ? null : visitor,
    startedAt,
    endedAt: startedAt + 600_000,
    consent,
    channel,
    source: 'google.com',
    medium: 'organic',
    campaign: null,
    campaignKey: null,
    linkId: null,
    isBot: bot !== null,
    isNew: true,
    isRelanded: true,
  }
  await hand(db, { ...NOTHING, visits: [taken] })
  return visitId
}

export const hand = (db: Db, taken: Taken) =>
  db.transaction().execute((tx) => take(tx, taken, () => undefined))

export async function event(
  db: Db,
  visitor: string | null,
  at: string,
  given: Partial<TakenEvent> & { readonly kind: TakenEvent['kind'] },
): Promise<TakenEvent> {
  const taken: TakenEvent = {
    at: Date.parse(at),
    messageId: randomUUID(),
    visitId,
    website: 1,
    visitorId: visitor,
    consent: 'marketing',
    address: 'https://www.example.com/',
    name: null,
    target: null,
    properties: {},
    isBot: false,
    ...given,
  }
  await sql`insert into tracking.event (at, message_id, visit_id, website, kind, consent, lag, name, target)
    values (${at}, ${taken.messageId}, ${taken.visitId}, 1, ${EVENT_LETTERS[taken.kind]},
      ${CONSENT_LETTERS[taken.consent]}, 0, ${taken.name}, ${taken.target})`.execute(db)
  await hand(db, { ...NOTHING, events: [taken] })
  return taken
}

export const identify = (db: Db, visitor: string, at: string, email: string, login = false) =>
  event(db, visitor, at, {
    kind: 'identify',
    properties: login ? { email, login: true } : { email },
  })

/** Two contacts. */
export async function people(db: Db): Promise<void> {
  visitId = 0
  await sql`insert into crm.contact (id, last_name, email, created_at) values
    (${ERIKA}, 'Muster', 'Erika.Muster@example.com', '2025-01-01'), (${MAX}, 'Muster', 'max@example.com', '2025-01-02')`.execute(
    db,
  )
}

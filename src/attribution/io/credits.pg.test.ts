import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { expected, withReference } from '../../../test/helpers/attribution-reference.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { AttributionSettings } from '../settings.ts'
import { keepModel, withFreshJourneys } from './refresh.ts'

const context = (given: Record<string, unknown> = {}) => ({
  settings: AttributionSettings.parse(given),
  now: () => new Date('2026-06-01T00:00:00Z'),
})

const MODELS = { marketo_u: 'milestone_u', w_shaped: 'w_shaped', full_path: 'full_path' } as const
type Theirs = keyof typeof MODELS

type Account = {
  account: string
  touches: { id: string; ts: number; contact: string; form: boolean }[]
  opp_created_at: number
  closed_at: number
  amount_cents: number
  cents: Record<Theirs, Record<string, number>>
}

const uuid = (kind: number, account: number, place = 0): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(account).padStart(6, '0')}${String(place).padStart(6, '0')}`

/** Contacts of the account; who gave a name became a lead in that instant. */
async function insertAccount(db: Kysely<unknown>, account: Account, number: number): Promise<void> {
  const id = uuid(1, number)
  await sql`insert into crm.account (id, name) values (${id}, ${account.account})`.execute(db)
  const contacts = [...new Set(account.touches.map(({ contact }) => contact))]
  const contactId = (contact: string) => uuid(2, number, contacts.indexOf(contact))
  for (const contact of contacts) {
    await sql`insert into crm.contact (id, last_name, account_id)
      values (${contactId(contact)}, ${contact}, ${id})`.execute(db)
  }
  // against the order of time, so that nothing hangs on it
  for (const { id: touch, ts, contact, form } of account.touches.toReversed()) {
    const place = Number(touch.slice(1))
    if (form) {
      await sql`insert into leads.lead (id, contact_id, created_on)
        values (${uuid(4, number, place)}, ${contactId(contact)}, to_timestamp(${ts}))`.execute(db)
    }
    await sql`insert into tracking.touchpoint (id, occurred_at, channel, contact_id, lead_id)
      values (${uuid(3, number, place)}, to_timestamp(${ts}), 'email', ${contactId(contact)},
        ${form ? uuid(4, number, place) : null}::uuid)`.execute(db)
  }
  await sql`insert into crm.opportunity (id, name, account_id, stage_id, outcome, opened_at, closed_at, amount)
    select ${uuid(5, number)}::uuid, ${account.account}, ${id}::uuid, id, 'won', to_timestamp(${account.opp_created_at}),
           to_timestamp(${account.closed_at}), ${account.amount_cents}::bigint
      from crm.opportunity_stage where outcome = 'won'`.execute(db)
}

type Credit = {
  opportunity_id: string
  model: string
  touch_ids: string[]
  cents: number[]
  unattributed: number
}

test(
  'accounts of the reference: credits to the cent, out of the records',
  withReference,
  async () => {
    await using database = await testDatabase()
    const { db } = database
    const { accounts } = expected<{ accounts: Account[] }>('accounts')
    assert.equal(accounts.length, 25)
    for (const [number, account] of accounts.entries()) await insertAccount(db, account, number)
    const unlimited = context({ attribution_lookback: 'unlimited' })
    for (const model of Object.values(MODELS)) await keepModel(db, unlimited, model)
    const credits = await withFreshJourneys(
      db,
      unlimited,
      async (tx) => (await sql<Credit>`select * from attribution.credit`.execute(tx)).rows,
    )
    assert.equal(credits.length, 25 * 4)
    for (const [number, account] of accounts.entries()) {
      for (const [theirs, ours] of Object.entries(MODELS)) {
        const credit = credits.find(
          (row) => row.opportunity_id === uuid(5, number) && row.model === ours,
        )
        assert(credit)
        const byTouch = credit.touch_ids.flatMap((id, index) => {
          const part = credit.cents[index] ?? 0
          return part === 0 ? [] : [[`t${id.slice(-2)}`, part] as const]
        })
        const lost = credit.touch_ids.length === 0 ? [['(unattributed)', credit.unattributed]] : []
        const wanted = Object.entries(account.cents[theirs as Theirs]).filter(
          ([, part]) => part !== 0,
        )
        assert.deepEqual(
          Object.fromEntries([...byTouch, ...lost]),
          Object.fromEntries(wanted),
          `${account.account} ${theirs}`,
        )
      }
    }
  },
)

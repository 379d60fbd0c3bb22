import { type Kysely, sql } from 'kysely'

/** How many of each there are. */
export type CompanySize = {
  readonly touchpoints: number
  readonly accounts: number
  readonly deals: number
}

const INDEXES = {
  touchpoint_by_time: '(occurred_at, id)',
  touchpoint_lead: '(lead_id, occurred_at)',
  touchpoint_contact: '(contact_id, occurred_at)',
  touchpoint_account: '(account_id, occurred_at)',
}

const id = (kind: string, number: string) => sql.raw(`md5('${kind}' || ${number})::uuid`)
const HASH = (number: string) => sql.raw(`(hashint8(${number}) & 2147483647)`)

/**
 * A company at size: two contacts an account; touches of 2023 to 2025 spread evenly over all contacts, one in ten of
 * an account as a whole; deals won in 2024 and 2025, each by an account of its own, 60 days after their opening. The
 * same at every run. Indexes are made afterwards, which takes minutes less.
 */
export async function fillCompany(db: Kysely<unknown>, size: CompanySize): Promise<void> {
  const { touchpoints, accounts, deals } = size
  const run = (statement: ReturnType<typeof sql>) => statement.execute(db)
  const contacts = accounts * 2 - 2
  for (const name of Object.keys(INDEXES)) await run(sql`drop index tracking.${sql.ref(name)}`)
  await run(sql`alter table tracking.touchpoint disable trigger user`)
  await run(sql`alter table tracking.touchpoint drop constraint touchpoint_contact_id_fkey,
    drop constraint touchpoint_account_id_fkey, drop constraint touchpoint_channel_fkey`)
  await run(sql`insert into crm.account (id, name)
    select ${id('a', 'n')}, 'Konto ' || n from generate_series(1, ${accounts}::int) n`)
  await run(sql`insert into crm.contact (id, last_name, account_id)
    select ${id('c', 'n')}, 'Kontakt ' || n, ${id('a', '(1 + n / 2)')} from generate_series(1, ${contacts}::int) n`)
  await run(sql`insert into tracking.touchpoint (id, occurred_at, channel, contact_id, account_id)
    select ${id('t', 'n')}, timestamptz '2023-01-01Z' + ${HASH('n')} % 94608000 * interval '1 second',
           (array['organic_search','paid_search','paid_social','email','event','trade_fair','direct','partner'])[1 + (hashint8(n + 7) & 7)],
           case when n % 10 > 0 then ${id('c', `(1 + (n::bigint * 7919) % ${contacts})`)} end,
           case when n % 10 = 0 then ${id('a', `(1 + (n::bigint / 10 * 7919) % ${accounts})`)} end
      from generate_series(1, ${touchpoints}::int) n`)
  await run(sql`insert into crm.opportunity (id, name, account_id, stage_id, outcome, opened_at, closed_at, amount)
    select ${id('o', 'n')}, 'Anlage ' || n, ${id('a', `(1 + (n::bigint * ${accounts} / ${deals}) % ${accounts})`)}, stage.id, 'won',
           at - interval '60 days', at, 100000 + n
      from crm.opportunity_stage stage,
           generate_series(1, ${deals}::int) n,
           lateral (select timestamptz '2024-01-01Z' + ${HASH('n')} % 63072000 * interval '1 second' as at) closing
     where stage.name = 'Gewonnen'`)
  for (const [name, columns] of Object.entries(INDEXES)) {
    await run(sql`create index ${sql.ref(name)} on tracking.touchpoint ${sql.raw(columns)}`)
  }
  await run(sql`alter table tracking.touchpoint
    add constraint touchpoint_contact_id_fkey foreign key (contact_id) references crm.contact,
    add constraint touchpoint_account_id_fkey foreign key (account_id) references crm.account,
    add constraint touchpoint_channel_fkey foreign key (channel) references tracking.channel`)
  await run(sql`alter table tracking.touchpoint enable trigger user`)
  await run(sql`vacuum analyze tracking.touchpoint`)
  await run(sql`analyze`)
}

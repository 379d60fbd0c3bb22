// A company with a million leads for bench/lists.ts: the same rows at every run, made in the database.
import { type Kysely, sql } from 'kysely'

/** Leads that hang on each other by owner: one of a handful, one of many that are all old, the others. */
export const RARE_OWNER = '00000000-0000-4000-8000-000000000001'
export const OLD_OWNER = '00000000-0000-4000-8000-000000000002'

const OWNERS = 40
const CAMPAIGNS = 200
/** The newest lead; older ones lie before it by a minute and a half each. */
const NEWEST = '2026-03-01T00:00:00Z'

const FIRST_NAMES = `{Anna,Jürgen,Sabine,Thomas,Ayşe,Michael,Petra,Wolfgang,Claudia,Stefan,Heike,Andreas,Jörg,Birgit,
  Mehmet,Kathrin,Dieter,Ursula,Frank,Monika,Günter,Nadine,René,Zoë,Karl-Heinz,Elif,Bärbel,Torsten,Silke,Uwe}`
const LAST_NAMES = `{Müller,Schmidt,Schneider,Fischer,Weber,Meyer,Wagner,Becker,Schulz,Hoffmann,Schäfer,Koch,Bauer,Richter,
  Klein,Wolf,Schröder,Neumann,Schwarz,Zimmermann,Braun,Krüger,Hofmann,Hartmann,Lange,Schmitt,Werner,Krause,Meier,Lehmann,
  Öztürk,Groß,Weiß,Jäger,Möller,König,Böhm,Yılmaz,Kowalski,Vogt}`
const TRADES = `{Maschinenbau,Anlagenbau,Pumpentechnik,Armaturen,Logistik,Kunststofftechnik,Werkzeugbau,Elektronik,Fördertechnik,
  Gießerei,Messtechnik,Hydraulik,Verpackung,Oberflächentechnik,Automation}`
const CITIES = '{Köln,Düsseldorf,Aachen,Bonn,München,Nürnberg,Würzburg,Münster,Berlin,Hamburg}'
const STAGES =
  '{new,new,new,new,new,contacted,contacted,mql,mql,sql,opportunity,won,lost,disqualified,nurture}'
const CHANNELS = `{organic_search,organic_search,organic_search,paid_search,paid_search,organic_social,paid_social,email,email,
  event,trade_fair,recommendation,referral,direct,unknown,partner,display,telephone,marketplace,ai_assistant}`

/** A number of [0, 1) that depends on the row and nothing else. */
const chance = (seed: number) =>
  `((hashint8extended(i, ${seed}) & 1073741823)::double precision / 1073741824)`
const pick = (list: string, seed: number) =>
  `('${list}'::text[])[1 + floor(${chance(seed)} * array_length('${list}'::text[], 1))::int]`

/** Another id per kind and row. */
const id = (kind: number, number = 'i') =>
  `('0000000${kind}-0000-4000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`

const statements = (leads: number): string[] => {
  const accounts = Math.max(1, Math.floor(leads / 5))
  const contacts = Math.max(1, Math.floor(leads / 3))
  const opportunities = Math.max(1, Math.floor(leads / 10))
  const company = `${pick(LAST_NAMES, 1)} || ' ' || ${pick(TRADES, 2)} || ' ' || (i % 9973) || ' GmbH'`
  const index = `mod(abs(hashint8extended(i, 3)), %)::bigint`
  const other = (kind: number, count: number) => id(kind, index.replace('%', String(count)))
  return [
    `insert into access."user" (id, name) select ${id(0)}, 'Person ' || i from generate_series(1, ${OWNERS}) as i`,
    `insert into campaigns.campaign (id, name, channel)
     select ${id(1)}, 'Kampagne ' || i, 'email' from generate_series(0, ${CAMPAIGNS - 1}) as i`,
    `insert into crm.account (id, name, domain, city, owner_id)
     select ${id(2)}, ${company}, 'firma' || i || '.de', ${pick(CITIES, 4)}, ${id(0, '(3 + i % 38)')}
       from generate_series(0, ${accounts - 1}) as i`,
    `insert into crm.contact (id, first_name, last_name, email, account_id)
     select ${id(3)}, ${pick(FIRST_NAMES, 5)}, ${pick(LAST_NAMES, 6)}, 'kontakt' || i || '@firma' || (i % ${accounts}) || '.de',
            ${id(2, `(i % ${accounts})`)}
       from generate_series(0, ${contacts - 1}) as i`,
    `insert into leads.lead (id, first_name, last_name, company, email, stage, created_on, last_activity_at, channel,
                             campaign_id, score, expected_value, owner_id, contact_id, source)
     select ${id(4)}, ${pick(FIRST_NAMES, 7)}, ${pick(LAST_NAMES, 8)}, ${company},
            'person' || i || '@firma' || (i % ${accounts}) || '.de', ${pick(STAGES, 9)},
            '${NEWEST}'::timestamptz - make_interval(secs => (${leads} - i) * 90),
            case when ${chance(10)} < 0.8 then '${NEWEST}'::timestamptz - make_interval(secs => floor(${chance(11)} * 90e6)) end,
            ${pick(CHANNELS, 12)},
            case when ${chance(13)} < 0.6 then ${other(1, CAMPAIGNS)} end,
            case when ${chance(14)} < 0.7 then floor(${chance(15)} * 101)::int end,
            case when ${chance(16)} < 0.6 then floor(${chance(17)} * 20000000)::bigint end,
            case when i < 12 then '${RARE_OWNER}'::uuid when i < ${leads} * 0.03 then '${OLD_OWNER}'::uuid
                 else ${id(0, '(3 + mod(abs(hashint8extended(i, 18)), 38))')} end,
            ${id(3, `(i % ${contacts})`)}, 'google'
       from generate_series(0, ${leads - 1}) as i`,
    `insert into crm.opportunity (id, name, stage_id, opened_at, amount, account_id)
     select ${id(5)}, ${pick(TRADES, 19)} || ' für ' || ${pick(LAST_NAMES, 20)} || ' ' || i,
            (select id from crm.opportunity_stage order by position limit 1),
            '${NEWEST}'::timestamptz - make_interval(secs => i * 900), floor(${chance(21)} * 20000000)::bigint,
            ${id(2, `(i % ${accounts})`)}
       from generate_series(0, ${opportunities - 1}) as i`,
    'vacuum analyze',
  ]
}

/** Fills an empty database; about two minutes for a million leads. */
export async function fillCompany(db: Kysely<unknown>, leads: number): Promise<void> {
  for (const statement of statements(leads)) await sql.raw(statement).execute(db)
}

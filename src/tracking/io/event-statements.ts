import { markOfText, markText, type PageAddress } from '../arrival.ts'
import type { OpenVisit } from '../open-visits.ts'
import type { PlacedEvent, VisitChange } from '../place-arrivals.ts'
import { CONSENT_LETTERS, EVENT_LETTERS } from '../taken.ts'
import { CONSENT_STATES, type ConsentState } from '../wire.ts'
import {
  instantSql,
  instantsLiteral,
  numbersLiteral,
  plainLiteral,
  textsLiteral,
} from './array-literal.ts'

// The statements of a batch. Each takes whole columns as arrays and is prepared once a connection. Rows are written in
// the order of their keys, so that two batches under way at once wait for each other instead of locking each other out.
// What is looked up is looked up row by row (`lateral … offset 0`): a plan is kept, and one that was made while a table was
// small would read all of it once it is large.

/** $1 ids in order, $2 the fortnight, $3 how many. `ids` is given only where some were known. */
export const INSERT_MESSAGES = (looksBack: boolean): string => `
  with kept as (
    insert into tracking.message (id, fortnight)
    select given.id, $2::integer
      from unnest($1::uuid[]) as given (id)
     ${
       looksBack
         ? `left join lateral (
             select true as found from tracking.message
              where message.fortnight = $2::integer - 1 and message.id = given.id offset 0) earlier on true
      where earlier.found is null`
         : ''
     }
        on conflict do nothing
    returning id
  )
  select count(*)::integer as taken,
         case when count(*) < $3::integer then array_agg(id)::text end as ids
    from kept`

/**
 * $1 ids in order, $2 instants, $3 consent, $4 how many: makes visitors who consent, raises consent where it is higher
 * now. `made` new ones, their `ids` only where some were known; `gone` those who took their consent back.
 */
export const ADMIT_VISITORS = {
  name: 'admit',
  text: `
  with given as (
    select id, ${instantSql('at')} as at, consent
      from unnest($1::uuid[], $2::float8[], $3::"char"[]) as given (id, at, consent)
  ), known as (
    select visitor.*
      from given
     cross join lateral (
             select * from tracking.visitor where visitor.id = given.id offset 0) visitor
  ), kept as (
    insert into tracking.visitor as kept (id, first_at, consent)
    select id, at, consent
      from given
     where consent <> 'n'
       and not exists (
             select from known
              where known.id = given.id
                and (given.consent <> 'm' or known.consent = 'm' or known.withdrawn_at is not null))
     order by id
        on conflict (id) do update set consent = 'm'
     where excluded.consent = 'm' and kept.consent <> 'm' and kept.withdrawn_at is null
    returning id, xmax = 0 as is_new
  )
  select count(*) filter (where is_new)::integer as made,
         case when count(*) filter (where is_new) < $4::integer
              then (array_agg(id) filter (where is_new))::text end as ids,
         (select array_agg(id)::text from known where withdrawn_at is not null) as gone
    from kept`,
}

/** $1 ids. */
export const FORGET_VISITORS = {
  name: 'forget visitors',
  text: 'delete from tracking.visitor where id = any($1::uuid[])',
}

/** Name, type, and what is written where that is not the column as it was given. */
const VISIT_COLUMNS: readonly (readonly [name: string, type: string, written?: string])[] = [
  ['id', 'bigint'],
  ['website', 'integer'],
  ['visitor', 'uuid'],
  ['started_at', 'float8', instantSql('started_at')],
  ['ended_at', 'float8', instantSql('ended_at')],
  ['consent', '"char"'],
  ['pages', 'integer'],
  ['events', 'integer'],
  ['landing_page', 'integer'],
  ['channel', 'text'],
  ['rule', 'text'],
  ['used', 'text'],
  ['referrer_host', 'text'],
  ['source', 'text'],
  ['medium', 'text'],
  ['campaign', 'text'],
  ['content', 'text'],
  ['term', 'text'],
  ['campaign_key', 'text'],
  ['click_ids', 'jsonb'],
  ['marks', 'text'],
  ['link_id', 'uuid'],
  ['bot', 'text'],
  ['country', 'text'],
  ['language', 'text'],
  ['viewport_width', 'smallint'],
  ['script_version', 'text'],
]

const VISIT_NAMES = VISIT_COLUMNS.map(([name]) => name)

/** How two writings of a visit come together, whichever was first; anything else is as written last. */
const TOGETHER: Readonly<Record<string, string>> = {
  started_at: 'least(kept.started_at, excluded.started_at)',
  ended_at: 'greatest(kept.ended_at, excluded.ended_at)',
  pages: 'kept.pages + excluded.pages',
  events: 'kept.events + excluded.events',
  bot: 'coalesce(kept.bot, excluded.bot)',
}
/** What does not change in the life of a visit. */
const FIXED: readonly string[] = ['id', 'website', 'country', 'language', 'viewport_width']

/** Columns as `visitColumns` makes them; counts are what this batch adds. */
export const UPSERT_VISITS = `
  insert into tracking.visit as kept (${VISIT_NAMES.join(', ')})
  select ${VISIT_COLUMNS.map(([name, , written = name]) => written).join(', ')}
    from unnest(${VISIT_COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
      as given (${VISIT_NAMES.join(', ')})
      on conflict (id) do update set
        ${VISIT_NAMES.filter((name) => !FIXED.includes(name))
          .map((name) => `${name} = ${TOGETHER[name] ?? `excluded.${name}`}`)
          .join(',\n        ')}`

type PageNumberOf = (website: number, page: PageAddress | null) => number | null

/** Parameters of UPSERT_VISITS. */
export function visitColumns(changes: readonly VisitChange[], pageOf: PageNumberOf): unknown[] {
  const visits = changes.map(({ visit }) => visit)
  const texts = (of: (visit: OpenVisit) => string | null) => textsLiteral(visits.map(of))
  const numbers = (of: (visit: OpenVisit) => number | null) => numbersLiteral(visits.map(of))
  return [
    numbers(({ id }) => id),
    numbers(({ website }) => website),
    plainLiteral(visits.map(({ visitor }) => visitor)),
    instantsLiteral(visits.map(({ from }) => from)),
    instantsLiteral(visits.map(({ until }) => until)),
    plainLiteral(visits.map(({ consent }) => CONSENT_LETTERS[consent])),
    numbersLiteral(changes.map(({ pages }) => pages)),
    numbersLiteral(changes.map(({ events }) => events)),
    numbers(({ website, landing }) => pageOf(website, landing.page)),
    texts(({ landing }) => landing.channel),
    texts(({ landing }) => landing.rule),
    texts(({ landing }) => landing.used),
    texts(({ landing }) => landing.referrerHost),
    texts(({ landing }) => landing.source),
    texts(({ landing }) => landing.medium),
    texts(({ landing }) => landing.campaign),
    texts(({ landing }) => landing.content),
    texts(({ landing }) => landing.term),
    texts(({ landing }) => landing.campaignKey),
    texts(({ landing }) => landing.clickIds),
    texts(({ campaign }) => markText(campaign)),
    plainLiteral(visits.map(({ landing }) => landing.linkId)),
    texts(({ bot }) => bot),
    texts(({ country }) => country),
    texts(({ language }) => language),
    numbers(({ viewportWidth }) => viewportWidth),
    texts(({ scriptVersion }) => scriptVersion),
  ]
}

export const INSERT_EVENTS = `
  insert into tracking.event
    (at, message_id, visit_id, website, kind, consent, page, lag, name, target, properties)
  select ${instantSql('at')}, message_id, visit_id, website, kind, consent, page, lag, name, target, properties
    from unnest($1::float8[], $2::uuid[], $3::bigint[], $4::integer[], $5::"char"[], $6::"char"[], $7::integer[],
                $8::integer[], $9::text[], $10::text[], $11::jsonb[])
      as given (at, message_id, visit_id, website, kind, consent, page, lag, name, target, properties)`

/** Parameters of INSERT_EVENTS. Who somebody said to be is for the listeners and stands in no event. */
export function eventColumns(events: readonly PlacedEvent[], pageOf: PageNumberOf): unknown[] {
  const arrivals = events.map(({ arrival }) => arrival)
  return [
    instantsLiteral(arrivals.map(({ at }) => at)),
    plainLiteral(arrivals.map(({ messageId }) => messageId)),
    numbersLiteral(events.map(({ visit }) => visit?.id ?? null)),
    numbersLiteral(arrivals.map(({ website }) => website.number)),
    plainLiteral(arrivals.map(({ kind }) => EVENT_LETTERS[kind])),
    plainLiteral(arrivals.map(({ consent }) => CONSENT_LETTERS[consent])),
    numbersLiteral(arrivals.map(({ website, page }) => pageOf(website.number, page))),
    numbersLiteral(arrivals.map(({ at, receivedAt }) => Math.round((receivedAt - at) / 1000))),
    textsLiteral(arrivals.map(({ name }) => name)),
    textsLiteral(arrivals.map(({ target }) => target)),
    textsLiteral(
      arrivals.map(({ kind, properties }) =>
        kind === 'identify' || isEmpty(properties) ? null : JSON.stringify(properties),
      ),
    ),
  ]
}

const isEmpty = (object: object): boolean => {
  for (const _ in object) return false
  return true
}

/** $1 visits that were part of another one, $2 that one: events move, counts are added, the row goes. */
export const MERGE_VISITS = `
  with given as (
    select * from unnest($1::bigint[], $2::bigint[]) as given (id, goal)
  ), moved as (
    update tracking.event set visit_id = given.goal from given where visit_id = given.id
  ), gone as (
    delete from tracking.visit using given where visit.id = given.id
    returning given.goal, visit.pages, visit.events
  )
  update tracking.visit
     set pages = visit.pages + added.pages, events = visit.events + added.events
    from (select goal, sum(pages) as pages, sum(events) as events from gone group by goal) added
   where visit.id = added.goal`

/** $1 visitors in order, $2 the instant. */
export const WITHDRAW_VISITORS = `
  update tracking.visitor set withdrawn_at = $2::timestamptz
   where id = any($1::uuid[]) and withdrawn_at is null`

/** $1 websites, $2 pages, $3 instants, $4 counts, $5 time zone of the company. */
export const UPSERT_ANONYMOUS_PAGES = `
  insert into tracking.page_day as counted (website, page, date, pages)
  select website, page, (${instantSql('at')} at time zone $5)::date, sum(pages)
    from unnest($1::integer[], $2::integer[], $3::float8[], $4::integer[]) as given (website, page, at, pages)
   where page is not null
   group by 1, 2, 3
   order by 1, 2, 3
      on conflict (website, page, date) do update set pages = counted.pages + excluded.pages`

/** $1 visitors, $2 websites, $3 and $5 bounds of the start, $4 least end: row by row. */
export const SELECT_VISITS = `
  select visit.id, visit.website, visit.visitor, started_at, ended_at, visit.consent::text, page.host, page.path,
         channel, rule, used, referrer_host, source, medium, campaign, content, term, campaign_key,
         click_ids::text, marks, link_id, bot, country, language, viewport_width, script_version,
         known.id is not null as is_known
    from unnest($1::uuid[], $2::integer[], $3::float8[], $4::float8[], $5::float8[])
           as given (visitor, website, earliest, since, latest)
   cross join lateral (
           select * from tracking.visit
            where visit.visitor = given.visitor and visit.website = given.website
              and visit.started_at >= ${instantSql('given.earliest')}
              and visit.started_at <= ${instantSql('given.latest')}
              and visit.ended_at >= ${instantSql('given.since')}
           offset 0) visit
    left join tracking.page on page.id = visit.landing_page
    left join tracking.visitor known on known.id = visit.visitor`

export type VisitRow = {
  readonly id: number
  readonly website: number
  readonly visitor: string
  readonly started_at: Date
  readonly ended_at: Date
  readonly consent: string
  readonly host: string | null
  readonly path: string | null
  readonly channel: string
  readonly rule: string
  readonly used: string | null
  readonly referrer_host: string | null
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
  readonly content: string | null
  readonly term: string | null
  readonly campaign_key: string | null
  readonly click_ids: string | null
  readonly marks: string | null
  readonly link_id: string | null
  readonly bot: string | null
  readonly country: string | null
  readonly language: string | null
  readonly viewport_width: number | null
  readonly script_version: string | null
  readonly is_known: boolean
}

const consentOf = (letter: string): ConsentState =>
  CONSENT_STATES.find((state) => CONSENT_LETTERS[state] === letter) ?? 'none'

export const visitOfRow = (row: VisitRow): OpenVisit => ({
  id: row.id,
  website: row.website,
  visitor: row.visitor,
  isKnown: row.is_known,
  from: row.started_at.getTime(),
  until: row.ended_at.getTime(),
  campaign: markOfText(row.marks),
  consent: consentOf(row.consent),
  landing: {
    page: row.host === null || row.path === null ? null : { host: row.host, path: row.path },
    channel: row.channel,
    rule: row.rule,
    used: row.used,
    referrerHost: row.referrer_host,
    source: row.source,
    medium: row.medium,
    campaign: row.campaign,
    content: row.content,
    term: row.term,
    campaignKey: row.campaign_key,
    clickIds: row.click_ids,
    linkId: row.link_id,
  },
  bot: row.bot,
  country: row.country,
  language: row.language,
  viewportWidth: row.viewport_width,
  scriptVersion: row.script_version,
  latestPages: [],
  pageMessages: null,
})

import { type QueryExecutorProvider, sql } from 'kysely'

// Touchpoints made of what known visitors did: one for each visit, for each goal that counts, each form and each click
// that leads out or downloads. They belong to a visit (`session` is its number), so attribution takes those of one
// visit together. Whatever is here follows from visits, events, goals and ranges, and is written anew from them.

/** Visits that may be linked: of people, with consent to marketing. */
const linked = (visitors: readonly string[]) => sql`
  select visit.id as visit_id, visit.visitor, visit.started_at, visit.ended_at, visit.channel, visit.rule, visit.used,
         visit.source, visit.medium, visit.campaign, visit.content, visit.term,
         coalesce(link.campaign_id, named.id) as campaign_id, page.host || page.path as landing
    from tracking.visit
    left join tracking.link on link.id = visit.link_id
    left join tracking.page on page.id = visit.landing_page
    left join lateral (
      select campaign.id from campaigns.campaign
       where campaign.id::text = visit.campaign_key or lower(campaign.name) = lower(visit.campaign)
       order by (campaign.id::text = visit.campaign_key) is true desc, campaign.starts_on desc nulls last, campaign.id
       limit 1
    ) named on link.campaign_id is null
   where visit.visitor = any(${[...visitors]}::uuid[]) and visit.consent = 'm' and visit.bot is null`

const happened = sql`
  select visit_id, 'visit' as kind, null::uuid as goal_id, null::uuid as message_id, started_at as at, landing as title
    from linked
  union all
  select linked.visit_id, 'goal', reached.goal_id, reached.message_id, reached.at, goal.name
    from linked
    join tracking.goal_reached reached on reached.visit_id = linked.visit_id
    join tracking.goal on goal.id = reached.goal_id
   where reached.counts and reached.consent = 'm'
  union all
  select linked.visit_id, case event.kind when 'f' then 'form' else 'click' end, null, event.message_id, event.at,
         coalesce(event.name, event.target)
    from linked
    join tracking.event on event.visit_id = linked.visit_id
     and event.at >= linked.started_at - interval '1 day' and event.at <= linked.ended_at + interval '1 day'
   where event.kind in ('f', 'o', 'd') and event.consent = 'm'
     and not exists (
       select from tracking.goal_reached reached
        where reached.message_id = event.message_id and reached.counts and reached.consent = 'm')`

/** Whose touch something is: of the first lead that came after it, else of the person's last one. */
const ofLead = sql`
  select coalesce(
    (select lead.id from leads.lead
      where lead.contact_id = range.contact_id and lead.created_on >= happened.at
      order by lead.created_on, lead.id limit 1),
    range.lead_id,
    (select lead.id from leads.lead
      where lead.contact_id = range.contact_id order by lead.created_on desc, lead.id limit 1)) as lead_id`

const wanted = sql`
  select happened.visit_id, linked.visitor, happened.kind, happened.goal_id, happened.message_id,
         happened.at as occurred_at, happened.title, linked.channel, linked.rule as channel_rule, linked.used,
         linked.source, linked.medium, linked.campaign, linked.content, linked.term, linked.campaign_id,
         range.contact_id, lead.lead_id, range.account_id
    from happened
    join linked on linked.visit_id = happened.visit_id
    join tracking.identity_range range
      on range.visitor = linked.visitor and happened.at >= range.from_at and happened.at < range.until_at
     and coalesce(range.contact_id, range.lead_id, range.account_id) is not null
   cross join lateral (${ofLead}) lead`

/** What of a touch may change while it stays the same one. */
const COLUMNS = [
  'occurred_at',
  'title',
  'channel',
  'channel_rule',
  'used',
  'source',
  'medium',
  'campaign',
  'content',
  'term',
  'campaign_id',
  'contact_id',
  'lead_id',
  'account_id',
] as const
const columnsOf = (alias: string) => sql.join(COLUMNS.map((name) => sql.ref(`${alias}.${name}`)))

const CHANNEL: readonly string[] = ['channel', 'channel_rule', 'used']
/** A channel that somebody chose stays. */
const becoming = sql.join(
  COLUMNS.map((name) =>
    CHANNEL.includes(name)
      ? sql`case when touch.channel_rule = 'given' then ${sql.ref(`touch.${name}`)} else ${sql.ref(`wanted.${name}`)} end`
      : sql.ref(`wanted.${name}`),
  ),
)

const isSame = sql`wanted.visit_id = touch.visit_id and wanted.kind = touch.kind
  and wanted.goal_id is not distinct from touch.goal_id and wanted.message_id is not distinct from touch.message_id`

/**
 * A touch that nothing speaks for any more goes. One whose visit or event was deleted because of its age stays with
 * whom it belonged to, as long as that is known.
 */
const isGone = sql`
  not exists (select from wanted where ${isSame})
  and (
    touch.kind = 'visit' and exists (select from tracking.visit where visit.id = touch.visit_id)
    or touch.kind = 'goal' and not exists (
      select from tracking.goal_reached reached
       where reached.goal_id = touch.goal_id and reached.message_id = touch.message_id and reached.counts)
    or touch.kind = 'form' and exists (
      select from tracking.goal_reached reached where reached.message_id = touch.message_id and reached.counts)
    or exists (
      select from tracking.visit
       where visit.id = touch.visit_id and (visit.consent <> 'm' or visit.bot is not null))
    or not exists (
      select from tracking.identity_range range
       where range.visitor = touch.visitor and touch.occurred_at >= range.from_at and touch.occurred_at < range.until_at
         and coalesce(range.contact_id, range.lead_id, range.account_id) is not null))`

/** Makes the touchpoints of some visitors what visits, goals and ranges say. */
export async function writeTouches(
  tx: QueryExecutorProvider,
  visitors: readonly string[],
): Promise<void> {
  if (visitors.length === 0) return
  await sql`
    with linked as materialized (${linked(visitors)}),
         happened as materialized (${happened}),
         wanted as materialized (${wanted}),
         gone as (
           delete from tracking.touchpoint touch
            where touch.visitor = any(${[...visitors]}::uuid[]) and ${isGone}
         ),
         changed as (
           update tracking.touchpoint touch
              set (${sql.join(COLUMNS.map((name) => sql.ref(name)))}, visitor) = (select ${becoming}, wanted.visitor),
                  version = touch.version + 1, updated_at = now()
             from wanted
            where ${isSame} and (${columnsOf('touch')}, touch.visitor) is distinct from (${becoming}, wanted.visitor)
         )
    insert into tracking.touchpoint
      (visit_id, session, visitor, kind, goal_id, message_id, ${sql.join(COLUMNS.map((name) => sql.ref(name)))})
    select wanted.visit_id, wanted.visit_id::text, wanted.visitor, wanted.kind, wanted.goal_id, wanted.message_id,
           ${columnsOf('wanted')}
      from wanted
     where not exists (select from tracking.touchpoint touch where ${isSame})
  `.execute(tx)
  await followRanges(tx, visitors)
}

/** Touches whose visits are no longer kept belong to whoever the visitor was. */
async function followRanges(tx: QueryExecutorProvider, visitors: readonly string[]): Promise<void> {
  await sql`
    update tracking.touchpoint touch
       set contact_id = range.contact_id, account_id = range.account_id,
           lead_id = case when touch.contact_id is distinct from range.contact_id then range.lead_id else touch.lead_id end,
           version = touch.version + 1, updated_at = now()
      from tracking.identity_range range
     where touch.visitor = any(${[...visitors]}::uuid[]) and touch.visit_id is not null
       and not exists (select from tracking.visit where visit.id = touch.visit_id)
       and range.visitor = touch.visitor
       and touch.occurred_at >= range.from_at and touch.occurred_at < range.until_at
       and (touch.contact_id, touch.account_id) is distinct from (range.contact_id, range.account_id)
  `.execute(tx)
}

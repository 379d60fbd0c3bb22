-- The counts of the civil day $1 for tracking.traffic_day: of the visits that began in [$2, $3).
-- A page is counted with the visit that saw it, so page views of pages add up to those of visits.
with visit as materialized (
  select * from tracking.counted_visit where started_at >= $2 and started_at < $3
), goal as materialized (
  select reached.visit_id, reached.goal_id::text as goal, count(*)::integer as goals
    from tracking.goal_reached reached
   where reached.counts and reached.at >= $2 and reached.at < $3 + interval '24 hours'
     and reached.visit_id in (select id from visit where bot is null)
   group by 1, 2
), reached as (
  select visit_id, sum(goals)::integer as goals from goal group by 1
), viewed as materialized (
  select event.visit_id, event.page, count(*)::integer as views
    from tracking.event event
    join visit on visit.id = event.visit_id and visit.bot is null
   where event.at >= $2 and event.at < $3 + interval '24 hours' and event.kind = 'p' and event.page is not null
   group by 1, 2
), told_first as (
  -- A visit that came to be with consent saw its landing page before: that view has no event of its own.
  select visit_id, max(landing_page) as page, (sum(pages) - sum(views))::integer as views
    from (select id as visit_id, landing_page, pages, 0 as views
            from visit where bot is null and landing_page is not null
          union all
          select visit_id, null, 0, views from viewed) one
   group by visit_id
  having max(landing_page) is not null and sum(pages) > sum(views)
), seen as (
  select visit_id, page, sum(views)::integer as views
    from (select * from viewed union all select * from told_first) one
   group by 1, 2
), sent as (
  select distinct event.visit_id
    from tracking.event event
   where event.at >= $2 and event.at < $3 + interval '24 hours' and event.kind = 'f'
), told as (
  select visit.website, part.part, visit.channel, part.key, visit.pages as page_views, visit.bounced, visit.seconds,
         coalesce(reached.goals, 0) as goals
    from visit
    left join reached on reached.visit_id = visit.id
   cross join lateral (values
      ('visit', ''),
      ('source', visit.source_key),
      ('campaign', visit.campaign),
      ('landing', visit.landing),
      ('country', visit.country),
      ('device', visit.device),
      ('language', visit.language),
      ('consent', visit.consent::text),
      ('tagging', visit.tagging)
    ) part (part, key)
   where visit.bot is null and part.key is not null
  union all
  select website, 'bot', channel, bot, pages, bounced, seconds, 0 from visit where bot is not null
  union all
  select visit.website, 'page', visit.channel, left(page.host || page.path, 400), seen.views, 0, 0, 0
    from seen
    join visit on visit.id = seen.visit_id
    join tracking.page page on page.id = seen.page
  union all
  select visit.website, 'form', visit.channel, case when visit.pages > 0 then 'seen' else 'unseen' end, visit.pages, 0, 0, 0
    from sent join visit on visit.id = sent.visit_id and visit.bot is null
  union all
  select visit.website, 'goal', visit.channel, goal.goal, 0, 0, 0, goal.goals
    from goal join visit on visit.id = goal.visit_id
)
insert into tracking.traffic_day (date, website, part, channel, key, visits, page_views, bounced, seconds, goals)
select $1, website, part, case when grouping(channel) = 0 then channel else '' end, left(key, 400),
       count(*), sum(page_views), sum(bounced), sum(seconds), sum(goals)
  from told
 group by grouping sets ((website, part, channel, left(key, 400)), (website, part, left(key, 400)))

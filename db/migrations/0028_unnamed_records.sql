-- A record without a name has none here: what it is called then, screens say in the language of their reader.
create or replace view kpis.recommendation as
  select recommendation.id, coalesce(recommendation.recommended_name, account.name) as label,
         recommendation.recommended_on as date,
         coalesce(recommendation.channel, campaign.channel, 'recommendation') as channel,
         recommendation.campaign_id, recommendation.account_id,
         coalesce(recommendation.recommender_name, recommender.name) as recommended_by
    from returns.recommendation
    left join campaigns.campaign on campaign.id = recommendation.campaign_id
    left join crm.account on account.id = recommendation.account_id
    left join crm.account recommender on recommender.id = recommendation.recommender_account_id;

create or replace view kpis.job_application as
  select application.id, coalesce(application.position, application.reference) as label,
         application.applied_on as date, application.status,
         coalesce(application.channel, campaign.channel, 'unknown') as channel,
         coalesce(application.source, '') as source,
         application.campaign_id, application.team_id, application.region_id
    from returns.job_application application
    left join campaigns.campaign on campaign.id = application.campaign_id;

create or replace view kpis.hire as
  select hire.id, coalesce(hire.position, application.position) as label, hire.hired_on as date,
         hire.saving,
         coalesce(hire.channel, campaign.channel, application.channel, 'unknown') as channel,
         coalesce(hire.source, application.source, '') as source,
         coalesce(hire.campaign_id, application.campaign_id) as campaign_id,
         coalesce(hire.team_id, application.team_id) as team_id,
         coalesce(hire.region_id, application.region_id) as region_id
    from returns.hire
    left join returns.job_application application on application.id = hire.job_application_id
    left join campaigns.campaign on campaign.id = coalesce(hire.campaign_id, application.campaign_id);

create or replace view kpis.meeting as
  select meeting.id, coalesce(meeting.title, account.name) as label, meeting.starts_at, meeting.outcome,
         meeting.origin,
         coalesce(meeting.channel, campaign.channel, 'unknown') as channel,
         meeting.campaign_id, meeting.owner_id,
         coalesce(meeting.team_id, owner.team_id) as team_id,
         coalesce(meeting.region_id, owner.region_id) as region_id,
         meeting.account_id
    from returns.meeting
    left join campaigns.campaign on campaign.id = meeting.campaign_id
    left join crm.account on account.id = meeting.account_id
    left join access."user" owner on owner.id = meeting.owner_id;

create or replace view roi.proxy_value as
  select measured.id, measured.name as label, measured.measured_on as date,
         coalesce(measured.channel, campaign.channel) as channel, measured.campaign_id,
         round(measured.quantity * measured.price / case measured.measure when 'reach' then 1000 else 1 end)::bigint as cents
    from roi.proxy_measure measured
    left join campaigns.campaign on campaign.id = measured.campaign_id;

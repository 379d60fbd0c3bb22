-- What has no price of its own (reach, share of voice) and counts as a return only if the company gives it one.
create schema roi;

create table roi.proxy_measure (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  measure text not null check (measure in ('reach', 'share_of_voice', 'other')),
  name text,
  measured_on date not null,
  -- Persons reached, points of share of voice, or what the name says.
  quantity numeric(18, 6) not null check (quantity >= 0),
  -- Cents for 1,000 persons reached, for one point, for one of what the name says; null: no value.
  price bigint,
  channel text references tracking.channel,
  campaign_id uuid references campaigns.campaign,
  notes text
);
create index proxy_measure_by_date on roi.proxy_measure (measured_on, id);
create index proxy_measure_channel on roi.proxy_measure (channel);
create index proxy_measure_campaign on roi.proxy_measure (campaign_id);
select records.keep_rows_of('roi.proxy_measure');

create view roi.proxy_value as
  select measured.id, coalesce(measured.name, measured.measure) as label, measured.measured_on as date,
         coalesce(measured.channel, campaign.channel) as channel, measured.campaign_id,
         round(measured.quantity * measured.price / case measured.measure when 'reach' then 1000 else 1 end)::bigint as cents
    from roi.proxy_measure measured
    left join campaigns.campaign on campaign.id = measured.campaign_id;

-- The deal that a lead became: its own, else one of its account that was opened after it. Won ones first, then open
-- ones; lost deals count nowhere.
create function roi.deal_of_lead(lead_id uuid, account_id uuid, since timestamptz) returns uuid language sql stable as $$
  select deal.id
    from (
      select own.id, own.outcome, own.opened_at, 0 as distance
        from crm.opportunity own
       where own.lead_id = $1 and own.outcome <> 'lost'
      union all
      select other.id, other.outcome, other.opened_at, 1
        from crm.opportunity other
       where other.account_id = $2 and other.lead_id is distinct from $1 and other.opened_at >= $3
         and other.outcome <> 'lost'
    ) deal
   order by deal.distance, deal.outcome = 'won' desc, deal.opened_at, deal.id
   limit 1
$$;

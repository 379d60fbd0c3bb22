-- The last link of the loop: what was decided on which figures, what came of it, and what was agreed to be measured
-- before a campaign began.

create schema decisions;

-- A meeting about the figures of a period. The agenda is kept as it was.
create table decisions.review (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  held_on date not null,
  from_date date not null,
  until_date date not null check (until_date > from_date),
  owner_id uuid references access."user",
  -- The standing item: are our success criteria still right?
  criteria_answer text check (criteria_answer in ('right', 'adjust', 'open')),
  criteria_note text,
  minutes text,
  agenda jsonb
);
create index review_owner on decisions.review (owner_id);
create index review_by_day on decisions.review (held_on, id);

create table decisions.decision (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  title text not null,
  status text not null check (status in ('proposed', 'decided', 'done', 'dropped')),
  decided_on date,
  decided_by_id uuid references access."user",
  review_id uuid references decisions.review,
  grounds text,
  campaign_id uuid references campaigns.campaign,
  channel text references tracking.channel,
  owner_id uuid references access."user",
  due_on date,
  done_on date,
  effect_kpi text,
  effect_direction text check (effect_direction in ('rise', 'fall', 'hold')),
  -- What the figure is to be when it is checked, in the column of its unit.
  amount bigint,
  rate numeric(9, 6),
  number numeric(18, 6),
  effect_note text,
  check_on date,
  checked_on date,
  outcome text check (outcome in ('reached', 'partly', 'missed', 'unclear')),
  outcome_note text,
  check (num_nonnulls(amount, rate, number) <= 1)
);
create index decision_by_day on decisions.decision (decided_on, id);
create index decision_check on decisions.decision (check_on) where checked_on is null;
create index decision_due on decisions.decision (due_on) where done_on is null;
create index decision_decided_by on decisions.decision (decided_by_id);
create index decision_owner on decisions.decision (owner_id);
create index decision_review on decisions.decision (review_id);
create index decision_campaign on decisions.decision (campaign_id);
create index decision_channel on decisions.decision (channel);

-- A figure that a decision rests on, as it was on that day: value, numbers in it and definition stay even when records
-- change.
create table decisions.figure (
  id uuid primary key default gen_random_uuid(),
  decision_id uuid not null references decisions.decision on delete cascade,
  -- What it was decided on, or what came of it.
  role text not null check (role in ('ground', 'check')),
  kpi text not null,
  from_date date not null,
  until_date date not null,
  view text not null,
  filters jsonb not null default '{}',
  model text,
  taken_at timestamptz not null,
  result jsonb not null,
  formula jsonb not null,
  inputs jsonb not null,
  currency text not null
);
create index figure_decision on decisions.figure (decision_id);

-- A target that a decision changed, with what it was.
create table decisions.changed_target (
  id uuid primary key default gen_random_uuid(),
  decision_id uuid not null references decisions.decision on delete cascade,
  kpi text not null,
  period text not null check (period in ('month', 'quarter', 'year')),
  from_date date not null,
  filters jsonb not null default '{}',
  -- In the unit of the figure; null: there was none, or it was taken away.
  value_before numeric(20, 6),
  value_after numeric(20, 6),
  changed_at timestamptz not null
);
create index changed_target_decision on decisions.changed_target (decision_id);

-- What success of a campaign is and how it is measured, agreed before it starts.
create table decisions.agreement (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  campaign_id uuid not null unique references campaigns.campaign,
  criteria text not null,
  metric text not null,
  route text not null,
  frequency text not null check (frequency in ('weekly', 'fortnightly', 'monthly', 'quarterly')),
  begins_on date,
  -- As people write them: currency units, percent, or a count, whatever the unit of the figure.
  expected_30 numeric(18, 4),
  expected_60 numeric(18, 4),
  expected_90 numeric(18, 4),
  budget bigint,
  stop_rule text not null,
  stop_on_day integer check (stop_on_day > 0),
  stop_value numeric(18, 4),
  agreed_on date,
  owner_id uuid references access."user",
  note text
);
create index agreement_owner on decisions.agreement (owner_id);

-- Seen in every list of campaigns: is it agreed how this one is measured?
alter table campaigns.campaign
  add column agreement text not null default 'missing' check (agreement in ('agreed', 'missing'));

-- Changes by hand can be taken back.
select records.keep_rows_of(name::regclass)
  from unnest(array[
    'decisions.review', 'decisions.decision', 'decisions.figure', 'decisions.changed_target', 'decisions.agreement'
  ]) as name;

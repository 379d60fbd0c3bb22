-- Reports as they were made and sent, and who gets which one when. A report is its facts: src/reports/README.md.
create schema reports;

create table reports.schedule (
  id uuid primary key default gen_random_uuid(),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name text not null,
  kind text not null check (kind in ('management', 'activity', 'success')),
  rhythm text not null check (rhythm in ('month', 'quarter')),
  language text not null check (language in ('de', 'en')),
  -- Day of the month after the period has ended, and the clock of the company.
  day integer not null check (day >= 1 and day <= 28),
  clock text not null check (clock ~ '^[0-2][0-9]:[0-5][0-9]$'),
  with_workbook boolean not null default false,
  active boolean not null default true
);

create table reports.recipient (
  schedule_id uuid not null references reports.schedule on delete cascade,
  user_id uuid not null references access."user",
  primary key (schedule_id, user_id)
);
create index recipient_user on reports.recipient (user_id);

create table reports.report (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  kind text not null check (kind in ('management', 'activity', 'success')),
  rhythm text not null check (rhythm in ('month', 'quarter', 'span')),
  language text not null check (language in ('de', 'en')),
  from_date date not null,
  until_date date not null check (until_date > from_date),
  made_at timestamptz not null,
  made_by_id uuid references access."user",
  schedule_id uuid references reports.schedule on delete set null,
  -- Everything it shows, in the shape of src/reports/facts.ts.
  facts jsonb not null,
  -- The PDF as it went out: what a later program draws from the facts may look different.
  sent_pdf bytea
);
create index report_newest on reports.report (made_at desc, id);
create index report_made_by on reports.report (made_by_id);
-- A schedule makes one report of a period, whoever of several servers is first.
create unique index report_of_schedule on reports.report (schedule_id, from_date);

create table reports.delivery (
  id uuid primary key default gen_random_uuid(),
  report_id uuid not null references reports.report on delete cascade,
  user_id uuid not null references access."user",
  with_workbook boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  -- What the mail server said, or why nothing was sent.
  error text,
  requested_at timestamptz not null,
  sent_at timestamptz
);
create index delivery_report on reports.delivery (report_id);
create index delivery_user on reports.delivery (user_id);

select records.keep_rows_of('reports.schedule');

-- The demo company, while it is loaded or on its way. Its records lie in the ordinary tables and are known
-- by their ids (src/demo/ids.ts); here is what its removal needs besides, and how far a run has come.

create schema demo;

create table demo.load (
  id boolean primary key default true check (id),
  state text not null check (state in ('loading', 'loaded', 'removing', 'failed')),
  -- The run under way or the last one: a job that is started twice sees that it is not its own.
  run uuid not null,
  started_at timestamptz not null,
  actor_id uuid,
  actor_name text not null,
  -- First day of the last month with records, and the time zone its days are counted in.
  last_month date not null,
  time_zone text not null,
  progress jsonb,
  error jsonb,
  -- Rows of company.setting as they were; null in a row's place: there was none.
  settings_before jsonb,
  settings_given jsonb
);

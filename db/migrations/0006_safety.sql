-- What this installation did to keep its data. Not part of a backup: it is about files of this machine.

create schema safety;

create table safety.backup_run (
  id uuid primary key default gen_random_uuid(),
  cause text not null check (cause in ('schedule', 'person', 'command')),
  actor_name text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  requested_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- The whole path: the folder of backups may be another one tomorrow.
  file text,
  bytes bigint,
  row_count bigint,
  sha256 text,
  progress jsonb,
  -- Why it failed, in both languages.
  problem jsonb,
  -- When the retention removed the file.
  removed_at timestamptz
);
create index backup_run_requested on safety.backup_run (requested_at desc, id);
-- One at a time, however many servers there are.
create unique index backup_run_one on safety.backup_run ((true)) where state in ('waiting', 'running');

create table safety.restored (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- Of the backup: which program wrote it and when.
  program text not null,
  created_at timestamptz not null,
  row_count bigint not null
);

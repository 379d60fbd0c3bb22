-- People: a second factor, sessions that can be listed, what the list of users shows, the trail's filters, the logo.

-- Two-factor, in the shape that better-auth 1.7's plugin expects; `used_step` is ours: a code counts once.
alter table access.login add column two_factor_enabled boolean not null default false;

create table access.login_two_factor (
  id                        uuid primary key default gen_random_uuid(),
  login_id                  uuid not null unique references access.login (id) on delete cascade,
  secret                    text not null,
  backup_codes              text not null,
  verified                  boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until              timestamptz,
  used_step                 bigint,
  created_at                timestamptz not null default now()
);

-- Roles that may do nothing before they have a second factor.
create table access.two_factor_role (
  role text primary key check (role in ('administrator', 'management', 'marketing', 'sales', 'viewer'))
);

-- better-auth touches `updated_at` once a day only.
alter table access.login_session add column seen_at timestamptz not null default now();

-- What the list of users shows besides. `state` follows from the other columns, whoever writes them.
alter table access."user"
  add column last_sign_in_at timestamptz,
  add column two_factor boolean not null default false,
  add column state text not null default 'named' check (state in ('active', 'pending', 'named', 'disabled'));

create function access.user_state() returns trigger language plpgsql as $$
begin
  new.two_factor := coalesce(new.two_factor, false);
  new.state := case
    when not new.active then 'disabled'
    when new.role is null then 'named'
    when new.login_id is null then 'pending'
    else 'active'
  end;
  return new;
end
$$;
create trigger user_state before insert or update on access."user"
  for each row execute function access.user_state();
update access."user" set state = state;

-- The trail is read newest first, by kind or by action; by person and by record there are indexes already.
create index audit_event_kind on access.audit_event (kind, id desc);
create index audit_event_action on access.audit_event (action, id desc);

create table company.logo (
  id         smallint primary key default 1 check (id = 1),
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
  content    bytea not null,
  hash       text not null,
  updated_at timestamptz not null default now()
);

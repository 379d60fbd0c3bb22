-- Logins and sessions, in the shape that better-auth 1.7 expects (src/access/io/login.ts maps the names).

create table access.login (
  id             uuid primary key default gen_random_uuid(),
  name           text not null,
  email          text not null unique,
  email_verified boolean not null,
  image          text,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now()
);

create table access.login_session (
  id         uuid primary key default gen_random_uuid(),
  expires_at timestamptz not null,
  token      text not null unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  login_id   uuid not null references access.login (id) on delete cascade
);
create index login_session_login_id_idx on access.login_session (login_id);

create table access.login_account (
  id                       uuid primary key default gen_random_uuid(),
  account_id               text not null,
  provider_id              text not null,
  login_id                 uuid not null references access.login (id) on delete cascade,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  password                 text,
  created_at               timestamptz not null default now(),
  updated_at               timestamptz not null
);
create index login_account_login_id_idx on access.login_account (login_id);

create table access.login_verification (
  id         uuid primary key default gen_random_uuid(),
  identifier text not null,
  value      text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index login_verification_identifier_idx on access.login_verification (identifier);

create table access.login_rate_limit (
  id           uuid primary key default gen_random_uuid(),
  key          text not null unique,
  count        integer not null,
  last_request bigint not null
);

alter table access."user"
  add constraint user_login_id_fkey foreign key (login_id) references access.login (id) on delete set null;

-- An invitation goes with the user it invites.
alter table access.setup_link
  drop constraint setup_link_user_id_fkey,
  add constraint setup_link_user_id_fkey foreign key (user_id) references access."user" (id) on delete cascade;

create index audit_event_actor on access.audit_event (actor_id, id desc);

import { creation } from './change.ts'

/** `audit` refuses changes by whoever comes: the trigger is the second lock where the role is the first. */
export const ledger = creation([
  `create table audit (
    seq bigint primary key,
    at text not null,
    tenant text not null,
    who text not null,
    act text not null,
    subject text not null,
    about text not null,
    previous text not null,
    hash text not null unique
  )`,
  'create index audit_of_patient on audit (tenant, subject, seq)',
  'create table audit_head (id integer primary key check (id = 1), seq bigint not null, hash text not null)',
  `insert into audit_head values (1, 0, '')`,
  `create function audit_is_append_only() returns trigger language plpgsql as $$
    begin raise exception 'audit rows are never changed or removed'; end $$`,
  `create trigger audit_is_append_only before update or delete on audit
    for each row execute function audit_is_append_only()`,
  `create trigger audit_is_never_emptied before truncate on audit
    for each statement execute function audit_is_append_only()`,
  `create table answer (
    tenant text not null,
    id text not null,
    at timestamptz not null default now(),
    answer text not null,
    primary key (tenant, id)
  )`,
  'create index answer_by_age on answer (at)',
  `create table idempotency (
    tenant text not null,
    key text not null,
    fingerprint text not null,
    as_of text not null,
    at timestamptz not null default now(),
    primary key (tenant, key)
  )`,
  `create table visit (
    tenant text not null,
    key text not null,
    fencing bigint not null,
    write_back text not null,
    state text not null,
    until timestamptz not null,
    primary key (tenant, key)
  )`,
  `create table write_back (
    id text primary key,
    tenant text not null,
    visit text not null,
    fencing bigint not null,
    state text not null check (state in ('claimed', 'sent', 'confirmed', 'void')),
    who text not null,
    patient text not null,
    key text not null,
    fingerprint text not null,
    assessment text not null,
    plan text not null,
    reason text not null default '',
    at timestamptz not null default now(),
    changed timestamptz not null default now(),
    unique (tenant, key),
    unique (tenant, visit, fencing)
  )`,
  `create table written (
    tenant text not null,
    identity text not null,
    what text not null,
    state text not null check (state in ('live', 'void')),
    write_back text not null references write_back (id),
    primary key (tenant, identity)
  )`,
  `create table card_rule (
    tenant text not null,
    card text not null,
    suggestion text not null,
    rule text not null,
    primary key (tenant, card, suggestion, rule)
  )`,
  `create table feedback (
    tenant text not null,
    service text not null,
    card text not null,
    outcome text not null check (outcome in ('accepted', 'overridden')),
    suggestions text not null,
    reason text not null,
    outcome_at text not null,
    at timestamptz not null default now(),
    primary key (tenant, service, card, outcome, outcome_at)
  )`,
  `create table session (
    token text primary key,
    tenant text not null,
    issuer text not null,
    who text not null,
    last timestamptz not null,
    until timestamptz not null
  )`,
  `create table used_token (
    issuer text not null,
    token text not null,
    until timestamptz not null,
    primary key (issuer, token)
  )`,
])

import { type Kysely, sql } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'

/** Each change of the schema, once and for good: a migration that was released is never edited. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-ledger': {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const statement of LEDGER) await sql.raw(statement).execute(db)
    },
  },
  '0002-unconfirmed-and-history': {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const statement of UNCONFIRMED_AND_HISTORY) await sql.raw(statement).execute(db)
    },
  },
  '0003-given-charges': {
    async up(db: Kysely<unknown>): Promise<void> {
      for (const statement of GIVEN_CHARGES) await sql.raw(statement).execute(db)
    },
  },
}

export const migrations: MigrationProvider = { getMigrations: async () => ({ ...MIGRATIONS }) }

/** `audit` refuses changes by whoever comes: the trigger is the second lock where the role is the first. */
const LEDGER = [
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
]

/**
 * What was sent may be in the EHR: from then on what it creates counts as written. `dose_event` finds the rows of the
 * audit that are about one dose of one FHIR server.
 */
const UNCONFIRMED_AND_HISTORY = [
  'alter table write_back drop constraint write_back_state_check',
  `alter table write_back add constraint write_back_state_check
    check (state in ('claimed', 'sent', 'unconfirmed', 'confirmed', 'void'))`,
  `alter table write_back add column server text not null default ''`,
  `alter table write_back add column doses text not null default '[]'`,
  `insert into written (tenant, identity, what, state, write_back)
    select tenant, planned ->> 'identity', planned ->> 'what', 'live', id
    from write_back, jsonb_array_elements(plan::jsonb -> 'writes') as planned
    where state = 'sent' and planned ->> 'act' = 'create'
    on conflict do nothing`,
  'create index written_by on written (write_back)',
  `create table dose_event (
    tenant text not null,
    server text not null,
    dose text not null,
    seq bigint not null,
    primary key (tenant, server, dose, seq)
  )`,
]

/** What a form that cannot be read back gave to an EHR, so that it is not given again; and what a message said. */
const GIVEN_CHARGES = [
  'alter table written add column known boolean not null default false',
  `alter table written add column charges text not null default ''`,
  `alter table written add column content text not null default ''`,
  `alter table written add column before text not null default ''`,
  `create table given_for (
    tenant text not null,
    server text not null,
    dose text not null,
    identity text not null,
    primary key (tenant, server, dose, identity)
  )`,
]

/** What the role of the service may do, where it is not the owner of the tables. */
export const SERVICE_GRANTS = [
  'grant select, insert on audit, dose_event to',
  'grant select, update on audit_head to',
  'grant select, insert, update, delete on answer, idempotency, visit, write_back, written, given_for, card_rule, feedback, session, used_token to',
  'grant select on kysely_migration, kysely_migration_lock to',
] as const

import { change } from './change.ts'

/**
 * The worklist: a row a dose, judged the last time, and what people decided about it. Each column that pages are cut by
 * is never null, so that the next page starts after a pair of column and id; text of them is compared byte by byte. A page
 * of several statuses is put together of one index scan for each.
 */
export const worklist = change({
  alters: [],
  statements: [
    'create sequence worklist_change',
    `create table worklist (
    tenant text not null,
    server text not null,
    dose text not null,
    id text collate "C" not null unique default gen_random_uuid()::text,
    patient text not null,
    patient_name text not null,
    encounter text not null,
    facility text not null,
    service_day text collate "C" not null,
    drug text not null,
    code text not null,
    payer text not null,
    status text not null check (status in ('ready', 'not-ready', 'needs-information', 'not-billable', 'charged')),
    judged_status text not null,
    draft_saved boolean not null default false,
    sentence text not null,
    blocking text not null,
    lines text not null,
    who text[] not null,
    rules text[] not null,
    suggested_units bigint,
    posted_units bigint,
    expected_cents bigint not null,
    risk_cents bigint not null,
    file_by text collate "C" not null,
    edition text not null,
    codebook text not null,
    digest text not null,
    content text not null,
    part text not null,
    judged_at timestamptz not null,
    assignee text not null default '',
    snoozed_until text collate "C" not null default '',
    snooze_reason text not null default '',
    note text not null default '',
    priority smallint not null default 1,
    changed_at timestamptz not null default now(),
    change_no bigint not null default nextval('worklist_change'),
    primary key (tenant, server, dose)
  )`,
    ...['service_day', 'file_by', 'expected_cents', 'priority', 'change_no'].map(
      (column) => `create index worklist_by_${column} on worklist (tenant, status, ${column}, id)`,
    ),
    'create index worklist_change_order on worklist (tenant, change_no)',
    'create index worklist_of_patient on worklist (tenant, patient)',
    'create index worklist_by_age on worklist (judged_at)',
    'create index worklist_who on worklist using gin (who)',
    `create table worklist_event (
    tenant text not null,
    server text not null,
    dose text not null,
    no bigint generated always as identity,
    at timestamptz not null,
    who text not null,
    act text not null,
    says text not null,
    primary key (tenant, server, dose, no)
  )`,
    `create table worklist_scan (
    tenant text not null,
    scan text not null,
    progress text not null,
    changed timestamptz not null default now(),
    change_no bigint not null default nextval('worklist_change'),
    primary key (tenant, scan)
  )`,
  ],
})

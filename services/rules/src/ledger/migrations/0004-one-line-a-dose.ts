import { change } from './change.ts'

/**
 * A dose is written by one at a time, for whatever visit, and each thing that is billed of it by one line. The lines of
 * before are found in the plans they were made by, as long as those are kept.
 */
export const oneLineADose = change({
  alters: ['write_back'],
  statements: [
    `alter table write_back add column demonstration text not null default ''`,
    `alter table write_back add column replaces text not null default '[]'`,
    'alter table write_back add column outranked boolean not null default false',
    `create table reserved_dose (
    tenant text not null,
    server text not null,
    demonstration text not null,
    dose text not null,
    write_back text not null references write_back (id),
    until timestamptz not null,
    primary key (tenant, server, demonstration, dose)
  )`,
    'create index reserved_by on reserved_dose (write_back)',
    `create table charged_dose (
    tenant text not null,
    server text not null,
    demonstration text not null,
    dose text not null,
    role text not null,
    identity text not null,
    before text not null default '',
    primary key (tenant, server, demonstration, dose, role)
  )`,
    'create index charged_by on charged_dose (tenant, identity)',
    `insert into charged_dose (tenant, server, demonstration, dose, role, identity)
    select written.tenant, write_back.server,
      case when plan::jsonb #>> '{assessment,forSubmission}' = 'true' then ''
        else coalesce(plan::jsonb #>> '{assessment,codebook,id}', '') end,
      dose,
      case when planned ->> 'text' like '%discarded' then 'discarded drug'
        when planned ->> 'text' like '%further hours of administration' then 'further administration hours'
        when planned ->> 'text' like '%administration' then 'administration'
        else 'drug' end,
      written.identity
    from write_back
      cross join lateral jsonb_array_elements(coalesce(plan::jsonb #> '{assessment,writeBack,writes}', '[]')) as planned
      cross join lateral jsonb_array_elements_text(coalesce(planned #> '{charges,doses}', '[]')) as dose
      join written on written.tenant = write_back.tenant and written.identity = planned #>> '{identifier,value}'
    where written.state = 'live'
    on conflict do nothing`,
  ],
})

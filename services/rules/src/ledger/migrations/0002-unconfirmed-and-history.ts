import { change } from './change.ts'

/**
 * What was sent may be in the EHR: from then on what it creates counts as written. `dose_event` finds the rows of the
 * audit that are about one dose of one FHIR server.
 */
export const unconfirmedAndHistory = change({
  alters: ['write_back'],
  statements: [
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
  ],
})

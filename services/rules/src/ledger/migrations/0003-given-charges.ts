import { change } from './change.ts'

/** What a form that cannot be read back gave to an EHR, so that it is not given again; and what a message said. */
export const postedCharges = change({
  alters: ['written'],
  statements: [
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
  ],
})

import { change } from './change.ts'

/**
 * What is to be tidied is found without reading what was tidied already, which is kept for good; so are the write-backs of a
 * patient who is forgotten.
 */
export const tidiedByAge = change({
  alters: ['answer'],
  statements: [
    'drop index answer_by_age',
    `create index answer_by_age on answer (at) where answer != ''`,
    `create index write_back_by_age on write_back (changed) where plan != '{"writes":[]}'`,
    'create index write_back_of_patient on write_back (tenant, patient)',
  ],
})

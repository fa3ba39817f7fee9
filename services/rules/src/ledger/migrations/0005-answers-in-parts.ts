import { change } from './change.ts'

/**
 * What was answered of a dose is kept once. Answers and plans of before are not rewritten: they are kept no longer, as after
 * `DOSELINE_KEEP_DAYS`, and the same chart has the same answer again.
 */
export const answersInParts = change({
  alters: [],
  statements: [
    `create table answer_part (
    tenant text not null,
    hash text not null,
    at timestamptz not null default now(),
    text text not null,
    primary key (tenant, hash)
  )`,
    'create index answer_part_by_age on answer_part (at)',
    `update answer set answer = '' where answer != ''`,
    `update write_back set plan = (plan::jsonb - 'assessment')::text`,
  ],
})

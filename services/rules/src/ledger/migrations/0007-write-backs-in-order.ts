import { takeOver } from '../take-over.ts'
import { change } from './change.ts'

/** Which write-back was reserved first is counted, and not read off a clock: that may be set back. */
export const writeBacksInOrder = change({
  alters: ['write_back'],
  statements: [
    'alter table write_back add column number bigint',
    // What it was is not noted row by row: each is taken over as it is then.
    'alter table write_back disable trigger note_touched',
    `update write_back set number = ordered.number
    from (select id, row_number() over (order by at, fencing) as number from write_back) as ordered
    where ordered.id = write_back.id`,
    'alter table write_back enable trigger note_touched',
    'create sequence write_back_number',
    `select setval('write_back_number', coalesce((select max(number) from write_back), 0) + 1, false)`,
    `alter table write_back alter column number set default nextval('write_back_number')`,
    'alter table write_back alter column number set not null',
  ],
  afterwards: (trx) => takeOver(trx, [{ table: 'write_back' }]),
})

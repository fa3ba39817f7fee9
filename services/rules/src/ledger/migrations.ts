import type { Migration, MigrationProvider } from 'kysely/migration'
import { ledger } from './migrations/0001-ledger.ts'
import { unconfirmedAndHistory } from './migrations/0002-unconfirmed-and-history.ts'
import { postedCharges } from './migrations/0003-given-charges.ts'
import { oneLineADose } from './migrations/0004-one-line-a-dose.ts'
import { answersInParts } from './migrations/0005-answers-in-parts.ts'
import { rowsInTheAudit } from './migrations/0006-rows-in-the-audit.ts'
import { writeBacksInOrder } from './migrations/0007-write-backs-in-order.ts'
import { tidiedByAge } from './migrations/0008-tidied-by-age.ts'
import { outbox } from './migrations/0010-outbox.ts'
import { worklist } from './migrations/0011-worklist.ts'

/** Each change of the schema after the first tables. */
export const CHANGES = {
  '0002-unconfirmed-and-history': unconfirmedAndHistory,
  '0003-given-charges': postedCharges,
  '0004-one-line-a-dose': oneLineADose,
  '0005-answers-in-parts': answersInParts,
  '0006-rows-in-the-audit': rowsInTheAudit,
  '0007-write-backs-in-order': writeBacksInOrder,
  '0008-tidied-by-age': tidiedByAge,
  '0010-outbox': outbox,
  '0011-worklist': worklist,
} as const

/** All of them, once and for good: a migration that was released is never edited. */
const MIGRATIONS: Readonly<Record<string, Migration>> = { '0001-ledger': ledger, ...CHANGES }

export const migrations: MigrationProvider = { getMigrations: async () => ({ ...MIGRATIONS }) }

/** What the role of the service may do, where it is not the owner of the tables. */
export const SERVICE_GRANTS = [
  'grant usage on sequence write_back_number, outbox_number, worklist_change to',
  'grant select, insert on audit, dose_event to',
  'grant select, update on audit_head to',
  'grant select, insert, update, delete on answer, answer_part, idempotency, visit, write_back, written, given_for, reserved_dose, charged_dose, touched, card_rule, feedback, session, used_token, outbox, worklist, worklist_event, worklist_scan to',
  'grant select on kysely_migration, kysely_migration_lock to',
] as const

import { sql } from 'kysely'
import { takeOver } from '../take-over.ts'
import { change } from './change.ts'

/** The tables that keep charges single, and the columns of each primary key. */
const KEPT = {
  visit: 'tenant, key',
  write_back: 'id',
  written: 'tenant, identity',
  given_for: 'tenant, server, dose, identity',
  reserved_dose: 'tenant, server, demonstration, dose',
  charged_dose: 'tenant, server, demonstration, dose, role',
} as const
const TABLES = Object.keys(KEPT) as (keyof typeof KEPT)[]

/** What is added from now on stands in the audit; acts of before do not say which doses they are about. */
const EVENTS_OF_BEFORE = {
  table: 'dose_event',
  from: sql`dose_event as kept join audit on audit.seq = kept.seq and audit.act like 'write-back%'`,
} as const

/**
 * Whatever changes in the tables that keep charges single is noted by triggers, and moved into the audit by the act that
 * changed it: `ledger verify` compares each row with what the audit says of it. A later migration that changes a column of
 * one of these tables has to call `takeOver` again.
 */
export const rowsInTheAudit = change({
  alters: [],
  statements: [
    `create table touched (
    tx text not null,
    source text not null,
    key text not null,
    was text,
    now text,
    primary key (tx, source, key)
  )`,
    `create function note_touched() returns trigger language plpgsql set timezone = 'UTC' as $$
    declare
      old_row jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
      new_row jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
      old_key text;
      new_key text;
      old_hash text := encode(sha256(convert_to(old_row::text, 'UTF8')), 'base64');
      new_hash text := encode(sha256(convert_to(new_row::text, 'UTF8')), 'base64');
    begin
      select jsonb_agg(old_row -> name order by at)::text, jsonb_agg(new_row -> name order by at)::text
        into old_key, new_key from unnest(tg_argv) with ordinality as columns (name, at);
      if old_row is not null and (new_row is null or old_key <> new_key) then
        insert into touched values (pg_current_xact_id()::text, tg_table_name, old_key, old_hash, null)
          on conflict (tx, source, key) do update set now = null;
      end if;
      if new_row is not null then
        insert into touched values (pg_current_xact_id()::text, tg_table_name, new_key,
            case when old_key = new_key then old_hash end, new_hash)
          on conflict (tx, source, key) do update set now = excluded.now;
      end if;
      return null;
    end $$`,
    ...Object.entries(KEPT).map(
      ([table, key]) => `create trigger note_touched after insert or update or delete on ${table}
      for each row execute function note_touched(${key.replaceAll(/\w+/g, "'$&'")})`,
    ),
    `create trigger note_touched after update or delete on dose_event
    for each row execute function note_touched('tenant', 'server', 'dose', 'seq')`,
    'create index dose_event_of_row on dose_event (seq)',
  ],
  afterwards: (trx) => takeOver(trx, [...TABLES.map((table) => ({ table })), EVENTS_OF_BEFORE]),
})

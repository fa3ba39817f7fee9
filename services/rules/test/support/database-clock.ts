import { type Kysely, sql } from 'kysely'

/**
 * Gives a database on PostgreSQL a clock of its own: `now()` is moved by so many seconds, in every connection that is opened
 * from then on. The schema of the function comes before that of PostgreSQL.
 */
export async function setClock<T>(db: Kysely<T>, database: string, seconds: number): Promise<void> {
  for (const statement of [
    'create schema if not exists clock',
    `create or replace function clock.now() returns timestamptz language sql stable
      as 'select pg_catalog.now() + interval ''${seconds} seconds'''`,
    'grant usage on schema clock to public',
    `alter database ${database} set search_path = clock, pg_catalog, public`,
  ])
    await sql.raw(statement).execute(db)
}

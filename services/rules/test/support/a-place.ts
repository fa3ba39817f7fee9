import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Postgres, startPostgres } from '@doseline/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import { connect, type Place } from '../../src/ledger/open-database.ts'

/** Where the ledgers of a test file are kept: each place is new and empty. */
export interface Places {
  readonly postgres: () => Postgres
  folder(): Place & { kind: 'folder' }
  database(): Promise<Place & { kind: 'postgresql' }>
  /** Both, as rows of `describe.each` and `test.each`. */
  readonly each: readonly (readonly [engine: string, place: () => Promise<Place>])[]
}

/** To be called once, at the top of a test file: PostgreSQL is started before its tests, and all is removed after them. */
export function places(): Places {
  const folders: string[] = []
  let started: Postgres | undefined
  let databases = 0
  const postgres = (): Postgres => {
    if (!started) throw new Error('PostgreSQL runs while tests do')
    return started
  }
  beforeAll(async () => {
    started = await startPostgres({ syncs: false })
  })
  afterAll(async () => {
    await started?.stop()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'doseline-ledger-'))
    folders.push(made)
    return { kind: 'folder', folder: made, leastFree: 0, onLost: () => undefined } as const
  }
  const database = async () => {
    const name = `ledger_${++databases}`
    const { db, close } = await connect({ kind: 'postgresql', url: postgres().url })
    await sql.raw(`create database ${name}`).execute(db)
    await close()
    return { kind: 'postgresql', url: postgres().as('owner', name) } as const
  }
  return {
    postgres,
    folder,
    database,
    each: [
      ['PGlite in a folder', async () => folder()],
      ['PostgreSQL', database],
    ],
  }
}

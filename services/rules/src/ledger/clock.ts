import { sql } from 'kysely'

/** The database’s own clock: the same for every process. */
export const inSeconds = (seconds: number) => sql<string>`now() + make_interval(secs => ${seconds})`

/** A database’s timestamp as an ISO instant. */
export const instant = (text: string): string => new Date(text).toISOString()

/** What PostgreSQL says of a row whose key is taken. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505'

/** Whether a key refused a row: somebody else has what it stands for. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION

/** Where a key refused a row, looks again at who has it: then it is seen, and answered as such. */
export async function oncePerKey<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isTaken(error)) throw error
    return work()
  }
}

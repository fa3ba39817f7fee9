/**
 * As `fetch`, for tests of services that stop: the answer is read to its end. One that nobody reads holds its connection, and
 * where the service then closes that, the HTTP client of Node 24.21 ends the test run with an exception nobody can catch.
 */
export async function fetched(address: string, init?: RequestInit): Promise<Response> {
  const answer = await fetch(address, init)
  const body = await answer.arrayBuffer()
  const { status, headers } = answer
  return new Response(body.byteLength > 0 ? body : null, { status, headers })
}

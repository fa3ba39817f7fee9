import './support/help.ts'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { columns } from '@doseline/cli/columns'
import buildApp from '@doseline/testkit/build-app'
import { startWorld } from '@doseline/testkit/world'
import { chunksIn, FIRST_LOAD_LIMIT, firstLoad } from './weight/first-load.ts'
import { ROUND_TRIPS_LIMIT, tripsToVerdict } from './weight/round-trips.ts'

/** What a person waits for: script at the first opening, and round trips to the EHR. Exit 1 above a limit. */
const DIST = pathToFileURL(`${resolve(import.meta.dirname, '../web/dist')}/`)
const kB = (bytes: number): string => `${(bytes / 1024).toFixed(1)} kB`

await buildApp()
const chunks = await chunksIn(DIST)
const first = firstLoad(chunks)
console.log(`Script of the first opening, gzipped: ${kB(first)} of at most ${kB(FIRST_LOAD_LIMIT)}`)
for (const isFirst of [true, false]) {
  const rows = chunks.filter((chunk) => chunk.first === isFirst).map(({ name, bytes }) => [kB(bytes).padStart(8), name])
  if (rows.length > 0) console.log([isFirst ? '\nWaited for' : '\nWhen needed', ...columns(rows)].join('\n'))
}

const world = await startWorld()
try {
  const { requests, roundTrips } = await tripsToVerdict(world, 'Mepsevii 88 mg from nine')
  console.log(
    `\nFrom the launch redirect to the verdict: ${roundTrips} round trips to the EHR of at most ${ROUND_TRIPS_LIMIT}`,
  )
  for (const request of requests) console.log(`  ${request}`)
  console.log('Beyond authorization, discovery, metadata, further pages and a browser’s preflights.')
  process.exitCode = first <= FIRST_LOAD_LIMIT && roundTrips <= ROUND_TRIPS_LIMIT ? 0 : 1
} finally {
  await world.close()
}

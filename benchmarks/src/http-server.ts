import { availableParallelism } from 'node:os'
import { loadCodebook } from '@doseline/codebook'
import {
  createApp,
  createEngine,
  createMetrics,
  issuerKeys,
  judgingPool,
  type Ledger,
  openLedger,
  type Place,
  Tenants,
  WORKER_FILE,
} from '@doseline/rules-service'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

/** One server for measuring: `node http-server.ts echo | none | <place as JSON>`. Prints its port. */
const [kind = 'echo'] = process.argv.slice(2)
const app = kind === 'echo' ? echo() : await service()
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(port))

/** Parses a body and sends it back: what any service in Hono pays. */
function echo(): Hono {
  const bare = new Hono()
  bare.post('/*', async (c) => c.json(await c.req.json()))
  return bare
}

async function service() {
  const ledger =
    kind === 'none' ? storingNothing(await openLedger({ kind: 'memory' })) : await openLedger(placeOf(kind))
  const codebook = loadCodebook()
  const version = 'bench'
  const size = Math.max(2, availableParallelism())
  const judging = judgingPool({
    file: WORKER_FILE,
    contents: codebook.contents,
    version,
    size,
    limit: 10_000,
    patience: 15_000,
  })
  await judging.ready
  return createApp(
    {
      engine: createEngine({ codebook, now: () => new Date().toISOString(), version }),
      judging,
      ledger,
      tenants: Tenants.parse({ tenants: [{ key: 'default', label: 'Bench' }] }),
      demo: true,
      publicUrl: 'http://127.0.0.1',
      metrics: createMetrics(),
      issuerKeys: issuerKeys(),
      log: { request: () => undefined, fault: ({ error }) => console.error(error) },
    },
    { ratePerMinute: 10_000_000, concurrency: 1000 },
  )
}

function storingNothing(ledger: Ledger): Ledger {
  return { ...ledger, record: async () => undefined }
}

function placeOf(text: string): Place {
  const place = JSON.parse(text) as Place
  return place.kind === 'folder' ? { ...place, onLost: () => process.exit(1) } : place
}

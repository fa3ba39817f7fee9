import { loadCodebook } from '@doseline/codebook'
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { configFrom } from './config.ts'
import { createEngine } from './engine.ts'
import { readRegistry } from './registry.ts'

const VERSION = '0.1.0'

try {
  const config = configFrom(process.env)
  const engine = createEngine({
    codebook: loadCodebook(),
    now: () => new Date().toISOString(),
    allowArticle: config.allowArticle,
    version: VERSION,
  })
  const registry = config.registryFile ? readRegistry(config.registryFile) : { issuers: [] }
  const app = createApp({
    engine,
    report: ({ requestId, error }) =>
      console.error(`request ${requestId} failed:`, error instanceof Error ? error.stack : 'unknown'),
    ...(config.appFolder ? { app: { folder: config.appFolder, registry } } : {}),
  })
  const server = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, ({ port }) =>
    console.log(`Doseline rules service on http://${config.host}:${port}/`),
  )
  server.on('error', (error: NodeJS.ErrnoException) => {
    const why = error.code === 'EADDRINUSE' ? `port ${config.port} is taken; set PORT to another` : error.message
    console.error(`Doseline rules service cannot start: ${why}`)
    process.exit(1)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.close(() => process.exit(0)))
} catch (error) {
  console.error(`Doseline rules service cannot start: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

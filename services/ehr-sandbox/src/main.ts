import { scenarios } from '@doseline/fhir-fixtures'
import { createSandbox } from './sandbox.ts'

const port = Number(process.env.PORT ?? 4000)
const appOrigin = process.env.APP_ORIGIN ?? 'http://localhost:4010'
const tokenTtlSeconds = Number(process.env.TOKEN_TTL_SECONDS ?? 3600)

const sandbox = createSandbox({
  scenarios: scenarios(),
  clients: [{ clientId: 'doseline', name: 'Doseline', redirectUris: [`${appOrigin}/app/index.html`] }],
  launchUrl: `${appOrigin}/app/launch.html`,
  tokenTtlSeconds,
})

try {
  const origin = await sandbox.listen(port, process.env.HOST)
  console.log(`Sandbox EHR on ${origin}/`)
} catch (thrown) {
  const inUse = (thrown as NodeJS.ErrnoException).code === 'EADDRINUSE'
  console.error(
    inUse
      ? `Port ${port} is taken. Set PORT to another one.`
      : `The sandbox cannot start: ${(thrown as Error).message}`,
  )
  process.exit(1)
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)))
}

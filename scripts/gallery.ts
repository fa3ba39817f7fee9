import './support/help.ts'
import { resolve } from 'node:path'
import { assess } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, scenarios } from '@doseline/fhir-fixtures'
import { createServer, type Plugin, type ViteDevServer } from 'vite'

const WEB = resolve(import.meta.dirname, '../web')
const MODULE = 'virtual:answers'

/** Serves the gallery of all elements and scenarios: `pnpm gallery`. */
export async function serveGallery(port = 5190): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: resolve(WEB, 'vite.config.ts'),
    root: WEB,
    server: { port, open: false, hmr: false },
    optimizeDeps: {
      include: ['lit', 'lit/decorators.js', '@awesome.me/webawesome/dist/components/dialog/dialog.js'],
    },
    plugins: [answersPlugin],
    logLevel: 'warn',
  })
  return server.listen()
}

/** What the real engine answers to every scenario, as a module. */
const answersPlugin: Plugin = {
  name: 'answers',
  resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
  load: (id) => (id === `\0${MODULE}` ? `export const answers = ${JSON.stringify(answers())}` : undefined),
}

function answers(): object[] {
  const codebook = loadCodebook()
  return scenarios().map((scenario) => ({
    name: scenario.name,
    title: scenario.title,
    answer: assess(
      AssessmentRequest.parse({ ...requestFor(scenario), include: ['evidence'] }),
      codebook,
      '2026-03-03T10:00:00Z',
    ),
  }))
}

if (process.argv[1] === import.meta.filename) {
  const server = await serveGallery()
  console.log(`${server.resolvedUrls?.local[0]}gallery/`)
}

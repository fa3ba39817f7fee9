import './support/help.ts'
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeParsed } from '@doseline/codebook'
import { buildSite } from '@doseline/site/build'
import buildApp from '@doseline/testkit/build-app'
import { build } from 'vite'
import manifest from '../package.json' with { type: 'json' }

/**
 * Makes `dist/doseline`: everything a hospital runs, in one folder that needs Node and nothing else. The command `doseline`
 * with all that it can do, the threads that judge, the app the service serves, the code book’s data, the examples that
 * `explain` and `scenario` know, the documentation, examples of how to run it.
 */
const ROOT = resolve(import.meta.dirname, '..')
const OUT = join(ROOT, 'dist/doseline')
const from = createRequire(join(ROOT, 'services/rules/src/serve.ts'))
/** It drives Chromium, which no bundle holds; the command says so. */
const NOT_BUNDLED = /\/ehr\/browser-job\.ts$/

rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })
await buildApp()
// What one command needs is loaded by no other: the service starts as fast as if it were alone.
await bundle('packages/cli/src/main.ts', 'doseline', { codeSplitting: true })
chmodSync(join(OUT, 'bin/doseline'), 0o755)
// A thread is started from a file: that of the threads that judge holds what they need and no more.
await bundle('services/rules/src/judging/worker.ts', 'doseline-judge.mjs', { codeSplitting: false })
await bundle('packages/scan/src/judge/worker.ts', 'doseline-scan-worker.mjs', { codeSplitting: false })
copyPGlite()
cpSync(join(ROOT, 'web/dist'), join(OUT, 'app'), { recursive: true })
cpSync(join(ROOT, 'packages/codebook/data'), join(OUT, 'data'), { recursive: true })
writeParsed(pathToFileURL(join(OUT, 'data/')))
cpSync(join(ROOT, 'fhir-fixtures/scenarios'), join(OUT, 'scenarios'), { recursive: true })
cpSync(await buildSite(), join(OUT, 'docs'), { recursive: true })
cpSync(join(ROOT, 'services/rules/deploy'), join(OUT, 'deploy'), { recursive: true })
for (const file of ['LICENSE', 'CHANGELOG.md']) cpSync(join(ROOT, file), join(OUT, file))
execFileSync(process.execPath, [join(ROOT, 'scripts/sbom.ts'), join(OUT, 'sbom.cdx.json')])
writeFileSync(
  join(OUT, 'README.txt'),
  `Doseline ${manifest.version}: bin/doseline --help lists what it can do, bin/doseline serve starts the service; /docs/ of the service says how to run it. CHANGELOG.md says what changed.\n`,
)
// Node takes a file without an extension for a module only where this says so.
writeFileSync(join(OUT, 'package.json'), `${JSON.stringify(description(), undefined, 2)}\n`)
console.log(`dist/doseline: ${readdirSync(OUT).join(', ')}`)

function description(): object {
  const { name, version, license } = manifest
  return { name, version, license, private: true, type: 'module', bin: { doseline: 'bin/doseline' } }
}

/** All that an entry needs: in one file, or also in files that are loaded when they are needed. */
async function bundle(entry: string, name: string, { codeSplitting }: { codeSplitting: boolean }): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    // PGlite’s engine uses eval, and the bundler warns of it at length.
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: join(OUT, 'bin'),
      emptyOutDir: false,
      target: 'node24',
      rollupOptions: {
        // An optional faster driver that pg looks for and that nobody here has; and DuckDB, native code for one kind of machine,
        // which a scan alone needs and asks for.
        external: ['pg-native', '@duckdb/node-api', NOT_BUNDLED],
        output: { entryFileNames: name, chunkFileNames: '[name]-[hash].mjs', codeSplitting },
      },
    },
  })
}

/** PGlite finds its engine beside its own code, which is in our one file now. */
function copyPGlite(): void {
  const dist = dirname(from.resolve('@electric-sql/pglite'))
  for (const file of ['pglite.wasm', 'pglite.data', 'initdb.wasm']) cpSync(join(dist, file), join(OUT, 'bin', file))
}

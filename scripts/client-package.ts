import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { contractTypes } from './client/contract-types.ts'

/**
 * Makes `packages/client/dist`, which `pnpm pack` packs: one file of JavaScript, and the types of the client and of the
 * contract, written out so that an app needs nothing beside the package.
 */
const ROOT = resolve(import.meta.dirname, '..')
const OUT = join(ROOT, 'packages/client/dist')
/** The modules of the contract that hold values, without zod. */
const VALUES = ['enumerations', 'problems']

rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })
await bundleScript()
const declared = declarations()
for (const name of ['index', 'client', 'problem']) write(`${name}.d.ts`, declared(`client/src/${name}.d.ts`))
for (const name of VALUES) write(`${name}.d.ts`, declared(`contract/src/${name}.d.ts`))
write('contract.d.ts', contractTypes() + VALUES.map((name) => `export type * from './${name}.js'\n`).join(''))

/** One file that runs in browsers and in Node 20. */
async function bundleScript(): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: {
      outDir: OUT,
      emptyOutDir: false,
      minify: false,
      target: 'es2022',
      lib: { entry: join(ROOT, 'packages/client/src/index.ts'), formats: ['es'], fileName: () => 'index.js' },
    },
  })
}

/** What the compiler declares, by its path under `packages`. */
function declarations(): (path: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-client-'))
  try {
    const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', folder]
    const project = ['-p', join(ROOT, 'packages/client/tsconfig.json'), '--rootDir', join(ROOT, 'packages')]
    execFileSync(join(ROOT, 'node_modules/.bin/tsc'), [...project, ...options], { stdio: 'inherit' })
    const paths = ['index', 'client', 'problem'].map((name) => `client/src/${name}.d.ts`)
    paths.push(...VALUES.map((name) => `contract/src/${name}.d.ts`))
    const texts = new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
    return (path) => texts.get(path) ?? ''
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Imports of the workspace and of sources, as they lie beside each other in the package. */
function write(file: string, text: string): void {
  const beside = text
    .replace(/'@doseline\/contract\/(\w+)'/g, "'./$1.js'")
    .replaceAll("'@doseline/contract'", "'./contract.js'")
    .replace(/'(\.\/\w+)\.ts'/g, "'$1.js'")
  writeFileSync(join(OUT, file), beside)
}

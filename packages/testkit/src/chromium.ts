import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** A Chromium that was seen to start, and what it needs to be started with. */
export interface ChromiumExecutable {
  readonly path: string
  /** Added to the environment; empty where the machine has all the libraries. */
  readonly env: Readonly<Record<string, string>>
  readonly args: readonly string[]
}

/** Quiet and, because tests often run as root, without Chromium's own sandbox. */
const ARGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
]

let found: Promise<ChromiumExecutable> | undefined

/**
 * A browser for the tests: `CHROMIUM` where it is set, else Debian's, else the one that came with `pnpm install`.
 * The last needs no package of the system: it brings the libraries a bare machine lacks.
 */
export function chromiumExecutable(): Promise<ChromiumExecutable> {
  found ??= find()
  return found
}

async function find(): Promise<ChromiumExecutable> {
  const chosen = process.env.CHROMIUM
  if (chosen) return (await starting(chosen, [{}])) ?? fail(`CHROMIUM names ${chosen}, which does not start.`)
  return (await starting('/usr/bin/chromium', [{}])) ?? (await unpacked())
}

/** The browser with the first environment in which it tells its version. */
async function starting(
  path: string,
  environments: readonly Record<string, string>[],
): Promise<ChromiumExecutable | undefined> {
  if (!existsSync(path)) return undefined
  for (const env of environments) {
    const started = await run(path, ['--no-sandbox', '--version'], { env: { ...process.env, ...env }, timeout: 30_000 })
      .then(() => true)
      .catch(() => false)
    if (started) return { path, env, args: ARGS }
  }
  return undefined
}

const run = promisify(execFile)

async function unpacked(): Promise<ChromiumExecutable> {
  const require = createRequire(import.meta.url)
  const packageFolder = dirname(dirname(require.resolve('@sparticuz/chromium')))
  const { version } = require(join(packageFolder, 'package.json')) as { version: string }
  const folder = join(tmpdir(), `doseline-chromium-${version}`)
  if (!existsSync(folder)) await unpackInto(folder)
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : await ownFonts(folder)
  const libraries: Record<string, string> = { ...fonts, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }
  const started = await starting(join(folder, 'chromium'), [fonts, libraries])
  return started ?? fail(`The Chromium in ${folder} does not start. Install one and name it in CHROMIUM.`)
}

/** Without any font configuration text has no glyphs; the package brings a font, configured for another folder. */
async function ownFonts(folder: string): Promise<Record<string, string>> {
  const file = join(folder, 'doseline-fonts.conf')
  const cache = join(folder, 'font-cache')
  await writeFile(file, `<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${cache}</cachedir></fontconfig>\n`)
  return { FONTCONFIG_FILE: file }
}

/** The package asks this variable whether to unpack the system libraries too. */
const WITH_LIBRARIES = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }

/**
 * Unpacks beside and then moves, so that another test run never meets a half-written browser. The package unpacks into
 * the temporary folder of its process, so it gets one of its own.
 */
async function unpackInto(folder: string): Promise<void> {
  const staging = await mkdtemp(`${folder}-`)
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath()"
  await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: dirname(import.meta.dirname),
    env: { ...process.env, ...WITH_LIBRARIES, TMPDIR: staging },
    timeout: 120_000,
  })
  await rename(staging, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(staging, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  })
}

function fail(message: string): never {
  throw new Error(message)
}

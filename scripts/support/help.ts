import { relative, resolve } from 'node:path'

/**
 * Imported first by every command of this repository: with `--help` or `-h` it says what the command does and takes, and nothing
 * is done. `help.test.ts` asks each.
 */
const ROOT = resolve(import.meta.dirname, '../..')

const HELP: Readonly<Record<string, string>> = {
  'scripts/start.ts': `Usage: pnpm start

Starts the sandbox EHR, the rules service, the app and the documentation on this machine, and prints where to click. Ctrl-C ends it.
Environment: EHR_PORT (4000), PORT (4010), DOSELINE_CDS_ORIGINS (pages that may call the CDS services).`,
  'scripts/check.ts': `Usage: pnpm check [--hapi]

Everything that must hold: lint, types and every test; ends with “N passed, N failed”. --hapi also does the main job on a HAPI server.`,
  'scripts/bundle.ts': `Usage: pnpm bundle

Makes dist/doseline: all that a hospital runs, in one folder that needs nothing but Node.`,
  'scripts/image.ts': `Usage: pnpm image

Builds the image of the Containerfile from dist/doseline (pnpm bundle), starts it and tries it. Needs buildah.`,
  'scripts/walk.ts': `Usage: pnpm walk

Does “Install it, step by step” of docs/running-it.md on a bare Debian machine, with dist/doseline (pnpm bundle). Needs root and debootstrap.`,
  'benchmarks/src/sizing.ts': `Usage: pnpm sizing [--write]

Measures what a day of doses needs of processor, memory and database; --write puts it into docs/performance.md.`,
  'benchmarks/src/bench.ts': `Usage: pnpm bench [charts] [rules] [service] [--against <revision>] [--write]

Measures how fast it is, all parts or those that are named; --against compares a revision, --write puts it into docs/performance.md.`,
  'benchmarks/src/scan.ts': `Usage: pnpm bench:scan [patients] [workers]

Measures “doseline scan” on invented patients (1,000, with a worker a core), next to JSON.parse of the same lines.`,
  'scripts/sandboxes.ts': `Usage: pnpm sandboxes [--write] [EHR of the sandbox …]

Does the main job on each EHR of the sandbox, or on those that are named; --write puts the table into docs/sandboxes.md.`,
  'scripts/weight.ts': `Usage: pnpm weight

Builds the app and prints the script of its first opening and its round trips to the EHR. Exit 1 above a limit.`,
  'scripts/sbom.ts': `Usage: pnpm sbom [file]

Writes the bill of materials of the lockfile (CycloneDX, JSON) to the screen, or to the file.`,
  'scripts/golden.ts': `Usage: pnpm golden [--check] [--fhir <folder>]

Writes the generated pages of the documentation; --check fails where one is not up to date, --fhir also writes the rulebook as FHIR.`,
  'scripts/screenshots.ts': `Usage: pnpm screenshots [picture …]

Takes the pictures of docs/images on the real app, all or those that are named.`,
  'scripts/gallery.ts': `Usage: pnpm gallery

Serves every element of the app in every state, on http://localhost:5190/gallery/.`,
  'scripts/locales.ts': `Usage: pnpm locales

Brings web/locales up to the words of the app, and the app up to its translations.`,
  'site/src/build-site.ts': `Usage: pnpm build:docs

Builds the documentation as a site, and prints its folder.`,
  'e2e/measure-screen.ts': `Usage: node e2e/measure-screen.ts

Measures the screen on the real app, as in docs/the-screen.md.`,
}

const [, script = '', ...given] = process.argv
const text = HELP[relative(ROOT, script)]
if (text !== undefined && given.some((each) => each === '--help' || each === '-h')) {
  console.log(text)
  process.exit(0)
}

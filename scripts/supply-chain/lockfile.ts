import { readYamlFile } from '@doseline/yaml-files'
import { z } from 'zod'

const versions = z.record(z.string(), z.string())
const installed = z.record(z.string(), z.object({ specifier: z.string(), version: z.string() }))
const importer = z.object({
  dependencies: installed.default({}),
  devDependencies: installed.default({}),
  optionalDependencies: installed.default({}),
})

/** What is read of `pnpm-lock.yaml`. @see https://github.com/pnpm/spec/blob/master/lockfile/9.0.md */
const Lockfile = z.object({
  lockfileVersion: z.literal('9.0'),
  importers: z.record(z.string(), importer),
  packages: z.record(z.string(), z.object({ resolution: z.object({ integrity: z.string() }) })),
  snapshots: z.record(
    z.string(),
    z.object({ dependencies: versions.default({}), optionalDependencies: versions.default({}) }),
  ),
})
export type Lockfile = z.infer<typeof Lockfile>

/** Reads a lockfile. A package that does not come from the registry has no integrity and is refused. */
export const lockfileFrom = (text: string): Lockfile => readYamlFile('pnpm-lock.yaml', text, Lockfile)

/** `name@version` of a snapshot: without the peers it was resolved with. */
export const packageOf = (snapshot: string): string => snapshot.split('(', 1)[0] ?? snapshot

/** The snapshots a dependency leads to; none for a package of this workspace. */
export function snapshotOf({ snapshots }: Lockfile, name: string, version: string): string | undefined {
  return [`${name}@${version}`, version].find((key) => Object.hasOwn(snapshots, key))
}

/** Every snapshot that these packages of the workspace need to run, themselves and one another included. */
export function neededBy(lockfile: Lockfile, importers: readonly string[]): Set<string> {
  const needed = new Set<string>()
  const seen = new Set<string>()
  const open = [...importers]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const found = lockfile.importers[folder]
    if (!found || seen.has(folder)) continue
    seen.add(folder)
    for (const [name, { version }] of Object.entries({ ...found.dependencies, ...found.optionalDependencies })) {
      if (version.startsWith('link:')) open.push(joined(folder, version.slice('link:'.length)))
      else addAll(lockfile, snapshotOf(lockfile, name, version), needed)
    }
  }
  return needed
}

function addAll(lockfile: Lockfile, from: string | undefined, needed: Set<string>): void {
  const open = from === undefined ? [] : [from]
  for (let snapshot = open.pop(); snapshot !== undefined; snapshot = open.pop()) {
    if (needed.has(snapshot)) continue
    needed.add(snapshot)
    open.push(...dependenciesOf(lockfile, snapshot))
  }
}

/** The snapshots that a snapshot depends on. */
export function dependenciesOf(lockfile: Lockfile, snapshot: string): string[] {
  const { dependencies = {}, optionalDependencies = {} } = lockfile.snapshots[snapshot] ?? {}
  return Object.entries({ ...dependencies, ...optionalDependencies }).flatMap(
    ([name, version]) => snapshotOf(lockfile, name, version) ?? [],
  )
}

/** A folder as another names it: `services/rules` and `../../packages/fhir` are `packages/fhir`. */
const joined = (folder: string, path: string): string =>
  new URL(path, `file:///${folder === '.' ? '' : `${folder}/`}`).pathname.slice(1)

import { createHash } from 'node:crypto'
import { dependenciesOf, type Lockfile, neededBy, packageOf } from './lockfile.ts'

/** What ships: the service with the app it serves. */
const SHIPPED = ['services/rules', 'web']

/** A bill of materials, as far as we fill it in. @see https://cyclonedx.org/docs/1.6/json/ */
export interface BillOfMaterials {
  readonly bomFormat: 'CycloneDX'
  readonly specVersion: '1.6'
  readonly serialNumber: string
  readonly version: 1
  readonly metadata: { readonly component: Component }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

interface Component {
  readonly type: 'application' | 'library'
  readonly 'bom-ref': string
  readonly name: string
  readonly version: string
  readonly group?: string
  readonly purl?: string
  /** `required` is in what ships; `excluded` builds and tests it. */
  readonly scope?: 'required' | 'excluded'
  readonly hashes?: readonly { readonly alg: 'SHA-512'; readonly content: string }[]
}

/**
 * Everything the lockfile holds as a CycloneDX bill of materials, the same for the same lockfile: it carries no time, and its
 * serial number is made from the text.
 */
export function billOfMaterials(lockfile: Lockfile, text: string, version: string): BillOfMaterials {
  const shipped = new Set([...neededBy(lockfile, SHIPPED)].map(packageOf))
  const dependsOn = new Map<string, Set<string>>()
  for (const snapshot of Object.keys(lockfile.snapshots)) {
    const of = dependsOn.get(packageOf(snapshot)) ?? new Set()
    for (const each of dependenciesOf(lockfile, snapshot)) of.add(purlOf(packageOf(each)))
    dependsOn.set(packageOf(snapshot), of)
  }
  const packages = Object.keys(lockfile.packages).toSorted()
  const root = `doseline@${version}`
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(text)}`,
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': root, name: 'doseline', version } },
    components: packages.map((each) => componentOf(lockfile, each, shipped.has(each))),
    dependencies: [
      { ref: root, dependsOn: direct(lockfile) },
      ...packages.map((each) => ({ ref: purlOf(each), dependsOn: [...(dependsOn.get(each) ?? [])].toSorted() })),
    ],
  }
}

function componentOf({ packages }: Lockfile, key: string, isShipped: boolean): Component {
  const { name, group, version } = namesIn(key)
  const integrity = packages[key]?.resolution.integrity ?? ''
  const [algorithm, digest = ''] = integrity.split('-', 2)
  if (algorithm !== 'sha512') throw new Error(`${key} has ${algorithm} where sha512 is expected`)
  return {
    type: 'library',
    'bom-ref': purlOf(key),
    ...(group !== undefined && { group }),
    name,
    version,
    purl: purlOf(key),
    scope: isShipped ? 'required' : 'excluded',
    hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }],
  }
}

function direct(lockfile: Lockfile): string[] {
  const installed = Object.values(lockfile.importers).flatMap((each) =>
    Object.entries({ ...each.dependencies, ...each.devDependencies, ...each.optionalDependencies }),
  )
  const keys = installed.map(([name, { version }]) => packageOf(`${name}@${version}`))
  return [...new Set(keys.filter((key) => Object.hasOwn(lockfile.packages, key)).map(purlOf))].toSorted()
}

function namesIn(key: string): { readonly group?: string; readonly name: string; readonly version: string } {
  const at = key.lastIndexOf('@')
  const [scope, name] = key.slice(0, at).split('/')
  const version = key.slice(at + 1)
  return name === undefined ? { name: scope ?? '', version } : { ...(scope && { group: scope }), name, version }
}

/** @see https://github.com/package-url/purl-spec */
function purlOf(key: string): string {
  const { group, name, version } = namesIn(key)
  const scope = group === undefined ? '' : `${encodeURIComponent(group)}/`
  return `pkg:npm/${scope}${encodeURIComponent(name)}@${encodeURIComponent(version)}`
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4]
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

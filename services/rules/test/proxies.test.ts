import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Process, startProcess, tenantsFile } from './support/a-process.ts'
import { program, ran, selfSigned } from './support/programs.ts'

/** The examples for nginx and Caddy, as they are but for names, ports and folders, before a service that asks for a sign-in. */

const DEPLOY = resolve(import.meta.dirname, '../deploy')
const HOST = 'doseline.hospital.example'
const openssl = program('openssl', 'apt-get install openssl')

interface Proxy {
  readonly name: string
  readonly program: string | undefined
  /** Writes the example for these ports into a folder; answers how it is checked and started. */
  prepare(
    folder: string,
    ports: { readonly from: number; readonly plain: number; readonly to: readonly string[] },
  ): { readonly check: readonly string[]; readonly start: readonly string[] }
}

const PROXIES: readonly Proxy[] = [
  {
    name: 'nginx',
    program: program('nginx', 'apt-get install nginx'),
    prepare(folder, { from, plain, to: [one = '', other = ''] }) {
      const example = readFileSync(join(DEPLOY, 'nginx.conf'), 'utf8')
        .replace('listen 443 ssl', `listen 127.0.0.1:${from} ssl`)
        .replace('listen 80', `listen 127.0.0.1:${plain}`)
        .replace('127.0.0.1:8081', one)
        .replace('127.0.0.1:8082', other)
        .replaceAll('/etc/ssl/doseline', folder)
        .replace('/var/log/nginx', folder)
      writeFileSync(join(folder, 'doseline.conf'), example)
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (each) => `${each}_temp_path ${folder}/${each};`,
      )
      const main = `worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log; events {}
        http { access_log ${folder}/access.log; ${temporary.join(' ')} include ${folder}/doseline.conf; }`
      writeFileSync(join(folder, 'nginx.conf'), main)
      const args = ['-p', folder, '-c', join(folder, 'nginx.conf')]
      return { check: ['-t', ...args], start: [...args, '-g', 'daemon off;'] }
    },
  },
  {
    name: 'Caddy',
    program: program('caddy', 'apt-get install caddy'),
    prepare(folder, { from, plain, to: [one = '', other = ''] }) {
      const example = readFileSync(join(DEPLOY, 'Caddyfile'), 'utf8')
        .replace('{\n\tservers', `{\n\tadmin off\n\thttp_port ${plain}\n\thttps_port ${from}\n\tservers`)
        .replace('127.0.0.1:8081', one)
        .replace('127.0.0.1:8082', other)
        .replaceAll('/etc/ssl/doseline', folder)
      writeFileSync(join(folder, 'Caddyfile'), example)
      const args = ['--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')]
      return { check: ['validate', ...args], start: ['run', ...args] }
    },
  },
]

describe.each(PROXIES)('$name', ({ program: path, prepare }) => {
  describe.skipIf(!path || !openssl)('before the service', () => {
    let services: Process[] = []
    let child: ChildProcess
    let port = 0
    let folder = ''

    beforeAll(async () => {
      const environment = {
        DOSELINE_DEMO: 'false',
        DOSELINE_TENANTS: tenantsFile({ tenants: [{ key: 'clinic', label: 'Clinic' }] }),
        DOSELINE_PUBLIC_URL: `https://${HOST}`,
        DOSELINE_LEDGER: 'memory',
        DOSELINE_PROXIES: '1',
        DOSELINE_STOP_DELAY: '2',
        LOG_LEVEL: 'info',
      }
      services = await Promise.all([startProcess(environment), startProcess(environment)])
      folder = mkdtempSync(join(tmpdir(), 'doseline-proxy-'))
      mkdirSync(join(folder, 'home'))
      selfSigned(openssl ?? '', folder, HOST)
      port = await freePort()
      const to = services.map(({ address }) => address.replace('http://localhost', '127.0.0.1'))
      const { check, start } = prepare(folder, { from: port, plain: await freePort(), to })
      const checked = ran(path ?? '', check)
      expect([checked.code, checked.said]).toEqual([0, expect.any(String)])
      const env = { ...process.env, HOME: join(folder, 'home'), XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
      child = spawn(path ?? '', start, { env, stdio: 'ignore' })
      while ((await sent('/healthz').then(statusOf, () => 0)) !== 200) await new Promise((done) => setTimeout(done, 50))
    })
    afterAll(async () => {
      child?.kill('SIGTERM')
      for (const service of services) await service.end('SIGKILL')
    })

    const sent = (at: string, { method = 'GET', headers = {}, body = '' }: Sent = {}): Promise<IncomingMessage> =>
      new Promise((done, failed) => {
        const host = { host: '127.0.0.1', servername: HOST, port, rejectUnauthorized: false }
        const all = { host: HOST, ...(body && { 'content-length': Buffer.byteLength(body) }), ...headers }
        const call = request({ ...host, path: at, method, headers: all, agent: false }, (answer) => {
          answer.resume()
          answer.once('end', () => done(answer))
        })
        call.once('error', failed)
        call.end(body)
      })
    const JSON_BODY = { 'content-type': 'application/json' }

    test('serves what the service serves, over TLS', async () => {
      const answer = await sent('/fhir/metadata')
      expect([answer.statusCode, answer.headers['x-request-id']]).toEqual([200, expect.any(String)])
      expect(answer.headers['strict-transport-security']).toMatch(/max-age=\d+/)
    })

    test('keeps the metrics inside', async () => {
      expect((await sent('/metrics')).statusCode).toBe(404)
    })

    test('refuses a body that is larger than the service takes, before the service sees it', async () => {
      const body = `"${'x'.repeat(2 * 1024 * 1024)}"`
      const status = await sent('/v1/sessions', { method: 'POST', headers: JSON_BODY, body }).then(statusOf, () => 413)
      expect(status).toBe(413)
      const almost = `"${'x'.repeat(60 * 1024)}"`
      expect((await sent('/v1/sessions', { method: 'POST', headers: JSON_BODY, body: almost })).statusCode).toBe(400)
    })

    test('refuses a head of 40 kB', async () => {
      const status = await sent('/healthz', { headers: { 'x-large': 'x'.repeat(40_000) } }).then(statusOf, () => 431)
      expect([400, 431, 494]).toContain(status)
    })

    test('a caller cannot choose the address they are counted by', async () => {
      const refused = async (at: number) => {
        const headers = { authorization: 'Bearer of nobody', 'x-forwarded-for': `203.0.113.${at % 200}` }
        return (await sent('/v1/assessments', { method: 'POST', headers: { ...headers, ...JSON_BODY }, body: '{}' }))
          .statusCode
      }
      const statuses: (number | undefined)[] = []
      // Sixty refusals of one address are counted in each process; then the next one is turned away.
      for (let at = 0; at < 140 && !statuses.includes(429); at++) statuses.push(await refused(at))
      expect(statuses.at(0)).toBe(401)
      expect(statuses.at(-1)).toBe(429)
    })

    test('a process that stops is passed by', async () => {
      const [leaving] = services
      const ended = leaving?.end('SIGTERM')
      const statuses = new Set<number | undefined>()
      let isOver = false
      void ended?.then(() => {
        isOver = true
      })
      while (!isOver) statuses.add((await sent('/fhir/metadata')).statusCode)
      for (let at = 0; at < 20; at++) statuses.add((await sent('/fhir/metadata')).statusCode)
      expect([...statuses]).toEqual([200])
    })

    test('no log of the proxy has the query of an address', async () => {
      await sent('/app/launch.html?iss=https://ehr.example&launch=secret-of-a-launch')
      const written = ran('/bin/sh', ['-c', `cat ${folder}/*.log 2>/dev/null`]).said
      expect(written).not.toContain('secret-of-a-launch')
    })
  })
})

interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const statusOf = ({ statusCode }: IncomingMessage): number | undefined => statusCode

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Line } from './ask.ts'
import { cancelExport, type ExportProgress, type ExportToFolder, exportToFolder } from './export-to-folder.ts'
import type { ExportRequest } from './kick-off.ts'
import {
  aLine,
  cutAfter,
  empty,
  json,
  ndjson,
  outcome,
  patient,
  type ScriptedServer,
  scriptedServer,
} from './testing/scripted-server.ts'

const SYSTEM: ExportRequest = { level: { kind: 'system' }, types: ['Patient'] }

let server: ScriptedServer
let elsewhere: ScriptedServer
let root: string
let folder: string
beforeEach(async () => {
  server = await scriptedServer()
  // Another name of this machine is another origin.
  elsewhere = await scriptedServer('localhost')
  root = await mkdtemp(join(tmpdir(), 'bulk-data-'))
  folder = join(root, 'export')
  server.on('GET /fhir/$export', begun())
  server.on('DELETE /status/1', empty(202))
})
afterEach(async () => {
  await Promise.all([server.close(), elsewhere.close(), rm(root, { recursive: true })])
})

const begun = () => empty(202, { 'content-location': `${server.origin}/status/1` })

/** A manifest with these files. */
const manifest = (files: object, about: object = {}) => ({
  transactionTime: '2026-11-30T00:00:00Z',
  request: `${server.base}/$export`,
  requiresAccessToken: true,
  output: [],
  error: [],
  ...files,
  ...about,
})
const patientsAt = (...paths: string[]) =>
  manifest({ output: paths.map((path) => ({ type: 'Patient', url: `${server.origin}${path}` })) })

const run = (about: Partial<ExportToFolder> = {}, line: Partial<Line> = {}) =>
  exportToFolder({ line: aLine(server, line), base: server.base, request: SYSTEM, folder, ...about })
const inFolder = (name: string) => readFile(join(folder, name), 'utf8')
const askedFor = (path: string) => server.asked.filter((each) => each.path.split('?')[0] === path)

describe('an export', () => {
  beforeEach(() => {
    server.on('GET /status/1', json(200, patientsAt('/files/1', '/files/2')))
    server.on('GET /files/1', ndjson(patient('a') + patient('b')))
    server.on('GET /files/2', ndjson(patient('c')))
  })

  test('is asked for asynchronously, as NDJSON, with its types and its time', async () => {
    await run({ request: { level: { kind: 'system' }, types: ['Patient', 'Coverage'], since: '2026-01-01T00:00:00Z' } })
    const [kickOff] = askedFor('/fhir/$export')
    expect(kickOff?.headers).toMatchObject({ prefer: 'respond-async', accept: 'application/fhir+json' })
    expect(Object.fromEntries(new URLSearchParams(kickOff?.path.split('?')[1]))).toEqual({
      _outputFormat: 'application/fhir+ndjson',
      _type: 'Patient,Coverage',
      _since: '2026-01-01T00:00:00Z',
    })
  })

  test.each([
    ['of all patients', { kind: 'patient' }, '/fhir/Patient/$export'],
    ['of a group', { kind: 'group', id: 'infusion' }, '/fhir/Group/infusion/$export'],
  ] as const)('%s is asked for there', async (_, level, path) => {
    server.on(`GET ${path}`, begun())
    await run({ request: { level, types: [] } })
    expect(askedFor(path)).toHaveLength(1)
  })

  test('is in the folder whole: each file with its lines, bytes and digest, for nobody else to read', async () => {
    const { files, transactionTime } = await run()
    expect(transactionTime).toBe('2026-11-30T00:00:00Z')
    expect(files.map(({ name, lines, kind }) => [name, lines, kind])).toEqual([
      ['Patient.00001.ndjson', 2, 'output'],
      ['Patient.00002.ndjson', 1, 'output'],
    ])
    for (const { name, bytes, sha256 } of files) {
      const text = await inFolder(name)
      expect([bytes, sha256]).toEqual([text.length, createHash('sha256').update(text).digest('hex')])
      expect((await stat(join(folder, name))).mode & 0o077).toBe(0)
    }
    expect((await stat(folder)).mode & 0o077).toBe(0)
    expect(await readdir(folder)).toEqual([
      '.doseline-export',
      'Patient.00001.ndjson',
      'Patient.00002.ndjson',
      'manifest.json',
    ])
  })

  test('has a manifest of what is in the folder: its request, its files and the digest of each', async () => {
    await run()
    expect(JSON.parse(await inFolder('manifest.json'))).toMatchObject({
      transactionTime: '2026-11-30T00:00:00Z',
      request: `${server.base}/$export?_outputFormat=application%2Ffhir%2Bndjson&_type=Patient`,
      requiresAccessToken: false,
      output: [
        { type: 'Patient', url: 'Patient.00001.ndjson', count: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        { type: 'Patient', url: 'Patient.00002.ndjson', count: 1 },
      ],
      deleted: [],
      error: [],
    })
  })

  test('ends with word to the server that its files were fetched, unless they shall stay', async () => {
    await run({ keepOnServer: true })
    expect(server.asked.some(({ method }) => method === 'DELETE')).toBe(false)
    await run({ folder: join(root, 'other') })
    expect(server.asked.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual(['/status/1'])
  })

  test('says how far it is', async () => {
    server.on(
      'GET /status/1',
      empty(202, { 'x-progress': '50 % complete' }),
      json(200, patientsAt('/files/1', '/files/2')),
    )
    const told: ExportProgress[] = []
    await run({ onProgress: (each) => told.push(each) })
    expect(told[0]?.step).toBe('asking')
    expect(told.some(({ step, says }) => step === 'preparing' && says === '50 % complete')).toBe(true)
    expect(told.at(-1)).toMatchObject({ step: 'fetching', files: { whole: 2, listed: 2 }, lines: 3 })
  })
})

describe('the server takes its time', () => {
  const done = () => json(200, patientsAt())

  test.each([
    ['seconds', () => '7', 7_000],
    ['a date', () => new Date(Date.UTC(2026, 0, 1, 0, 0, 9)).toUTCString(), 9_000],
    ['an hour and more, of which an hour is waited', () => '7200', 3_600_000],
  ])('Retry-After in %s is waited for', async (_, after, ms) => {
    server.on('GET /status/1', empty(202, { 'retry-after': after() }), done())
    const line = aLine(server)
    const policy = { ...line.policy, now: () => Date.UTC(2026, 0, 1) }
    await exportToFolder({ line: { ...line, policy }, base: server.base, request: SYSTEM, folder })
    expect(line.waited).toEqual([ms])
  })

  test('without Retry-After the pauses double, up to a minute', async () => {
    server.on('GET /status/1', ...Array.from({ length: 9 }, () => empty(202)), done())
    const line = aLine(server)
    await exportToFolder({ line, base: server.base, request: SYSTEM, folder })
    expect(line.waited).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000))
  })

  test.each([
    ['429 with Retry-After', () => json(429, outcome('slower, please'), { 'retry-after': '3' })],
    ['503', () => empty(503)],
    ['500 that says it is transient', () => json(500, outcome('try again', 'transient'))],
    ['a connection that is cut', () => (_: unknown, response: { destroy(): void }) => response.destroy()],
  ])('%s, while the status is asked for, is asked again', async (_, reply) => {
    server.on('GET /status/1', reply(), done())
    expect((await run()).files).toEqual([])
    expect(askedFor('/status/1')).toHaveLength(3)
  })

  test('a kick-off that is refused for now is sent again, and one without an answer is not: it may have begun', async () => {
    server.on('GET /fhir/$export', json(429, outcome('one export at a time'), { 'retry-after': '30' }), begun())
    server.on('GET /status/1', done())
    await run()
    expect(askedFor('/fhir/$export')).toHaveLength(2)
    server.on('GET /fhir/$export', (_, response) => response.destroy())
    await expect(run({ folder: join(root, 'other') })).rejects.toMatchObject({ code: 'unreachable' })
    expect(askedFor('/fhir/$export')).toHaveLength(3)
  })

  test('a job that failed is said with the server’s words, and not asked for again', async () => {
    server.on('GET /status/1', json(500, outcome('the database went away')))
    await expect(run()).rejects.toMatchObject({
      code: 'export-failed',
      message: expect.stringContaining('the database went away'),
    })
    expect(askedFor('/status/1')).toHaveLength(1)
  })

  test('a failure that is answered with 200 is a failure', async () => {
    server.on('GET /status/1', json(200, outcome('no such group')))
    await expect(run()).rejects.toMatchObject({
      code: 'export-failed',
      message: expect.stringContaining('no such group'),
    })
  })

  test('an export the server forgot has to begin again', async () => {
    server.on('GET /status/1', json(404, outcome('unknown job')))
    await expect(run()).rejects.toMatchObject({
      code: 'export-gone',
      message: expect.stringContaining('Begin a new one'),
    })
  })
})

describe('a server that is no server with Bulk Data Access', () => {
  test.each([
    ['answers with a Bundle', json(200, { resourceType: 'Bundle' }), 'no-status-address', 'expected 202'],
    ['does not say where the status is', empty(202), 'no-status-address', 'Content-Location'],
    ['refuses', json(403, outcome('no system scopes')), 'refused', 'no system scopes'],
    ['answers with a page', json(404, '<h1>Not here</h1>'), 'refused', 'Not here'],
  ])('%s', async (_, reply, code, says) => {
    server.on('GET /fhir/$export', reply)
    await expect(run()).rejects.toMatchObject({ code, message: expect.stringContaining(says) })
  })
})

describe('the form of the kick-off', () => {
  beforeEach(() => server.on('GET /status/1', json(200, patientsAt())))

  test('is a Parameters by POST where the server takes no GET, as the ballot of 4.0 has it', async () => {
    server.on('GET /fhir/$export', json(405, outcome('POST a Parameters')))
    server.on('POST /fhir/$export', begun())
    await run({ request: { ...SYSTEM, types: ['Patient', 'Coverage'], since: '2026-01-01T00:00:00Z' } })
    const posted = server.asked.find(({ method }) => method === 'POST')
    expect(posted?.headers).toMatchObject({ 'content-type': 'application/fhir+json', prefer: 'respond-async' })
    expect(JSON.parse(posted?.body ?? '')).toEqual({
      resourceType: 'Parameters',
      parameter: [
        { name: '_outputFormat', valueString: 'application/fhir+ndjson' },
        { name: '_type', valueString: 'Patient' },
        { name: '_type', valueString: 'Coverage' },
        { name: '_since', valueInstant: '2026-01-01T00:00:00Z' },
      ],
    })
  })

  test('leaves out a filter the server does not take, and says so: more comes, never less', async () => {
    server.on('GET /fhir/$export', json(400, outcome('_typeFilter is not supported')), begun())
    const typeFilters = ['MedicationAdministration?effective-time=ge2026-01-01']
    const { leftOut } = await run({ request: { ...SYSTEM, typeFilters } })
    expect(leftOut).toEqual(['_typeFilter'])
    expect(askedFor('/fhir/$export').map(({ path }) => path.includes('_typeFilter'))).toEqual([true, false])
  })
})

describe('the manifest', () => {
  test('of 2.0 and 3.0 has error, that of the ballot of 4.0 outcome: both go to a folder of their own, as deletions do', async () => {
    for (const [at, name] of ['error', 'outcome'].entries()) {
      server.on(
        'GET /status/1',
        json(
          200,
          manifest({
            [name]: [{ type: 'OperationOutcome', url: `${server.origin}/files/o` }],
            deleted: [{ type: 'Bundle', url: `${server.origin}/files/d` }],
          }),
        ),
      )
      server.on('GET /files/o', ndjson(`${JSON.stringify(outcome('one patient is locked'))}\n`))
      server.on('GET /files/d', ndjson('{"resourceType":"Bundle","type":"transaction"}\n'))
      const { files } = await run({ folder: join(root, String(at)) })
      expect(files.map(({ name: path, kind }) => [path, kind])).toEqual([
        ['deleted/Bundle.00001.ndjson', 'deleted'],
        ['error/OperationOutcome.00001.ndjson', 'outcome'],
      ])
    }
  })

  test('in pages (3.0): each page’s files are fetched while the server still works on the next', async () => {
    const page = (path: string, link?: string) =>
      manifest(
        { output: [{ type: 'Patient', url: `${server.origin}${path}` }] },
        link ? { link: [{ relation: 'next', url: link }] } : {},
      )
    // First without a link, then with one; the next page is not there at once.
    server.on('GET /status/1', json(202, page('/files/1')), json(202, page('/files/1', `${server.origin}/status/1/2`)))
    server.on('GET /status/1/2', empty(202, { 'retry-after': '1' }), json(200, page('/files/2')))
    server.on('GET /files/1', ndjson(patient('a')))
    server.on('GET /files/2', ndjson(patient('b')))
    const { files } = await run({ request: { ...SYSTEM, allowPartialManifests: true } })
    expect(files.map(({ name }) => name)).toEqual(['Patient.00001.ndjson', 'Patient.00002.ndjson'])
    expect(askedFor('/files/1')).toHaveLength(1)
  })

  test('organized by patients (3.0): header lines are counted apart', async () => {
    const header = (id: string) =>
      `${JSON.stringify({ resourceType: 'Parameters', parameter: [{ name: 'header', valueReference: { reference: `Patient/${id}` } }] })}\n`
    server.on(
      'GET /status/1',
      json(
        200,
        manifest({ output: [{ url: `${server.origin}/files/1`, count: 3 }] }, { outputOrganizedBy: 'Patient' }),
      ),
    )
    server.on('GET /files/1', ndjson(`${header('a')}${patient('a')}${patient('a2')}${header('b')}${patient('b')}`))
    const { files, organizedBy } = await run({ request: { ...SYSTEM, organizeOutputBy: 'Patient' } })
    expect(organizedBy).toBe('Patient')
    expect(files).toMatchObject([{ name: 'resources.00001.ndjson', lines: 5, headers: 2 }])
  })

  test.each([
    ['lacks requiresAccessToken', { ...manifest0(), requiresAccessToken: undefined }, 'requiresAccessToken is missing'],
    ['has a file without url', { ...manifest0(), output: [{ type: 'Patient' }] }, 'output[0].url is missing'],
    ['has a list that is none', { ...manifest0(), output: 'files' }, 'output is of another kind'],
    ['ends in the middle', '{"transactionTime":"2026', 'ends in the middle'],
  ])('that %s is named by its element', async (_, body, says) => {
    server.on('GET /status/1', json(200, body))
    await expect(run()).rejects.toMatchObject({ code: 'unreadable-manifest', message: expect.stringContaining(says) })
  })

  test('names a file by its type only where that is a type: a name from outside is no path', async () => {
    server.on('GET /status/1', json(200, manifest({ output: [{ type: '../../x', url: `${server.origin}/files/1` }] })))
    server.on('GET /files/1', ndjson(patient('a')))
    expect((await run()).files.map(({ name }) => name)).toEqual(['resources.00001.ndjson'])
  })
})

/** Without a server: the cases of a table are made before it runs. */
function manifest0() {
  return { transactionTime: '2026-11-30T00:00:00Z', requiresAccessToken: true, output: [], error: [] }
}

describe('the token', () => {
  const files = (at: string, requiresAccessToken: boolean) =>
    json(200, manifest({ output: [{ type: 'Patient', url: `${at}/files/1` }] }, { requiresAccessToken }))
  const tokens = (of: ScriptedServer, path: string) =>
    of.asked.filter((each) => each.path === path).map(({ headers }) => headers.authorization)

  test('goes to the FHIR server with each request, and with files only where the manifest wants it', async () => {
    server.on('GET /files/1', ndjson(patient('a')))
    for (const wanted of [true, false]) {
      server.on('GET /status/1', files(server.origin, wanted))
      await run({ folder: join(root, String(wanted)) })
    }
    expect(tokens(server, '/files/1')).toEqual(['Bearer secret', undefined])
    expect(tokens(server, '/status/1').every((each) => each === 'Bearer secret')).toBe(true)
  })

  test('does not go along with a redirect to another server', async () => {
    server.on('GET /status/1', files(server.origin, true))
    server.on('GET /files/1', empty(307, { location: `${elsewhere.origin}/signed?secret=1` }))
    elsewhere.on('GET /signed', ndjson(patient('a')))
    expect((await run()).files).toHaveLength(1)
    expect(tokens(server, '/files/1')).toEqual(['Bearer secret'])
    expect(elsewhere.asked.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  test('does not go to another server that wants it, until somebody says that it may', async () => {
    server.on('GET /status/1', files(elsewhere.origin, true))
    elsewhere.on('GET /files/1', (asked, response) =>
      asked.headers.authorization
        ? ndjson(patient('a'))(asked, response)
        : json(401, outcome('token?'))(asked, response),
    )
    await expect(run()).rejects.toMatchObject({
      message: expect.stringContaining(`The files are at ${elsewhere.origin}`),
    })
    await run({}, { trusted: new Set([server.origin, elsewhere.origin]) })
    expect(tokens(elsewhere, '/files/1')).toEqual([undefined, 'Bearer secret'])
  })

  test('is asked for again where it has run out in the middle', async () => {
    server.on('GET /status/1', files(server.origin, true))
    server.on('GET /files/1', json(401, outcome('expired')), ndjson(patient('a')))
    const authorization = async (refused?: string) => (refused ? 'Bearer second' : 'Bearer first')
    await run({}, { authorization })
    expect(tokens(server, '/files/1')).toEqual(['Bearer first', 'Bearer second'])
  })

  test('is not read in a failure, nor the secret of an address', async () => {
    server.on('GET /status/1', json(200, manifest({ output: [{ url: `${server.origin}/files/1?signature=hidden` }] })))
    server.on('GET /files/1', json(403, outcome('signature is old')))
    const thrown = await run().catch((error: Error) => error.message)
    expect(thrown).toContain('signature is old')
    expect(thrown).not.toMatch(/hidden|secret/)
  })
})

describe('a file', () => {
  beforeEach(() => server.on('GET /status/1', json(200, patientsAt('/files/1'))))

  test.each([
    ['is cut off by the connection', () => cutAfter(patient('a'))],
    ['ends in the middle of a line', () => ndjson('{"resourceType":"Patient","id"')],
  ])('that %s is fetched again from its beginning', async (_, broken) => {
    server.on('GET /files/1', broken(), ndjson(patient('a') + patient('b')))
    expect((await run()).files).toMatchObject([{ lines: 2 }])
    expect(await readdir(folder)).toEqual(['.doseline-export', 'Patient.00001.ndjson', 'manifest.json'])
  })

  test.each([
    ['always ends in the middle', () => ndjson('{"resourceType":"Patient","id"'), 'file-cut-off', 'middle of line 1'],
    [
      'is a page',
      () => ndjson('<h1>Sign in</h1>', { 'content-type': 'text/html' }),
      'not-ndjson',
      'text/html): Sign in',
    ],
    ['is an OperationOutcome as JSON', () => json(200, outcome('file is gone')), 'not-ndjson', 'file is gone'],
    [
      'is something else',
      () => ndjson('a,b,c\n1,2,3\n', { 'content-type': 'text/plain' }),
      'not-ndjson',
      'line 1 is no resource: a,b,c',
    ],
  ])('that %s is named, and leaves nothing', async (_, reply, code, says) => {
    server.on('GET /files/1', reply())
    await expect(run()).rejects.toMatchObject({ code, message: expect.stringContaining(says) })
    expect(await readdir(folder)).toEqual(['.doseline-export'])
  })

  test('that holds another number of resources than the manifest says is named', async () => {
    server.on(
      'GET /status/1',
      json(200, manifest({ output: [{ type: 'Patient', url: `${server.origin}/files/1`, count: 3 }] })),
    )
    server.on('GET /files/1', ndjson(patient('a')))
    await expect(run()).rejects.toMatchObject({
      code: 'count-differs',
      message: expect.stringContaining('the manifest says 3'),
    })
  })

  test('of a file server that calls it bytes, or has it compressed, is read all the same', async () => {
    server.on('GET /files/1', (_, response) => {
      response.writeHead(200, { 'content-type': 'binary/octet-stream' })
      response.end(gzipSync(patient('a') + patient('b').trimEnd()))
    })
    expect((await run()).files).toMatchObject([{ lines: 2, servedAs: 'binary/octet-stream' }])
    expect(await inFolder('Patient.00001.ndjson')).toBe(patient('a') + patient('b').trimEnd())
  })

  test('that stays compressed on the way is written without', async () => {
    server.on('GET /files/1', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/fhir+ndjson', 'content-encoding': 'gzip' })
      response.end(gzipSync(patient('a')))
    })
    await run()
    expect(await inFolder('Patient.00001.ndjson')).toBe(patient('a'))
  })

  test('without a line holds nothing, and is no failure', async () => {
    server.on('GET /files/1', ndjson(''))
    expect((await run()).files).toMatchObject([{ lines: 0, bytes: 0 }])
  })

  test('whose link has expired is fetched by the link the server gives now', async () => {
    server.on('GET /status/1', json(200, patientsAt('/files/old')), json(200, patientsAt('/files/new')))
    server.on('GET /files/old', json(410, outcome('link expired')))
    server.on('GET /files/new', ndjson(patient('a')))
    expect((await run()).files).toMatchObject([{ name: 'Patient.00001.ndjson', lines: 1 }])
  })

  test('that is gone for good is named', async () => {
    server.on('GET /files/1', json(410, outcome('files are kept for an hour')))
    await expect(run()).rejects.toMatchObject({
      code: 'file-gone',
      message: expect.stringContaining('kept for an hour'),
    })
  })
})

describe('an export that was stopped', () => {
  test('goes on where it was: what is whole is not fetched again, and the server is not asked for a new one', async () => {
    server.on('GET /status/1', json(200, patientsAt('/files/1', '/files/2', '/files/3')))
    server.on('GET /files/1', ndjson(patient('a')))
    server.on('GET /files/2', json(403, outcome('not now')), ndjson(patient('b')))
    server.on('GET /files/3', ndjson(patient('c')))
    await expect(run()).rejects.toMatchObject({ code: 'refused' })
    // A kill in the middle of a note leaves half a line.
    await appendFile(join(folder, '.doseline-export'), '{"event":"whole","name":"Pat')
    const { files, resumed } = await run()
    expect([files.map(({ name }) => name), resumed]).toEqual([[1, 2, 3].map((n) => `Patient.0000${n}.ndjson`), 2])
    expect(['/fhir/$export', '/files/1', '/files/2', '/files/3'].map((path) => askedFor(path).length)).toEqual([
      1, 1, 2, 1,
    ])
  })

  test('goes on by the links it has where the server has forgotten the request, and not its files', async () => {
    server.on('GET /status/1', json(200, patientsAt('/files/1', '/files/2')), json(404, outcome('unknown job')))
    server.on('GET /files/1', ndjson(patient('a')))
    server.on('GET /files/2', json(403, outcome('not now')), ndjson(patient('b')))
    await expect(run()).rejects.toMatchObject({ code: 'refused' })
    expect((await run()).files).toMatchObject([{ lines: 1 }, { lines: 1 }])
  })

  test('by its signal leaves nothing half done under its name', async () => {
    const stop = new AbortController()
    server.on('GET /status/1', json(200, patientsAt('/files/1')))
    server.on('GET /files/1', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/fhir+ndjson' })
      response.write(patient('a'), () => stop.abort())
    })
    await expect(run({}, { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' })
    expect(await readdir(folder)).toEqual(['.doseline-export'])
  })

  test('fetches again what was taken away or cut short on the disk meanwhile', async () => {
    server.on('GET /status/1', json(200, patientsAt('/files/1', '/files/2')))
    server.on('GET /files/1', ndjson(patient('a')))
    server.on('GET /files/2', json(403, outcome('not now')), ndjson(patient('b')))
    await expect(run()).rejects.toThrow()
    await writeFile(join(folder, 'Patient.00001.ndjson'), '{')
    expect((await run()).files).toMatchObject([{ lines: 1 }, { lines: 1 }])
    expect(await inFolder('Patient.00001.ndjson')).toBe(patient('a'))
  })

  test('that is complete asks the server for nothing more', async () => {
    server.on('GET /status/1', json(200, patientsAt('/files/1')))
    server.on('GET /files/1', ndjson(patient('a')))
    const first = await run()
    const before = server.asked.length
    expect(await run()).toEqual({ ...first, resumed: 1 })
    expect(server.asked).toHaveLength(before)
  })

  test('is not mixed with another one, nor with files that were there', async () => {
    server.on('GET /status/1', json(200, patientsAt()))
    await run()
    await expect(run({ request: { ...SYSTEM, types: ['Coverage'] } })).rejects.toMatchObject({ code: 'another-export' })
    await expect(run({ folder: root })).rejects.toMatchObject({ code: 'another-export' })
  })

  test('is canceled at the server, also where the server has forgotten it', async () => {
    server.on('GET /status/1', json(200, patientsAt()))
    await run({ keepOnServer: true })
    expect(await cancelExport(aLine(server), folder)).toBe(true)
    server.on('DELETE /status/1', json(404, outcome('unknown')))
    expect(await cancelExport(aLine(server), folder)).toBe(true)
    expect(await cancelExport(aLine(server), join(root, 'none'))).toBe(false)
  })
})

test('of 300 files one that fails does not stop the others', async () => {
  const paths = Array.from({ length: 300 }, (_, at) => `/files/${at}`)
  server.on('GET /status/1', json(200, patientsAt(...paths)))
  for (const path of paths) server.on(`GET ${path}`, ndjson(patient(path)))
  server.on('GET /files/7', json(403, outcome('locked')))
  server.on('GET /files/9', json(403, outcome('locked')))
  await expect(run({ atOnce: 8 })).rejects.toThrow('2 of 300 files could not be fetched; the first:')
  expect((await readdir(folder)).filter((name) => name.endsWith('.ndjson'))).toHaveLength(298)
})

import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sandbox } from '@doseline/ehr-sandbox'
import { signedIn } from '@doseline/ehr-sandbox/testing/backend'
import { startedSandbox } from '@doseline/ehr-sandbox/testing/launch'
import { doseline, startDoseline } from '@doseline/testkit/doseline'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const root = mkdtempSync(join(tmpdir(), 'doseline-export-'))
const [key, jwks] = [join(root, 'backend.key.json'), join(root, 'jwks.json')]

let sandbox: Sandbox
let made: Awaited<ReturnType<typeof doseline>>
beforeAll(async () => {
  made = await doseline(['registry', 'keys', key, '--jwks', jwks, '--kid', 'k-1'])
  const client = { clientId: 'doseline-backend', jwks: JSON.parse(readFileSync(jwks, 'utf8')) }
  sandbox = await startedSandbox({ backendClients: [client], timing: { exportMs: 50 } })
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.reset())

const signIn = ['--client-id', 'doseline-backend', '--key', key]
const folder = (name: string): string => join(root, name)
const exported = (out: string, ...args: string[]) =>
  doseline(['export', sandbox.fhirBase, '--out', folder(out), ...args])
const filesIn = (out: string) => readdirSync(folder(out)).filter((name) => name.endsWith('.ndjson'))

describe('doseline registry keys', () => {
  test('makes a key for its owner alone, and says what to register without showing it', () => {
    expect(made.exit, made.said).toBe(0)
    expect(statSync(key).mode & 0o777).toBe(0o600)
    const { d } = JSON.parse(readFileSync(key, 'utf8'))
    expect(d).toMatch(/^[\w-]{40,}$/)
    expect(made.said).not.toContain(d)
    expect(made.said).toContain('/.well-known/jwks.json')
    expect(made.said).toContain(`DOSELINE_JWKS=${jwks}`)
    expect(JSON.parse(readFileSync(jwks, 'utf8'))).toEqual({
      keys: [expect.objectContaining({ kid: 'k-1', alg: 'ES384', use: 'sig', kty: 'EC' })],
    })
  })

  test('adds a second key to the file, of RS384 too, so that the first can be taken out later', async () => {
    const both = join(root, 'both.json')
    for (const [kid, alg] of [
      ['old', 'ES384'],
      ['new', 'RS384'],
    ] as const)
      expect(
        (await doseline(['registry', 'keys', join(root, `${kid}.key`), '--jwks', both, '--kid', kid, '--alg', alg]))
          .exit,
      ).toBe(0)
    const { keys } = JSON.parse(readFileSync(both, 'utf8'))
    expect(keys.map(({ kid, alg }: { kid: string; alg: string }) => [kid, alg])).toEqual([
      ['old', 'ES384'],
      ['new', 'RS384'],
    ])
    expect(JSON.stringify(keys)).not.toContain('"d"')
  })

  test('writes over no key, and takes no name twice', async () => {
    const before = readFileSync(key, 'utf8')
    const again = await doseline(['registry', 'keys', key, '--jwks', jwks])
    expect([again.exit, again.said]).toEqual([1, expect.stringContaining('is there already')])
    const twice = await doseline(['registry', 'keys', join(root, 'twice.key'), '--jwks', jwks, '--kid', 'k-1'])
    expect([twice.exit, twice.said]).toEqual([1, expect.stringContaining('has a key “k-1” already')])
    expect(readFileSync(key, 'utf8')).toBe(before)
    expect(existsSync(join(root, 'twice.key'))).toBe(false)
  })
})

describe('doseline export', () => {
  test('fetches what the rules read, of every patient, and says what came', async () => {
    const { exit, said } = await exported('whole', ...signIn)
    expect(exit, said).toBe(0)
    expect(said).toMatch(/Patient +2 +1 file\n/)
    expect(said).toMatch(/MedicationAdministration +4 +1 file\n/)
    expect(said).toMatch(/--since 20\d\d-\d\d-\d\dT/)
    expect(filesIn('whole')).toContain('Coverage.00001.ndjson')
    // The group is no type that the rules read.
    expect(filesIn('whole')).not.toContain('Group.00001.ndjson')
    expect(said).not.toMatch(/Bearer|eyJ/)
  })

  test('does nothing a second time', async () => {
    await exported('twice', ...signIn)
    const { exit, said } = await exported('twice', ...signIn)
    expect([exit, said]).toEqual([0, expect.stringMatching(/(\d+) files, .*; \1 were there already/)])
  })

  test('fetches a group, some types, and what changed since', async () => {
    const args = ['--group', 'infusion-center', '--types', 'Patient', '--since', '2020-01-01T00:00:00Z']
    const { exit, said } = await exported('group', ...signIn, ...args)
    expect(exit, said).toBe(0)
    expect(filesIn('group')).toEqual(['Patient.00001.ndjson'])
  })

  test('takes a token from the environment', async () => {
    const backend = {
      client: { clientId: 'doseline-backend', jwks: { keys: [] } },
      key: JSON.parse(readFileSync(key, 'utf8')),
    }
    const { body } = await signedIn(sandbox, backend, 'system/*.rs')
    const args = ['export', sandbox.fhirBase, '--out', folder('token'), '--token-from-env', 'EHR_TOKEN']
    const { exit, said } = await doseline(args, { EHR_TOKEN: body.access_token })
    expect(exit, said).toBe(0)
    expect((await exported('token-2', '--token-from-env', 'EHR_TOKEN')).complained).toContain('EHR_TOKEN')
  })

  test('goes on after it was killed, with the same export, and fetches nothing twice', async () => {
    const { store } = sandbox.ehr('full')
    const subject = { reference: 'Patient/ana' }
    for (let n = 0; n < 20_000; n++)
      store.seed({ resourceType: 'Flag', id: `f${n}`, status: 'active', code: {}, subject })
    const args = ['export', sandbox.fhirBase, '--out', folder('killed'), ...signIn, '--types', 'Flag']
    const first = startDoseline(args)
    const count = () => (existsSync(folder('killed')) ? filesIn('killed').length : 0)
    await expect.poll(count, { interval: 2, timeout: 30_000 }).toBeGreaterThan(2)
    first.child.kill('SIGKILL')
    await once(first.child, 'close')
    const there = filesIn('killed').length
    expect(there).toBeLessThan(200)
    const { exit, said } = await doseline(args)
    expect(exit, said).toBe(0)
    expect(filesIn('killed')).toHaveLength(200)
    const [, already] = /; (\d+) were there already/.exec(said) ?? []
    // Of the last ones the kill may have come between the file and its note.
    expect(Number(already)).toBeGreaterThanOrEqual(there - 4)
    const events = readFileSync(join(folder('killed'), '.doseline-export'), 'utf8')
      .trimEnd()
      .split('\n')
    expect(events.filter((line) => line.includes('"begun"'))).toHaveLength(1)
    const ids = filesIn('killed').flatMap((name) =>
      readFileSync(join(folder('killed'), name), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    )
    expect(new Set(ids).size).toBe(20_000)
  })

  test('stopped by Ctrl-C says how to go on; canceled, the server forgets it', async () => {
    const slow = await startedSandbox({
      backendClients: [{ clientId: 'doseline-backend', jwks: JSON.parse(readFileSync(jwks, 'utf8')) }],
      timing: { exportMs: 60_000 },
    })
    try {
      const args = ['export', slow.fhirBase, '--out', folder('stopped'), ...signIn]
      const started = startDoseline(args)
      const journal = join(folder('stopped'), '.doseline-export')
      const noted = () => (existsSync(journal) ? readFileSync(journal, 'utf8') : '')
      await expect.poll(noted, { timeout: 30_000 }).toContain('begun')
      started.child.kill('SIGINT')
      const [exit] = await once(started.child, 'close')
      expect([exit, started.said]).toEqual([130, expect.stringContaining('goes on where it was')])
      expect((await doseline([...args, '--cancel'])).said).toContain('was canceled on the server')
      const after = await doseline(args)
      expect([after.exit, after.complained]).toEqual([1, expect.stringContaining('no longer has this export')])
    } finally {
      await slow.close()
    }
  })

  test.each([
    ['without a sign-in', [], 'This server wants a sign-in: --client-id with --key'],
    ['with a key that is not there', ['--client-id', 'x', '--key', join(root, 'none')], 'doseline registry keys'],
    ['as a client that is not registered', ['--client-id', 'x', '--key', key], 'does not sign in the client “x”'],
    ['of a group there is not', [...signIn, '--group', 'none'], 'There is no Group/none'],
  ])('%s ends with 1 and what to do', async (name, args, says) => {
    const { exit, complained } = await exported(`fails-${name}`.replaceAll(' ', '-'), ...args)
    expect([exit, complained]).toEqual([1, expect.stringContaining(says)])
  })

  test.each([
    [['--client-id', 'x'], '--client-id and --key go together'],
    [['--types', 'patients'], 'resource types'],
    [['--since', '2026-11-01'], 'an instant with its time zone'],
    [['--group', 'a', '--level', 'system'], '--group is a level of its own'],
  ])('%j is not understood', async (args, says) => {
    const { exit, complained } = await exported('usage', ...args)
    expect([exit, complained]).toEqual([2, expect.stringContaining(says)])
  })
})

import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sandbox } from '@doseline/ehr-sandbox'
import { startedSandbox } from '@doseline/ehr-sandbox/testing/launch'
import { Tenants } from '@doseline/rules-service'
import { doseline } from '@doseline/testkit/doseline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withElement, withoutElement } from '../src/ehr/json-edit.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startedSandbox()
})
afterAll(() => sandbox.close())

/** A file of tenants as a person writes it: with their own line breaks. */
const WRITTEN = `{
  "tenants": [
    { "key": "riverside", "label": "Riverside Health", "origins": ["https://worklist.riverside.example"] },
    {
      "key": "hill",
      "label": "Hill Clinic",
      "issuers": [
        { "key": "hill-ehr", "label": "Hill EHR", "iss": "https://ehr.hill.example/fhir", "clientId": "doseline" }
      ]
    }
  ]
}
`

function aFile(text?: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'doseline-registry-')), 'tenants.json')
  if (text !== undefined) writeFileSync(file, text, { mode: 0o640 })
  return file
}

const registry = (file: string, ...args: string[]) => doseline(['registry', ...args, '--file', file])

const issuersIn = (file: string) =>
  Tenants.parse(JSON.parse(readFileSync(file, 'utf8'))).tenants.flatMap(({ issuers }) => issuers)

describe('doseline registry add', () => {
  test('begins a file, asks the EHR what it is, and says what follows', async () => {
    const file = aFile()
    const { exit, said } = await registry(file, 'add', sandbox.fhirBase, '--client-id', 'c-1', '--key', 'main-ehr')
    expect(exit, said).toBe(0)
    expect(issuersIn(file)).toEqual([
      { key: 'main-ehr', label: 'Doseline sandbox EHR', iss: sandbox.fhirBase, clientId: 'c-1' },
    ])
    expect(said).toContain(`frame-ancestors  'self' ${sandbox.origin}`)
    expect(said).toContain('doseline registry sheet main-ehr --public-url https://…')
    expect(readdirSync(join(file, '..'))).toEqual(['tenants.json'])
  })

  test('leaves the rest of the file as a person wrote it', async () => {
    const file = aFile(WRITTEN)
    const { exit, said } = await registry(file, 'add', 'https://ehr.new.example/r4', '--no-probe', '--tenant', 'hill')
    expect(exit, said).toBe(0)
    const lines = readFileSync(file, 'utf8').split('\n')
    expect(WRITTEN.split('\n').filter((line) => !lines.includes(line) && !lines.includes(`${line},`))).toEqual([])
    expect(issuersIn(file).map(({ key, iss }) => [key, iss])).toEqual([
      ['hill-ehr', 'https://ehr.hill.example/fhir'],
      ['ehr-new-example', 'https://ehr.new.example/r4'],
    ])
  })

  test.each([
    [
      'an address that is there, with another slash at its end',
      ['https://ehr.hill.example/fhir/'],
      /already, as “hill-ehr” of tenant hill/,
    ],
    ['a key that is taken', ['https://ehr.new.example', '--key', 'hill-ehr'], /key “hill-ehr” is taken/],
    ['no tenant, where there are several', ['https://ehr.new.example'], /--tenant: riverside, hill/],
    ['a tenant there is not', ['https://ehr.new.example', '--tenant', 'sea'], /no tenant “sea”/],
    [
      'a key the service would refuse',
      ['https://ehr.new.example', '--tenant', 'hill', '--key', 'A B'],
      /no file of tenants/,
    ],
  ])('refuses %s, and changes nothing', async (_, args, says) => {
    const file = aFile(WRITTEN)
    const { exit, said } = await registry(file, 'add', ...args, '--no-probe')
    expect(said).toMatch(says)
    expect(exit).toBe(1)
    expect(readFileSync(file, 'utf8')).toBe(WRITTEN)
  })

  test('refuses what is no address and what is no time zone, as usage', async () => {
    expect((await registry(aFile(), 'add', 'ehr.example')).exit).toBe(2)
    const zone = await registry(aFile(), 'add', 'https://ehr.example', '--time-zone', 'Boston')
    expect(zone).toMatchObject({ exit: 2, said: expect.stringContaining('It is an IANA time zone, such as') })
  })

  test('a launch’s options in the path become a pattern, which takes other launches for its own', async () => {
    const file = aFile()
    const launch = (options: string) => `https://launch.smarthealthit.org/v/r4/sim/${options}/fhir`
    const { said } = await registry(file, 'add', launch('WzIsIiIsIiJd'), '--no-probe')
    expect(issuersIn(file)[0]).toMatchObject({
      label: 'SMART Health IT launcher',
      issPattern: { origin: 'https://launch.smarthealthit.org', path: '/v/r4/sim/*/fhir' },
    })
    expect(said).toMatch(/needs jwksUri/)
    expect((await registry(file, 'add', launch('WzMsIiIsIiJd'), '--no-probe')).said).toMatch(/registered already/)
  })

  test('says what an EHR that does not answer leaves open', async () => {
    const { exit, said } = await registry(aFile(), 'add', 'http://localhost:1/fhir')
    expect(exit).toBe(0)
    expect(said.replace(/\s+/g, ' ')).toContain('could not be asked what it offers')
  })
})

describe('what is registered', () => {
  test('is listed, shown, and removed without touching the rest', async () => {
    const file = aFile(WRITTEN)
    expect((await registry(file, 'list')).said).toMatch(/hill-ehr +hill +Hill EHR +https:\/\/ehr\.hill\.example\/fhir/)
    expect(JSON.parse((await registry(file, 'show', 'hill-ehr')).said)).toMatchObject({ label: 'Hill EHR' })
    expect((await registry(file, 'remove', 'hill-ehr')).exit).toBe(0)
    expect(issuersIn(file)).toEqual([])
    expect(readFileSync(file, 'utf8')).toContain('"origins": ["https://worklist.riverside.example"]')
    expect((await registry(file, 'show', 'hill-ehr')).said).toContain('there is none')
  })

  test('has a sheet with the addresses, a reason for each scope, and what leaves', async () => {
    const file = aFile(WRITTEN)
    const { said } = await registry(file, 'sheet', 'hill-ehr', '--public-url', 'https://doseline.hill.example/')
    expect(said).toContain('`https://doseline.hill.example/app/launch.html`')
    expect(said).toContain('`https://doseline.hill.example/app/index.html`')
    expect(said).toMatch(/`patient\/Coverage\.rs` \| `patient\/Coverage\.read` \| the payer on the day/)
    expect(said).toContain('Data that leaves the EHR')
  })

  test('has a SMART manifest', async () => {
    const { said } = await registry(aFile(WRITTEN), 'sheet', 'hill-ehr', '--public-url', 'https://d.example', '--json')
    expect(JSON.parse(said)).toMatchObject({
      software_id: 'doseline',
      launch_url: 'https://d.example/app/launch.html',
      redirect_uris: ['https://d.example/app/index.html'],
      token_endpoint_auth_method: 'none',
      fhir_versions: ['4.0.1'],
      scope: expect.stringMatching(/^launch openid/),
    })
  })

  test('a file that is not JSON is named, and stays', async () => {
    const file = aFile('{ "tenants": ')
    expect((await registry(file, 'list')).said).toContain('cannot be read as JSON')
    expect(existsSync(file)).toBe(true)
  })
})

describe('one element more or less in a JSON text', () => {
  test.each([
    ['{"a":[]}', '{"a":[\n  9\n]}'],
    ['{"a":[1]}', '{"a":[1,\n  9\n]}'],
    ['{\n\t"a": [\n\t\t1\n\t]\n}', '{\n\t"a": [\n\t\t1,\n\t\t9\n\t]\n}'],
    ['{}', '{\n  "a": [\n    9\n  ]\n}'],
    ['{ "b": "]}\\"", "x": [1] }', '{ "b": "]}\\"", "x": [1],\n  "a": [\n    9\n  ]\n}'],
  ])('%s', (text, expected) => {
    const added = withElement(text, ['a'], 9)
    expect(added).toBe(expected)
    expect(JSON.parse(added)).toEqual({ ...JSON.parse(text), a: [...(JSON.parse(text).a ?? []), 9] })
  })

  test.each([0, 1, 2])('without the element at %i', (at) => {
    const text = '{"a": [1, {"b": [2, "],"]}, 3]}'
    expect(JSON.parse(withoutElement(text, ['a'], at)).a).toEqual(JSON.parse(text).a.toSpliced(at, 1))
  })
})

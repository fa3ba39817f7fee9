import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FhirResource } from 'fhir/r4'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { scenario } from '../../fhir-fixtures/src/index.ts'
import {
  cancelExport,
  type ExportLevel,
  type ExportRequest,
  exportOffer,
  exportToFolder,
  JOB_RETRY_POLICY,
  type Line,
} from '../../packages/bulk-data/src/index.ts'
import { HapiStore } from './support/store.ts'

const { open } = inject('hapi')
const store = new HapiStore(open)
const MEPSEVII = scenario('medicare-mepsevii-discard-recorded')
const GROUP = 'infusion-center'
const TYPES = ['Patient', 'MedicationAdministration']

let root: string
let patient: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'doseline-hapi-export-'))
  patient = await store.put(MEPSEVII)
  await store.ask(`Group/${GROUP}`, 'PUT', {
    resourceType: 'Group',
    id: GROUP,
    type: 'person',
    actual: true,
    member: [{ entity: { reference: `Patient/${patient}` } }],
  })
})
afterAll(async () => {
  await store.ask(`Group/${GROUP}`, 'DELETE')
  await store.remove(MEPSEVII)
  await rm(root, { recursive: true })
})

/** HAPI asks for two minutes between two looks at a status; a test looks each second. */
const line: Line = {
  fetcher: fetch,
  authorization: async () => undefined,
  trusted: new Set([new URL(open).origin]),
  policy: { ...JOB_RETRY_POLICY, longestAskedMs: 1_000 },
}

/** An export, and every resource in its folder. */
async function exported(request: ExportRequest) {
  const folder = await mkdtemp(join(root, 'export-'))
  const { files, leftOut } = await exportToFolder({ line, base: open, request, folder })
  const texts = await Promise.all(files.map(({ name }) => readFile(join(folder, name), 'utf8')))
  const lines = texts.flatMap((text) => text.trimEnd().split('\n'))
  return { leftOut, resources: lines.map((each) => JSON.parse(each) as FhirResource) }
}
const keysOf = (resources: readonly FhirResource[]) =>
  resources.map(({ resourceType, id }) => `${resourceType}/${id}`).toSorted()

describe('HAPI’s own bulk export', () => {
  test('is offered for the system, its patients and groups', async () => {
    const { levels } = await exportOffer(line, open)
    expect([...levels].toSorted()).toEqual(['group', 'patient', 'system'])
  })

  test.each<[string, ExportLevel]>([
    ['the system', { kind: 'system' }],
    ['all patients', { kind: 'patient' }],
    ['a group', { kind: 'group', id: GROUP }],
  ])('of %s is fetched whole', async (_, level) => {
    const { resources } = await exported({ level, types: TYPES })
    const there = await Promise.all(TYPES.map((type) => store.all<FhirResource>(type)))
    expect(keysOf(resources)).toEqual(keysOf(there.flat()))
    expect(keysOf(resources)).toContain(`Patient/${patient}`)
  })

  test('holds a filter’s matches alone', async () => {
    const typeFilters = ['MedicationAdministration?effective-time=gt2090-01-01']
    const { resources, leftOut } = await exported({ level: { kind: 'system' }, types: TYPES, typeFilters })
    expect([keysOf(resources), leftOut]).toEqual([[`Patient/${patient}`], []])
  })

  test('is forgotten by the server once it is canceled', async () => {
    const folder = join(root, 'canceled')
    const stop = new AbortController()
    const request: ExportRequest = { level: { kind: 'system' }, types: TYPES }
    const onProgress = ({ step }: { step: string }) => step === 'preparing' && stop.abort()
    const stopped = exportToFolder({ line: { ...line, signal: stop.signal }, base: open, request, folder, onProgress })
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
    expect(await cancelExport(line, folder)).toBe(true)
  })
})

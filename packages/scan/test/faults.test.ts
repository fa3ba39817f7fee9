import { describe, expect, test } from 'vitest'
import { scanFolder } from '../src/index.ts'
import { exported, folder, ndjson, rowsOf } from './support/export.ts'
import { isType, patientChart } from './support/patients.ts'

const [A, B] = [patientChart('pat-a'), patientChart('pat-b')]
const ALL = [...A, ...B]
const conditions = ALL.filter(isType('Condition'))
const others = ALL.filter((each) => !isType('Condition')(each))
const lineOf = (of: readonly object[], at: number): string => JSON.stringify(of[at])

/** Both patients, with these files in addition or in place. */
async function scanned(files: Readonly<Record<string, string | Buffer>>, types: 'all' | null = 'all') {
  const out = folder()
  const { summary } = await scanFolder({
    folder: exported({ 'others.ndjson': ndjson(...others), 'Condition.ndjson': ndjson(...conditions), ...files }),
    out,
    asOf: '2026-03-10T12:00:00Z',
    server: 'ehr',
    ...(types && { types }),
    workers: 1,
    answers: false,
  })
  const doses = rowsOf<{ dose: string; verdict: string; sentence: string }>(out, 'doses.ndjson')
  const verdict = (patient: string) =>
    doses.find(({ dose }) => dose === `MedicationAdministration/${patient}-ma1`)?.verdict
  return {
    summary,
    out,
    unreadable: rowsOf<{ file: string; line?: number; why: string; type?: string; patients: string[] }>(
      out,
      'unreadable.ndjson',
    ),
    verdicts: [verdict('pat-a'), verdict('pat-b')],
    doses,
  }
}

const READY = 'ready'
const OPEN = 'needs-information'

test('an export without a fault leaves nothing open: both doses are ready', async () => {
  const { verdicts, unreadable, summary } = await scanned({})
  expect([verdicts, unreadable]).toEqual([[READY, READY], []])
  expect(summary.files.lines).toBe(ALL.length)
})

describe('a line that cannot be read is named, and its patient is not wholly read', () => {
  const [first = '', second = '', ...rest] = conditions.map((each) => JSON.stringify(each))
  const file = (...lines: readonly string[]) => ({ 'Condition.ndjson': lines.join('\n') })

  test.each([
    ['broken in its middle', first.replace('"clinicalStatus":{', '"clinicalStatus":{{'), 'not JSON'],
    ['a name twice', first.replace('{"resourceType"', '{"id":"x","resourceType"'), 'the same name twice in one object'],
    ['U+0000', first.replace('"id":"', '"language":"\\u0000","id":"'), 'holds U+0000'],
  ])('%s', async (_, line, why) => {
    const { verdicts, unreadable } = await scanned(file(second, line, ...rest))
    expect(unreadable).toEqual([
      { file: 'Condition.ndjson', line: 2, why, type: 'Condition', patients: ['Patient/pat-a'] },
    ])
    expect(verdicts).toEqual([OPEN, READY])
  })

  test('a file that ends in the middle', async () => {
    const last = rest.at(-1) ?? ''
    const { verdicts, unreadable } = await scanned(file(first, second, ...rest.slice(0, -1), last.slice(0, -4)))
    expect(unreadable).toMatchObject([{ line: 4, why: 'ends in the middle', patients: ['Patient/pat-b'] }])
    expect(verdicts).toEqual([READY, OPEN])
  })

  test('two documents on one line, of both patients', async () => {
    const { verdicts, unreadable } = await scanned(file(`${first}${rest[0]}`, second, ...rest.slice(1)))
    expect(unreadable).toMatchObject([
      { line: 1, why: 'two documents on one line', patients: ['Patient/pat-a', 'Patient/pat-b'] },
    ])
    expect(verdicts).toEqual([OPEN, OPEN])
  })

  test('a line of which nobody can see whose it is may be of anybody', async () => {
    const { verdicts, unreadable, summary } = await scanned(file(first, second, ...rest, '{"resourceType":"Condi'))
    expect(unreadable).toMatchObject([{ line: 5, why: 'ends in the middle', type: 'Condition', patients: [] }])
    expect(verdicts).toEqual([OPEN, OPEN])
    expect(summary.unreadable).toEqual({ lines: 1, patients: 0, ofAnybody: 1 })
  })

  test('bytes that are no UTF-8', async () => {
    const broken = Buffer.concat([Buffer.from(`${first}\n`), Buffer.from([0x7b, 0xff, 0x7d, 0x0a])])
    const { unreadable } = await scanned({
      'Condition.ndjson': Buffer.concat([broken, Buffer.from([second, ...rest].join('\n'))]),
    })
    expect(unreadable).toMatchObject([{ line: 2, why: 'not UTF-8', type: 'Condition' }])
  })

  test('a gzip file that is cut', async () => {
    const at = exported({ 'others.ndjson': ndjson(...others), 'Condition.ndjson.gz': ndjson(...conditions) })
    const { readFileSync, writeFileSync } = await import('node:fs')
    const path = `${at}/Condition.ndjson.gz`
    writeFileSync(path, readFileSync(path).subarray(0, -30))
    const out = folder()
    await scanFolder({ folder: at, out, asOf: '2026-03-10T12:00:00Z', server: 'ehr', types: 'all', workers: 1 })
    const why = rowsOf<{ why: string }>(out, 'unreadable.ndjson').map((each) => each.why)
    expect(why).toContain('gzip data ends or breaks')
  })
})

describe('what is there and does not count', () => {
  test('a resource that was deleted is in no chart', async () => {
    const deletion = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { request: { method: 'DELETE', url: 'Coverage/pat-b-cov1' } },
        { request: { method: 'DELETE', url: 'MedicationAdministration/pat-a-ma1' } },
      ],
    }
    const { verdicts, doses } = await scanned({ 'deleted/1.ndjson': ndjson(deletion) })
    expect(verdicts[0]).toBeUndefined()
    expect(verdicts[1]).not.toBe(READY)
    expect(doses).toHaveLength(5)
  })

  test('the same line in two files is one resource', async () => {
    const { verdicts, doses } = await scanned({ 'again.ndjson.gz': ndjson(...others) })
    expect([verdicts, doses.length]).toEqual([[READY, READY], 6])
  })

  test.each([
    ['of one patient', 'Condition/9 of Patient/pat-a could not be exported', [OPEN, READY]],
    ['of nobody in particular', 'Some Condition resources could not be exported', [OPEN, OPEN]],
  ])('an error of the server %s', async (_, diagnostics, expected) => {
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception', diagnostics }] }
    const { verdicts, unreadable } = await scanned({ 'error/errors.ndjson': ndjson(outcome) })
    expect(unreadable).toMatchObject([
      { file: 'error/errors.ndjson', line: 1, why: 'not exported by the server', type: 'Condition' },
    ])
    expect(verdicts).toEqual(expected)
  })

  test('files that the manifest lists as errors and deletions are read as that', async () => {
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'exception', diagnostics: 'Patient/pat-b' }],
    }
    const manifest = {
      request: 'https://ehr.example/fhir/$export',
      output: [],
      error: [{ url: 'https://ehr.example/files/7.ndjson' }],
    }
    const { verdicts } = await scanned({ '7.ndjson': ndjson(outcome), 'manifest.json': JSON.stringify(manifest) })
    expect(verdicts).toEqual([READY, OPEN])
  })
})

describe('an export that is no whole one', () => {
  const manifest = (request: string) => JSON.stringify({ request: `https://ehr.example/fhir/$export?${request}` })

  test.each([
    ['_since=2026-03-01T00:00:00Z', OPEN],
    ['_typeFilter=Condition?clinical-status=active', OPEN],
    ['organizeOutputBy=Patient', READY],
  ])('%s', async (request, expected) => {
    const header = { resourceType: 'Parameters', parameter: [{ name: 'header' }] }
    const { verdicts } = await scanned({ 'manifest.json': manifest(request), 'head.ndjson': ndjson(header) }, null)
    expect(verdicts).toEqual([expected, expected])
  })

  test('without a manifest, a type that has no line counts as not offered: whether a dose is charged is not known', async () => {
    const { verdicts, doses } = await scanned({}, null)
    expect(verdicts).toEqual([OPEN, OPEN])
    expect(doses[0]?.sentence).toMatch(/does not offer charges \(ChargeItem\)/)
  })

  test('one of what changed, next to a whole one, completes it', async () => {
    const { verdicts } = await scanned(
      {
        'manifest.json': manifest('_outputFormat=ndjson'),
        'later/manifest.json': manifest('_since=2026-03-01T00:00:00Z'),
      },
      null,
    )
    expect(verdicts).toEqual([READY, READY])
  })
})

describe('whose a line is', () => {
  const withConditions = (change: (reference: string) => object): Record<string, string> => ({
    'Condition.ndjson': conditions
      .map((each) => JSON.parse(JSON.stringify(each)))
      .map((each) => ({ ...each, subject: change(each.subject.reference) }))
      .map((each) => `${JSON.stringify(each)}\n`)
      .join(''),
  })

  test.each([
    ['an absolute reference', (reference: string) => ({ reference: `https://ehr.example/fhir/${reference}` })],
    ['a version', (reference: string) => ({ reference: `${reference}/_history/3` })],
  ])('is seen by %s', async (_, change) => {
    const { verdicts, unreadable } = await scanned(withConditions(change))
    expect([verdicts, unreadable]).toEqual([[READY, READY], []])
  })

  test('a charge that names no patient belongs to that of its visit', async () => {
    const charge = {
      resourceType: 'ChargeItem',
      id: 'loose',
      status: 'billed',
      code: { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'J0897' }] },
      context: { reference: 'Encounter/pat-a-v1' },
      occurrenceDateTime: '2026-03-02',
      quantity: { value: 60 },
    }
    const { verdicts, unreadable } = await scanned({ 'ChargeItem.ndjson': ndjson(charge) })
    expect(unreadable).toEqual([])
    expect(verdicts).toEqual([expect.not.stringMatching(READY), READY])
  })

  test('what names nobody may be of anybody', async () => {
    const { verdicts, unreadable } = await scanned({
      'Condition-2.ndjson': ndjson({ resourceType: 'Condition', id: 'x', code: { text: 'x' } }),
    })
    expect(unreadable).toMatchObject([{ file: 'Condition-2.ndjson', line: 1, why: 'names no patient', patients: [] }])
    expect(verdicts).toEqual([OPEN, OPEN])
  })

  test('a patient by identifier alone is looked up', async () => {
    const patients = ALL.filter(isType('Patient')) as { id: string; identifier: { value: string }[] }[]
    const own = patients.map((each) => ({ ...each, identifier: [{ system: 'mrn', value: `mrn-${each.id}` }] }))
    const rest = others.filter((each) => !isType('Patient')(each))
    const { verdicts, unreadable } = await scanned({
      'others.ndjson': ndjson(...own, ...rest),
      ...withConditions((reference) => ({ identifier: { system: 'mrn', value: `mrn-${reference.slice(8)}` } })),
    })
    expect([verdicts, unreadable]).toEqual([[READY, READY], []])
  })
})

test('a chart that is too large is named, and not judged', async () => {
  const many = Array.from({ length: 50_001 }, (_, at) => ({
    resourceType: 'Observation',
    id: `o${at}`,
    subject: { reference: 'Patient/pat-a' },
  }))
  const { verdicts, unreadable, summary } = await scanned({ 'Observation.ndjson': ndjson(...many) })
  expect(verdicts).toEqual([undefined, READY])
  expect(unreadable).toMatchObject([{ patients: ['Patient/pat-a'], why: 'not judged: too-many-resources' }])
  expect(summary.patients).toMatchObject({ all: 2, notJudged: 1 })
})

test('a resource of a line is not read from a folder that holds none', async () => {
  await expect(scanFolder({ folder: '/no/such', out: folder(), asOf: '', server: 'x' })).rejects.toThrow(
    /is not a folder/,
  )
  await expect(scanFolder({ folder: folder(), out: folder(), asOf: '', server: 'x' })).rejects.toThrow(/holds no file/)
  const hidden = exported({ '_a.ndjson': lineOf(A, 0) })
  await expect(scanFolder({ folder: hidden, out: folder(), asOf: '', server: 'x' })).rejects.toThrow(/begins with/)
})

import type { Bundle, FhirResource } from 'fhir/r4'
import { expect, test } from 'vitest'
import { administrationsIn, chartFrom } from './chart-from.ts'
import { chartedDose } from './facts/charted-dose.ts'
import { anAdministration } from './testing/a-chart.ts'

const bundle = (...entry: object[]): Bundle<FhirResource> =>
  Object.assign({ resourceType: 'Bundle' as const, type: 'collection' as const }, { entry })

test('opens a Bundle inside a Bundle, and takes what stands in both once', () => {
  const resource = anAdministration()
  const inner = bundle({ fullUrl: 'https://elsewhere.example/MedicationAdministration/ma-1', resource })
  const chart = chartFrom(
    bundle({ fullUrl: 'MedicationAdministration/ma-1', resource: { ...resource } }, { resource: inner }),
  )
  expect(administrationsIn(chart)).toEqual(['MedicationAdministration/ma-1'])
  expect(chart.warnings).toEqual([])
})

test('opens Parameters, and parts of parameters', () => {
  const parameters: FhirResource = {
    resourceType: 'Parameters',
    parameter: [{ name: 'dose', part: [{ name: 'data', resource: bundle({ resource: anAdministration() }) }] }],
  }
  expect(administrationsIn(chartFrom(bundle({ resource: parameters })))).toHaveLength(1)
})

test('stops at a depth nobody needs, and says so', () => {
  let nested: FhirResource = anAdministration()
  for (let depth = 0; depth < 12; depth++) nested = bundle({ resource: nested })
  expect(chartFrom(nested).warnings).toEqual(['A Bundle lies more than 8 Bundles deep and was left out.'])
})

test.each([
  ['lastUpdated', { lastUpdated: '2026-03-03T10:00:00Z' }, { lastUpdated: '2026-03-03T09:00:00.5+00:00' }],
  ['versionId', { versionId: '10' }, { versionId: '9' }],
])('keeps the newer version by %s, in whatever order they come', (_, newer, older) => {
  const stopped = anAdministration({ status: 'stopped', meta: newer })
  const completed = anAdministration({ meta: older })
  for (const order of [
    [stopped, completed],
    [completed, stopped],
  ]) {
    const chart = chartFrom(order)
    expect(chart.resources.get('MedicationAdministration/ma-1')).toBe(stopped)
    expect(chart.warnings).toEqual([])
  }
})

test('says where two versions differ and nothing tells which is newer', () => {
  const two = [anAdministration(), anAdministration({ status: 'not-done' })]
  const [one, other] = [chartFrom(two), chartFrom(two.toReversed())]
  expect(one.warnings).toEqual([
    'MedicationAdministration/ma-1 came in two versions that differ in status, and nothing says which is newer.',
  ])
  expect([...one.resources.values()]).toEqual([...other.resources.values()])
})

test('names a resource without id by its address, or by its position', () => {
  const { id: _, ...nameless } = anAdministration()
  const uuid = '6d0d7c52-6b1e-4f0a-9b0e-2f6f3c1a0001'
  const chart = chartFrom(
    bundle({ fullUrl: `urn:uuid:${uuid.toUpperCase()}`, resource: nameless }, { resource: nameless }),
  )
  expect(administrationsIn(chart)).toEqual([`MedicationAdministration/${uuid}`, 'MedicationAdministration/entry-2'])
})

test('turns what a search could not do, and requests that failed, into warnings', () => {
  const outcome = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'warning', code: 'x', diagnostics: 'Unknown parameter' }],
  }
  const chart = chartFrom(
    bundle(
      { resource: outcome, search: { mode: 'outcome' } },
      { response: { status: '403 Forbidden' } },
      { resource: null },
      { resource: 'nonsense' },
    ),
  )
  expect(chart.warnings).toEqual([
    'An entry of a Bundle holds no resource.',
    'One request to the EHR was answered 403 Forbidden.',
    'Something in the chart is not a FHIR resource and was left out.',
    'The EHR reported: Unknown parameter',
  ])
})

test('says which resources are about nobody whose dose is in the chart', () => {
  const strange = (id: string) =>
    ({ resourceType: 'Condition', id, subject: { reference: 'Patient/p2' } }) as FhirResource
  const chart = chartFrom([anAdministration(), strange('a'), strange('b')])
  expect(chart.warnings).toEqual(['Not read: 2 × Condition of Patient/p2, who has no dose in the chart.'])
})

test.each([
  ['a urn:uuid', 'urn:uuid:AAAAAAAA-6b1e-4f0a-9b0e-2f6f3c1a0001'],
  ['an absolute address', 'https://ehr.example/fhir/Medication/m1'],
  ['an absolute address of a version', 'https://ehr.example/fhir/Medication/m1/_history/2'],
  ['a relative reference', 'Medication/m1'],
  ['a version', 'Medication/m1/_history/2'],
  ['a conditional reference, as Synthea writes it', 'Medication?identifier=https://ehr.example/ids|77'],
  ['a contained resource', '#inside'],
  ['a contained resource without the hash', 'inside'],
])('finds the Medication by %s', (_, reference) => {
  const named = { code: { text: 'Prolia' }, identifier: [{ system: 'https://ehr.example/ids', value: '77' }] }
  const given = anAdministration({
    medicationCodeableConcept: undefined,
    medicationReference: { reference },
    ...(reference.includes('inside') && {
      contained: [{ resourceType: 'Medication', id: 'inside', code: { text: 'Prolia' } }],
    }),
  })
  const isUuid = reference.startsWith('urn:')
  const chart = chartFrom(
    bundle(
      { resource: given },
      {
        fullUrl: isUuid ? reference.toLowerCase() : 'https://ehr.example/fhir/Medication/m1',
        resource: { resourceType: 'Medication', id: 'm1', ...named },
      },
    ),
  )
  const { drug } = chartedDose(chart, 'MedicationAdministration/ma-1')
  expect(drug.known && drug.value.text.map(({ name }) => name)).toEqual(['Prolia'])
})

test('does not take a resource of another server for one in the chart', () => {
  const given = anAdministration({
    medicationCodeableConcept: undefined,
    medicationReference: { reference: 'https://other.example/fhir/Medication/m1' },
  })
  const medication = { resourceType: 'Medication', id: 'm1', code: { text: 'Prolia' } }
  const chart = chartFrom(
    bundle({ resource: given }, { fullUrl: 'https://ehr.example/fhir/Medication/m1', resource: medication }),
  )
  expect(chartedDose(chart, 'MedicationAdministration/ma-1').drug.known).toBe(false)
})

test('says that a chart looks like R5', () => {
  const r5 = anAdministration({ medication: { concept: { text: 'Prolia' } } })
  expect(chartFrom([r5]).warnings).toEqual([
    'MedicationAdministration/ma-1 looks like FHIR R5, by its medication; Doseline reads R4.',
  ])
})

test('says that a page of a search was not read, unless it is there', () => {
  const link = (relation: string, page: number) => ({ relation, url: `https://ehr.example/fhir?page=${page}` })
  const first = Object.assign(bundle({ resource: anAdministration() }), { link: [link('self', 1), link('next', 2)] })
  const second = Object.assign(bundle(), { link: [link('self', 2)] })
  expect(chartFrom(first).warnings).toEqual([
    'A search result of MedicationAdministration has a further page that is not in the chart.',
  ])
  expect(chartFrom([first, second]).warnings).toEqual([])
})

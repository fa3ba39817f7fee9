import type { ChargeItem, FhirResource, MedicationAdministration } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { minimumNecessary } from './minimum-necessary.ts'

const one = <T extends FhirResource>(resource: T): T => minimumNecessary([resource])[0] as T

// The types of FHIR R4 know only the bare Resource as contained.
const contained = [
  { resourceType: 'Patient', id: 'p', name: [{ family: 'Lovelace' }] },
  { resourceType: 'Medication', id: 'm', code: { text: 'Prolia' }, batch: { lotNumber: '7' } },
] as FhirResource[]

const given: MedicationAdministration = {
  resourceType: 'MedicationAdministration',
  id: 'dose-1',
  meta: { versionId: '3', lastUpdated: '2026-03-02T10:00:00Z', source: 'https://ehr.example/host-7' },
  text: { status: 'generated', div: '<div>Ada Lovelace got it</div>' },
  contained,
  identifier: [{ value: 'order-of-Lovelace' }],
  extension: [
    { url: 'https://doseline.example/fhir/StructureDefinition/containers-opened', valueInteger: 1 },
    { url: 'https://ehr.example/patient-name', valueString: 'Ada Lovelace' },
  ],
  status: 'completed',
  medicationReference: { reference: '#m', display: 'Prolia' },
  subject: { reference: 'Patient/p1', display: 'Ada Lovelace' },
  performer: [{ actor: { display: 'Nurse Grace Hopper' } }],
  note: [
    { text: 'The patient was nervous. 2 mg wasted. Her son drove.', authorString: 'Hopper' },
    { text: 'Lovely lady.' },
  ],
  dosage: { dose: { value: 60, unit: 'mg' }, site: { text: 'left arm' } },
}

describe('an administration', () => {
  const sent = one(given)
  test('keeps what the rules read', () => {
    expect(sent).toMatchObject({
      id: 'dose-1',
      meta: { versionId: '3' },
      status: 'completed',
      subject: { reference: 'Patient/p1' },
      medicationReference: { reference: '#m', display: 'Prolia' },
      dosage: { dose: { value: 60, unit: 'mg' } },
    })
    expect(sent.extension).toEqual([given.extension?.[0]])
    expect(sent.contained).toEqual([{ resourceType: 'Patient', id: 'p' }, contained[1]])
  })

  test('loses every name, number and narrative', () => {
    expect(JSON.stringify(sent)).not.toMatch(/Lovelace|Ada|Hopper|order-of|host-7|"div"/)
  })

  test('keeps the words of its notes, and not who wrote them', () => {
    expect(sent.note).toEqual([
      { text: 'The patient was nervous. 2 mg wasted. Her son drove.' },
      { text: 'Lovely lady.' },
    ])
  })
})

test('of the patient only the year of birth, the sex, and whether and when the patient died leave the EHR', () => {
  const named = { name: [{ family: 'Lovelace' }], identifier: [{ value: '4711' }], address: [{ city: 'London' }] }
  const kept = { gender: 'female', deceasedDateTime: '2026-02-01' } as const
  const patient: FhirResource = { resourceType: 'Patient', id: 'p1', ...named, ...kept, birthDate: '1815-12-10' }
  expect(one(patient)).toEqual({ resourceType: 'Patient', id: 'p1', ...kept, birthDate: '1815' })
  expect(one({ ...patient, birthDate: '12/10/1815' })).toMatchObject({ birthDate: 'no date' })
})

test('practitioners and what we do not know stay in the EHR', () => {
  const resources: FhirResource[] = [
    { resourceType: 'Practitioner', id: 'n1' },
    { resourceType: 'DiagnosticReport', id: 'o1', status: 'final', code: {} },
    { resourceType: 'Flag', id: 'f1', status: 'active', code: { text: 'Latex allergy' }, subject: {} },
  ]
  expect(minimumNecessary(resources)).toEqual([])
})

test('a result goes without who ordered, measured and commented it', () => {
  const sent = one({
    resourceType: 'Observation',
    id: 'o1',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
    subject: { reference: 'Patient/p1', display: 'Ada Lovelace' },
    performer: [{ display: 'Nurse Grace Hopper' }],
    note: [{ text: 'Ada lost weight.' }],
    valueQuantity: { value: 22, unit: 'kg' },
  })
  expect(sent.valueQuantity).toEqual({ value: 22, unit: 'kg' })
  expect(JSON.stringify(sent)).not.toMatch(/Lovelace|Ada|Hopper/)
})

test('a coverage goes without member numbers and without its subscriber', () => {
  const sent = one({
    resourceType: 'Coverage',
    id: 'c1',
    status: 'active',
    identifier: [{ value: 'member-1' }],
    subscriberId: 'member-1',
    subscriber: { reference: 'Patient/p1' },
    beneficiary: { reference: 'Patient/p1', display: 'Ada Lovelace' },
    payor: [{ reference: 'Organization/o1', display: 'Medicare' }],
  })
  expect(sent.payor).toEqual([{ reference: 'Organization/o1', display: 'Medicare' }])
  expect(JSON.stringify(sent)).not.toMatch(/member-1|Lovelace/)
})

test('what Doseline wrote is sent whole, so that the service can tell whether somebody edited it', () => {
  const ours: ChargeItem = {
    resourceType: 'ChargeItem',
    id: 'x1',
    text: { status: 'generated', div: '<div>made by the server</div>' },
    identifier: [{ system: 'https://doseline.example/fhir/sid/charge', value: 'abc' }],
    status: 'billable',
    code: { text: 'J0897-JZ × 60 administered' },
    subject: { reference: 'Patient/p1' },
    note: [{ text: '60 mg ÷ 1 mg per unit = 60 units' }],
    enterer: { reference: 'Practitioner/u1' },
  }
  const { text: _, ...content } = ours
  expect(one(ours)).toEqual(content)
  expect(one({ ...ours, identifier: [{ system: 'https://ehr.example', value: '1' }] })).not.toHaveProperty('note')
})

describe('records in shapes that no server should send', () => {
  const flag = (differs: object) => ({ resourceType: 'Flag', id: 'f', status: 'active', ...differs }) as FhirResource
  test.each([
    { code: { coding: [null] } },
    { code: { coding: {} } },
    { code: { coding: [{ display: null, code: 5 }] } },
    { code: { text: null } },
    { code: { text: 5 } },
    { code: null, category: [null] },
  ])('a flag of %j is sent, for nobody knows what it says', (differs) => {
    expect(minimumNecessary([flag(differs)])).toHaveLength(1)
  })

  const account = (differs: object) =>
    one({ resourceType: 'Account', id: 'a', status: 'active', ...differs } as FhirResource)
  test.each([{ guarantor: [null] }, { coverage: [null] }, { coverage: 5 }, { guarantor: [{ party: null }] }])(
    'an account of %j is sent',
    (differs) => expect(account(differs)).toMatchObject({ id: 'a' }),
  )

  test('a guarantor without brackets keeps the hold', () => {
    expect(account({ guarantor: { onHold: true, party: { display: 'Ada Lovelace' } } })).toMatchObject({
      guarantor: [{ onHold: true, party: {} }],
    })
  })
})

test('of a coverage that an account calls by its name no number of a member leaves the EHR', () => {
  const sent = one({
    resourceType: 'Account',
    id: 'a',
    status: 'active',
    coverage: [
      { coverage: { display: 'Zenith Mutual W123456789' }, priority: 1 },
      { coverage: { reference: 'Coverage/c', display: 'Lovelace 1EG4-TE5-MK73' }, priority: 2 },
    ],
  } as FhirResource)
  expect(sent).toMatchObject({
    coverage: [{ coverage: { display: 'Zenith Mutual' } }, { coverage: { reference: 'Coverage/c' }, priority: 2 }],
  })
  expect(JSON.stringify(sent)).not.toMatch(/Lovelace|W123|MK73/)
})

test('nothing where somebody who took part should stand is passed over', () => {
  const visit = { resourceType: 'Encounter', id: 'e', status: 'finished', participant: [null], account: [null] }
  expect(one(visit as unknown as FhirResource)).toMatchObject({ id: 'e', status: 'finished' })
})

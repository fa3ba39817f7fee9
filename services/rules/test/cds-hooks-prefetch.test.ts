import { describe, expect, test } from 'vitest'
import { aService, post } from './a-service.ts'

/** What a prefetch brings along, and what it leaves out: Prolia for Ottilie, given in the visit of 2 March 2026. */
const service = await aService({
  now: () => '2026-03-03T10:00:00Z',
  appFolder: 'web',
})

const subject = { reference: 'Patient/p1' }
const patient = { resourceType: 'Patient', id: 'p1', birthDate: '1951-04-09', gender: 'female' }
const visit = {
  resourceType: 'Encounter',
  id: 'e1',
  status: 'finished',
  class: { code: 'AMB' },
  subject,
  period: { start: '2026-03-02T09:00:00-05:00', end: '2026-03-02T14:30:00-05:00' },
}
const coded = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
})
const condition = {
  resourceType: 'Condition',
  id: 'c1',
  clinicalStatus: coded('condition-clinical', 'active'),
  verificationStatus: coded('condition-ver-status', 'confirmed'),
  code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M81.0' }] },
  subject,
}
const coverage = {
  resourceType: 'Coverage',
  id: 'v1',
  status: 'active',
  beneficiary: subject,
  payor: [{ display: 'Medicare Part B' }],
  period: { start: '2020-01-01' },
}
const dose = {
  resourceType: 'MedicationAdministration',
  id: 'd1',
  status: 'completed',
  medicationCodeableConcept: {
    coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513-710-21' }],
    text: 'Prolia 60 mg/mL syringe',
  },
  subject,
  context: { reference: 'Encounter/e1' },
  effectiveDateTime: '2026-03-02T10:30:00-05:00',
  dosage: {
    dose: { value: 60, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
    route: { coding: [{ system: 'http://snomed.info/sct', code: '34206005' }] },
  },
}

const charge = {
  resourceType: 'ChargeItem',
  id: 'x1',
  status: 'billed',
  code: { text: 'Parking' },
  subject,
  occurrenceDateTime: '2025-01-02',
}

const searchset = (resources: readonly object[], more: object = {}) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource, search: { mode: 'match' } })),
  ...more,
})
const next = { link: [{ relation: 'next', url: 'https://ehr.example/fhir?page=2' }] }
const smaller = {
  link: [{ relation: 'self', url: 'https://ehr.example/fhir?patient=p1&_count=1' }],
}
const failedBatch = {
  resourceType: 'Bundle',
  type: 'batch-response',
  entry: [{ response: { status: '500 Internal Server Error' } }],
}
const outcome = (severity: string, text: string) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code: 'processing', details: { text } }],
})

const whole = {
  patient,
  encounter: visit,
  conditions: searchset([condition], { total: 1 }),
  coverage: searchset([coverage], { total: 1 }),
  orders: null,
  authorizations: null,
  administrations: searchset([dose], { total: 1 }),
  charges: null,
}

interface Change {
  readonly prefetch?: object
  readonly context?: object
  readonly fhirServer?: string
}

const asked = (service_: string, hook: string, { prefetch, context, ...more }: Change) =>
  post(service, `/cds-services/${service_}`, {
    hook,
    hookInstance: 'b1f7f8a0-63a1-4f6a-9a86-1f2f5f0c1a11',
    fhirServer: 'https://ehr.example/fhir',
    context: { userId: 'Practitioner/n1', patientId: 'p1', encounterId: 'e1', ...context },
    prefetch: { ...whole, ...prefetch },
    ...more,
  })
const discharge = (change: Change = {}) => asked('infusion-readiness-discharge', 'encounter-discharge', change)
const view = (change: Change = {}) => asked('infusion-readiness-chart', 'patient-view', change)
const sign = (change: Change) => asked('infusion-coverage-order', 'order-sign', change)

interface SaidCard {
  readonly summary: string
  readonly detail: string
}
const saidOf = (cards: readonly SaidCard[]): string =>
  cards.map(({ summary, detail }) => `${summary}\n${detail}`).join('\n')

describe('a prefetch of another patient is refused, and names the patient and the key', () => {
  test('all of it: the hook is about one patient, the prefetch about another', async () => {
    const { status, body } = await discharge({ context: { patientId: 'other' } })
    expect(status).toBe(422)
    expect(body).toMatchObject({ code: 'another-patient', errors: [{ pointer: '/prefetch/patient/id' }] })
    expect(body.detail).toBe('The hook is about Patient/other, and prefetch key patient holds Patient/p1.')
  })

  const of = (resource: object, change: object) => searchset([{ ...resource, ...change }])
  const other = { reference: 'Patient/p2' }
  test.each<[string, object, string]>([
    ['the Patient', { patient: { ...patient, id: 'p2' } }, '/prefetch/patient/id'],
    ['a dose', { administrations: of(dose, { subject: other }) }, '/prefetch/administrations/entry/0/resource/subject'],
    ['a diagnosis', { conditions: of(condition, { subject: other }) }, '/prefetch/conditions/entry/0/resource/subject'],
    [
      'a coverage',
      { coverage: of(coverage, { beneficiary: other }) },
      '/prefetch/coverage/entry/0/resource/beneficiary',
    ],
    [
      'an authorization',
      { authorizations: of({ resourceType: 'ClaimResponse', id: 'r1' }, { patient: other }) },
      '/prefetch/authorizations/entry/0/resource/patient',
    ],
    [
      'a charge, by a full and versioned reference',
      {
        charges: of(
          { resourceType: 'ChargeItem', id: 'x1' },
          { subject: { reference: 'https://ehr.example/fhir/Patient/p2/_history/4' } },
        ),
      },
      '/prefetch/charges/entry/0/resource/subject',
    ],
    [
      'an order in a Bundle in a Bundle',
      { orders: searchset([of({ resourceType: 'MedicationRequest', id: 'o1' }, { subject: other })]) },
      '/prefetch/orders/entry/0/resource/entry/0/resource/subject',
    ],
    [
      'a record of a type that nobody asked for',
      { conditions: searchset([condition, { resourceType: 'Task', id: 't1', for: other }]) },
      '/prefetch/conditions/entry/1/resource/for',
    ],
    [
      'the same id on another server',
      { conditions: of(condition, { subject: { reference: 'https://other.example/fhir/Patient/p1' } }) },
      '/prefetch/conditions/entry/0/resource/subject',
    ],
  ])('%s', async (_, prefetch, pointer) => {
    for (const ask of [discharge, view]) {
      const { status, body } = await ask({ prefetch })
      expect([status, body.code, body.errors?.[0]?.pointer]).toEqual([422, 'another-patient', pointer])
      expect(body.detail).toContain(pointer.split('/')[2])
    }
  })

  test('the visit that ends', async () => {
    const { status, body } = await discharge({ prefetch: { encounter: { ...visit, subject: other } } })
    expect([status, body.errors[0].pointer]).toEqual([422, '/prefetch/encounter/subject'])
  })

  test('an order that is to be signed', async () => {
    const order = {
      resourceType: 'MedicationRequest',
      id: 'o1',
      subject: other,
      medicationCodeableConcept: { text: 'Prolia' },
    }
    const { status, body } = await sign({ context: { draftOrders: searchset([order]) } })
    expect([status, body.errors[0].pointer]).toEqual([422, '/context/draftOrders/entry/0/resource/subject'])
  })
})

describe('the same patient is the same in every way of writing it', () => {
  test.each<[string, Change]>([
    ['a typed patientId and encounterId', { context: { patientId: 'Patient/p1', encounterId: 'Encounter/e1' } }],
    [
      'full references, the host in capitals',
      {
        prefetch: {
          conditions: searchset([{ ...condition, subject: { reference: 'https://EHR.example/fhir/Patient/p1' } }]),
        },
      },
    ],
    [
      'the name a server behind a proxy gives itself',
      {
        prefetch: {
          conditions: searchset([], {
            entry: [
              {
                fullUrl: 'http://inside:8080/fhir/Condition/c1',
                resource: { ...condition, subject: { reference: 'http://inside:8080/fhir/Patient/p1' } },
              },
            ],
          }),
        },
      },
    ],
    [
      'whoever holds the policy, on record as a patient too',
      {
        prefetch: {
          coverage: searchset([
            { ...coverage, policyHolder: { reference: 'Patient/husband' } },
            { resourceType: 'Patient', id: 'husband' },
          ]),
        },
      },
    ],
  ])('%s', async (_, change) => {
    const { status, body } = await discharge(change)
    expect(status).toBe(200)
    expect(saidOf(body.cards)).not.toContain('Not read to the end')
  })

  test('a patient that cannot be compared is not this one: the type counts as not read to the end', async () => {
    const conditions = searchset([
      { ...condition, subject: { reference: 'urn:uuid:0c1f0d1e-0000-4000-8000-000000000001' } },
    ])
    const { body } = await discharge({ prefetch: { conditions } })
    expect(saidOf(body.cards)).toContain('cannot be compared with Patient/p1')
  })
})

describe('what was not read to the end is on a card, with its prefetch key and who can change it', () => {
  const unread: [string, (resources: readonly object[]) => unknown, RegExp][] = [
    ['a next page', (resources) => searchset(resources, { total: 40, ...next }), /further page/],
    ['a total above what came', (resources) => searchset(resources, { total: 40 }), /40/],
    [
      'a warning that something was left out',
      (resources) => searchset([...resources, outcome('warning', '2 resources were left out')]),
      /2 resources were left out/,
    ],
    ['a page the server made smaller', (resources) => searchset(resources, smaller), /_count|page/],
    ['a request of a batch that failed', () => failedBatch, /500/],
    [
      'an entry that is nothing',
      (resources) => searchset([...resources, 'x' as unknown as object]),
      /not .*(object|resource)/i,
    ],
    [
      'a resource type nobody knows',
      (resources) => searchset([...resources, { resourceType: 'condition' }]),
      /condition/,
    ],
    ['an error instead', () => outcome('error', 'out of order'), /“out of order”/],
    ['something that is no resource', () => 'later', /is no FHIR resource/],
    ['a list', (resources) => resources, /is no FHIR resource/],
    ['something else', () => searchset([{ resourceType: 'Location', id: 'l1' }]), /holds Location and no/],
    [
      'a page in a Bundle',
      (resources) => ({
        resourceType: 'Bundle',
        type: 'collection',
        entry: [{ resource: searchset(resources, next) }],
      }),
      /further page/,
    ],
  ]
  const keys = { conditions: condition, coverage, charges: charge, administrations: dose } as const
  const rows = Object.entries(keys).flatMap(([key, resource]) =>
    unread.map(([what, of, says]) => ({ key, what, says, value: of(resource ? [resource] : []) })),
  )

  test.each(rows)('$key: $what', async ({ key, value, says }) => {
    for (const ask of [discharge, view]) {
      const { status, body } = await ask({ prefetch: { [key]: value } })
      expect(status).toBe(200)
      expect(body.cards.length).toBeGreaterThan(0)
      const said = saidOf(body.cards)
      expect(said).toMatch(says)
      expect(said).toContain(`prefetch key ${key}`)
      expect(said).toContain('(IT)')
      expect(said).not.toMatch(/holds no (active )?(diagnosis|coverage)|ready to bill\b(?<!not ready to bill)/i)
      for (const { summary } of body.cards) expect(summary.length).toBeLessThan(140)
    }
  })

  test.each(['conditions', 'coverage', 'charges', 'patient', 'encounter'])(
    'a key that was left out: %s',
    async (key) => {
      const { [key as keyof typeof whole]: _, ...prefetch } = whole
      const { body } = await post(service, '/cds-services/infusion-readiness-discharge', {
        hook: 'encounter-discharge',
        hookInstance: 'x',
        context: { patientId: 'p1', encounterId: 'e1' },
        prefetch,
      })
      expect(saidOf(body.cards)).toContain(`the EHR did not send the prefetch key ${key}`)
    },
  )

  test('the patient and the visit the hook is about exist, so null for them is no answer', async () => {
    const { body } = await discharge({ prefetch: { patient: null, encounter: null } })
    expect(saidOf(body.cards)).toMatch(/prefetch key patient is null[\s\S]*prefetch key encounter is null/)
  })

  test('another visit than the one that ends is not it', async () => {
    const { body } = await discharge({ prefetch: { encounter: { ...visit, id: 'e2' } } })
    expect(saidOf(body.cards)).toContain('does not hold Encounter/e1')
  })

  test('what a card says to be missing because the EHR sent null, it says so', async () => {
    const { body } = await discharge({ prefetch: { coverage: null } })
    expect(body.cards[0].detail).toContain(
      'The EHR sent null, which says that there is none, for: coverage, orders, authorizations, charges.',
    )
  })

  test('where null says that there is none, nothing is open about it', async () => {
    const prefetch = { orders: null, authorizations: null, charges: null }
    expect(saidOf((await discharge({ prefetch })).body.cards)).not.toContain('Not read to the end')
  })
})

describe('a dose that did not come may be the one that counts', () => {
  test('this visit’s dose on the second page: a card says so, and none is empty', async () => {
    for (const administrations of [
      searchset([], { total: 1, ...next }),
      searchset([{ ...dose, context: { reference: 'Encounter/e0' }, effectiveDateTime: '2025-08-01' }], next),
      outcome('error', 'timeout'),
    ]) {
      const { status, body } = await discharge({ prefetch: { administrations } })
      expect(status).toBe(200)
      expect(body.cards.map(({ summary }: SaidCard) => summary)).toContain(
        'Not every dose was read, so one may be open',
      )
      expect((await view({ prefetch: { administrations } })).body.cards).toHaveLength(1)
    }
  })

  test('a dose of one of the visit’s days that names no visit is spoken of; one of another day is not', async () => {
    const { context: _, ...loose } = dose
    const at = async (effectiveDateTime: string) =>
      (await discharge({ prefetch: { administrations: searchset([{ ...loose, effectiveDateTime }]), coverage: null } }))
        .body.cards
    expect(await at('2026-03-02T10:30:00-05:00')).toHaveLength(1)
    expect(await at('2026-02-02T10:30:00-05:00')).toEqual([])
  })
})

test('what a card counts it lists', async () => {
  const order = (id: string) => ({
    resourceType: 'MedicationRequest',
    id,
    subject,
    medicationCodeableConcept: dose.medicationCodeableConcept,
  })
  const { body } = await sign({
    context: { draftOrders: searchset([order('o1')]) },
    prefetch: { coverage: null, conditions: null },
  })
  const [{ summary, detail }] = body.cards
  expect(summary).toContain(`${detail.split('\n').length} to settle`)
  const seen = await view({ prefetch: { coverage: null } })
  expect(seen.body.cards[0].summary).toBe('1 dose cannot be billed yet')
  expect(seen.body.cards[0].detail.split('\n')).toHaveLength(1)
})

test('a prefetch that is one resource instead of keys is refused by name', async () => {
  const { status, body } = await post(service, '/cds-services/infusion-readiness-chart', {
    hook: 'patient-view',
    hookInstance: 'x',
    context: { patientId: 'p1' },
    prefetch: searchset([dose]),
  })
  expect([status, body.errors[0]]).toEqual([
    400,
    { pointer: '/prefetch', detail: 'expected prefetch keys, each with its resource' },
  ])
})

test('an Encounter or a Patient as a single resource or in a Bundle, and a lone dose, are read', async () => {
  const { body } = await discharge({
    prefetch: { encounter: searchset([visit]), patient: searchset([patient]), administrations: dose, coverage: null },
  })
  expect(body.cards).toHaveLength(1)
  expect(saidOf(body.cards)).not.toContain('Not read to the end')
})

import { expect, test } from 'vitest'
import { openLedger } from '../src/ledger/ledger.ts'
import { testedOn } from './a-service.ts'

const patient = { reference: 'Patient/p1' }
const CHART = [
  { resourceType: 'Patient', id: 'p1' },
  {
    resourceType: 'MedicationAdministration',
    id: 'ma',
    status: 'completed',
    medicationCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513-710-01' }] },
    subject: patient,
    effectiveDateTime: '2026-03-02T10:30:00-05:00',
    dosage: { dose: { value: 60, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' } },
  },
  {
    resourceType: 'ChargeItem',
    id: 'c1',
    status: 'billable',
    subject: patient,
    code: { coding: [{ system: 'https://clinic.example/cdm', code: '4471203' }] },
    occurrenceDateTime: '2026-03-02',
  },
]
const DISPENSE = {
  resourceType: 'MedicationDispense',
  id: 'd1',
  status: 'completed',
  subject: patient,
  medicationCodeableConcept: { text: 'Prolia' },
  whenHandedOver: '2026-03-02',
}

async function chargedFinding(
  tenant: object,
  resources: readonly object[] = CHART,
  more: object = {},
): Promise<{ outcome: string; text: string }> {
  const ledger = await openLedger({ kind: 'memory' })
  const app = testedOn(ledger, [{ key: 'clinic', label: 'Clinic', ...tenant }])
  const response = await app.request('/v1/assessments', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resources, ...more }),
  })
  const { assessments } = (await response.json()) as {
    assessments: { findings: { id: string; outcome: string; text: string }[] }[]
  }
  const found = assessments[0]?.findings.find(({ id }) => id === 'charges/not-already-charged')
  if (!found) throw new Error('the charges were asked about')
  return { outcome: found.outcome, text: found.text }
}

test('a charge that only a code of the site names may be of the dose', async () => {
  expect(await chargedFinding({})).toEqual({
    outcome: 'cannot-tell',
    text: 'This dose, or giving it, may be charged already: 4471203 (ChargeItem/c1, billable). It has the code 4471203 and does not say what was charged; it may be this dose.',
  })
})

test('what the site’s codes stand for is in the file of its tenant', async () => {
  const charging = (code: string) => ({ charging: { chargeCodes: { '4471203': code } } })
  expect((await chargedFinding(charging('J0897'))).outcome).toBe('fails')
  expect((await chargedFinding(charging('99213'))).outcome).toBe('passes')
  const issuers = [
    { key: 'ehr', label: 'EHR', iss: 'https://ehr.example/fhir', clientId: 'x', charging: charging('J0897').charging },
  ]
  expect((await chargedFinding({ ...charging('99213'), issuers }, CHART, { server: 'ehr' })).outcome).toBe('fails')
})

test('a site that charges on dispense has a charge wherever one was dispensed, until somebody looks', async () => {
  const site = { charging: { chargesOn: 'dispense' } }
  const resources = [...CHART.slice(0, 2), DISPENSE]
  expect(await chargedFinding(site, resources)).toEqual({
    outcome: 'cannot-tell',
    text: 'This dose, or giving it, may be charged already: Prolia (MedicationDispense/d1, completed). This site charges on dispense, and MedicationDispense/d1 dispensed Prolia.',
  })
  expect((await chargedFinding({}, resources)).outcome).toBe('passes')
  const attested = { 'MedicationAdministration/ma': { notCharged: true, by: 'Ana', at: '2026-03-03T09:00:00Z' } }
  expect((await chargedFinding(site, resources, { attested })).outcome).toBe('passes')
})

import type { Bundle, FhirResource } from 'fhir/r4'
import type { SandboxScenario } from '../../src/index.ts'

/** Two patients with a dose each; they share a drug, a clinician and a payer. */
export const charts: SandboxScenario[] = [
  { name: 'ana', title: 'Denosumab 60 mg, nothing discarded', book: 'cms', chart: chartOf('ana', 'Ana', 'Rivera', 3) },
  { name: 'ben', title: 'Denosumab 60 mg <late>', book: 'article', chart: chartOf('ben', 'Ben', 'Okafor', 1) },
]

function chartOf(id: string, given: string, family: string, doses: number): Bundle {
  const subject = { reference: `Patient/${id}` }
  const context = { reference: `Encounter/${id}-visit` }
  const resources: FhirResource[] = [
    {
      resourceType: 'Patient',
      id,
      identifier: [{ system: 'urn:oid:1.2.3', value: `MRN-${id}` }],
      name: [{ given: [given], family }],
      gender: 'female',
      birthDate: '1950-04-02',
    },
    { resourceType: 'Practitioner', id: 'dr-lee', name: [{ family: 'Lee' }] },
    { resourceType: 'Organization', id: 'payer', name: 'Medicare' },
    { resourceType: 'Medication', id: 'prolia', code: { text: 'Prolia 60 mg/mL' } },
    { resourceType: 'Encounter', id: `${id}-visit`, status: 'finished', class: { code: 'AMB' }, subject },
    {
      resourceType: 'Coverage',
      id: `${id}-cover`,
      status: 'active',
      beneficiary: subject,
      payor: [{ reference: 'Organization/payer' }],
    },
    { resourceType: 'Condition', id: `${id}-bones`, subject, code: { text: 'Osteoporosis' } },
  ]
  for (let n = 1; n <= doses; n++) {
    resources.push({
      resourceType: 'MedicationAdministration',
      id: `${id}-dose-${n}`,
      status: 'completed',
      subject,
      context,
      medicationReference: { reference: 'Medication/prolia' },
      effectiveDateTime: `2026-03-0${n}T10:30:00-05:00`,
      dosage: { dose: { value: 60, unit: 'mg' } },
    })
  }
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) }
}

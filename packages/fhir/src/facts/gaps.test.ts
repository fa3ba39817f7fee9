import type { ReadOutcome } from '@doseline/contract'
import type { FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { chartFrom } from '../chart-from.ts'
import { anAdministration, told } from '../testing/a-chart.ts'
import { chartedDose } from './charted-dose.ts'

const DOSE = 'MedicationAdministration/ma-1'
const UNKNOWN = [{ url: 'urn:opposite', valueBoolean: true }]
const R3 = 'http://hl7.org/fhir/3.0/StructureDefinition/extension-MedicationAdministration.notGiven'
const R2 = 'http://hl7.org/fhir/1.0/StructureDefinition/extension-MedicationAdministration.wasNotGiven'
const of = (resourceType: string, more: object = {}) => ({ resourceType, id: 'x', ...more })
const subject = { subject: { reference: 'Patient/p1' } }

interface Reading {
  readonly dose?: object
  readonly others?: readonly object[]
  readonly reads?: Readonly<Record<string, ReadOutcome>>
  readonly attested?: object
}
const NAMED = { context: { reference: 'Encounter/e1' } }
/** A dose that names no visit, where a case does not say that it does. */
function read({ dose = {}, others = [], reads = {}, attested }: Reading) {
  const isThere = others.some((each) => 'id' in each && each.id === 'e1')
  const context = isThere ? NAMED.context : undefined
  const chart = chartFrom([anAdministration({ context, ...dose }), ...others] as FhirResource[], reads)
  const options = attested ? { attested: { by: 'Ana', at: '2026-03-03T10:00:00Z', ...attested } } : {}
  return chartedDose(chart, DOSE, options)
}
const said = (reading: Reading) => {
  const { gaps } = read(reading)
  return gaps.known ? gaps.value.map(({ says }) => says) : []
}

describe('an element that may change what the rest means', () => {
  const encounter = { ...of('Encounter'), id: 'e1' }
  test.each<[string, Reading, string]>([
    ['rules of the dose', { dose: { implicitRules: 'urn:rules' } }, `${DOSE} has implicitRules (urn:rules)`],
    ['of the dose', { dose: { modifierExtension: UNKNOWN } }, `${DOSE} has a modifierExtension (urn:opposite)`],
    [
      'within the dose',
      { dose: { dosage: { dose: { value: 60, unit: 'mg' }, modifierExtension: UNKNOWN } } },
      `${DOSE} has a modifierExtension (urn:opposite) on its dosage`,
    ],
    [
      'of what is contained in it',
      { dose: { contained: [of('Medication', { modifierExtension: UNKNOWN })] } },
      `${DOSE} has a modifierExtension (urn:opposite) on its contained`,
    ],
    [
      'that cannot be read',
      { dose: { modifierExtension: 'yes' } },
      `${DOSE} has a modifierExtension that cannot be read`,
    ],
    [
      'of the visit',
      { others: [{ ...encounter, modifierExtension: UNKNOWN }] },
      'Encounter/e1 has a modifierExtension',
    ],
    [
      'of a coverage',
      {
        others: [of('Coverage', { beneficiary: { reference: 'Patient/p1' }, class: [{ modifierExtension: UNKNOWN }] })],
      },
      'Coverage/x has a modifierExtension (urn:opposite) on its class',
    ],
    [
      'of a charge',
      { others: [of('ChargeItem', { ...subject, implicitRules: 'urn:r' })] },
      'ChargeItem/x has implicitRules',
    ],
    [
      'of the entry it came in',
      {
        dose: NAMED,
        others: [{ resourceType: 'Bundle', entry: [{ modifierExtension: UNKNOWN, resource: encounter }] }],
      },
      'Encounter/e1 has a modifierExtension',
    ],
  ])('%s', (_, reading, says) => expect(said(reading).join()).toContain(says))

  test.each<[string, Reading]>([
    [
      'of a participant, of whom nothing is read',
      { others: [{ ...encounter, participant: [{ modifierExtension: UNKNOWN }] }] },
    ],
    ['of somebody else’s coverage', { others: [of('Coverage', { modifierExtension: UNKNOWN })] }],
    [
      'of a condition, which then does not stand',
      { others: [of('Condition', { ...subject, implicitRules: 'urn:r' })] },
    ],
    [
      'of a charge of another day',
      {
        others: [
          of('ChargeItem', {
            ...subject,
            status: 'billed',
            code: { coding: [{ code: 'J0897' }] },
            occurrenceDateTime: '2024-01-02',
            implicitRules: 'urn:r',
          }),
        ],
      },
    ],
    ['an empty list of them', { dose: { modifierExtension: [] } }],
  ])('does not bear on the dose: %s', (_, reading) => expect(said(reading)).toEqual([]))

  test('takes a condition out of those that stand, and says why', () => {
    const code = { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M81.0' }] }
    const { diagnoses } = read({
      others: [of('Condition', { ...subject, code, stage: [{ modifierExtension: UNKNOWN }] })],
    })
    expect(told(diagnoses)).toContain('Condition/x has a modifierExtension (urn:opposite) on its stage')
    expect(diagnoses.known && diagnoses.value[0]?.stands).toBe(false)
  })
})

describe('a dose that was not given, as older versions of FHIR say it', () => {
  test.each<[string, object, string]>([
    ['STU3', { notGiven: true, reasonNotGiven: [{ text: 'refused' }] }, '"not-done"'],
    ['DSTU2', { wasNotGiven: true }, '"not-done"'],
    ['STU3 as an extension', { extension: [{ url: R3, valueBoolean: true }] }, '"not-done"'],
    ['DSTU2 as a modifier extension', { modifierExtension: [{ url: R2, valueBoolean: true }] }, '"not-done"'],
    ['a text in place of a boolean', { wasNotGiven: 'true' }, '"not-done"'],
    ['given after all', { notGiven: false }, '"completed"'],
    ['entered in error', { notGiven: true, status: 'entered-in-error' }, '"entered-in-error"'],
    [
      'only a reason',
      { reasonNotGiven: [{ text: 'Asleep' }] },
      `contradictory: ${DOSE} is completed, and its reasonNotGiven (“Asleep”) is for a dose that was not given.`,
    ],
    [
      'a value nobody knows',
      { notGiven: 'perhaps' },
      `contradictory: ${DOSE} is completed, and its notGiven (“perhaps”) is for a dose that was not given.`,
    ],
    [
      'R4’s own reason',
      { statusReason: [{ coding: [{ system: 'http://snomed.info/sct', code: '443390004' }], text: 'Refused' }] },
      `contradictory: ${DOSE} is completed, and its statusReason (“Refused”) is for a dose that was not given.`,
    ],
    ['R4’s reason of a stopped dose', { status: 'stopped', statusReason: [{ text: 'Reaction' }] }, '"stopped"'],
    [
      'a reason why it was given, in the place of the other',
      {
        statusReason: [
          { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/reason-medication-given', code: 'b' }] },
        ],
      },
      '"completed"',
    ],
  ])('%s', (_, dose, status) => expect(told(read({ dose }).status)).toBe(status))
})

describe('a dose of another FHIR version', () => {
  test.each([
    ['R5', { medication: { concept: { text: 'Prolia' } }, encounter: {} }, 'FHIR R5, by its encounter and medication'],
    ['STU3', { prescription: {}, definition: [] }, 'FHIR STU3, by its definition and prescription'],
    [
      'DSTU2',
      { patient: {}, practitioner: {}, effectiveTimeDateTime: '2026-03-02' },
      'FHIR DSTU2, by its effectiveTimeDateTime, patient and practitioner',
    ],
  ])('%s', (_, dose, says) => expect(said({ dose }).join()).toContain(says))
})

describe('what the dose refers to', () => {
  const urn = 'urn:uuid:6a339d06-b1d0-466b-8578-1dffecfe4f08'
  const named = { context: { reference: urn } }
  test('a UUID that nothing in the chart is', () => {
    expect(said({ dose: named })).toEqual([`${DOSE} names “${urn}” as its context, and nothing in the chart is that.`])
  })
  test('a UUID that is the id of a resource, as a server keeps it', () => {
    const others = [of('Encounter', { id: urn.slice(9).toUpperCase(), status: 'finished', class: { code: 'IMP' } })]
    const { gaps, setting } = read({ dose: named, others })
    expect([told(gaps), told(setting)]).toEqual(['[]', '"inpatient"'])
  })
  test('an identifier that is a URN', () => {
    const identifier = [{ system: 'urn:ietf:rfc:3986', value: 'urn:oid:2.999.7' }]
    const others = [of('Encounter', { identifier, class: { code: 'EMER' } })]
    const { setting } = read({ dose: { context: { reference: 'urn:oid:2.999.7' } }, others })
    expect(told(setting)).toBe('"emergency department"')
  })
  test('one id of two types is told apart by the type that is wanted', () => {
    const id = urn.slice(9)
    const others = [of('Encounter', { id, class: { code: 'AMB' } }), of('Condition', { id })]
    expect(told(read({ dose: named, others }).encounter)).toBe(`"Encounter/${id}"`)
  })
  test('a patient that only other resources name', () => {
    const id = urn.slice(9)
    const others = [of('Coverage', { status: 'active', beneficiary: { reference: `Patient/${id}` } })]
    const { patient, coverages } = read({ dose: { subject: { reference: urn } }, others })
    expect([told(patient), coverages.known && coverages.value.length]).toEqual([`"Patient/${id}"`, 1])
  })
  test('a visit that was deleted', () => {
    const deletion = {
      resourceType: 'Bundle',
      type: 'history',
      entry: [{ request: { method: 'DELETE', url: 'Encounter/e1' } }],
    }
    expect(said({ dose: NAMED, others: [deletion] })).toEqual([`Encounter/e1 was deleted, and ${DOSE} refers to it.`])
  })
  test('the same server in other letters', () => {
    const fullUrl = 'https://EHR.example:443/fhir/Encounter/e1'
    const resource = of('Encounter', { id: 'e1', class: { code: 'IMP' } })
    const others = [{ resourceType: 'Bundle', entry: [{ fullUrl, resource }] }]
    const { setting } = read({ dose: { context: { reference: 'https://ehr.example/fhir/Encounter/e1' } }, others })
    expect(told(setting)).toBe('"inpatient"')
  })
})

describe('what the dose refers to says that it does not count', () => {
  test.each([
    ['entered-in-error', `Medication/x was entered in error, and ${DOSE} refers to it.`],
    ['Active', 'Medication/x has the status “Active”, which is not one that FHIR R4 has there.'],
  ])('a Medication of the status %s', (status, says) => {
    const dose = { medicationReference: { reference: 'Medication/x' } }
    expect(said({ dose, others: [of('Medication', { status })] })).toEqual([says])
  })
  test('a Medication that is no longer stocked, or has no status', () => {
    const dose = { medicationReference: { reference: 'Medication/x' } }
    expect(said({ dose, others: [of('Medication', { status: 'inactive' })] })).toEqual([])
    expect(said({ dose, others: [of('Medication')] })).toEqual([])
  })
  test('a patient whose record was merged into another', () => {
    const link = [{ other: { reference: 'Patient/p2' }, type: 'replaced-by' }]
    expect(said({ others: [of('Patient', { id: 'p1', link })] })).toEqual([
      `Patient/p1 was replaced by another record of the patient, and ${DOSE} still refers to it.`,
    ])
  })
})

describe('a type that was read in part', () => {
  test.each<[string, Reading, string[]]>([
    ['coverages', { reads: { Coverage: 'partial' } }, ['Not all coverages (Coverage) were read.']],
    [
      'visits, where the dose names one that is not there',
      { dose: NAMED, reads: { Encounter: 'failed' } },
      [
        'Reading visits (Encounter) from the EHR failed.',
        `${DOSE} names Encounter/e1 as its visit, and the chart does not hold it.`,
      ],
    ],
    [
      'nothing, and the dose names a visit that is not there',
      { dose: NAMED },
      [`${DOSE} names Encounter/e1 as its visit, and the chart does not hold it.`],
    ],
    [
      'nothing, and the dose names a visit that is not there, which somebody looked at',
      { dose: NAMED, attested: { wholeChart: true } },
      [],
    ],
    ['nothing, and the dose names an episode of care', { dose: { context: { reference: 'EpisodeOfCare/e2' } } }, []],
    [
      'visits, where the dose’s own is there',
      { reads: { Encounter: 'partial' }, others: [{ ...of('Encounter'), id: 'e1' }] },
      ['Not all visits (Encounter) were read.'],
    ],
    ['results, which only advise', { reads: { Observation: 'partial' } }, []],
    [
      'charges, and nobody looked in the billing system',
      { reads: { ChargeItem: 'partial' } },
      ['Not all charges (ChargeItem) were read.'],
    ],
    ['charges, and somebody did', { reads: { ChargeItem: 'partial' }, attested: { notCharged: true } }, []],
    [
      'anything, and a person states that nothing else bears on it',
      { reads: { Coverage: 'partial' }, attested: { wholeChart: true } },
      [],
    ],
  ])('%s', (_, reading, says) => expect(said(reading)).toEqual(says))

  test('leaves a fact missing where nothing was found, unless a person states that nothing bears on it', () => {
    expect(told(read({ reads: { Coverage: 'partial' } }).coverages)).toBe(
      'failed: Not all coverages (Coverage) were read, so this cannot be known.',
    )
    const { coverages, gaps } = read({ reads: { Coverage: 'partial' }, attested: { wholeChart: true } })
    expect([told(coverages), gaps.known && gaps.attested?.by]).toEqual(['[]', 'Ana'])
  })
})

describe('the visit', () => {
  test.each([
    [undefined, 'not-recorded: Encounter/e1 has no status.'],
    ['finished', '{"reference":"Encounter/e1","status":"finished"}'],
    ['Finished', 'unreadable: Encounter/e1 has the status “Finished”, which is not one that FHIR R4 has there.'],
  ])('of the status %s', (status, says) => {
    expect(told(read({ others: [of('Encounter', { id: 'e1', status })] }).visit)).toBe(says)
  })
})

describe('a record in two copies', () => {
  const disease = (differs: object) => of('Condition', { ...subject, code: { text: 'Asthma' }, ...differs })
  const place = (differs: object) => of('Location', { name: 'Clinic', ...differs })
  const visit = { ...of('Encounter', { location: [{ location: { reference: 'Location/x' } }] }), id: 'e1', ...subject }

  test.each<[string, readonly object[]]>([
    ['a disease that differs in a note', [disease({ note: [{ text: 'a' }] }), disease({ note: [{ text: 'b' }] })]],
    ['a place that differs in its telephone', [visit, place({}), place({ telecom: [{ value: '919' }] })]],
  ])('holds nothing: %s, which is not read', (_, others) => {
    expect(said({ others })).toEqual([])
  })

  test.each<[string, readonly object[]]>([
    ['a disease that differs in its code', [disease({}), disease({ code: { text: 'Hypocalcemia' } })]],
    ['a place that differs in its name', [visit, place({}), place({ name: 'Ward 4' })]],
  ])('holds the dose: %s', (_, others) => {
    expect(said({ others })).toHaveLength(1)
  })

  test('holds it no longer where a person reviewed the record, unless that is the dose or what it is paid by', () => {
    const others = [disease({}), disease({ code: { text: 'Hypocalcemia' } })]
    expect(said({ others, attested: { reviewed: ['Condition/x'] } })).toEqual([])
    const payer = (status: string) => of('Coverage', { status, beneficiary: { reference: 'Patient/p1' } })
    const copies = [payer('active'), payer('cancelled')]
    expect(said({ others: copies, attested: { reviewed: ['Coverage/x', DOSE] } })).toHaveLength(1)
  })
})

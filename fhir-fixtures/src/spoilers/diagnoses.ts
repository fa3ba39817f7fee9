import type { CodeableConcept, Condition } from 'fhir/r4'
import { type SpoiledChart, type Spoiler, set, setOnAll } from './spoiler.ts'

const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical'
const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status'
const ICD_10_CM = 'http://hl7.org/fhir/sid/icd-10-cm'
/** Heartburn supports no drug of the code book. */
const HEARTBURN: CodeableConcept = { coding: [{ system: ICD_10_CM, code: 'R12' }], text: 'Heartburn' }

/** What a person states outweighs the chart: those charts are not spoiled here. */
const isChosen = (chart: SpoiledChart): boolean =>
  'diagnoses' in (chart.request.attested?.[chart.request.focus] ?? {}) || !chart.all('Condition').every(hasWords)
const hasWords = ({ code }: Condition): boolean => code?.text !== undefined
const isM81 = ({ code }: { code?: string }): boolean => code === 'M81.0'
const withoutVisitDiagnoses = (chart: SpoiledChart): true => {
  setOnAll(chart.all('Encounter'), 'diagnosis', undefined)
  setOnAll(chart.all('Encounter'), 'reasonReference', undefined)
  setOnAll(chart.all('MedicationRequest'), 'reasonReference', undefined)
  return true
}
const called = (name: string, words: (text: string) => string): Spoiler => ({
  name,
  spoil: (chart) => {
    if (isChosen(chart) || 'reasonCode' in chart.dose) return false
    const conditions = chart.all('Condition')
    for (const { code } of conditions) set(code, 'text', words(code?.text ?? ''))
    return conditions.length > 0
  },
  says: /diagnosis-supports/,
})

/** Another disease, in the ways a reason without an ICD-10-CM code has. */
const GOUT: readonly (readonly [string, CodeableConcept])[] = [
  ['in words', { text: 'Gout' }],
  ['by SNOMED CT alone', { coding: [{ system: 'http://snomed.info/sct', code: '90560007' }], text: 'Gout' }],
]

/** The dose has this reason alone; false where a person chose the diagnosis. */
const givenFor = (chart: SpoiledChart, reason: CodeableConcept): boolean =>
  !isChosen(chart) && set(chart.dose, 'reasonReference', undefined) && set(chart.dose, 'reasonCode', [reason])

/** The order has this reason, and neither the dose nor the visit has one; false where there is no order. */
function orderedFor(chart: SpoiledChart, reason: CodeableConcept): boolean {
  const [, id] = (chart.dose.request?.reference ?? '').split('/')
  const order = chart.all('MedicationRequest').find((each) => each.id === id)
  if (isChosen(chart) || !order) return false
  withoutVisitDiagnoses(chart)
  set(chart.dose, 'reasonReference', undefined)
  set(chart.dose, 'reasonCode', undefined)
  return set(order, 'reasonCode', [reason])
}

/** What the dose was given for, and whether the patient has it. */
export const DIAGNOSES: readonly Spoiler[] = [
  ...(
    [
      [
        'refuted too',
        { verificationStatus: { coding: ['confirmed', 'refuted'].map((code) => ({ system: VERIFICATION, code })) } },
      ],
      [
        'a family history in words',
        { code: { coding: [{ system: ICD_10_CM, code: 'M81.0' }], text: 'Family history of osteoporosis' } },
      ],
      ['to be ruled out', { code: { coding: [{ system: ICD_10_CM, code: 'M81.0' }], text: 'Rule out osteoporosis' } }],
    ] as const
  ).map(
    ([how, differs]): Spoiler => ({
      name: `a diagnosis that is chosen for the dose and is ${how}`,
      spoil: (chart) => {
        const { request } = chart
        const [only, ...others] = chart.all('Condition')
        if (!only?.code?.coding?.some(isM81) || others.length > 0 || !chart.day) return false
        const codes = only.code.coding.map(({ code }) => code)
        if (!codes.includes('M81.0')) return false
        set(chart.dose, 'reasonCode', undefined)
        const stated = { by: 'Practitioner/n1', at: `${chart.day}T23:00:00Z`, ...chart.stated, diagnoses: ['M81.0'] }
        request.attested = { ...request.attested, [request.focus]: stated }
        Object.assign(only, differs)
        return true
      },
      says: /diagnosis-supports-the-product/,
    }),
  ),
  {
    name: 'a reason of the dose that does not support the drug, beside a problem list that does',
    spoil: (chart) => givenFor(chart, HEARTBURN),
    says: /given for R12/,
  },
  {
    name: 'a reason of the order that does not support the drug, where the dose has none',
    spoil: (chart) => orderedFor(chart, HEARTBURN),
    says: /given for R12/,
  },
  ...GOUT.flatMap(([how, reason]): Spoiler[] => [
    {
      name: `a reason of the dose ${how} that is another disease than the problem list has`,
      spoil: (chart) => givenFor(chart, reason),
      says: /given for “.*Gout/,
    },
    {
      name: `a reason of the order ${how} that is another disease, where the dose has none`,
      spoil: (chart) => orderedFor(chart, reason),
      says: /given for “.*Gout/,
    },
  ]),
  {
    name: 'a reason coded as an osteoporosis and called another disease',
    spoil: (chart) => {
      const { code } = chart.all('Condition').find((one) => one.code?.coding?.some(isM81)) ?? {}
      if (isChosen(chart) || !code || chart.all('Condition').length > 1) return false
      set(chart.dose, 'reasonReference', undefined)
      return set(chart.dose, 'reasonCode', [{ ...code, text: 'Hypercalcemia of malignancy' }])
    },
    says: /given for “Hypercalcemia of malignancy/,
  },
  ...['Rule out osteoporosis', 'No osteoporosis', 'Family history of osteoporosis'].map(
    (words): Spoiler => ({
      name: `a reason of the dose that reads “${words}”`,
      spoil: (chart) =>
        chart.all('Condition').some(({ code }) => code?.coding?.some(isM81)) && givenFor(chart, { text: words }),
      says: /given for “/,
    }),
  ),
  {
    name: 'a reason of the dose that is a report and no diagnosis',
    spoil: (chart) => {
      if (isChosen(chart)) return false
      set(chart.dose, 'reasonCode', undefined)
      set(chart.dose, 'reasonReference', [{ reference: 'DiagnosticReport/bones' }])
      return chart.add({
        resourceType: 'DiagnosticReport',
        id: 'bones',
        status: 'final',
        code: { text: 'Bone density' },
        subject: { reference: chart.patient },
        conclusion: 'Normal bone density.',
      })
    },
    says: /is no diagnosis/,
  },
  {
    name: 'a reason of the dose that is over, beside a problem list that supports the drug',
    spoil: (chart) => {
      if (isChosen(chart)) return false
      set(chart.dose, 'reasonCode', undefined)
      set(chart.dose, 'reasonReference', [{ reference: 'Condition/over' }])
      return chart.add({
        resourceType: 'Condition',
        id: 'over',
        clinicalStatus: { coding: [{ system: CLINICAL, code: 'resolved' }] },
        code: HEARTBURN,
        subject: { reference: chart.patient },
      })
    },
    says: /it is resolved/,
  },
  {
    name: 'a child, for a drug that is labeled for adults',
    spoil: (chart) =>
      /Prolia|Evenity|Jubbonti/i.test(JSON.stringify([chart.dose, chart.all('Medication')])) &&
      /"M81\.0"/.test(JSON.stringify(chart.all('Condition'))) &&
      chart.all('ClaimResponse').length === 0 &&
      setOnAll(chart.all('Patient'), 'birthDate', '2014-05-05'),
    says: /no patient younger than 18/,
  },
  {
    name: 'a patient without a date of birth, for a drug that is labeled for adults',
    spoil: (chart) =>
      /Prolia|Evenity|Jubbonti/i.test(JSON.stringify([chart.dose, chart.all('Medication')])) &&
      /"M81\.0"/.test(JSON.stringify(chart.all('Condition'))) &&
      chart.all('ClaimResponse').length === 0 &&
      setOnAll(chart.all('Patient'), 'birthDate', undefined),
    says: /does not say how old/,
  },
  {
    name: 'a child, for whom an answer about another drug is pending',
    spoil: (chart) =>
      /Prolia|Evenity|Jubbonti/i.test(JSON.stringify([chart.dose, chart.all('Medication')])) &&
      /"M81\.0"/.test(JSON.stringify(chart.all('Condition'))) &&
      chart.all('ClaimResponse').length === 0 &&
      setOnAll(chart.all('Patient'), 'birthDate', '2014-05-05') &&
      chart.add({
        resourceType: 'ClaimResponse',
        id: 'of-another-drug',
        status: 'active',
        type: {},
        use: 'predetermination',
        patient: { reference: chart.patient },
        created: chart.day,
        insurer: { display: 'The payer' },
        outcome: 'queued',
        addItem: [{ productOrService: { coding: [{ code: 'J9271' }] }, adjudication: [] }],
      }),
    says: /no patient younger than 18/,
  },
  {
    name: 'a visit for another disease, where the dose has no reason',
    spoil: (chart) => {
      if (isChosen(chart) || !chart.encounter || 'reasonCode' in chart.dose) return false
      withoutVisitDiagnoses(chart)
      set(chart.dose, 'reasonReference', undefined)
      setOnAll(chart.all('Condition'), 'encounter', undefined)
      return set(chart.encounter, 'reasonCode', [HEARTBURN])
    },
    says: /given for R12/,
  },
  {
    name: 'a reason by its code alone, of a condition that was refuted',
    spoil: (chart) => {
      const [first] = chart.all('Condition')
      if (isChosen(chart) || 'reasonCode' in chart.dose) return false
      set(chart.dose, 'reasonReference', undefined)
      set(chart.dose, 'reasonCode', [first?.code])
      const coding = [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'refuted' }]
      return setOnAll(chart.all('Condition'), 'verificationStatus', { coding })
    },
    says: /diagnosis-supports/,
  },
  {
    name: 'a second record of each condition that was refuted',
    spoil: (chart) => {
      if (isChosen(chart) || 'reasonCode' in chart.dose) return false
      const coding = [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'refuted' }]
      const all = chart.all('Condition')
      for (const one of all) chart.add({ ...structuredClone(one), id: `${one.id}-no`, verificationStatus: { coding } })
      return all.length > 0
    },
    says: /diagnosis-supports/,
  },
  called('diagnoses that run in the family', (text) => `Family history of ${text}`),
  called('diagnoses to be ruled out', (text) => `R/O ${text}`),
  ...['Possible', 'At risk for', 'History of', 'Concern for', 'Likely', 'Evaluate for'].map((words) =>
    called(`diagnoses that are called “${words} …”`, (text) => `${words} ${text}`),
  ),
  called('diagnoses with a question mark', (text) => `${text}?`),
  called('diagnoses that were ruled out, at the end of their words', (text) => `${text} - ruled out`),
  {
    name: 'a bare code of the reason, and the condition of that code is suspected in words',
    spoil: (chart) => {
      const condition = chart.all('Condition').find(({ code }) => code?.coding?.some(isM81))
      if (isChosen(chart) || !condition?.code) return false
      const others = chart.all('Condition').filter((each) => each !== condition && each.code?.coding?.some(isM81))
      const coding = [{ system: ICD_10_CM, code: 'M81.0' }]
      set(condition.code, 'text', 'Suspected osteoporosis')
      return others.length === 0 && givenFor(chart, { coding })
    },
    says: /diagnosis-supports/,
  },
  called('suspected diagnoses', (text) => `Suspected ${text}`),
  {
    name: 'a clinical status whose words say the contrary',
    spoil: (chart) => {
      if (isChosen(chart) || 'reasonCode' in chart.dose) return false
      const all = chart.all('Condition')
      for (const { clinicalStatus } of all) set(clinicalStatus, 'text', 'Resolved')
      return all.length > 0
    },
    says: /diagnosis-supports/,
  },
  {
    name: 'conditions that began to abate',
    spoil: (chart) =>
      !isChosen(chart) &&
      !('reasonCode' in chart.dose) &&
      setOnAll(chart.all('Condition'), 'abatementPeriod', { start: '2020-01-01' }),
    says: /diagnosis-supports/,
  },
  {
    name: 'an osteoporosis with a current fracture beside the one without',
    spoil: (chart) =>
      JSON.stringify(chart.all('Condition')).includes('"M81.0"') &&
      !isChosen(chart) &&
      chart.add({
        ...structuredClone(chart.all('Condition').find(({ code }) => code?.coding?.some(isM81)) ?? {}),
        id: 'fracture',
        code: { coding: [{ system: ICD_10_CM, code: 'M80.08XA' }] },
      }),
    says: /Excludes1/,
  },
  ...(['Z00.6', 'O99.891'] as const).map(
    (code): Spoiler => ({
      name: `${code} among the reasons of the dose`,
      spoil: (chart) => {
        const [, ...others] = chart.all('Condition')
        if (isChosen(chart) || others.length > 0 || !/"M81\.0"/.test(JSON.stringify(chart.all('Condition'))))
          return false
        setOnAll(chart.all('Patient'), 'birthDate', '1950-04-19')
        setOnAll(chart.all('Patient'), 'gender', 'female')
        const own = chart.all('Condition')[0]?.code
        set(chart.dose, 'reasonReference', undefined)
        return set(chart.dose, 'reasonCode', [own, { coding: [{ system: ICD_10_CM, code }] }])
      },
      says: /takes part in a study|diagnosis of pregnancy/,
    }),
  ),
  {
    name: 'a man, for a drug that is labeled for women',
    spoil: (chart) =>
      /romosozumab|ibandronate/i.test(JSON.stringify([chart.dose, chart.all('Medication')])) &&
      chart.all('ClaimResponse').length === 0 &&
      setOnAll(chart.all('Patient'), 'gender', 'male'),
    says: /registered as male/,
  },
  {
    name: 'a woman with a cancer of the prostate',
    spoil: (chart) =>
      JSON.stringify(chart.all('Condition')).includes('"C61"') &&
      !isChosen(chart) &&
      setOnAll(chart.all('Patient'), 'gender', 'female'),
    says: /registered as female/,
  },
]

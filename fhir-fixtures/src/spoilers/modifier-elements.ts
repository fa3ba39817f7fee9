import { type Spoiler, set, setOnAll } from './spoiler.ts'

const UNKNOWN = [{ url: 'https://ehr.example/StructureDefinition/means-the-opposite', valueBoolean: true }]
const NOT_GIVEN = 'http://terminology.hl7.org/CodeSystem/reason-medication-not-given'
const R3 = 'http://hl7.org/fhir/3.0/StructureDefinition/extension-MedicationAdministration.notGiven'

/** Elements that R4 forbids to read past, and those by which older versions said that nothing was given. */
export const MODIFIER_ELEMENTS: readonly Spoiler[] = [
  {
    name: 'implicitRules on the dose',
    spoil: ({ dose }) => set(dose, 'implicitRules', 'https://ehr.example/rules'),
    says: /implicitRules/,
  },
  {
    name: 'implicitRules on the coverage',
    spoil: ({ coverages }) => setOnAll(coverages, 'implicitRules', 'https://ehr.example/rules'),
    says: /implicitRules/,
  },
  {
    name: 'implicitRules on the visit',
    spoil: ({ encounter }) => set(encounter, 'implicitRules', 'https://ehr.example/rules'),
    says: /implicitRules/,
  },
  {
    name: 'an unknown modifierExtension on the dose',
    spoil: ({ dose }) => set(dose, 'modifierExtension', UNKNOWN),
    says: /modifier ?[eE]xtension/,
  },
  {
    name: 'an unknown modifierExtension on the dosage',
    spoil: ({ dose }) => set(dose.dosage, 'modifierExtension', UNKNOWN),
    says: /modifier ?[eE]xtension/,
  },
  {
    name: 'an unknown modifierExtension on the visit',
    spoil: ({ encounter }) => set(encounter, 'modifierExtension', UNKNOWN),
    says: /modifier ?[eE]xtension/,
  },
  {
    name: 'an unknown modifierExtension on the coverage',
    spoil: ({ coverages }) => setOnAll(coverages, 'modifierExtension', UNKNOWN),
    says: /modifier ?[eE]xtension/,
  },
  {
    name: 'an unknown modifierExtension on a class of the coverage',
    spoil: ({ coverages }) =>
      setOnAll(coverages, 'class', [{ type: { text: 'plan' }, value: 'B', modifierExtension: UNKNOWN }]),
    says: /modifier ?[eE]xtension/,
  },
  {
    name: 'an unknown modifierExtension on the Medication',
    spoil: (chart) => {
      const [, id] = (chart.dose.medicationReference?.reference ?? '').split('/')
      return set(
        chart.all('Medication').find((each) => each.id === id),
        'modifierExtension',
        UNKNOWN,
      )
    },
    says: /modifier ?[eE]xtension/,
  },
  {
    name: 'an unknown modifierExtension on every Condition',
    spoil: (chart) => !('reasonCode' in chart.dose) && setOnAll(chart.all('Condition'), 'modifierExtension', UNKNOWN),
    says: /modifier ?[eE]xtension/,
  },
  { name: 'STU3 notGiven', spoil: ({ dose }) => set(dose, 'notGiven', true), says: /notGiven|not given/ },
  {
    name: 'STU3 reasonNotGiven',
    spoil: ({ dose }) => dose.status === 'completed' && set(dose, 'reasonNotGiven', [{ text: 'Patient refused' }]),
    says: /reasonNotGiven|not given/i,
  },
  { name: 'DSTU2 wasNotGiven', spoil: ({ dose }) => set(dose, 'wasNotGiven', true), says: /wasNotGiven|not given/ },
  {
    name: 'STU3 notGiven as an extension of R4',
    spoil: ({ dose }) => set(dose, 'extension', [...(dose.extension ?? []), { url: R3, valueBoolean: true }]),
    says: /notGiven|not given/,
  },
  {
    name: 'STU3 notGiven as a modifierExtension of R4',
    spoil: ({ dose }) => set(dose, 'modifierExtension', [{ url: R3, valueBoolean: true }]),
    says: /notGiven|not given|modifier ?[eE]xtension/,
  },
  {
    name: 'an extension of an EHR’s own that says that the dose was not given',
    spoil: ({ dose }) =>
      set(dose, 'extension', [
        ...(dose.extension ?? []),
        { url: 'https://ehr.example/StructureDefinition/medication-not-given', valueBoolean: true },
      ]),
    says: /not-given/,
  },
  {
    name: 'implicitRules without a value',
    spoil: ({ dose }) => set(dose, '_implicitRules', { extension: UNKNOWN }),
    says: /implicitRules/,
  },
  {
    name: 'a visit of FHIR R5 whose period is another one’s',
    spoil: ({ encounter }) =>
      set(encounter, 'period', undefined) && set(encounter, 'actualPeriod', { start: '2019-03-04', end: '2019-03-04' }),
    says: /R5/,
  },
  {
    name: 'a coverage of FHIR R5',
    spoil: ({ coverages }) => setOnAll(coverages, 'insurer', { display: 'Aetna' }),
    says: /R5/,
  },
  ...['a', 'b', 'c', 'd'].map(
    (code): Spoiler => ({
      name: `statusReason “${code}” of reason-medication-not-given beside completed`,
      spoil: ({ dose }) =>
        dose.status === 'completed' && set(dose, 'statusReason', [{ coding: [{ system: NOT_GIVEN, code }] }]),
      says: /statusReason|not given/,
    }),
  ),
  {
    name: 'statusReason “Patient refused” in words beside completed',
    spoil: ({ dose }) => dose.status === 'completed' && set(dose, 'statusReason', [{ text: 'Patient refused' }]),
    says: /refused/i,
  },
  {
    name: 'a chart of FHIR R5',
    spoil: ({ dose }) => {
      set(dose, 'occurenceDateTime', dose.effectiveDateTime ?? dose.effectivePeriod?.start)
      set(dose, 'effectiveDateTime', undefined)
      return set(dose, 'effectivePeriod', undefined)
    },
    says: /R5|day|date/,
  },
  {
    name: 'a chart of FHIR DSTU2',
    spoil: ({ dose }) => {
      set(dose, 'effectiveTimeDateTime', dose.effectiveDateTime ?? dose.effectivePeriod?.start)
      return set(dose, 'practitioner', { reference: 'Practitioner/p' }) && set(dose, 'patient', dose.subject)
    },
    says: /DSTU2|version/,
  },
]

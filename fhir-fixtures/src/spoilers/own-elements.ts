import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const EPIC = 'http://open.epic.com/FHIR/StructureDefinition/extension'
const says = /administration\/nothing-was-reported: MedicationAdministration\//
const extended = (chart: SpoiledChart, extension: object): boolean =>
  set(chart.dose, 'extension', [...(chart.dose.extension ?? []), extension])

const categorized = (category: object): Spoiler => ({
  name: `a dose of the category ${JSON.stringify(category)}`,
  spoil: (chart) => set(chart.dose, 'category', category),
  says,
})
const givenBy = (actor: object): Spoiler => ({
  name: `a dose that was given by ${JSON.stringify(actor)}`,
  spoil: (chart) => {
    chart.add({ resourceType: 'Organization', id: 'an-agency', name: 'Amedisys Home Health' })
    return set(chart.dose, 'performer', [{ actor }])
  },
  says,
})
const carrying = (extension: object): Spoiler => ({
  name: `a dose with the extension ${JSON.stringify(extension)}`,
  spoil: (chart) => extended(chart, extension),
  says,
})

/** What a dose says of itself where nobody looks: its category, who gave it, extensions of an EHR's own. */
export const OWN_ELEMENTS: readonly Spoiler[] = [
  ...['Patient supplied', 'Historical', 'Research'].map((text) => categorized({ text })),
  categorized({ coding: [{ system: 'urn:theirs', code: 'HX', display: 'Historical entry' }] }),
  givenBy({ display: 'Patient (self)' }),
  givenBy({ display: 'Mary Doe (daughter)' }),
  givenBy({ reference: 'Organization/an-agency', type: 'Organization' }),
  givenBy({ display: 'Amedisys Home Health' }),
  carrying({ url: `${EPIC}/no-charge`, valueBoolean: true }),
  carrying({ url: `${EPIC}/patient-supplied`, valueBoolean: true }),
  carrying({ url: `${EPIC}/billable`, valueBoolean: false }),
  carrying({ url: `${EPIC}/drug-source`, valueString: 'White bag' }),
  carrying({ url: `${EPIC}/comment-code`, valueCodeableConcept: { text: 'Study drug' } }),
  carrying({
    url: 'http://hl7.org/fhir/StructureDefinition/workflow-researchStudy',
    valueReference: { reference: 'ResearchStudy/rs' },
  }),
  carrying({ url: `${EPIC}/details`, extension: [{ url: 'payer', valueString: 'Travelers' }] }),
]

/** What EHRs say of every dose. */
export const HARMLESS_OWN_ELEMENTS: readonly Harmless[] = [
  {
    name: 'a dose with extensions of an EHR’s own that say nothing of the charge',
    change: (chart) =>
      [
        { url: `${EPIC}/no-charge`, valueBoolean: false },
        { url: `${EPIC}/billable`, valueBoolean: true },
        { url: `${EPIC}/barcode-scanned`, valueBoolean: true },
        { url: `${EPIC}/mar-action`, valueCodeableConcept: { text: 'New bag' } },
        { url: `${EPIC}/scheduled-time`, valueDateTime: chart.day },
      ].every((extension) => extended(chart, extension)),
  },
  ...['Clinician administered', 'Outpatient infusion'].map(
    (text): Harmless => ({
      name: `a dose of the category “${text}”`,
      change: (chart) => set(chart.dose, 'category', { text }),
    }),
  ),
  {
    name: 'a dose that was given by a nurse, in words',
    change: (chart) => set(chart.dose, 'performer', [{ actor: { display: 'Jordan Reyes, RN' } }]),
  },
  ...[
    ['Sub-Q', '34206005'],
    ['S.C.', '34206005'],
    ['Subcut', '34206005'],
    ['SUBQ injection', '34206005'],
    ['IVPB', '47625008'],
    ['I.V.', '47625008'],
    ['IV infusion', '47625008'],
  ].map(
    ([name, code]): Harmless => ({
      name: `a route that is called “${name}”`,
      change: ({ dose }) =>
        dose.dosage?.route?.coding?.some((coding) => coding.code === code) === true &&
        set(dose.dosage, 'route', { text: name }),
    }),
  ),
  {
    name: 'a dose that a person looked at, with an extension that may say that it is not charged',
    change: (chart) => {
      const stated = { by: 'A biller', at: `${chart.day}T23:30:00Z`, ...chart.stated, reviewed: [chart.request.focus] }
      chart.request.attested = { ...chart.request.attested, [chart.request.focus]: stated }
      return extended(chart, { url: `${EPIC}/research-billing-reviewed`, valueBoolean: true })
    },
  },
]

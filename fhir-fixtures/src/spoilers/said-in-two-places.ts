import type { ClaimResponse, Condition, MedicationAdministration } from 'fhir/r4'
import { orderOf } from './ordered-otherwise.ts'
import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const ICD_10_CM = 'http://hl7.org/fhir/sid/icd-10-cm'
const SNOMED_CT = 'http://snomed.info/sct'
const MG = { unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' }
const isStated = ({ request }: SpoiledChart): boolean => request.attested?.[request.focus] !== undefined
const drugWords = (chart: SpoiledChart): string =>
  JSON.stringify([chart.dose.medicationCodeableConcept, chart.dose.medicationReference, chart.all('Medication')])
const BRANDS = /Prolia|Xgeva|Mepsevii|Reclast|Zometa|Evenity|Jubbonti|Wyost|Keytruda|Stoboclo/i

const called = (suffix: string): Spoiler => ({
  name: `a drug called by its brand and “${suffix}”`,
  spoil: (chart) => {
    const brand = BRANDS.exec(drugWords(chart))?.[0]
    const code = chart.dose.medicationCodeableConcept
    if (!brand || 'administeredMg' in chart.stated) return false
    const { medicationReference } = chart.dose
    const held = chart.all('Medication').find(({ id }) => `Medication/${id}` === medicationReference?.reference)
    const concept = held?.code ?? code
    if (!concept) return false
    set(chart.dose, 'medicationReference', undefined)
    return set(chart.dose, 'medicationCodeableConcept', {
      coding: (concept.coding ?? []).map(({ display: _, ...rest }) => rest),
      text: `${brand} ${suffix}`,
    })
  },
  says: /texts-agree|product-is-recognised|fits-the-product/,
})

const answered = (name: string, change: (answer: ClaimResponse, chart: SpoiledChart) => boolean): Spoiler => ({
  name: `an authorization ${name}`,
  spoil: (chart) => {
    const [answer] = chart.all('ClaimResponse')
    return answer !== undefined && !('authorization' in chart.stated) && change(answer, chart)
  },
  says: /prior-authorization-is-on-file/,
})
const addTo = (differs: object) => (answer: ClaimResponse) => {
  for (const item of answer.addItem ?? []) Object.assign(item, differs)
  return (answer.addItem ?? []).length > 0
}
const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition'

const amount = (
  name: string,
  change: (chart: SpoiledChart, mg: number) => boolean,
  says = /dose|administered|given/i,
): Spoiler => ({
  name: `an amount ${name}`,
  spoil: (chart) => chart.mg !== undefined && !isStated(chart) && change(chart, chart.mg),
  says,
})

const diagnosed = (name: string, coding: readonly object[], says = /diagnosis/): Spoiler => ({
  name: `a diagnosis ${name}`,
  spoil: (chart) => {
    const found = chart
      .all('Condition')
      .filter(({ code }) =>
        (code?.coding ?? []).some((each) => each.system === ICD_10_CM && /^M8[01]|^E76|^C/.test(each.code ?? '')),
      )
    const whole = found.filter(({ subject }) => subject.reference === chart.patient)
    for (const { code } of whole) code?.coding?.push(...(coding as never[]))
    return whole.length > 0 && !('diagnoses' in chart.stated)
  },
  says,
})

/** The one osteoporosis that the chart has, and by which the line is supported. */
const osteoporosisOf = (chart: SpoiledChart): Condition | undefined => {
  const own = chart.all('Condition').filter(({ subject }) => subject.reference === chart.patient)
  const found = own.filter(({ code }) =>
    code?.coding?.some((each) => each.system === ICD_10_CM && each.code === 'M81.0'),
  )
  return found.length === 1 ? found[0] : undefined
}

/** A row of an infusion beside it: its rate was changed half way. */
const rateRow = (name: string, differs: (row: MedicationAdministration, chart: SpoiledChart) => object): Spoiler => ({
  name: `a row of the infusion ${name}`,
  spoil: (chart) =>
    !isStated(chart) &&
    chart.all('MedicationAdministration').length === 1 &&
    rows(chart, ([row]) => {
      const { dose: _, text: __, ...dosage } = row?.dosage ?? {}
      const rateQuantity = { value: 60, unit: 'mL/h', code: 'mL/h', system: 'http://unitsofmeasure.org' }
      set(row, 'extension', undefined)
      set(row, 'dosage', { ...dosage, rateQuantity })
      Object.assign(row ?? {}, row ? differs(row, chart) : {})
    }),
  says: /rate-row|dose|charted|infusion/i,
})

const typed = (name: string, type: object, place = 'Infusion Room'): Spoiler => ({
  name: `a dose of a hospital, by the type of its place: ${name}`,
  spoil: (chart) => {
    const { encounter } = chart
    if (!encounter || 'setting' in chart.stated || encounter.class?.code === 'IMP') return false
    if (/HOSP|hospital/i.test(JSON.stringify([encounter, chart.all('Location')]))) return false
    set(encounter, 'location', [{ location: { reference: 'Location/of-a-hospital' } }])
    return chart.add({ resourceType: 'Location', id: 'of-a-hospital', name: place, ...type })
  },
  says: /setting|PO or PN|belong-on-a-drug-line|is-paid-by-itself/,
})
const ROLE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode'

/** What one chart says in two places. */
export const SAID_IN_TWO_PLACES: readonly Spoiler[] = [
  rateRow('by which it was paused', (row) => ({
    dosage: { ...row.dosage, rateQuantity: { value: 0, unit: 'mL/h', code: 'mL/h' } },
  })),
  rateRow('after it had ended', (row) => {
    const start = new Date(Date.parse(row.effectivePeriod?.end ?? '') + 3_600_000).toISOString()
    return { effectivePeriod: { start } }
  }),
  rateRow('with a note', () => ({ note: [{ text: 'New bag hung' }] })),
  rateRow('of another order', () => ({ request: { reference: 'MedicationRequest/another' } })),
  ...[
    'Qlex',
    'Hylecta',
    'Faspro',
    'Aria',
    'Plus',
    'OBI',
    'Zunovo',
    'XR',
    '(berahyaluronidase alfa)',
    'and hyaluronidase',
  ].map(called),
  answered(
    'whose item grants a part',
    addTo({
      adjudication: [
        { category: { coding: [{ code: 'submitted' }] }, value: 60 },
        { category: { coding: [{ code: 'benefit' }] }, value: 30 },
      ],
    }),
  ),
  answered(
    'that says of its item that a part is granted',
    addTo({ adjudication: [{ category: { text: 'Approved units' }, value: 30 }] }),
  ),
  answered('whose outcome is partial', (answer) => set(answer, 'outcome', 'partial')),
  answered(
    'whose item has days of its own before the dose',
    addTo({
      extension: [
        { url: `${PAS}/extension-itemAuthorizedDate`, valuePeriod: { start: '2010-01-01', end: '2010-12-31' } },
      ],
    }),
  ),
  answered(
    'whose item was asked for other days',
    addTo({
      extension: [
        { url: `${PAS}/extension-itemRequestedServiceDate`, valuePeriod: { start: '2010-01-01', end: '2010-12-31' } },
      ],
    }),
  ),
  answered(
    'whose item grants fewer units in an extension',
    addTo({
      extension: [
        { url: `${PAS}/extension-itemAuthorizedDetail`, extension: [{ url: 'quantity', valueQuantity: { value: 3 } }] },
      ],
    }),
  ),
  answered('whose item has a quantity of its own', addTo({ quantity: { value: 3 } })),
  answered('whose item has a quantity of its own in milligrams', addTo({ quantity: { value: 30, unit: 'mg' } })),
  answered(
    'whose item approves less',
    addTo({
      detail: [{ productOrService: { coding: [{ code: 'J0897' }] }, quantity: { value: 3 }, adjudication: [] }],
    }),
  ),
  amount('that an extension of the dose gives as another', (chart, mg) =>
    set(chart.dose, 'extension', [
      ...(chart.dose.extension ?? []),
      {
        url: 'https://ehr.example/fhir/StructureDefinition/administered-amount',
        valueQuantity: { ...MG, value: mg / 2 },
      },
    ]),
  ),
  amount('that an extension of the dosage gives as another', (chart, mg) =>
    set(chart.dose.dosage, 'extension', [
      { url: 'https://ehr.example/fhir/StructureDefinition/actual-dose', valueQuantity: { ...MG, value: mg / 2 } },
    ]),
  ),
  amount('that an extension of the quantity gives as another', (chart, mg) =>
    set(chart.dose.dosage?.dose, 'extension', [
      { url: 'https://ehr.example/fhir/StructureDefinition/actual-dose', valueQuantity: { ...MG, value: mg / 2 } },
    ]),
  ),
  amount('that the words of the dosage give as another', (chart, mg) =>
    set(chart.dose.dosage, 'text', `${mg / 2} mg given`),
  ),
  amount('that the words of the dosage give as another, bare', (chart, mg) =>
    set(chart.dose.dosage, 'text', `${mg / 2}`),
  ),
  amount(
    'that the words of the dosage give in another unit',
    ({ dose }) => /subcut/i.test(JSON.stringify(dose.dosage?.route ?? '')) && set(dose.dosage, 'text', '0.1 mL'),
  ),
  amount('that the words of the dosage give in words', (chart) => set(chart.dose.dosage, 'text', `half a syringe`)),
  amount('that the order gives as another in words', (chart, mg) => {
    const order = orderOf(chart)
    return chart.dose.status === 'completed' && set(order, 'dosageInstruction', [{ text: `${mg / 2} mg once` }])
  }),
  amount('that an extension of the order gives as another', (chart, mg) => {
    const order = orderOf(chart)
    return set(order, 'extension', [
      { url: 'https://ehr.example/fhir/StructureDefinition/ordered-amount', valueQuantity: { ...MG, value: mg / 2 } },
    ])
  }),
  diagnosed('with a second code of another disease', [{ system: ICD_10_CM, code: 'Z00.00' }]),
  diagnosed('with a second code of another disease, with its name', [
    { system: ICD_10_CM, code: 'J45.909', display: 'Unspecified asthma' },
  ]),
  diagnosed('with a SNOMED code of another disease', [{ system: SNOMED_CT, code: '195967001', display: 'Asthma' }]),
  typed('HOSP', { type: [{ coding: [{ system: ROLE, code: 'HOSP' }] }] }),
  typed('hospital unit', { type: [{ coding: [{ system: ROLE, code: 'HU' }] }] }),
  typed('words', { type: [{ text: 'Hospital outpatient department' }] }),
  typed('another hospital code', { type: [{ coding: [{ system: ROLE, code: 'GACH' }] }] }),
]

/** Adds a second record of an infusion, from half of its time on, as it is changed. */
function rows(chart: SpoiledChart, change: (parts: MedicationAdministration[]) => void): boolean {
  const { dose } = chart
  const { start, end } = dose.effectivePeriod ?? {}
  if (!start || !end || chart.mg === undefined || dose.status !== 'completed') return false
  const parts: MedicationAdministration[] = []
  const middle = new Date((Date.parse(start) + Date.parse(end)) / 2).toISOString()
  parts.push({ ...structuredClone(dose), id: 'rate-row', effectivePeriod: { start: middle, end } })
  change(parts)
  for (const part of parts) chart.add(part)
  return true
}

/** What charts say in two places of one thing, as usual. */
export const HARMLESS_TWICE: readonly Harmless[] = [
  ...[
    'PICC',
    'Implanted port',
    'Port',
    'Central line',
    'Mediport',
    'PICC line, right basilic',
    'IV - PICC',
    'Port-a-cath',
    'Peripheral IV',
  ].map(
    (words): Harmless => ({
      name: `a dose into a vein at the site “${words}”`,
      change: ({ dose }) =>
        /vein|venous|IV/i.test(JSON.stringify(dose.dosage?.route ?? '')) && set(dose.dosage, 'site', { text: words }),
    }),
  ),
  ...['PICC', 'Intravenous (PICC)', 'IV via port', 'Port', 'IV PICC', 'Central venous catheter'].map(
    (words): Harmless => ({
      name: `a dose into a vein by the route “${words}”`,
      change: ({ dose }) =>
        /vein|venous|IV/i.test(JSON.stringify(dose.dosage?.route ?? '')) && set(dose.dosage, 'route', { text: words }),
    }),
  ),
  {
    name: 'a row of the infusion for a rate that was changed, without an amount',
    change: (chart) =>
      rows(chart, ([row]) => {
        const { dose: _, text: __, ...dosage } = row?.dosage ?? {}
        set(row, 'dosage', {
          ...dosage,
          rateQuantity: { value: 60, unit: 'mL/h', code: 'mL/h', system: 'http://unitsofmeasure.org' },
        })
        set(row, 'extension', undefined)
        set(row, 'effectiveDateTime', row?.effectivePeriod?.start)
        set(row, 'effectivePeriod', undefined)
      }),
  },
  {
    name: 'a row of the infusion for a rate that was changed, with a period and no amount',
    change: (chart) =>
      rows(chart, ([row]) => {
        const { dose: _, text: __, ...dosage } = row?.dosage ?? {}
        set(row, 'dosage', {
          ...dosage,
          rateQuantity: { value: 60, unit: 'mL/h', code: 'mL/h', system: 'http://unitsofmeasure.org' },
        })
        set(row, 'extension', undefined)
      }),
  },
  {
    name: 'a row of the infusion for a rate that was changed, of nothing',
    change: (chart) =>
      rows(chart, ([row]) => {
        set(row, 'dosage', {
          ...row?.dosage,
          text: undefined,
          dose: { ...MG, value: 0 },
          rateQuantity: { value: 60, unit: 'mL/h', code: 'mL/h', system: 'http://unitsofmeasure.org' },
        })
        set(row, 'extension', undefined)
      }),
  },
  {
    name: 'a diagnosis by a code of SNOMED CT alone, with the ICD-10-CM code that a person states',
    change: (chart) => {
      const found = osteoporosisOf(chart)
      if (!found || isStated(chart)) return false
      set(found, 'code', { coding: [{ system: SNOMED_CT, code: '64859006', display: 'Osteoporosis (disorder)' }] })
      chart.request.attested = {
        ...chart.request.attested,
        [chart.request.focus]: { diagnoses: ['M81.0'], by: 'Practitioner/coder', at: `${chart.day}T23:30:00Z` },
      }
      return true
    },
  },
]

import type { Condition, Medication, MedicationRequest } from 'fhir/r4'
import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const ICD_10_CM = 'http://hl7.org/fhir/sid/icd-10-cm'
const MG = { unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' }

const isStated = ({ stated }: SpoiledChart): boolean => Object.keys(stated).length > 0
const isOf = (chart: SpoiledChart, brand: RegExp): boolean =>
  brand.test(
    JSON.stringify([chart.dose.medicationCodeableConcept, chart.dose.medicationReference?.display, productOf(chart)]),
  )
const isProlia = (chart: SpoiledChart): boolean =>
  isOf(chart, /Prolia/) && chart.mg === 60 && !isStated(chart) && chart.request.codebook === 'cms'
const orderOf = (chart: SpoiledChart): MedicationRequest | undefined =>
  chart.all('MedicationRequest').find(({ id }) => `MedicationRequest/${id}` === chart.dose.request?.reference)
const productOf = (chart: SpoiledChart): Medication | undefined =>
  chart.all('Medication').find(({ id }) => `Medication/${id}` === chart.dose.medicationReference?.reference)

const orderedAs = (words: string): Spoiler => ({
  name: `an order of “${words}”`,
  spoil: (chart) => {
    const order = isProlia(chart) ? orderOf(chart) : undefined
    set(order, 'medicationReference', undefined)
    return set(order, 'medicationCodeableConcept', { text: words })
  },
  says: /fits-its-order/,
})
const orderCalled = (words: string): Spoiler => ({
  name: `a dose that calls its order “${words}”`,
  spoil: (chart) => isProlia(chart) && set(chart.dose, 'request', { display: words }),
  says: /fits-its-order/,
})
const strong = (name: string, differs: object): Spoiler => ({
  name: `a product ${name}`,
  spoil: (chart) => {
    const product = isProlia(chart) ? productOf(chart) : undefined
    return product !== undefined && Object.assign(product, differs) === product
  },
  says: /texts-agree-with-the-codes: The strength/,
})

/** The condition with a code that supports the drug. */
const conditionOf = (chart: SpoiledChart, code: string): Condition | undefined =>
  'diagnoses' in chart.stated
    ? undefined
    : chart.all('Condition').find((each) => each.code?.coding?.some((coding) => coding.code === code))
const diagnosed = (code: string, words: string): Spoiler => ({
  name: `${code} by the name of “${words}”`,
  spoil: (chart) => set(conditionOf(chart, code), 'code', { coding: [{ system: ICD_10_CM, code, display: words }] }),
  says: /diagnosis-supports-the-product/,
})

/** What the drug, its order, its directions and its diagnosis are called. */
export const WORDS_OF_THE_DRUG: readonly Spoiler[] = [
  ...[
    'denosumab (Prolia) 60 mg/mL syringe - PATIENT SUPPLIED',
    'Prolia 60 mg/mL pt own supply',
    'Prolia 60 mg/mL SAMPLE',
    'Prolia 60 mg/mL (WB)',
    'Jubbonti (denosumab-bbdz) 60 mg/mL subcutaneous',
  ].map(orderedAs),
  ...['romosozumab (EVENITY) injection 210 mg', 'denosumab (XGEVA) 120 mg', 'Prolia home use'].map(orderCalled),
  ...['home use', 'self injection', 'bridge program', 'Part D', 'DO NOT CHARGE', 'compounded', '60 mg x2'].map(
    (words): Spoiler => ({
      name: `a drug called “Prolia ${words}”`,
      spoil: (chart) => {
        if (!isProlia(chart)) return false
        set(chart.dose, 'medicationReference', undefined)
        return set(chart.dose, 'medicationCodeableConcept', {
          text: `Prolia ${words}`,
          coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '55513-710-01' }],
        })
      },
      says: /texts-agree/,
    }),
  ),
  strong('of the strength of another', {
    ingredient: [
      {
        itemCodeableConcept: { text: 'denosumab' },
        strength: { numerator: { value: 120, ...MG }, denominator: { value: 1.7, unit: 'mL', code: 'mL' } },
      },
    ],
  }),
  strong('of which a vial holds twice as much', {
    amount: { numerator: { value: 120, ...MG }, denominator: { value: 1, unit: 'vial' } },
  }),
  ...[
    '60 mg SC x 2',
    '2 x 60 mg SC',
    '60 mg SC, 2 doses',
    '60 mg SC BID',
    '60 mg SC twice',
    '60 mg = 2 mL SC',
    '1 mL of 120 mg/1.7 mL',
    '60 mg SC given 3/1/19',
    '60 mg SC in 6 months',
    'First of two doses, 60 mg SC',
    'Approx 60 mg SC',
    '60 mg SC without order',
    '60 mg SC, 1 of 2',
  ].map(
    (words): Spoiler => ({
      name: `directions of a dose that read “${words}”`,
      spoil: (chart) => isProlia(chart) && set(chart.dose.dosage, 'text', words),
      says: /texts-agree/,
    }),
  ),
  {
    name: 'a note that names another lot than the product has',
    spoil: (chart) =>
      isProlia(chart) &&
      productOf(chart)?.batch?.lotNumber !== undefined &&
      set(chart.dose, 'note', [{ text: 'Tolerated well. Lot 9999999.' }]),
    says: /texts-agree/,
  },
  ...['Abdomen, at home', 'Not given'].map(
    (words): Spoiler => ({
      name: `a site called “${words}”`,
      spoil: (chart) => isProlia(chart) && set(chart.dose.dosage, 'site', { text: words }),
      says: /texts-agree/,
    }),
  ),
  {
    name: 'an infusion of hours by the route of an IV push',
    spoil: (chart) =>
      isOf(chart, /Mepsevii/) &&
      chart.dose.effectivePeriod?.end !== undefined &&
      !isStated(chart) &&
      set(chart.dose.dosage, 'route', { text: 'IV push' }),
    says: /infusion-time-is-charted|texts-agree/,
  },
  {
    name: 'an infusion of Reclast over six hours',
    spoil: (chart) => {
      const { start } = chart.dose.effectivePeriod ?? {}
      if (!isOf(chart, /Reclast|zoledronic acid 5 /i) || start === undefined || isStated(chart)) return false
      const end = new Date(Date.parse(start) + 6 * 3_600_000).toISOString()
      set(chart.encounter, 'period', undefined)
      return set(chart.dose, 'effectivePeriod', { start, end })
    },
    says: /infusion-time-is-charted/,
  },
  ...[
    'Other specified disorders of bone density and structure',
    'Essential (primary) hypertension',
    'Osteoarthritis of knee',
    'Age-related osteoporosis with current pathological fracture',
  ].map((words) => diagnosed('M81.0', words)),
  ...['Mucopolysaccharidosis VI (Maroteaux-Lamy)', 'MPS 6', 'Sanfilippo syndrome'].map((words) =>
    diagnosed('E76.29', words),
  ),
  ...['Multiple myeloma in remission', 'MGUS'].map((words) => diagnosed('C90.00', words)),
  ...['Secondary malignant neoplasm of brain', 'Bone marrow metastases'].map((words) => diagnosed('C79.51', words)),
  {
    name: 'a patient of Original Medicare on dialysis',
    spoil: (chart) =>
      !isOf(
        chart,
        /keytruda|pembrolizumab|mvasi|kovaltry|oncaspar|xofigo|pegaspargase|radium|antihemophilic|bevacizumab/i,
      ) &&
      chart.originalMedicare !== undefined &&
      chart.add({
        resourceType: 'Condition',
        id: 'on-dialysis',
        subject: { reference: chart.patient },
        clinicalStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
        },
        code: { coding: [{ system: ICD_10_CM, code: 'N18.6' }], text: 'End stage renal disease' },
      }),
    says: /coverage\/fits-the-account: Condition\/on-dialysis/,
  },
  {
    name: 'a lot that expired long before the dose',
    spoil: (chart) => set(productOf(chart), 'batch', { lotNumber: '1139204', expirationDate: '2015-06-30' }),
    says: /is-documented: The lot expired/,
  },
  {
    name: 'a drug that a specialty pharmacy handed over three days before, for no dose',
    spoil: (chart) => {
      if (!isProlia(chart) || JSON.stringify(chart.dose.extension ?? []).includes('acquired')) return false
      if (chart.dose.medicationReference?.reference?.startsWith('#')) return false
      const before = new Date(Date.parse(`${chart.day}T12:00:00Z`) - 3 * 86_400_000).toISOString().slice(0, 10)
      return chart.add({
        resourceType: 'MedicationDispense',
        id: 'sent-ahead',
        status: 'completed',
        ...(chart.dose.medicationReference && { medicationReference: chart.dose.medicationReference }),
        ...(chart.dose.medicationCodeableConcept && {
          medicationCodeableConcept: chart.dose.medicationCodeableConcept,
        }),
        subject: { reference: chart.patient },
        whenHandedOver: before,
        performer: [{ actor: { display: 'CVS Specialty' } }],
      })
    },
    says: /was-bought: MedicationDispense\/sent-ahead/,
  },
]

const diagnosedWell = (code: string, words: string): Harmless => ({
  name: `${code} by the name of “${words}”`,
  change: (chart) => set(conditionOf(chart, code), 'code', { coding: [{ system: ICD_10_CM, code, display: words }] }),
})
const orderedWell = (words: string): Harmless => ({
  name: `an order of “${words}”`,
  change: (chart) => {
    const order = isProlia(chart) ? orderOf(chart) : undefined
    set(order, 'medicationReference', undefined)
    return set(order, 'medicationCodeableConcept', { text: words })
  },
})

/** What they are called as usual. */
export const HARMLESS_WORDS_OF_THE_DRUG: readonly Harmless[] = [
  ...[
    'Prolia 60 mg/mL SC SOSY',
    'denosumab (PROLIA) injection 60 mg',
    '1 ML denosumab 60 MG/ML Prefilled Syringe [Prolia]',
    'Denosumab 60 mg/mL subcutaneous syringe (Amgen)',
  ].map(orderedWell),
  {
    name: 'a dose that calls its order by its drug',
    change: (chart) =>
      isProlia(chart) && set(chart.dose.request, 'display', 'denosumab (PROLIA) injection 60 mg every 6 months'),
  },
  ...['60 mg SC x1', '1 x 60 mg SC', '60 mg subcutaneously twice yearly', '60 mg (1 mL) SC once'].map(
    (words): Harmless => ({
      name: `directions of a dose that read “${words}”`,
      change: (chart) => isProlia(chart) && set(chart.dose.dosage, 'text', words),
    }),
  ),
  {
    name: 'a note that names the lot of the product',
    change: (chart) => {
      const lot = productOf(chart)?.batch?.lotNumber
      return isProlia(chart) && lot !== undefined && set(chart.dose, 'note', [{ text: `Tolerated well. Lot ${lot}.` }])
    },
  },
  ...['Left deltoid', 'Abdomen, RLQ', 'Back of upper arm, right'].map(
    (words): Harmless => ({
      name: `a site called “${words}”`,
      change: (chart) => isProlia(chart) && set(chart.dose.dosage, 'site', { text: words }),
    }),
  ),
  ...[
    'Senile osteoporosis (HCC)',
    'Osteoporosis, postmenopausal, without fracture',
    'Osteoporosis with history of fracture',
    'Age-related osteoporosis without current pathological fracture',
  ].map((words) => diagnosedWell('M81.0', words)),
  ...['Mucopolysaccharidosis type VII (Sly syndrome)', 'MPS VII', 'Other mucopolysaccharidoses'].map((words) =>
    diagnosedWell('E76.29', words),
  ),
  ...['Multiple myeloma not having achieved remission', 'Multiple myeloma (HCC)'].map((words) =>
    diagnosedWell('C90.00', words),
  ),
  ...['Bone metastases (HCC)', 'Metastasis to spine', 'Breast cancer metastatic to bone, right'].map((words) =>
    diagnosedWell('C79.51', words),
  ),
  {
    name: 'a product of its own strength',
    change: (chart) =>
      isProlia(chart) &&
      set(productOf(chart), 'ingredient', [
        {
          itemCodeableConcept: { text: 'denosumab' },
          strength: { numerator: { value: 60, ...MG }, denominator: { value: 1, unit: 'mL', code: 'mL' } },
        },
      ]),
  },
  {
    name: 'a lot that expired, on the record of a product that a person looked at',
    change: (chart) => {
      const { medicationReference } = chart.dose
      if (!set(productOf(chart), 'batch', { lotNumber: '1139204', expirationDate: '2015-06-30' })) return false
      const stated = {
        by: 'A pharmacist',
        at: '2026-11-23T10:00:00Z',
        ...chart.stated,
        reviewed: [medicationReference?.reference ?? ''],
      }
      chart.request.attested = { ...chart.request.attested, [chart.request.focus]: stated }
      return true
    },
  },
]

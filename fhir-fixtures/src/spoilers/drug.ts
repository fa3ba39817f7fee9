import { type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const BASE = 'https://doseline.example/fhir/StructureDefinition'
const NDC = 'http://hl7.org/fhir/sid/ndc'
const MG = { unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' }

const named = (chart: SpoiledChart, brand: RegExp): boolean =>
  brand.test(JSON.stringify([chart.dose.medicationCodeableConcept, medicationOf(chart)]))
const isProlia = (chart: SpoiledChart): boolean => named(chart, /Prolia/)
const isMepsevii = (chart: SpoiledChart): boolean => named(chart, /Mepsevii/)
const medicationOf = (chart: SpoiledChart) => {
  const [, id] = (chart.dose.medicationReference?.reference ?? '').split('/')
  return chart.all('Medication').find((each) => each.id === id)
}
/** What a person states would answer these. */
const isStated = ({ request }: SpoiledChart): boolean => request.attested?.[request.focus] !== undefined
/** One dose that is bought, for which a payer asks what was discarded. */
const asksForDiscard = (chart: SpoiledChart): boolean =>
  chart.mg !== undefined &&
  !isStated(chart) &&
  chart.request.codebook === 'cms' &&
  !/supplied|"free"/.test(JSON.stringify(chart.dose.extension ?? [])) &&
  (isProlia(chart) || isMepsevii(chart))
const addExtensions = (chart: SpoiledChart, ...extensions: { url: string }[]): boolean =>
  set(chart.dose, 'extension', [...(chart.dose.extension ?? []), ...extensions])
const replaceExtension = (chart: SpoiledChart, name: string, value: object): boolean => {
  const others = (chart.dose.extension ?? []).filter(({ url }) => url !== `${BASE}/${name}`)
  return set(chart.dose, 'extension', [...others, { url: `${BASE}/${name}`, ...value }])
}
const call = (chart: SpoiledChart, concept: object): boolean => {
  set(chart.dose, 'medicationReference', undefined)
  return set(chart.dose, 'medicationCodeableConcept', concept)
}

const acquiredAs = (name: string, ...how: object[]): Spoiler => ({
  name,
  spoil: (chart) =>
    !isStated(chart) && addExtensions(chart, ...how.map((value) => ({ url: `${BASE}/acquired`, ...value }))),
  says: /was-bought/,
})

/** How the drug is named and how it came. */
export const DRUG: readonly Spoiler[] = [
  acquiredAs('a drug that was supplied and bought', { valueCode: 'supplied' }, { valueCode: 'bought' }),
  acquiredAs('a drug acquired in words that nobody reads', { valueString: 'from the other fridge' }),
  acquiredAs('a drug of which how it was acquired has no value', {}),
  {
    name: 'a chart that says 340B and a person who says bought',
    spoil: (chart) => {
      if (isStated(chart) || !replaceExtension(chart, 'acquired', { valueCode: '340B' })) return false
      const at = chart.request.asOf ?? '2026-11-24T10:00:00Z'
      chart.request.attested = { [chart.request.focus]: { acquired: 'bought', by: 'Ana', at } }
      return true
    },
    says: /340B, and the request as bought/,
  },
  {
    name: 'an NDC of another labeler beside the brand',
    spoil: (chart) =>
      isProlia(chart) && call(chart, { text: 'Prolia 60 mg/mL', coding: [{ system: NDC, code: '65219-668-01' }] }),
    says: /another product/,
  },
  {
    name: 'a brand beside the suffix of a biosimilar',
    spoil: (chart) => isProlia(chart) && call(chart, { text: 'Prolia (denosumab-bbdz) 60 mg/mL' }),
    says: /contradicts itself/,
  },
  {
    name: 'a brand beside a suffix that nobody knows',
    spoil: (chart) => isProlia(chart) && call(chart, { text: 'Prolia (denosumab-abcd) 60 mg/mL' }),
    says: /contradicts itself/,
  },
  {
    name: 'the reference product called a biosimilar',
    spoil: (chart) =>
      isProlia(chart) && call(chart, { text: 'denosumab biosimilar', coding: [{ system: NDC, code: '55513-710-01' }] }),
    says: /contradicts itself/,
  },
  {
    name: 'a reference that shows another product than the Medication it leads to',
    spoil: (chart) =>
      isProlia(chart) &&
      chart.dose.medicationReference?.reference !== undefined &&
      set(chart.dose.medicationReference, 'display', 'denosumab-bbdz (Jubbonti) 60 mg/mL'),
    says: /contradicts itself/,
  },
]

/** Amounts beside the dose that cannot be read, or that say something else. */
export const BESIDE_THE_DOSE: readonly Spoiler[] = [
  {
    name: 'a dose that is charted as given by mouth',
    spoil: ({ dose }) => set(dose.dosage, 'route', { coding: [{ code: '26643006' }] }),
    says: /route-fits-the-product|code\/fits-the-product/,
  },
  {
    name: 'a discarded amount without a unit',
    spoil: (chart) =>
      asksForDiscard(chart) && replaceExtension(chart, 'discarded-amount', { valueQuantity: { value: 30 } }),
    says: /amount discarded 30 has no unit/,
  },
  {
    name: 'a discarded amount in words',
    spoil: (chart) => asksForDiscard(chart) && replaceExtension(chart, 'discarded-amount', { valueString: '30 mg' }),
    says: /amount discarded has no value/,
  },
  {
    name: 'an amount opened that is another than the containers hold',
    spoil: (chart) =>
      asksForDiscard(chart) &&
      /containers-opened/.test(JSON.stringify(chart.dose.extension ?? [])) &&
      replaceExtension(chart, 'opened-amount', { valueQuantity: { ...MG, value: 977 } }),
    says: /opened/,
  },
  {
    name: 'a rate that makes another amount in the time it ran',
    spoil: (chart) =>
      asksForDiscard(chart) &&
      chart.dose.effectivePeriod?.end !== undefined &&
      set(chart.dose.dosage, 'rateQuantity', { value: 1, unit: 'mg/h', system: MG.system, code: 'mg/h' }),
    says: /would be/,
  },
  ...['IVP', 'Topical', 'see MAR'].map(
    (text): Spoiler => ({
      name: `the route “${text}” of a drug given under the skin`,
      spoil: (chart) => isProlia(chart) && set(chart.dose.dosage, 'route', { text }),
      says: /route-fits/,
    }),
  ),
  {
    name: 'a route by a code that is none of those read',
    spoil: (chart) =>
      isProlia(chart) &&
      set(chart.dose.dosage, 'route', { coding: [{ system: 'http://snomed.info/sct', code: '418114005' }] }),
    says: /route-fits/,
  },
  {
    name: 'a route whose words are another one than its code',
    spoil: (chart) => isProlia(chart) && set(chart.dose.dosage?.route, 'text', 'Intramuscular'),
    says: /route-fits/,
  },
  {
    name: 'an injection over days',
    spoil: (chart) =>
      isProlia(chart) &&
      !isStated(chart) &&
      chart.encounter?.period !== undefined &&
      set(chart.dose, 'effectiveDateTime', undefined) &&
      set(chart.encounter, 'period', { start: '2020-01-01' }) &&
      set(chart.dose, 'effectivePeriod', {
        start: `${chart.day.slice(0, 8)}01T10:00:00-05:00`,
        end: `${chart.day}T10:15:00-05:00`,
      }) &&
      !chart.day.endsWith('01'),
    says: /one day|visit/,
  },
  {
    name: 'two weights of one day that differ, of a dose by weight',
    spoil: (chart) => {
      const { unit } = chart.dose.dosage?.dose ?? {}
      const weight = chart.all('Observation').find(({ valueQuantity }) => valueQuantity?.unit === 'kg')
      if (unit !== 'mg/kg' || !weight?.valueQuantity) return false
      const { value = 0 } = weight.valueQuantity
      return chart.add({
        ...structuredClone(weight),
        id: 'weighed-again',
        valueQuantity: { ...weight.valueQuantity, value: value + 3 },
      })
    },
    says: /two weights/,
  },
  ...(
    [
      ['in pounds beside the code of kilograms', { unit: 'lb' }, {}],
      ['beside the reason why it is absent', {}, { dataAbsentReason: { coding: [{ code: 'error' }] } }],
    ] as const
  ).map(
    ([name, quantity, observation]): Spoiler => ({
      name: `a weight ${name}, of a dose by weight`,
      spoil: (chart) => {
        const weights = chart.all('Observation').filter(({ valueQuantity }) => valueQuantity?.unit === 'kg')
        if (chart.dose.dosage?.dose?.unit !== 'mg/kg' || weights.length === 0) return false
        for (const weight of weights) {
          Object.assign(weight.valueQuantity ?? {}, quantity)
          Object.assign(weight, observation)
        }
        return true
      },
      says: /weight/,
    }),
  ),
  {
    name: 'a person who states that the only infusion of the visit is not its initial one',
    spoil: (chart) => {
      if (!isMepsevii(chart) || isStated(chart) || chart.dose.effectivePeriod?.end === undefined) return false
      const others = chart
        .all('MedicationAdministration')
        .filter(({ context }) => context?.reference === chart.dose.context?.reference)
      if (others.length > 1) return false
      const at = chart.request.asOf ?? '2026-11-24T10:00:00Z'
      chart.request.attested = { [chart.request.focus]: { isInitialInfusion: false, by: 'Ana', at } }
      return true
    },
    says: /holds no other/,
  },
]

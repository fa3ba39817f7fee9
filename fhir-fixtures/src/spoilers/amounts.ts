import { type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const BASE = 'https://doseline.example/fhir/StructureDefinition'
const MG = { unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' }
const isMepsevii = (chart: SpoiledChart): boolean =>
  /Mepsevii/i.test(JSON.stringify([chart.dose, chart.all('Medication')]))
const isProlia = (chart: SpoiledChart): boolean => /Prolia/i.test(JSON.stringify([chart.dose, chart.all('Medication')]))
/** What a person states would answer these. */
const isStated = ({ request }: SpoiledChart): boolean => request.attested?.[request.focus] !== undefined
/** A drug line is only asked about its container where there is one. */
const isBought = (chart: SpoiledChart): boolean => !/supplied|"free"/.test(JSON.stringify(chart.dose.extension ?? []))
const doses = (chart: SpoiledChart) =>
  chart
    .all('MedicationAdministration')
    .filter(({ effectivePeriod, effectiveDateTime }) =>
      (effectiveDateTime ?? effectivePeriod?.start ?? '').startsWith(chart.day),
    ).length

/** A person states the amount that was given, in the measure of the drug. */
const isAmountStated = (stated: object): boolean => 'administered' in stated

/** Amounts, units and names of the drug. */
export const AMOUNTS: readonly Spoiler[] = [
  {
    name: 'the unit mg beside the UCUM code Mg',
    spoil: ({ dose, mg }) => mg !== undefined && set(dose.dosage, 'dose', { ...MG, value: mg, code: 'Mg' }),
    says: /mg|Mg/,
  },
  {
    name: 'the UCUM code Mg alone',
    spoil: ({ dose, mg }) => mg !== undefined && set(dose.dosage, 'dose', { value: mg, system: MG.system, code: 'Mg' }),
    says: /Mg/,
  },
  {
    name: 'an amount without a unit',
    spoil: ({ dose, mg }) => mg !== undefined && set(dose.dosage, 'dose', { value: mg }),
    says: /unit/,
  },
  {
    name: 'an amount “about”',
    spoil: ({ dose, mg }) => mg !== undefined && set(dose.dosage, 'dose', { ...MG, value: mg, comparator: '>=' }),
    says: />=/,
  },
  {
    name: 'a dose of one syringe',
    spoil: ({ dose, stated }) => !isAmountStated(stated) && set(dose.dosage, 'dose', { value: 1, unit: 'syringe' }),
    says: /syringe/,
  },
  {
    name: 'a dose of one each',
    spoil: ({ dose, stated }) => !isAmountStated(stated) && set(dose.dosage, 'dose', { value: 1, unit: 'each' }),
    says: /each/,
  },
  {
    name: 'no amount',
    spoil: ({ dose, stated }) => !isAmountStated(stated) && set(dose, 'dosage', undefined),
    says: /how much|amount|dose/,
  },
  {
    name: 'ten times the dose',
    spoil: (chart) =>
      chart.mg !== undefined &&
      set(chart.dose.dosage, 'text', undefined) &&
      set(chart.dose.dosage, 'dose', { ...MG, value: chart.mg * 10 }),
    says: /labelled-dose|labeled-dose|mue|opened/,
  },
  {
    name: 'a drug named by words that no product has',
    spoil: ({ dose }) => {
      set(dose, 'medicationReference', undefined)
      return set(dose, 'medicationCodeableConcept', { text: 'study drug' })
    },
    says: /.*/,
  },
  {
    name: 'an NDC of another product beside the words',
    spoil: (chart) => {
      set(chart.dose, 'medicationReference', undefined)
      return (
        isProlia(chart) &&
        set(chart.dose, 'medicationCodeableConcept', {
          coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '69794-001-01' }],
          text: 'denosumab (Prolia) 60 mg/mL',
        })
      )
    },
    says: /product/,
  },
  {
    name: 'more vials opened than hold the dose, the rest discarded',
    spoil: (chart) => {
      if (!isMepsevii(chart) || chart.mg === undefined || isStated(chart) || doses(chart) > 1) return false
      return set(chart.dose, 'extension', [
        { url: `${BASE}/containers-opened`, valueInteger: 50 },
        { url: `${BASE}/discarded-amount`, valueQuantity: { ...MG, value: 500 - chart.mg } },
      ])
    },
    says: /discard|opened/,
  },
  {
    name: 'containers opened that are no whole count',
    // Where the drug is packaged into the visit no JW or JZ is asked, and nothing hangs on the count.
    spoil: (chart) => {
      const { dose } = chart
      const opened = dose.extension?.find(({ url }) => url.endsWith('/containers-opened'))
      if (
        opened?.valueInteger === undefined ||
        isStated(chart) ||
        !isBought(chart) ||
        /Reclast/.test(JSON.stringify(chart.all('Medication')))
      )
        return false
      const { url, valueInteger } = opened
      const others = dose.extension?.filter((each) => each !== opened) ?? []
      return set(dose, 'extension', [...others, { url, valueDecimal: valueInteger + 0.5 }])
    },
    says: /opened/,
  },
  {
    name: 'two syringes of 60 mg opened for 60 mg, one discarded',
    spoil: (chart) => {
      if (!isProlia(chart) || chart.mg !== 60 || isStated(chart) || !isBought(chart)) return false
      return set(chart.dose, 'extension', [
        { url: `${BASE}/containers-opened`, valueInteger: 2 },
        { url: `${BASE}/discarded-amount`, valueQuantity: { ...MG, value: 60 } },
      ])
    },
    says: /discard|opened/,
  },
  {
    name: 'a discard that nobody wrote down',
    spoil: (chart) => {
      if (!isMepsevii(chart) || isStated(chart) || chart.mg === undefined || chart.mg % 10 === 0 || doses(chart) > 1)
        return false
      return set(chart.dose, 'extension', [
        { url: `${BASE}/containers-opened`, valueInteger: Math.ceil(chart.mg / 10) },
      ])
    },
    says: /discard/,
  },
]

/** Modifiers that contradict each other, the payer or the place. */
const proposed = (name: string, modifiers: string[], when: (chart: SpoiledChart) => boolean = () => true): Spoiler => ({
  name,
  spoil: (chart) => {
    if (chart.request.codebook !== 'cms' || !isBought(chart) || !when(chart)) return false
    chart.request.proposed = { [chart.request.focus]: { modifiers } }
    return true
  },
  says: /modifiers\//,
})
const isOffice = (chart: SpoiledChart): boolean => {
  const location = chart.all('Location')[0]
  if (!location || !chart.encounter?.location) return false
  return set(location, 'type', [
    {
      coding: [
        { system: 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set', code: '11' },
      ],
    },
  ])
}
const is340B = (chart: SpoiledChart): boolean =>
  /340B/.test(JSON.stringify([chart.dose.extension ?? [], chart.request.attested ?? {}]))
const acquired = (chart: SpoiledChart, how: string): boolean =>
  !/"acquired"/.test(JSON.stringify(chart.request.attested ?? {})) &&
  set(chart.dose, 'extension', [
    ...(chart.dose.extension ?? []).filter(({ url }) => !url.endsWith('/acquired')),
    { url: `${BASE}/acquired`, valueCode: how },
  ])
export const MODIFIERS: readonly Spoiler[] = [
  proposed('GA and GZ together', ['GA', 'GZ']),
  proposed('PO and PN together', ['PO', 'PN']),
  proposed('PO in an office', ['PO'], isOffice),
  proposed('PN in an office', ['PN'], isOffice),
  proposed('JW and JZ together', ['JW', 'JZ']),
  proposed('JA on a drug given under the skin', ['JA'], isProlia),
  proposed('JB on a drug given into a vein', ['JB'], isMepsevii),
  proposed(
    'TB on a drug that was bought',
    ['TB'],
    (chart) => chart.originalMedicare !== undefined && acquired(chart, 'bought'),
  ),
  proposed(
    'a 340B drug proposed without TB',
    ['JZ'],
    (chart) => chart.originalMedicare !== undefined && isProlia(chart) && (is340B(chart) || acquired(chart, '340B')),
  ),
  proposed('a side of the body on a drug line', ['RT']),
  proposed('a modifier the code book does not hold', ['JZ', 'Q1']),
  proposed('five modifiers', ['JZ', 'TB', 'PO', 'KX', 'GA']),
]

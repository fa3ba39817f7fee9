import type { MedicationRequest } from 'fhir/r4'
import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const NDC = 'http://hl7.org/fhir/sid/ndc'
const MG = { unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' }

/** What a person states would answer these. */
const isStated = ({ request }: SpoiledChart): boolean => request.attested?.[request.focus] !== undefined
/** Of a drug that was supplied or free only giving it is charged. */
const isCharged = (chart: SpoiledChart): boolean => !/supplied|"free"/.test(JSON.stringify(chart.dose.extension ?? []))
const isProlia = (chart: SpoiledChart): boolean =>
  /Prolia/.test(JSON.stringify([chart.dose.medicationCodeableConcept, chart.all('Medication')])) && chart.mg === 60
const isUsual = (chart: SpoiledChart): boolean =>
  isProlia(chart) && !isStated(chart) && isCharged(chart) && chart.request.codebook === 'cms'

/** Of an infusion that is charted from its start to its stop. */
const isTimed = (chart: SpoiledChart): boolean =>
  !isStated(chart) &&
  isCharged(chart) &&
  chart.dose.effectivePeriod?.end !== undefined &&
  chart.request.codebook === 'cms'

const note = (words: string, when: (chart: SpoiledChart) => boolean = isUsual): Spoiler => ({
  name: `a note that reads “${words}”`,
  spoil: (chart) => when(chart) && set(chart.dose, 'note', [{ text: words }]),
  says: /texts-agree|discard|given/,
})
const directions = (words: string): Spoiler => ({
  name: `a dosage in words that reads “${words}”`,
  spoil: (chart) => isUsual(chart) && set(chart.dose.dosage, 'text', words),
  says: /texts-agree|and its text says/,
})
const called = (words: string): Spoiler => ({
  name: `a drug called “${words}” beside its NDC`,
  spoil: (chart) => {
    if (!isUsual(chart)) return false
    set(chart.dose, 'medicationReference', undefined)
    return set(chart.dose, 'medicationCodeableConcept', {
      text: words,
      coding: [{ system: NDC, code: '55513-710-01' }],
    })
  },
  says: /texts-agree|fits-the-product/,
})

const isDiscarded = (chart: SpoiledChart): boolean =>
  !isStated(chart) && /discarded-amount/.test(JSON.stringify(chart.dose.extension ?? []))

/** What stands in words beside the codes of a dose. */
export const TEXTS: readonly Spoiler[] = [
  ...[
    'NOT GIVEN - patient left before injection',
    'Patient refused injection',
    'Dose held, calcium low',
    'Charted in error',
    'Partial dose: 30 mg given, 30 mg discarded',
    'Gave 30 mg',
    'Wasted 30 mg (0.5 mL), witnessed by RN',
    'Wasted 60 mg, first syringe fell to the floor',
    'Syringe malfunctioned, drug leaked out',
    'Patient brought own medication',
    'Free sample from the company',
    'Study drug, do not bill',
    'White bagged by specialty pharmacy',
    'Self-injected at home',
    'Given IM in left deltoid',
    '340B stock',
    'only 1 vial given',
    'Gave Xgeva instead of Prolia',
    'Jubbonti given per payer substitution',
    'Late entry: injection given 3/1/26',
    'Injection given 1/31/26',
    'given yesterday',
    'Charted on wrong pt - see MRN 123',
    'Med not available, returned to pharmacy',
    'Declined',
    'void',
    'Husband gave injection',
    'Lot recalled',
    'Verbal order, never cosigned',
    'PA denied',
    'Patient paying cash',
    'Hospice pt',
    'Pt in SNF, transported',
    'No injection given',
    'Injection to be given next week',
    'Patient left',
    'Patient denied injection, no complaints.',
    'No medication, no issues.',
    'Medication discarded in sharps',
    'Entire vial discarded',
    'Dose given twice today',
    'Two injections given today.',
    '30 mg of 60 mg given',
    'Ordered 60 mg, 30 mg administered',
    'Patient administered injection',
    'Pt with medication from pharmacy',
    'Given on 03/02/2015',
    'Given on 2015-02-01',
    'administered Tuesday',
    'Given in ER.',
    'Injection given x 2',
    'Patient instructed to take medication home',
    'Нет',
    `Tolerated well. ${'Vitals stable. '.repeat(140)}`,
  ].map((words) => note(words)),
  ...[
    'Infusion paused 11:00-12:30',
    'Total infusion time 9 hrs',
    'IV push',
    'Stopped, about half infused',
    'Adverse reaction, infusion discontinued per iv',
    '50% infused.',
    'Infusion from 0930 to 1100',
  ].map((words) => note(words, isTimed)),
  ...['Do not charge', 'Test entry', 'Duplicate entry, see 10:15', 'Do not chart, wrong patient'].map(
    (words): Spoiler => ({
      name: `a note that reads “${words}”, and an amount that a person states`,
      spoil: (chart) => {
        if (!isUsual(chart)) return false
        const at = `${chart.day}T23:00:00Z`
        const stated = {
          administeredMg: '60',
          discardedMg: '0',
          acquired: 'bought' as const,
          by: 'Practitioner/n1',
          at,
        }
        chart.request.attested = { ...chart.request.attested, [chart.request.focus]: stated }
        return set(chart.dose, 'note', [{ text: words }])
      },
      says: /texts-agree/,
    }),
  ),
  note('Leftover saved in refrigerator, not discarded', isDiscarded),
  note('Opened 30 vials', isDiscarded),
  note('No waste', isDiscarded),
  ...[
    'dose not given',
    '1/2 syringe given',
    '0.5 mL',
    '60 mg IM left deltoid',
    '60 mg, patient’s own supply',
    '60 mg given at home by spouse',
    '60 mg into the nebulizer',
  ].map(directions),
  ...[
    'ceftriaxone 1 g IV',
    'Prolia 120 mg',
    'Prolia SAMPLE - not for sale',
    'Prolia (patient supplied) 60 mg/mL',
    'denosumab (Prolia) or placebo - investigational',
    'HC J3397 DENOSUMAB',
    'Prolia 60 mg (340B)',
  ].map(called),
]

const orderOf = (chart: SpoiledChart): MedicationRequest | undefined =>
  chart.all('MedicationRequest').find(({ id }) => `MedicationRequest/${id}` === chart.dose.request?.reference)
const ordered = (name: string, differs: (chart: SpoiledChart) => object, says = /fits-its-order/): Spoiler => ({
  name: `an order ${name}`,
  spoil: (chart) => {
    const order = isStated(chart) ? undefined : orderOf(chart)
    if (order) Object.assign(order, differs(chart))
    return order !== undefined
  },
  says,
})

/** The order that the dose names. */
export const ORDERS: readonly Spoiler[] = [
  ordered('of another drug', () => ({ medicationCodeableConcept: { text: 'ceftriaxone 1 g' } })),
  ordered('of another strength', (chart) => ({
    medicationCodeableConcept: { text: /Xgeva/.test(JSON.stringify(chart.dose)) ? 'Prolia' : 'Xgeva' },
  })),
  ordered('that is a proposal', () => ({ intent: 'proposal' })),
  ordered('on hold', () => ({ status: 'on-hold' })),
  ordered('that was stopped because the patient wanted no more of it', () => ({
    status: 'stopped',
    statusReason: { text: 'Patient declined therapy' },
  })),
  ordered('that was valid until long before', () => ({ dispenseRequest: { validityPeriod: { end: '2015-02-01' } } })),
  ordered('that is valid from long after', () => ({ dispenseRequest: { validityPeriod: { start: '2099-01-01' } } })),
  ordered('of another brand, to be dispensed as written', (chart) => ({
    medicationCodeableConcept: { text: /Prolia/.test(JSON.stringify(chart.dose)) ? 'Jubbonti' : 'Prolia' },
    medicationReference: undefined,
    substitution: { allowedBoolean: false },
  })),
  {
    name: 'an order that the dose contains, of another amount',
    spoil: (chart) => {
      if (isStated(chart) || chart.dose.status !== 'completed' || chart.mg === undefined) return false
      const dose = { doseQuantity: { ...MG, value: chart.mg * 2 } }
      const order = { resourceType: 'MedicationRequest', id: 'order', status: 'completed', intent: 'order' }
      set(chart.dose, 'contained', [
        ...(chart.dose.contained ?? []),
        { ...order, dosageInstruction: [{ doseAndRate: [dose] }] },
      ])
      return set(chart.dose, 'request', { reference: '#order' })
    },
    says: /fits-its-order/,
  },
  ordered('written years after the dose', () => ({ authoredOn: '2099-01-01' })),
  ordered('with an unknown modifierExtension', () => ({
    modifierExtension: [{ url: 'https://ehr.example/not-an-order', valueBoolean: true }],
  })),
  {
    name: 'an order of another amount',
    spoil: (chart) => {
      const order = isStated(chart) || chart.dose.status !== 'completed' ? undefined : orderOf(chart)
      return (
        chart.mg !== undefined &&
        set(order, 'dosageInstruction', [{ doseAndRate: [{ doseQuantity: { ...MG, value: chart.mg * 2 } }] }])
      )
    },
    says: /fits-its-order/,
  },
  ...['2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z'].map(
    (at): Spoiler => ({
      name: `a person who states at ${at} how much was given`,
      spoil: (chart) => {
        if (isStated(chart) || chart.mg === undefined) return false
        chart.request.attested = { [chart.request.focus]: { administeredMg: String(chart.mg), by: 'Ana', at } }
        return true
      },
      says: /statements-are-in-time/,
    }),
  ),
  ...['Do not give until PA approved', 'Verbal order - not signed', 'Hold for calcium below 8.5', 'Give at home'].map(
    (words) => ordered(`with the note “${words}”`, () => ({ note: [{ text: words }] })),
  ),
  ...['7 mg SC every 4 weeks', '60 mg by mouth daily', 'Only if calcium is low', 'Use study kit'].map((words) =>
    ordered(`with the directions “${words}” alone`, () => ({ dosageInstruction: [{ text: words }] })),
  ),
  {
    name: 'an order of another route than the one charted',
    spoil: (chart) =>
      chart.dose.dosage?.route !== undefined &&
      set(isStated(chart) ? undefined : orderOf(chart), 'dosageInstruction', [{ route: { text: 'Oral' } }]),
    says: /fits-its-order/,
  },
  ordered('whose status is unknown', () => ({ status: 'unknown' })),
  ...['stopped', 'completed'].map((status) =>
    ordered(`that was ${status} long before the dose`, () => ({
      status,
      meta: { lastUpdated: '2015-02-25T10:00:00Z' },
    })),
  ),
  ordered('that the patient requested', (chart) => ({ requester: { reference: chart.patient } })),
  ordered('that a daughter is to give', () => ({ performer: { reference: 'RelatedPerson/daughter' } })),
  ordered('that the patient is to give', () => ({ performerType: { text: 'Patient' } })),
  ordered('that is only reported', () => ({ reportedBoolean: true })),
  ordered(
    'under workers’ compensation',
    () => ({ insurance: [{ display: 'Travelers Workers Comp' }] }),
    /MedicationRequest/,
  ),
]

const orderedWell = (name: string, differs: (chart: SpoiledChart) => object): Harmless => ({
  name: `an order ${name}`,
  change: (chart) => {
    const order = orderOf(chart)
    if (order) Object.assign(order, differs(chart))
    return order !== undefined
  },
})

/** What orders say as usual. */
export const HARMLESS_ORDERS: readonly Harmless[] = [
  orderedWell('with directions in words', (chart) =>
    // What is ordered for two bags is no dose of one.
    chart.all('MedicationAdministration').filter(({ request }) => request?.reference === chart.dose.request?.reference)
      .length > 1
      ? {}
      : { dosageInstruction: [{ text: `${chart.mg ?? ''} mg once, 1 dose, starting Mon 3/2/2026` }] },
  ),
  orderedWell('with a note that the authorization is there', () => ({
    note: [{ text: 'Prior authorization approved. Schedule in infusion center.' }],
  })),
  orderedWell('by a prescriber for a nurse to give', () => ({
    requester: { reference: 'Practitioner/dr1', display: 'Dr. Ada Self' },
    performerType: { text: 'Registered nurse' },
  })),
  orderedWell('under the coverage that pays', (chart) => ({
    insurance: chart.coverages.map(({ id }) => ({ reference: `Coverage/${id}` })),
  })),
  orderedWell('that was completed with the dose', (chart) => ({
    status: 'completed',
    meta: { lastUpdated: `${chart.day}T23:59:00-05:00` },
  })),
]

import { daysAfter, orderOf } from './ordered-otherwise.ts'
import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm'
const SNOMED_CT = 'http://snomed.info/sct'

const record = (name: string, says: RegExp, more: (chart: SpoiledChart) => object | undefined): Spoiler => ({
  name,
  spoil: (chart) => {
    const own = more(chart)
    return own !== undefined && chart.add({ id: 'told-elsewhere', subject: { reference: chart.patient }, ...own })
  },
  says,
})
const REPORTED = /administration\/nothing-was-reported: /
const HELD = /charges\/nobody-holds-it: /
const isCharged = (chart: SpoiledChart): boolean => !/supplied|"free"/.test(JSON.stringify(chart.dose.extension ?? []))

const INGREDIENTS = [
  [/prolia|xgeva|denosumab|jubbonti|stoboclo/i, '993449', 'denosumab'],
  [/zoledron|reclast|zometa/i, '77655', 'zoledronic acid'],
  [/evenity|romosozumab/i, '2121085', 'romosozumab'],
  [/keytruda|pembrolizumab/i, '1547545', 'pembrolizumab'],
  [/mepsevii|vestronidase/i, '1989824', 'vestronidase alfa'],
] as const
const drugWords = (chart: SpoiledChart): string =>
  JSON.stringify([chart.dose.medicationCodeableConcept, chart.dose.medicationReference, chart.all('Medication')])
const ingredientOf = (chart: SpoiledChart) => {
  const named = drugWords(chart)
  return INGREDIENTS.find(([names]) => names.test(named))
}
/** What the drug is called in this chart: its ingredient where that is written, else its brand. */
const nameOf = (chart: SpoiledChart): string | undefined => {
  const [brands, , ingredient = ''] = ingredientOf(chart) ?? []
  const words = drugWords(chart)
  return words.includes(ingredient) && ingredient !== '' ? ingredient : brands?.exec(words)?.[0]
}
const J_CODES = [
  [/prolia|xgeva|denosumab/i, 'J0897'],
  [/zoledron|reclast|zometa/i, 'J3489'],
  [/evenity/i, 'J3111'],
  [/mepsevii/i, 'J3397'],
] as const
const jCodeOf = (chart: SpoiledChart): string | undefined => {
  const named = drugWords(chart)
  return J_CODES.find(([names]) => names.test(named))?.[1]
}

/** An earlier dose by the code of its ingredient alone. */
const earlier = (name: string, days: number, display: boolean, says: RegExp): Spoiler => ({
  name,
  spoil: (chart) => {
    const found = ingredientOf(chart)
    // What is due every few days, or has no interval, is another question.
    const isHeld = days === 0 || !/keytruda|xgeva|mvasi|kovaltry|oncaspar|xofigo/i.test(drugWords(chart))
    if (!found || !isHeld || chart.dose.status !== 'completed') return false
    const [, code, words] = found
    return chart.addDose({
      request: undefined,
      context: undefined,
      medicationReference: undefined,
      effectivePeriod: undefined,
      effectiveDateTime: `${daysAfter(chart, -days)}T${days === 0 ? '20' : '10'}:00:00Z`,
      medicationCodeableConcept: { coding: [{ system: RXNORM, code, ...(display && { display: words }) }] },
      dosage: undefined,
      extension: undefined,
      reasonReference: undefined,
    })
  },
  says,
})

const procedure = (name: string, differs: (code: string) => object): Spoiler =>
  record(`a procedure of the day by ${name}`, HELD, (chart) => {
    const code = jCodeOf(chart)
    return code === undefined
      ? undefined
      : { resourceType: 'Procedure', status: 'completed', performedDateTime: chart.day, code: differs(code) }
  })

const task = (name: string, focus: (chart: SpoiledChart) => string | undefined, words: string): Spoiler =>
  record(`an open task about ${name}`, HELD, (chart) => {
    const reference = focus(chart)
    return reference === undefined
      ? undefined
      : {
          resourceType: 'Task',
          status: 'requested',
          intent: 'order',
          subject: undefined,
          for: { reference: chart.patient },
          focus: { reference },
          code: { text: words },
        }
  })
const coverageOf = (chart: SpoiledChart) => chart.coverages[0] && `Coverage/${chart.coverages[0].id}`
const conditionOf = (chart: SpoiledChart) =>
  chart.all('Condition').find((each) => each.subject.reference === chart.patient && each.clinicalStatus) &&
  `Condition/${chart.all('Condition').find((each) => each.subject.reference === chart.patient)?.id}`

const erased = (name: string, of: (chart: SpoiledChart) => string | undefined, activity: object): Spoiler =>
  record(`a provenance by which ${name}`, REPORTED, (chart) => {
    const reference = of(chart)
    return reference === undefined
      ? undefined
      : {
          resourceType: 'Provenance',
          subject: undefined,
          target: [{ reference }],
          recorded: `${chart.day}T23:00:00Z`,
          activity,
          agent: [{ who: { display: 'Ana Flores, RN' } }],
        }
  })
const DELETED = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-DataOperation', code: 'DELETE' }] }

const written = (words: string, says = REPORTED): readonly Spoiler[] => [
  record(`a document of the day with the text “${words}”`, says, (chart) => ({
    resourceType: 'DocumentReference',
    status: 'current',
    type: { text: 'Nursing note' },
    date: `${chart.day}T23:00:00Z`,
    content: [{ attachment: { contentType: 'text/plain', data: btoa(words) } }],
  })),
  record(`a composition of the day with a section “${words}”`, says, (chart) => ({
    resourceType: 'Composition',
    status: 'final',
    type: { text: 'Progress note' },
    title: 'Progress note',
    date: chart.day,
    section: [{ title: 'Plan', text: { status: 'generated', div: `<div>${words}</div>` } }],
  })),
  record(`a list of the day with the note “${words}”`, says, (chart) => ({
    resourceType: 'List',
    status: 'current',
    mode: 'working',
    date: chart.day,
    title: 'Worklist',
    note: [{ text: words }],
  })),
  record(`a report of the day that concludes “${words}”`, says, (chart) => ({
    resourceType: 'DiagnosticReport',
    status: 'final',
    code: { text: 'Infusion note' },
    effectiveDateTime: chart.day,
    conclusion: words,
  })),
  record(`a message of the day that reads “${words}”`, /nothing-was-reported: |nobody-holds-it: /, (chart) => ({
    resourceType: 'Communication',
    status: 'completed',
    sent: `${chart.day}T22:00:00Z`,
    payload: [{ contentString: words }],
  })),
]

/** What records beside the dose tell of it. */
export const TOLD_ELSEWHERE: readonly Spoiler[] = [
  record(
    'a statement that the course of the drug was completed',
    /course|enough|statement|told-elsewhere/,
    (chart) =>
      ingredientOf(chart) && {
        resourceType: 'MedicationStatement',
        status: 'completed',
        medicationCodeableConcept: { text: nameOf(chart) },
        effectivePeriod: { start: daysAfter(chart, -700), end: daysAfter(chart, -200) },
        note: [{ text: 'Full course of 12 doses completed' }],
      },
  ),
  {
    name: 'an order without repeats, of which a dose was given before',
    spoil: (chart) => {
      const order = 'administeredMg' in chart.stated ? undefined : orderOf(chart)
      if (!order || chart.dose.status !== 'completed') return false
      set(order, 'dispenseRequest', { numberOfRepeatsAllowed: 0 })
      set(order, 'dosageInstruction', [{ text: `${chart.mg ?? ''} mg` }])
      return chart.addDose({
        context: undefined,
        effectivePeriod: undefined,
        effectiveDateTime: `${daysAfter(chart, -200)}T10:00:00Z`,
      })
    },
    says: /fits-its-order|enough-time/,
  },
  earlier(
    'an earlier dose by the code of its ingredient alone',
    7,
    false,
    /RxNorm|second-dose|enough-time|earlier|charted-once/,
  ),
  earlier(
    'an earlier dose by the code and the name of its ingredient',
    7,
    true,
    /second-dose|enough-time|earlier|charted-once/,
  ),
  earlier('a second dose of the day by the code of its ingredient alone', 0, false, /second-dose|charted-once|charted/),
  task('the coverage', coverageOf, 'Verify insurance'),
  task('the diagnosis', conditionOf, 'Clarify diagnosis'),
  task('the order', (chart) => chart.dose.request?.reference, 'Clarify order'),
  {
    name: 'a dispense of fewer containers than were opened',
    spoil: (chart) => {
      const opened = (chart.dose.extension ?? []).find(({ url }) => url.endsWith('/containers-opened'))?.valueInteger
      return (
        opened !== undefined &&
        opened > 1 &&
        chart.add({
          resourceType: 'MedicationDispense',
          id: 'fewer',
          status: 'completed',
          subject: { reference: chart.patient },
          medicationCodeableConcept: orderOf(chart)?.medicationCodeableConcept ?? chart.dose.medicationCodeableConcept,
          ...(chart.dose.medicationReference && {
            medicationReference: chart.dose.medicationReference,
            medicationCodeableConcept: undefined,
          }),
          authorizingPrescription: chart.dose.request && [chart.dose.request],
          quantity: { value: opened - 1, unit: 'vial' },
          whenHandedOver: `${chart.day}T12:00:00Z`,
        })
      )
    },
    says: /MedicationDispense\/fewer/,
  },
  {
    name: 'a dispense of less than was given',
    spoil: (chart) =>
      chart.mg !== undefined &&
      chart.dose.status === 'completed' &&
      chart.add({
        resourceType: 'MedicationDispense',
        id: 'fewer',
        status: 'completed',
        subject: { reference: chart.patient },
        ...(chart.dose.medicationReference
          ? { medicationReference: chart.dose.medicationReference }
          : { medicationCodeableConcept: chart.dose.medicationCodeableConcept }),
        authorizingPrescription: chart.dose.request && [chart.dose.request],
        quantity: { value: chart.mg / 2, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
        whenHandedOver: `${chart.day}T12:00:00Z`,
      }),
    says: /MedicationDispense\/fewer/,
  },
  {
    name: 'a reason of the dose in a code without words of a system that is not loaded',
    spoil: (chart) =>
      !('diagnoses' in chart.stated) &&
      set(chart.dose, 'reasonCode', [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-9-cm', code: '733.01' }] }]),
    says: /./,
  },
  {
    name: 'a reason of the order in a code without words',
    spoil: (chart) =>
      !('diagnoses' in chart.stated) &&
      set(orderOf(chart), 'reasonCode', [{ coding: [{ system: SNOMED_CT, code: '254837009' }] }]),
    says: /./,
  },
  {
    name: 'a type of the visit in a code without words',
    spoil: (chart) => set(chart.encounter, 'type', [{ coding: [{ system: SNOMED_CT, code: '305351004' }] }]),
    says: /./,
  },
  {
    name: 'a status reason of the dose in a code without words',
    spoil: (chart) => set(chart.dose, 'statusReason', [{ coding: [{ system: SNOMED_CT, code: '182862001' }] }]),
    says: /./,
  },
  {
    name: 'a flag in a code without words of a system that is not loaded',
    spoil: (chart) =>
      chart.add({
        resourceType: 'Flag',
        id: 'f1',
        status: 'active',
        subject: { reference: chart.patient },
        code: { coding: [{ system: 'https://ehr.example/flags', code: '9942' }] },
      }),
    says: /./,
  },
]

/** The same in records of types that the app does not ask an EHR for. */
export const TOLD_IN_OTHER_TYPES: readonly Spoiler[] = [
  record(
    'a plan that counts the doses of a course that is over',
    /course|nothing-was-reported|admitted/,
    (chart) =>
      ingredientOf(chart) && {
        resourceType: 'CarePlan',
        status: 'completed',
        intent: 'plan',
        title: `${nameOf(chart)} course, 12 of 12 doses completed`,
        period: { start: '2015-01-01', end: daysAfter(chart, -20) },
      },
  ),
  record(
    'an active plan that says that its last cycle was given',
    /course|nothing-was-reported|admitted/,
    (chart) =>
      ingredientOf(chart) && {
        resourceType: 'CarePlan',
        status: 'active',
        intent: 'plan',
        title: `${nameOf(chart)} q6mo`,
        activity: [
          {
            detail: {
              status: 'completed',
              code: { text: nameOf(chart) },
              scheduledTiming: {
                repeat: { count: 1, boundsPeriod: { start: '2015-01-01', end: daysAfter(chart, -40) } },
              },
            },
          },
        ],
      },
  ),
  procedure('the code of the drug without a system', (code) => ({ coding: [{ code }] })),
  procedure('the code of the drug as a text', (code) => ({ text: code })),
  procedure('the code of the drug with its modifier', (code) => ({ coding: [{ code: `${code}-JZ` }] })),
  procedure('the code of the drug as a display', (code) => ({
    coding: [{ system: 'urn:local', code: '77', display: `HC ${code}` }],
  })),
  erased('the order was deleted', (chart) => chart.dose.request?.reference, DELETED),
  erased('the diagnosis was deleted', conditionOf, DELETED),
  erased('the coverage was deleted', coverageOf, DELETED),
  erased('the dose was deleted', (chart) => chart.request.focus, DELETED),
  erased(
    'the drug was deleted',
    ({ dose }) =>
      dose.medicationReference?.reference?.startsWith('Medication/') ? dose.medicationReference.reference : undefined,
    DELETED,
  ),
  erased('the diagnosis was entered in error', conditionOf, { text: 'Entered in error' }),
  ...[
    'Injection was not given today, calcium low.',
    'Prolia dose wasted, syringe broke',
    'Patient brought her own drug',
    'Do not bill this visit',
    'Drug extravasated, infusion stopped',
    'Dose reduced to half today',
    'Charge on hold pending review',
    'Pt on hospice',
    'Discarded 40 mg',
  ].flatMap((words) => written(words)),
  {
    name: 'an observation that another amount was discarded',
    spoil: (chart) =>
      /discarded-amount/.test(JSON.stringify(chart.dose.extension ?? [])) &&
      chart.add({
        resourceType: 'Observation',
        id: 'waste',
        status: 'final',
        subject: { reference: chart.patient },
        encounter: chart.dose.context,
        effectiveDateTime: `${chart.day}T15:00:00Z`,
        code: { text: 'Drug wasted' },
        valueQuantity: { value: 7, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
      }),
    says: /told-elsewhere|waste/,
  },
  {
    name: 'an observation of the dose that a part was discarded',
    spoil: (chart) =>
      isCharged(chart) &&
      chart.add({
        resourceType: 'Observation',
        id: 'waste',
        status: 'final',
        subject: { reference: chart.patient },
        effectiveDateTime: `${chart.day}T15:00:00Z`,
        partOf: [{ reference: chart.request.focus }],
        code: { text: 'Medication waste amount' },
        valueQuantity: { value: 7, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
      }),
    says: /waste/,
  },
  {
    name: 'an observation of the day about the dose in a code without words',
    spoil: (chart) =>
      chart.add({
        resourceType: 'Observation',
        id: 'o1',
        status: 'final',
        subject: { reference: chart.patient },
        partOf: [{ reference: chart.request.focus }],
        code: { coding: [{ system: SNOMED_CT, code: '182856006' }] },
        valueCodeableConcept: { coding: [{ system: SNOMED_CT, code: '373066001' }] },
      }),
    says: /./,
  },
]

const harmless = (name: string, more: (chart: SpoiledChart) => object | undefined): Harmless => ({
  name,
  change: (chart) => {
    const own = more(chart)
    return own !== undefined && chart.add({ id: 'of-usual-care', subject: { reference: chart.patient }, ...own })
  },
})
const USUAL_WORDS = [
  'Here for injection. Given as ordered, tolerated well. Next dose due in 6 months.',
  'Patient tolerated infusion without adverse reaction. Discharged home in stable condition.',
  'Next due 9/2/2026. Calcium 9.4, vitamin D normal.',
  'Labs reviewed. Flu vaccine declined. Follow up with primary care for diabetes and hypertension.',
] as const

/** What records of the day tell as usual. */
export const HARMLESS_ELSEWHERE: readonly Harmless[] = [
  ...USUAL_WORDS.flatMap((words): readonly Harmless[] => [
    harmless(`a document of the day with the text “${words}”`, (chart) => ({
      resourceType: 'DocumentReference',
      status: 'current',
      type: { text: 'Nursing note' },
      date: `${chart.day}T23:00:00Z`,
      content: [{ attachment: { contentType: 'text/plain', data: btoa(words) } }],
    })),
    harmless(`a message of the day that reads “${words}”`, (chart) => ({
      resourceType: 'Communication',
      status: 'completed',
      sent: `${chart.day}T22:00:00Z`,
      payload: [{ contentString: words }],
    })),
  ]),
  harmless('an injection of the day by its own code, as a procedure', (chart) => ({
    resourceType: 'Procedure',
    status: 'completed',
    performedDateTime: chart.day,
    code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '96372' }] },
  })),
  harmless('an open task about the coverage that is of care alone', (chart) =>
    coverageOf(chart) === undefined
      ? undefined
      : {
          resourceType: 'Task',
          status: 'requested',
          intent: 'order',
          subject: undefined,
          for: { reference: chart.patient },
          focus: { reference: coverageOf(chart) },
          code: { text: 'Schedule follow up appointment' },
        },
  ),
  harmless('an active plan of care for osteoporosis that names the drug', (chart) => {
    const drug = nameOf(chart)
    return drug === undefined
      ? undefined
      : {
          resourceType: 'CarePlan',
          status: 'active',
          intent: 'plan',
          title: `${drug} for osteoporosis`,
          period: { start: '2015-01-01' },
          activity: [{ detail: { status: 'in-progress', code: { text: drug } } }],
        }
  }),
  harmless('a provenance by which the order was written', (chart) =>
    chart.dose.request?.reference === undefined
      ? undefined
      : {
          resourceType: 'Provenance',
          subject: undefined,
          target: [{ reference: chart.dose.request.reference }],
          recorded: `${chart.day}T08:00:00Z`,
          activity: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-DataOperation', code: 'CREATE' }] },
          agent: [{ who: { display: 'Maren Lindqvist, MD' } }],
        },
  ),
  harmless('vital signs of the dose by codes alone', (chart) => ({
    resourceType: 'Observation',
    status: 'final',
    partOf: [{ reference: chart.request.focus }],
    effectiveDateTime: chart.day,
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
    valueQuantity: { value: 72, unit: '/min' },
  })),
  {
    name: 'another drug of half a year before, by its code and its name',
    change: (chart) =>
      chart.dose.status === 'completed' &&
      chart.addDose({
        request: undefined,
        context: undefined,
        medicationReference: undefined,
        effectivePeriod: undefined,
        effectiveDateTime: `${daysAfter(chart, -90)}T10:00:00Z`,
        medicationCodeableConcept: { coding: [{ system: RXNORM, code: '1361607', display: 'heparin sodium' }] },
        dosage: undefined,
        extension: undefined,
        reasonReference: undefined,
      }),
  },
]

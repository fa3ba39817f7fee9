import type { Measure, Who } from '@doseline/contract'
import { type Missing, measureText } from '@doseline/dose'
import type { FactName } from './dose-facts.ts'

interface Remedy {
  readonly remedy: string
  readonly who: Who
}

/** What to do about a fact the chart lacks, and who can. */
const FOR_MISSING: { readonly [K in FactName]: Remedy } = {
  chart: { remedy: 'Send the chart with the dose in it.', who: 'IT' },
  status: { remedy: 'Chart whether the dose was completed, stopped or not given.', who: 'nurse' },
  administeredOn: { remedy: 'Chart the day the dose was given, or state the date of service.', who: 'nurse' },
  administeredWhen: { remedy: 'Chart when the dose was given.', who: 'nurse' },
  drug: { remedy: 'Chart the drug with its NDC.', who: 'pharmacist' },
  product: { remedy: 'Chart the NDC of the product that was given.', who: 'pharmacist' },
  codesNamed: { remedy: 'Let IT open the charges of this patient to the app.', who: 'IT' },
  modifiersNamed: { remedy: 'Let IT open the charges of this patient to the app.', who: 'IT' },
  administeredAmount: {
    remedy:
      'Chart the dose in mg, in mL of a product with a known concentration, or by a weight that is charted; or state the amount given.',
    who: 'nurse',
  },
  dailyAmount: {
    remedy:
      'Chart every dose of that day in mg, in mL of a product with a known concentration, or by a charted weight; or state the amount given.',
    who: 'nurse',
  },
  openedAmount: {
    remedy: 'Record how many containers were opened, or how much where no source says what one holds.',
    who: 'nurse',
  },
  discardedAmount: { remedy: 'Record the amount discarded, or that none was.', who: 'nurse' },
  extraContainersReason: { remedy: 'State why more containers were opened than hold the dose.', who: 'nurse' },
  minutes: { remedy: 'Chart when the infusion started and when it stopped, or state how long it ran.', who: 'nurse' },
  visitGiving: { remedy: 'Chart the visit in which the dose was given.', who: 'nurse' },
  acquired: {
    remedy: 'State whether the drug was bought, bought under 340B, supplied by someone else, or free.',
    who: 'pharmacist',
  },
  diagnoses: { remedy: 'Record the diagnosis the drug was given for, with its ICD-10-CM code.', who: 'prescriber' },
  coverages: { remedy: 'Register the patient’s coverage.', who: 'registration' },
  coverage: {
    remedy: 'Register the coverage that pays for this day, with its order, or state which one pays first.',
    who: 'registration',
  },
  benefit: { remedy: 'Register the coverage that pays for this day, with its type.', who: 'registration' },
  payer: {
    remedy:
      'Register the coverage with its type and payer, or state the payer. Of one that no code book describes state its own name: then the answer says what to look up in its policy.',
    who: 'registration',
  },
  previousDose: { remedy: 'Chart the day of each earlier dose, or state it.', who: 'nurse' },
  earlierDoses: { remedy: 'Chart the day of each earlier dose, or state it.', who: 'nurse' },
  otherProducts: { remedy: 'Chart the day of each earlier dose, or state it.', who: 'nurse' },
  drugChangeReason: { remedy: 'State why the dose came early or the drug was changed.', who: 'prescriber' },
  sameDay: { remedy: 'Chart the day of each dose.', who: 'nurse' },
  dailyDoseReason: { remedy: 'State why more was given that day than is labeled.', who: 'prescriber' },
  texts: { remedy: 'Send the administration with its notes.', who: 'IT' },
  order: { remedy: 'Link the order to the dose.', who: 'prescriber' },
  statedAt: { remedy: 'State it with the day on which it is stated.', who: 'biller' },
  documentation: { remedy: 'Chart lot, expiry, route, site and who gave the dose.', who: 'nurse' },
  visit: {
    remedy: 'Correct the status of the visit, or link the dose to the visit of the patient in which it was given.',
    who: 'registration',
  },
  setting: {
    remedy: 'State where it was given, or correct the class of the visit and the type of its place.',
    who: 'registration',
  },
  stays: { remedy: 'Chart the class and the period of each visit.', who: 'registration' },
  restOfTheLine: { remedy: 'Settle what is open about the other doses of that day and code.', who: 'biller' },
  treatments: { remedy: 'State what was tried before, and how it ended.', who: 'prescriber' },
  results: { remedy: 'Add the result to the chart.', who: 'prescriber' },
  weight: { remedy: 'Chart the weight the dose was calculated from.', who: 'nurse' },
  judgedOn: { remedy: 'Send the moment of judging as asOf.', who: 'IT' },
  judgedAt: { remedy: 'Send the moment of judging as asOf.', who: 'IT' },
  authorizations: { remedy: 'Enter the authorization number and its dates.', who: 'authorization desk' },
  coverageStatements: { remedy: 'Let IT open the orders of this patient to the app.', who: 'IT' },
  recordsAgainst: { remedy: 'Let IT open this part of the chart to the app.', who: 'IT' },
  recordsInDoubt: { remedy: 'Let IT open this part of the chart to the app.', who: 'IT' },
  notesToRead: { remedy: 'Chart the NDC of the product that was given.', who: 'pharmacist' },
  charges: { remedy: 'Look in the billing system whether this dose was charged already.', who: 'biller' },
}

/** Whether rules ask for a fact of this name. */
export const isFactName = (name: string): name is FactName => Object.hasOwn(FOR_MISSING, name)

/** The remedy for a missing fact; where the EHR refused or failed, access is the remedy and IT can give it. */
export function remedyForMissing(name: FactName | undefined, { because }: Missing, measure: Measure): Partial<Remedy> {
  if (because === 'refused') return { remedy: 'Ask IT to let the app read this part of the chart.', who: 'IT' }
  if (because === 'failed') return { remedy: 'Try again; if the EHR keeps failing, tell IT.', who: 'IT' }
  if (!name) return {}
  return { ...FOR_MISSING[name], ...(measure !== 'mg' && inMeasure(name, measure)) }
}

/** What to chart of a drug that is not counted by mass. */
function inMeasure(name: FactName, measure: Measure): Pick<Remedy, 'remedy'> | undefined {
  const what = { administeredAmount: 'the dose', dailyAmount: 'every dose of that day' }[name as string]
  if (what === undefined) return undefined
  const [counted, why] = [measureText(measure), BY_COUNT.get(measure)]
  const remedy = why
    ? `State how many ${counted} were given. ${why}`
    : `Chart ${what} in ${counted}, or state the amount given.`
  return { remedy }
}

/** Measures that nobody charts: only a person states how many there were. */
const BY_COUNT: ReadonlyMap<Measure, string> = new Map([
  ['dose', 'The code counts doses, not the amount in them.'],
  ['billing unit', 'The code counts containers, not the amount in them.'],
])

/** Nobody at the bedside can mend a value that no document states. */
export const remedyForUnpublished: Remedy = {
  remedy: 'Enter the published value with its source into the code book, or decide by hand.',
  who: 'biller',
}

import type { Codebook, CodeMeaning, Edition, Giving, Hcpcs } from '@doseline/codebook'
import {
  addDays,
  type CalendarDate,
  type ChartedDose,
  type DrugNames,
  type Exact,
  type ExistingCharge,
  type Fact,
  known,
} from '@doseline/dose'
import { unitsGiven } from '../billed-units.ts'
import { bills } from '../bills.ts'
import type { AdministeredProduct, DoseCharge } from '../dose-facts.ts'
import { strangeInName } from '../free-text/names.ts'
import { otherDrugNamed } from './other-drug.ts'
import { isOutsideTheBook } from './product.ts'

/** What of a dose tells whose a charge is. */
export interface Chargeable {
  readonly charted: ChartedDose
  readonly product: Fact<AdministeredProduct>
  readonly administeredAmount: Fact<Exact>
  readonly edition: Edition
  readonly hcpcs: Hcpcs | undefined
}

/** The doses a charge may be of. */
interface Around {
  /** Those that share a line with the dose, itself among them. */
  readonly line: readonly Chargeable[]
  /** Every dose that was given, and the dose itself. */
  readonly all: readonly Chargeable[]
}

/**
 * Charges that bill this dose, without those Doseline itself wrote: of the same patient and day, whatever encounter they
 * name. One that names a dose, or what leads to one, is of that dose; any other is of the doses that its code or its drug
 * bills. What may be of this dose or of none stays, and says why. Missing where none is seen and not all could be read.
 */
export function chargesOf(dose: Chargeable, around: Around, codebook: Codebook): Fact<readonly DoseCharge[]> {
  const { charges, chargesUnread } = dose.charted
  if (!charges.known) return charges
  const owns = charges.value.filter(({ ours }) => !ours).flatMap((charge) => owned(charge, dose, around, codebook))
  // Whoever looked in the billing system has seen whose the others are.
  const its = charges.attested ? owns.filter(({ perhaps }) => perhaps === undefined) : owns
  const isOfTheDrug = its.some(({ perhaps, forDrug }) => perhaps === undefined && forDrug)
  if (chargesUnread && !isOfTheDrug) return chargesUnread
  const told = charges.places.filter(({ resource }) => resource === 'request')
  const places = [...told, ...its.map(({ place }) => place)]
  return { ...known(its, ...places), ...(charges.attested && { attested: charges.attested }) }
}

function owned(charge: ExistingCharge, dose: Chargeable, around: Around, codebook: Codebook): DoseCharge[] {
  const its = whoseIs(charge, dose, around, codebook)
  if (its === 'another’s') return []
  if (charge.notBillable && !isDetermined(charge, dose, its.perhaps, codebook)) return []
  const perhaps = charge.doubt === undefined ? its.perhaps : clause(charge.doubt)
  const administeredUnits = perhaps === undefined ? unitsOf(charge, dose, around.line) : undefined
  const giving = givingOf(charge, codebook)
  return [
    {
      ...charge,
      ...(perhaps !== undefined && { perhaps }),
      ...(isForADrug(charge, dose, codebook) && { forDrug: true as const }),
      ...(giving && { giving }),
      ...(administeredUnits !== undefined && { administeredUnits }),
    },
  ]
}

/** Whether what somebody found not billable is this very dose, or giving it: only then it speaks against a line of ours. */
const isDetermined = (
  charge: ExistingCharge,
  dose: Chargeable,
  perhaps: string | undefined,
  codebook: Codebook,
): boolean =>
  charge.services.includes(dose.charted.administration) ||
  (perhaps === undefined && (isBilledBy(charge, dose, codebook) || isGivingOf(charge, dose, codebook)))

type Whose = 'another’s' | { readonly perhaps?: string }
const CERTAIN: Whose = {}

function whoseIs(charge: ExistingCharge, dose: Chargeable, around: Around, codebook: Codebook): Whose {
  if (charge.services.includes(dose.charted.administration)) {
    const isKnown = isForADrug(charge, dose, codebook) || givingOf(charge, codebook) !== undefined
    return isKnown ? CERTAIN : { perhaps: namesItAs(charge) }
  }
  const day = dayOf(charge, dose)
  // Of hundreds of charges nearly all end here: what follows looks at every dose.
  if (day === 'another') return ofAnotherDay(charge, dose, around.all, codebook)
  if (charge.services.length > 0) {
    const named = namedBy(charge, around.all, codebook)
    if (named.length > 0) return named.some((other) => around.line.includes(other)) ? CERTAIN : 'another’s'
    if (day !== 'same') return 'another’s'
  }
  // Whose ever it is, without its day it is not certain.
  if (day !== 'same' && isBilledBy(charge, dose, codebook)) return { perhaps: day.perhaps }
  const there = around.all.filter(
    (other) => other === dose || (isSamePatient(other, dose) && dayOf(charge, other) !== 'another'),
  )
  const billed = billedBy(charge, there, codebook)
  if (!billed.doses.includes(dose)) return 'another’s'
  const perhaps =
    billed.perhaps ?? doubtOf(charge, billed.doses, around.line) ?? (day === 'same' ? undefined : day.perhaps)
  return perhaps === undefined ? CERTAIN : { perhaps }
}

/** Who charges a dose names it; a code that is none of its drug, nor of giving it, may be the wrong one on the right dose. */
const namesItAs = (charge: ExistingCharge): string =>
  charge.knownBy === undefined
    ? `it names this dose as what it charges, and ${codesIn(charge)[0] ?? 'what it names'} bills neither its drug nor giving it`
    : saysNothing(charge.knownBy)

/** No drug of the code book is given again within a week: what is charged then is another dose only where one is charted. */
const POSTED_WITHIN_DAYS = 6

/**
 * A charge of the visit of a dose on another day than it was given, or of its drug within days after it: the day it was
 * entered or posted, for all that can be seen, unless something was given on that day that it bills.
 */
function ofAnotherDay(charge: ExistingCharge, dose: Chargeable, all: readonly Chargeable[], codebook: Codebook): Whose {
  const { encounter, administeredOn } = dose.charted
  if (charge.services.length > 0) return 'another’s'
  const isOfTheVisit = encounter.known && encounter.value === charge.encounter
  if (!isOfTheVisit && !isSoonAfter(charge, dose)) return 'another’s'
  const isForGiving = givingOf(charge, codebook) !== undefined
  const bills = (other: Chargeable): boolean =>
    isForGiving ? isGivingOf(charge, other, codebook) : isBilledBy(charge, other, codebook)
  if (!bills(dose) || (isForGiving && !isOfTheVisit)) return 'another’s'
  const mayBill = (other: Chargeable): boolean =>
    bills(other) || (!other.product.known && (isForGiving || !isOutsideTheBook(other.charted, codebook)))
  const isOfThatDay = (other: Chargeable): boolean =>
    other !== dose && isSamePatient(other, dose) && dayOf(charge, other) !== 'another'
  if (all.some((other) => isOfThatDay(other) && mayBill(other))) return 'another’s'
  const day = administeredOn.known ? `, which was given on ${administeredOn.value}` : ''
  if (!isOfTheVisit) return { perhaps: `no dose is charted for ${shownDays(charge)}, its day, but this one${day}` }
  return { perhaps: `it names the visit of this dose${day}, and is of ${shownDays(charge)}` }
}

/** One that names no visit: another visit was another occasion. */
function isSoonAfter({ on, encounter }: ExistingCharge, { charted: { administeredOn } }: Chargeable): boolean {
  if (encounter !== undefined) return false
  return (
    on !== undefined &&
    administeredOn.known &&
    on > administeredOn.value &&
    on <= addDays(administeredOn.value, POSTED_WITHIN_DAYS)
  )
}

const shownDays = ({ on, between }: ExistingCharge): string =>
  on ?? [between?.from, between?.until].filter((day) => day !== undefined).join(' to ')

/** Whether a charge is by a code of giving a drug the way this one is given. */
function isGivingOf(charge: ExistingCharge, dose: Chargeable, codebook: Codebook): boolean {
  const giving = givingOf(charge, codebook)
  return giving !== undefined && dose.product.known && mayGive(giving, dose)
}

/** The doses it names that it can be of: given, on its day, and not of another drug than it bills. */
function namedBy(charge: ExistingCharge, all: readonly Chargeable[], codebook: Codebook): readonly Chargeable[] {
  const byName = namesOf(all)
  const named = charge.services.flatMap((service) => byName.get(service) ?? [])
  return named.filter(
    (other) =>
      dayOf(charge, other) !== 'another' &&
      (isBilledBy(charge, other, codebook) ||
        !all.some((one) => dayOf(charge, one) === 'same' && isBilledBy(charge, one, codebook))),
  )
}

/** Made once for all doses: with hundreds of them and as many charges, looking through both would take seconds. */
const namesMade = new WeakMap<readonly Chargeable[], ReadonlyMap<string, Chargeable>>()

function namesOf(all: readonly Chargeable[]): ReadonlyMap<string, Chargeable> {
  const made = namesMade.get(all) ?? new Map(all.map((each) => [each.charted.administration, each]))
  namesMade.set(all, made)
  return made
}

function doubtOf(
  charge: ExistingCharge,
  billed: readonly Chargeable[],
  line: readonly Chargeable[],
): string | undefined {
  const [named] = charge.services
  if (named !== undefined) return `the charge names ${named}, which cannot be what it bills`
  return billed.every((other) => line.includes(other))
    ? undefined
    : 'the charge names no dose, and the visit has several'
}

/** The doses there that a charge bills, or may, and why that is not certain. */
function billedBy(
  charge: ExistingCharge,
  there: readonly Chargeable[],
  codebook: Codebook,
): { readonly doses: readonly Chargeable[]; readonly perhaps?: string } {
  const billed = there.filter((other) => isBilledBy(charge, other, codebook))
  if (billed.length > 0) return { doses: billed }
  const giving = givingOf(charge, codebook)
  if (giving !== undefined) return givenBy(charge, giving, there, codebook)
  const perhaps = perhapsBilledBy(charge, there, codebook)
  if (perhaps.doses.length > 0) return perhaps
  const [meaning] = meaningsOf(charge, codebook)
  if (meaning === undefined) return { doses: [] }
  const recognised = there.filter(({ product }) => product.known)
  // A code for whatever has none of its own says nothing of the drug.
  if (meaning.unclassified && (charge.drug?.ndc.length ?? 0) > 0) return { doses: [] }
  if (meaning.unclassified) return { doses: recognised, perhaps: `${meaning.code} does not say which drug it bills` }
  // A code that bills no dose of the day was put on one of them all the same.
  return { doses: ofItsVisit(charge, recognised) }
}

/**
 * Giving any drug of the visit, also one no code book here covers, may be charged by the same code. A code of another way
 * than a dose was given gave something else, whether or not that is charted.
 */
function givenBy(charge: ExistingCharge, giving: Giving, there: readonly Chargeable[], codebook: Codebook) {
  const doses = ofItsVisit(charge, there).filter((other) => mayGive(giving, other))
  const elsewhere = doses.some((other) => isElsewhere(charge, other))
  const products = doses.flatMap(({ product }) => (product.known ? [product.value.product] : []))
  const named = otherDrugNamed(charge, products, codebook)
  if (named !== undefined) return { doses, perhaps: `it names “${named}”, which is none of the drugs that it may give` }
  return { doses, ...(elsewhere && { perhaps: 'the charge names another visit of that day' }) }
}

const isOfMolecule =
  (family: string) =>
  ({ product }: Chargeable): boolean =>
    product.known && product.value.product.family === family

function perhapsBilledBy(charge: ExistingCharge, there: readonly Chargeable[], codebook: Codebook) {
  const { drug, knownBy } = charge
  const named = drug && codebook.recognise(drug)
  if (drug && named && 'noProduct' in named && named.noProduct !== 'not supported' && named.noProduct !== 'not named') {
    const meant = new Set(codebook.couldMean(drug).map(({ id }) => id))
    const doses = there.filter(
      ({ product }) => product.known && (named.noProduct === 'contradictory' || meant.has(product.value.product.id)),
    )
    return { doses, perhaps: clause(named.says) }
  }
  if (drug && named && 'noProduct' in named && isOnlyAnRxnorm(drug, there)) {
    const [code] = drug.rxnorm
    return {
      doses: ofItsVisit(charge, there),
      perhaps: `it names its drug by the RxNorm code ${code?.name} alone, which no map here resolves; it may be this dose`,
    }
  }
  // A drug that the crosswalk alone names is another's, unless a dose of that day is of its molecule.
  if (named && 'product' in named && named.product.listedUnder && !there.some(isOfMolecule(named.product.family))) {
    return { doses: [] }
  }
  if (named && 'product' in named && meaningsOf(charge, codebook).length === 0) {
    const because = `it names ${named.product.brand}, of which no dose is charted for that day`
    return { doses: ofItsVisit(charge, there), perhaps: because }
  }
  if (knownBy === undefined || (named && 'product' in named)) return { doses: [] }
  return {
    doses: ofItsVisit(charge, there),
    perhaps: saysNothing(knownBy),
  }
}

/** Whether nothing but an RxNorm code tells the drug: no NDC, and no words that name one. */
const isOnlyAnRxnorm = ({ ndc, rxnorm, hcpcs, text }: DrugNames, there: readonly Chargeable[]): boolean =>
  rxnorm.length > 0 &&
  ndc.length === 0 &&
  hcpcs.length === 0 &&
  there.some(
    ({ product }) => product.known && text.every(({ name }) => strangeInName(name, product.value.product).length === 0),
  )

const saysNothing = (knownBy: string): string =>
  `it has ${knownBy} and does not say what was charged; it may be this dose`

/** Those of its visit, where it names one that a dose there had; else all. */
function ofItsVisit(charge: ExistingCharge, there: readonly Chargeable[]): readonly Chargeable[] {
  const visit = there.filter(({ charted }) => charted.encounter.known && charted.encounter.value === charge.encounter)
  return visit.length > 0 ? visit : there
}

const isElsewhere = ({ encounter }: ExistingCharge, { charted }: Chargeable): boolean =>
  (encounter?.startsWith('Encounter/') ?? false) && charted.encounter.known && charted.encounter.value !== encounter

/** Whether a charge is of the day of a dose. One without a certain day is where it names the visit of the dose. */
function dayOf(charge: ExistingCharge, { charted }: Chargeable): 'same' | 'another' | { readonly perhaps: string } {
  const isOfTheVisit = charted.encounter.known && charted.encounter.value === charge.encounter
  const day = charted.administeredOn.known ? charted.administeredOn.value : undefined
  if (day !== undefined && charge.on !== undefined) return charge.on === day ? 'same' : 'another'
  if (day !== undefined && !isWithin(day, charge.between)) return 'another'
  if (isOfTheVisit) return 'same'
  return { perhaps: charge.between ? 'its day is not certain' : 'the charge does not say of which day it is' }
}

const isWithin = (day: CalendarDate, between: ExistingCharge['between']): boolean =>
  (between?.from ?? day) <= day && day <= (between?.until ?? day)

const isSamePatient = ({ charted: a }: Chargeable, { charted: b }: Chargeable): boolean =>
  a.patient.known && b.patient.known && a.patient.value === b.patient.value

const codesIn = ({ codes }: ExistingCharge): string[] => codes.flatMap(({ code }) => code?.trim().toUpperCase() ?? [])

const meaningsOf = (charge: ExistingCharge, codebook: Codebook): CodeMeaning[] =>
  codesIn(charge).flatMap((code) => {
    const meaning = codebook.meaningOf(code)
    return meaning && !meaning.isListed ? [meaning] : []
  })

/** By what HCPCS says the code is, by the code book in force, which may say otherwise, and by the drug it names. */
function isBilledBy(charge: ExistingCharge, { product, hcpcs }: Chargeable, codebook: Codebook): boolean {
  if (!product.known) return false
  const { id } = product.value.product
  const named = codesIn(charge).flatMap((code) => codebook.meaningOf(code) ?? [])
  if (named.some((meaning) => bills(meaning, product.value.product))) return true
  // A code of the same molecule by another labeler, put on a dose of this one.
  const { listedUnder, family } = product.value.product
  if (listedUnder && named.some(({ isListed }) => isListed?.family === family)) return true
  if (hcpcs !== undefined && codesIn(charge).includes(hcpcs.code)) return true
  const drug = charge.drug && codebook.recognise(charge.drug)
  return drug !== undefined && 'product' in drug && drug.product.id === id
}

/** Whether it bills a drug: this one, or another by a code that HCPCS gives to a drug. */
const isForADrug = (charge: ExistingCharge, dose: Chargeable, codebook: Codebook): boolean =>
  isBilledBy(charge, dose, codebook) || meaningsOf(charge, codebook).length > 0

/** In which way the code of a charge gives a drug; undefined where it is no code of giving one. */
const givingOf = (charge: ExistingCharge, codebook: Codebook): Giving | undefined =>
  codesIn(charge)
    .map((code) => codebook.givingOf(code))
    .find((giving) => giving !== undefined)

/** Whether a dose may have been given in a way; an infusion was a push where none of it ran as long as an infusion runs. */
function mayGive(giving: Giving, { product, edition, charted: { minutes } }: Chargeable): boolean {
  const { administration } = edition.values(product.known ? product.value.product : undefined)
  if (!administration.known) return true
  const how = administration.value
  if (how.way !== 'infusion' || giving !== 'push') return how.way === giving
  return !minutes.known || minutes.value < how.fromMinutes
}

/** What the doses of the line come to in units of the charge’s code; undefined where the two cannot be compared. */
function unitsOf(charge: ExistingCharge, { hcpcs }: Chargeable, line: readonly Chargeable[]): number | undefined {
  if (!hcpcs || charge.units === undefined || charge.modifiers.includes('JW')) return undefined
  if (!codesIn(charge).includes(hcpcs.code)) return undefined
  let sum: Exact | undefined
  for (const { administeredAmount } of line) {
    if (!administeredAmount.known) return undefined
    sum = sum ? sum.add(administeredAmount.value) : administeredAmount.value
  }
  return sum && Number(unitsGiven(sum, hcpcs))
}

/** A sentence as the end of another: its point is the other’s. */
const clause = (sentence: string): string => sentence.replace(/\.$/, '')

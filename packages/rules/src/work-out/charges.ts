import type { Codebook, CodeMeaning, Edition, Hcpcs } from '@doseline/codebook'
import { type ChartedDose, type ExistingCharge, type Fact, known } from '@doseline/dose'
import { administrationCodes } from '../administration.ts'
import type { DoseCharge, GivenProduct } from '../dose-facts.ts'

/** What of a dose tells whose a charge is. */
export interface Chargeable {
  readonly charted: ChartedDose
  readonly product: Fact<GivenProduct>
  readonly edition: Edition
  readonly hcpcs: Hcpcs | undefined
}

const NO_LONGER_A_CHARGE = new Set(['entered-in-error', 'aborted', 'not-billable'])

/**
 * Charges that bill this dose and still stand, without those Doseline itself wrote. A charge that names no dose, as
 * those of Oracle Health and of many billing systems, belongs to the dose of its visit and day that its code bills.
 * `line` holds the doses that share a line with this one. Missing where none is seen and not all could be read.
 */
export function chargesOf(
  dose: Chargeable,
  line: readonly Chargeable[],
  all: readonly Chargeable[],
  codebook: Codebook,
): Fact<readonly DoseCharge[]> {
  const { charges, chargesUnread } = dose.charted
  if (!charges.known) return charges
  const standing = charges.value.filter(({ ours, status }) => !ours && !NO_LONGER_A_CHARGE.has(status))
  const owns = standing.flatMap((charge) => owned(charge, dose, line, all, codebook))
  // Whoever looked in the billing system has seen whose the others are.
  const its = charges.attested ? owns.filter(({ perhaps }) => perhaps === undefined) : owns
  const isOfTheDrug = its.some((charge) => meaningsOf(charge, codebook).length > 0)
  if (chargesUnread && !isOfTheDrug) return chargesUnread
  const places = [...charges.places.filter(({ resource }) => resource === 'request'), ...its.map(({ place }) => place)]
  return { ...known(its, ...places), ...(charges.attested && { attested: charges.attested }) }
}

function owned(
  charge: ExistingCharge,
  dose: Chargeable,
  line: readonly Chargeable[],
  all: readonly Chargeable[],
  codebook: Codebook,
): DoseCharge[] {
  if (charge.services.length > 0) return charge.services.includes(dose.charted.administration) ? [charge] : []
  if (!isOfTheVisit(charge, dose)) return []
  const there = all.filter((other) => other === dose || (isOfTheVisit(charge, other) && isSamePatient(other, dose)))
  const perhaps = billedBy(charge, dose, there, codebook)
  if (!perhaps.includes(dose)) return []
  const isCertain = perhaps.every((other) => line.includes(other))
  return [isCertain ? charge : { ...charge, perhaps: 'the charge names no dose, and the visit has several' }]
}

/** The doses of a visit that a charge may bill. */
function billedBy(
  charge: ExistingCharge,
  dose: Chargeable,
  there: readonly Chargeable[],
  codebook: Codebook,
): readonly Chargeable[] {
  const meanings = meaningsOf(charge, codebook)
  // Giving any drug of the visit, also one no code book here covers, may be charged by the same code.
  if (meanings.length === 0) return isOfGiving(charge, dose) ? there : []
  const billed = there.filter((other) => isBilledBy(charge, meanings, other))
  // A code that bills no dose of the visit was put on one of them all the same.
  return billed.length > 0 ? billed : there.filter(({ product }) => product.known)
}

/** Its visit and its day, as far as it has them, are those of the dose. */
function isOfTheVisit({ on, encounter }: ExistingCharge, { charted }: Chargeable): boolean {
  const visit = charted.encounter.known ? charted.encounter.value : undefined
  const day = charted.givenOn.known ? charted.givenOn.value : undefined
  const compared = [
    [encounter, visit],
    [on, day],
  ].filter(([a, b]) => a !== undefined && b !== undefined)
  return compared.length > 0 && compared.every(([a, b]) => a === b)
}

const isSamePatient = ({ charted: a }: Chargeable, { charted: b }: Chargeable): boolean =>
  a.patient.known && b.patient.known && a.patient.value === b.patient.value

const codesIn = ({ codes }: ExistingCharge): string[] => codes.flatMap(({ code }) => code?.trim().toUpperCase() ?? [])

const meaningsOf = (charge: ExistingCharge, codebook: Codebook): CodeMeaning[] =>
  codesIn(charge).flatMap((code) => codebook.meaningOf(code) ?? [])

/** By what HCPCS says the code is, and by the code book in force, which may say otherwise. */
const isBilledBy = (
  charge: ExistingCharge,
  meanings: readonly CodeMeaning[],
  { product, hcpcs }: Chargeable,
): boolean =>
  product.known &&
  (meanings.some(({ products }) => products.includes(product.value.product.id)) ||
    (hcpcs !== undefined && codesIn(charge).includes(hcpcs.code)))

function isOfGiving(charge: ExistingCharge, { product, edition }: Chargeable): boolean {
  const { administration } = edition.values(product.known ? product.value.product : undefined)
  return (
    administration.known && administrationCodes(administration.value).some((code) => codesIn(charge).includes(code))
  )
}

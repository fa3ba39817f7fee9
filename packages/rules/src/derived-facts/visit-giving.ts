import type { Codebook, Edition } from '@doseline/codebook'
import type { MissingBecause } from '@doseline/contract'
import { type ChartedDose, type ExistingCharge, type Fact, known, type OtherDose } from '@doseline/dose'
import type { DoseCharge, OtherInVein, VisitGiving } from '../dose-facts.ts'
import { otherDrugNamed } from './other-drug.ts'

/** A dose of the chart, as far as it bears on which service of a visit is the initial one. */
interface Given {
  readonly charted: ChartedDose
  readonly edition: Edition
}

/** The doses that share lines, and whether a person states that they are the initial service. */
interface OfTheLine {
  readonly administrations: ReadonlySet<string>
  readonly isInitial: Fact<boolean> | undefined
}

/** Why doses may be in the EHR that are not in the chart. */
const NOT_READ: ReadonlySet<MissingBecause> = new Set(['refused', 'not-offered', 'failed'] as const)

const NOT_GIVEN: ReadonlySet<string> = new Set(['not-done', 'entered-in-error'])

/**
 * What else went into a vein in the visit of a dose, any drug: one initial service is billed a visit, over all of them.
 * The doses that share its lines are one service.
 */
export function visitGivingOf(
  { charted, edition }: Given,
  { administrations: own, isInitial: stated }: OfTheLine,
  all: readonly Given[],
  charges: Fact<readonly DoseCharge[]>,
  codebook: Codebook,
): Fact<VisitGiving> {
  if (!charted.otherDoses.known && NOT_READ.has(charted.otherDoses.because)) return charted.otherDoses
  const others = charted.otherDoses.known
    ? charted.otherDoses.value.filter(
        (other) =>
          other.intoAVein &&
          !own.has(other.administration) &&
          !NOT_GIVEN.has(other.status) &&
          isOfTheVisit(other, charted),
      )
    : []
  const charged = chargedInitially(charted, own, edition, codebook)
  const beside = chargedBeside(charted, own, charges, codebook)
  const initial = initialCodes(edition)
  return {
    ...known(
      {
        others: others.map((other) => inVein(other, all, codebook)),
        charged,
        unnamed: beside.filter(
          ({ code, reference }) => initial.includes(code) && !charged.some((each) => each.reference === reference),
        ),
        beside,
        ...(stated?.known && { isInitial: stated.value }),
      },
      ...others.map(({ administration }) => ({ resource: administration, element: 'effective' })),
      ...(stated?.places ?? []),
    ),
    ...(stated?.known && stated.attested && { attested: stated.attested }),
  }
}

/** Of the same visit; of the same day where one of them names none. */
function isOfTheVisit(other: OtherDose, { encounter, administeredOn }: ChartedDose): boolean {
  if (other.encounter !== undefined && encounter.known) return other.encounter === encounter.value
  return other.administeredOn.known && administeredOn.known && other.administeredOn.value === administeredOn.value
}

function inVein(other: OtherDose, all: readonly Given[], codebook: Codebook): OtherInVein {
  const recognised = other.drug.known ? codebook.recognise(other.drug.value) : undefined
  const text = other.drug.known ? other.drug.value.text[0]?.name : undefined
  const name = recognised && 'product' in recognised ? recognised.product.brand : text
  const stated = all.find(({ charted }) => charted.administration === other.administration)?.charted.isInitialInfusion
  return {
    administration: other.administration,
    ...(name !== undefined && { name }),
    ...other.intoAVein,
    ...(stated?.known && { isInitial: stated.value }),
  }
}

/** Charges of the visit, also those Doseline wrote, that bill an initial service for other doses than these. */
function chargedInitially(
  charted: ChartedDose,
  own: ReadonlySet<string>,
  edition: Edition,
  codebook: Codebook,
): VisitGiving['charged'] {
  if (!charted.charges.known) return []
  const initial = initialCodes(edition)
  const recognised = charted.drug.known ? codebook.recognise(charted.drug.value) : undefined
  const products = recognised && 'product' in recognised ? [recognised.product] : []
  return charted.charges.value.flatMap((charge) => {
    const { services, codes, on, encounter, reference, doubt } = charge
    const isForAnother = services.length > 0 || otherDrugNamed(charge, products, codebook) !== undefined
    if (doubt !== undefined || !isForAnother || services.some((service) => own.has(service))) return []
    const code = codes.map((each) => each.code?.trim()).find((each) => each !== undefined && initial.includes(each))
    return code !== undefined && isChargedThen({ on, encounter }, charted) ? [{ code, reference }] : []
  })
}

function initialCodes(edition: Edition): readonly string[] {
  const { administrationCodes } = edition.values(undefined)
  return administrationCodes.known ? administrationCodes.value.initial : []
}

const isChargedThen = (
  { on, encounter }: Pick<ExistingCharge, 'on' | 'encounter'>,
  { administeredOn, encounter: visit }: ChartedDose,
): boolean =>
  (on !== undefined && administeredOn.known && on === administeredOn.value) ||
  (visit.known && encounter === visit.value)

/** Charges of the visit for giving something that is not this dose, as far as it is certain that they bill. */
function chargedBeside(
  charted: ChartedDose,
  own: ReadonlySet<string>,
  charges: Fact<readonly DoseCharge[]>,
  codebook: Codebook,
): VisitGiving['beside'] {
  if (!charted.charges.known || !charges.known) return []
  const its = new Set(charges.value.map(({ reference, item }) => `${reference} ${item ?? ''}`))
  return charted.charges.value.flatMap((charge) => {
    const { reference, item, services, codes, doubt, on } = charge
    const code = codes.flatMap((each) => each.code?.trim() ?? []).find((each) => codebook.givingOf(each))
    const isOfTheDose =
      its.has(`${reference} ${item ?? ''}`) ||
      services.some((service) => own.has(service)) ||
      (charge.ours !== undefined && services.length === 0)
    const isOfAnotherDay = on !== undefined && charted.administeredOn.known && on !== charted.administeredOn.value
    if (code === undefined || doubt !== undefined || isOfTheDose || isOfAnotherDay) return []
    return isChargedThen(charge, charted) ? [{ code, reference }] : []
  })
}

import type { Authorization, CoverageStatement } from '@doseline/dose'
import { type AboutAuthorized, judgedAuthorizations, refusals } from '../../authorization.ts'
import { unitsGiven } from '../../billed-units.ts'
import { cannotTell, fails, passes, rule } from '../../rule.ts'

/**
 * What a payer answered beforehand, on the order, to a request for an authorization or as a predetermination, counts until
 * it answers again, also where it asks for no authorization: an approval of a later day, or one that a person states, is
 * its newer word.
 * @see https://hl7.org/fhir/us/davinci-crd/StructureDefinition-ext-coverage-information.html
 */
export default rule({
  id: 'coverage/was-not-declined',
  asks: 'Did the payer say beforehand that it does not cover the drug?',
  needs: ['coverageStatements', 'administeredOn', 'product'],
  mayUse: ['authorizations', 'dailyAmount', 'earlierDoses', 'payer'],
  published: ['hcpcs'],
  skips: {
    when: ({ coverageStatements, authorizations }) =>
      coverageStatements.known &&
      coverageStatements.value.length === 0 &&
      !(authorizations.known && authorizations.value.some(isRefusal)),
    says: 'The payer refused nothing on the order.',
  },
  messages: {
    covered: { says: '{reference} holds the answer of the payer that it covers {brand}.' },
    'about something else': { says: 'What the payer answered on {reference} is about another code than {code}.' },
    'approved since': { says: 'The payer approved {brand} after what it answered on {reference}.' },
    'not covered': {
      says: '{reference} holds the answer of the payer that it does not cover {brand}{when}.',
      remedy: 'Ask {payer} again; if it approved {brand} since, enter the authorization number and its dates.',
      who: 'authorization desk',
    },
    'not settled': {
      says: '{reference} holds the answer of the payer that its coverage of {brand} is “{covered}”{when}.',
      remedy: 'Ask {payer} whether it covers {brand}, and enter the authorization number and its dates.',
      who: 'authorization desk',
    },
    'authorization needed': {
      says: '{reference} holds the answer of the payer about a prior authorization of {brand}: “{needed}”{when}. The chart holds none that covers it.',
      remedy: 'Enter the authorization number and its dates, or ask {payer} for one.',
      who: 'authorization desk',
    },
  },
  check(dose, { hcpcs }) {
    const {
      coverageStatements: onOrder,
      administeredOn,
      product: given,
      authorizations,
      dailyAmount,
      earlierDoses,
    } = dose
    const { product } = given
    const codes = new Set([hcpcs.code, ...product.ndcs])
    const own = onOrder.filter(
      (each) => each.codes.length === 0 || each.codes.some(({ code }) => codes.has(code ?? '')),
    )
    const about: AboutAuthorized = {
      day: administeredOn,
      product,
      hcpcs,
      units: dailyAmount.known ? unitsGiven(dailyAmount.value.administeredAmount, hcpcs) : undefined,
      earlier: earlierDoses.known ? earlierDoses.value.map((each) => each.administeredOn) : [],
    }
    const good = (authorizations.known ? judgedAuthorizations(authorizations.value, about) : [])
      .filter(({ trouble }) => trouble === undefined)
      .map(({ each }) => each)
    const refused = authorizations.known ? refusals(authorizations.value, about).map(asStatement) : []
    const newest = [...newestOf(own), ...refused]
    const [first] = newest
    if (!first) {
      const other = onOrder[0] ?? (authorizations.known ? authorizations.value.find(isRefusal) : undefined)
      return passes('about something else', { reference: other?.reference ?? '', code: hcpcs.code })
    }
    const worst =
      newest.find(({ covered }) => covered === 'not-covered') ?? newest.find(({ covered }) => covered !== 'covered')
    const values = (each: CoverageStatement) => ({
      reference: each.reference,
      brand: product.brand,
      covered: each.covered ?? 'not stated',
      needed: each.authorization ?? '',
      when: each.on === undefined ? '' : ` (${each.on})`,
    })
    if (worst) {
      const isSince = good.some(
        (each) => each.reference === 'request' || (worst.on !== undefined && (each.answeredOn ?? '') > worst.on),
      )
      if (isSince) return passes('approved since', values(worst))
      return worst.covered === 'not-covered'
        ? fails('not covered', values(worst))
        : cannotTell('not settled', values(worst))
    }
    const needing = newest.find(({ authorization }) => authorization !== undefined && !NEEDS_NONE.has(authorization))
    return needing && good.length === 0
      ? cannotTell('authorization needed', values(needing))
      : passes('covered', values(first))
  },
})

/** Answers that leave nothing to ask for; every other one leaves it open. */
const NEEDS_NONE: ReadonlySet<string> = new Set(['no-auth', 'satisfied'])

const isRefusal = ({ outcome }: Pick<Authorization, 'outcome'>): boolean => outcome === 'denied'

/** A refusal of something that it does not name may be of this drug. */
const asStatement = ({ each, isNamed }: ReturnType<typeof refusals>[number]): CoverageStatement => ({
  reference: each.reference,
  covered: isNamed ? 'not-covered' : 'denied, without a drug',
  ...(each.answeredOn && { on: each.answeredOn }),
  codes: each.codes,
  place: each.place,
})

/** Those of the latest day, with those that state none. */
function newestOf(statements: readonly CoverageStatement[]): readonly CoverageStatement[] {
  const days = statements.flatMap(({ on }) => on ?? []).toSorted()
  const last = days.at(-1)
  return statements.filter(({ on }) => on === undefined || on === last)
}

import { insteadOf, type Path } from '@doseline/yaml-files'
import { UNITS } from './chart/quantities.ts'
import type { Given } from './given.ts'
import type { Registration } from './registration.ts'

/** An element of `given` that has the right shape and means nothing. */
export interface Senseless {
  /** From the top of `scenario.yaml`. */
  readonly path: Path
  readonly problem: string
  readonly todo: string
}

/** What names something that is not there, or has a unit that no chart here is written in. */
export function* senselessIn(given: Given, known: Registration): Generator<Senseless> {
  yield* unknownProducts(given, known)
  yield* unknownPayers(given, known)
  yield* unknownUnits(given)
  const reasons = given.conditions.map(({ icd10cm }) => icd10cm)
  if (given.reason !== 'not recorded' && !reasons.includes(given.reason))
    yield {
      path: ['given', 'reason'],
      problem: `No condition of the patient has the code “${given.reason}”.`,
      todo: 'Add it under “conditions”, or write the code of one that is there.',
    }
  if (given.authorization !== 'none' && given.coverage === 'none')
    yield {
      path: ['given', 'authorization'],
      problem: 'There is an authorization and no coverage: no payer could have given it.',
      todo: 'Add the coverage, or write “authorization: none”.',
    }
}

function* unknownProducts({ dose, earlierDoses }: Given, { brands }: Registration): Generator<Senseless> {
  const named = [
    [['given', 'dose', 'product'], dose.product] as const,
    ...earlierDoses.map(({ product }, at) => [['given', 'earlierDoses', at, 'product'], product] as const),
  ]
  for (const [path, brand] of named) {
    if (brand === undefined || brands.includes(brand)) continue
    yield { path, ...notEntered('product', brand, 'products.yaml', brands) }
  }
}

function* unknownPayers({ coverage, second }: Given, { payers }: Registration): Generator<Senseless> {
  const named = [
    ['coverage', coverage === 'none' ? undefined : coverage.payer],
    ['second', second?.payer],
  ] as const
  for (const [element, payer] of named) {
    if (payer === undefined || payers.includes(payer)) continue
    yield { path: ['given', element, 'payer'], ...notEntered('payer', payer, 'payers.yaml', payers) }
  }
}

const notEntered = (what: string, name: string, file: string, known: readonly string[]) => ({
  problem: `No chart has had the ${what} “${name}” yet.`,
  todo: `Add it to fhir-fixtures/scenarios/${file}, or use one that is there. ${insteadOf(name, known)}`,
})

function* unknownUnits({ dose, weight, results, earlierDoses }: Given): Generator<Senseless> {
  const amounts = [
    [['given', 'dose', 'amount'], dose.amount] as const,
    [['given', 'dose', 'discarded'], dose.discarded] as const,
    [['given', 'dose', 'rate'], dose.rate] as const,
    [['given', 'weight'], weight] as const,
    ...results.map(({ value }, at) => [['given', 'results', at, 'value'], value] as const),
    ...earlierDoses.map(({ amount }, at) => [['given', 'earlierDoses', at, 'amount'], amount] as const),
  ]
  for (const [path, words] of amounts) {
    const unit = words === 'not recorded' ? undefined : words?.split(' ')[1]
    if (unit === undefined || UNITS.includes(unit)) continue
    yield {
      path,
      problem: `“${unit}” is no unit that a chart here is written in.`,
      todo: `${insteadOf(unit, UNITS)} A new one goes into fhir-fixtures/src/chart/quantities.ts, with its UCUM code.`,
    }
  }
}

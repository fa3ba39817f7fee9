import type { Hcpcs, Product } from '@doseline/codebook'
import type { DiscardPolicy } from '@doseline/contract'
import { exactly, known, missing } from '@doseline/dose'
import { expect, test } from 'vitest'
import { chargeLines } from './charge-lines.ts'
import { fewestContainers } from './containers.ts'
import { lineName } from './explain.ts'
import { aDose } from './testing/a-dose.ts'
import { anEdition } from './testing/an-edition.ts'
import { CODES, PRODUCTS } from './testing/products.ts'

/** One dose in whole micrograms: no ratio, no library, no code of ours takes part in its answer. */
interface Case {
  readonly unit: number
  readonly singleDose: boolean
  readonly container: number
  readonly given: number
  /** Undefined where nobody charted it. */
  readonly opened: number | undefined
  readonly discarded: number | undefined
  readonly policy: DiscardPolicy
}

/**
 * The same question answered by counting on fingers: units are taken from the dose one by one until nothing of it is
 * left, then from the opened content as long as a whole one fits. Containers that the dose did not need leave no line.
 */
function byCounting({ unit, singleDose, container, given, opened, discarded, policy }: Case): string[] {
  let units = 0
  for (let left = given; left > 0; left -= unit) units += 1
  if (policy === 'not asked' || !singleDose || opened === undefined || opened < given) return [`X × ${units}`]
  let needed = 0
  for (let left = given; left > 0; left -= container) needed += container
  if (opened > needed) return [`X × ${units}`]
  let fitting = 0
  for (let rest = opened; rest >= unit; rest -= unit) fitting += 1
  const agrees = discarded === opened - given
  if (fitting <= units) {
    const contradicts = discarded !== undefined && !agrees
    return [policy === 'JW or JZ' && !contradicts ? `X-JZ × ${units}` : `X × ${units}`]
  }
  return agrees && discarded > 0 ? [`X × ${units}`, `X-JW × ${fitting - units}`] : [`X × ${units}`]
}

/** Numbers that are the same on every machine (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const UNITS = [1_000, 10, 30_000, 100, 7]
const POLICIES: readonly DiscardPolicy[] = ['JW or JZ', 'JW or JZ', 'JW when discarded', 'not asked']

function someCase(below: (count: number) => number): Case {
  const unit = UNITS[below(UNITS.length)] ?? 1
  const container = unit * (1 + below(12)) + (below(3) === 0 ? below(unit) : 0)
  const opened = container * (1 + below(4))
  const anywhere = below(opened + Math.ceil(unit / 2))
  const inTheLast = opened - below(container)
  const given = Math.max(1, [opened, anywhere, inTheLast, inTheLast][below(4)] ?? opened)
  const left = opened - given
  const written = [undefined, left, left, Math.max(0, left - 1), 0][below(5)]
  return {
    unit,
    singleDose: below(10) > 0,
    container,
    given,
    opened: below(12) === 0 ? undefined : opened,
    discarded: written !== undefined && written >= 0 ? written : undefined,
    policy: POLICIES[below(POLICIES.length)] ?? 'JW or JZ',
  }
}

const IN_ORDER = aDose()
const mcg = (count: number) => exactly(count).div(1000)
const NOT_RECORDED = missing('not-recorded', 'Nobody charted it.')

function byDoseline({ unit, singleDose, container, given, opened, discarded, policy }: Case): string[] {
  const product: Product = { ...PRODUCTS.Prolia, singleDose, amountPerContainer: mcg(container) }
  const hcpcs: Hcpcs = { ...CODES.J0897, code: 'X', unitAmount: mcg(unit) }
  const facts = {
    ...IN_ORDER,
    product: known({ product, by: 'ndc' as const }),
    dailyAmount: known({
      doses: ['MedicationAdministration/ma-1'],
      administeredAmount: mcg(given),
      ndc: undefined,
      fewest: fewestContainers([{ product, administeredAmount: mcg(given) }]),
    }),
    openedAmount: opened === undefined ? NOT_RECORDED : known(mcg(opened)),
    discardedAmount: discarded === undefined ? NOT_RECORDED : known(mcg(discarded)),
  }
  return chargeLines(facts, anEdition({ hcpcs, discard: policy, notPublished: { administration: 'Not asked.' } })).map(
    lineName,
  )
}

/** All of them take five seconds: the long run judges them. */
const COUNT = process.env.TEST_LONG ? 200_000 : 30_000

test(`units, JW and JZ of ${COUNT.toLocaleString('en-US')} doses are what counting one by one gives`, () => {
  const below = numbers(20261124)
  const seen = { jw: 0, jz: 0, neither: 0 }
  for (let at = 0; at < COUNT; at++) {
    const each = someCase(below)
    const counted = byCounting(each)
    const ours = byDoseline(each)
    if (ours.join() !== counted.join()) expect({ ...each, ours }).toEqual({ ...each, ours: counted })
    seen[counted.length > 1 ? 'jw' : counted[0]?.includes('JZ') ? 'jz' : 'neither'] += 1
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(COUNT / 10)
}, 120_000)

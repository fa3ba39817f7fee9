import type { Bundle, FhirResource } from 'fhir/r4'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { chartFrom } from './chart-from.ts'
import { Given } from './given.ts'

/** One invented patient with one dose. */
export interface Member {
  readonly name: string
  readonly given: Given
  readonly chart: Bundle<FhirResource>
  /** `MedicationAdministration/…` */
  readonly focus: string
  /** The moment of judging: the evening of the dose, while every payer still takes the claim. */
  readonly asOf: string
}

/**
 * Invented patients by the dozen: the same seed gives the same people, byte for byte. Two in five are ready to bill; the
 * others lack something, as charts do. For laws that must hold of every chart, and for measuring.
 */
export function population(seed: number, size: number): Member[] {
  return Array.from({ length: size }, (_, at) => memberOf(seed, at))
}

function memberOf(seed: number, at: number): Member {
  const name = `population-${seed}-${at}`
  const given = Given.parse(storyOf(diceFrom(seed, at)))
  return { name, given, ...chartFrom(given, name), asOf: `${given.dose.on}T23:59:00-05:00` }
}

type Dice = ReturnType<typeof diceFrom>

function diceFrom(seed: number, at: number) {
  const random = xoroshiro128plus(seed * 1_000_003 + at)
  const number = (least: number, most: number): number => uniformInt(random, least, most)
  return {
    number,
    /** True in so many of a hundred. */
    chance: (percent: number): boolean => number(1, 100) <= percent,
    one<T>(of: readonly [T, ...T[]]): T {
      return of[number(0, of.length - 1)] ?? of[0]
    },
  }
}

interface Kind {
  readonly product: string
  readonly amounts: (dice: Dice) => number
  readonly container: { readonly mg: number; readonly noun: string }
  readonly infused: boolean
  readonly everyDays: number
  readonly reasons: readonly [string, ...string[]]
}

const SYRINGE = { mg: 60, noun: 'syringe' }
const KINDS: readonly [Kind, ...Kind[]] = [
  {
    product: 'Prolia',
    amounts: ({ chance }) => (chance(92) ? 60 : 30),
    container: SYRINGE,
    infused: false,
    everyDays: 184,
    reasons: ['M81.0', 'M81.0', 'M81.0', 'M81.8', 'C61', 'C79.51'],
  },
  {
    product: 'Jubbonti',
    amounts: () => 60,
    container: SYRINGE,
    infused: false,
    everyDays: 184,
    reasons: ['M81.0', 'M80.051A'],
  },
  {
    product: 'Xgeva',
    amounts: ({ chance }) => (chance(95) ? 120 : 60),
    container: { mg: 120, noun: 'vial' },
    infused: false,
    everyDays: 28,
    reasons: ['C79.51', 'C79.51', 'C90.00', 'D48.0', 'M81.0'],
  },
  {
    product: 'Mepsevii',
    amounts: ({ number }) => 4 * number(8, 90),
    container: { mg: 10, noun: 'vials' },
    infused: true,
    everyDays: 14,
    reasons: ['E76.29'],
  },
  {
    product: 'Reclast',
    amounts: () => 5,
    container: { mg: 5, noun: 'bottle' },
    infused: true,
    everyDays: 366,
    reasons: ['M81.0', 'M88.89'],
  },
]

const FAMILIES = [
  'Ashdown',
  'Bellweather',
  'Carrow',
  'Dunmore',
  'Eastlake',
  'Fennimore',
  'Garland',
  'Holloway',
] as const
const NAMES = ['Ada', 'Bram', 'Cleo', 'Dora', 'Emil', 'Faye', 'Gus', 'Hana'] as const

function storyOf(dice: Dice): object {
  const kind = dice.chance(20) ? KINDS[0] : dice.one(KINDS)
  const amount = kind.amounts(dice)
  const on = dayAfter('2024-07-01', dice.number(0, 850))
  const opened = Math.ceil(amount / kind.container.mg)
  const left = opened * kind.container.mg - amount
  const reason = dice.one(kind.reasons)
  const resolved = dice.chance(6)
  const covered = dice.chance(95)
  const payer = dice.one(['medicare-part-b', 'medicare-part-b', 'blue-cross-nc'])
  return {
    patient: {
      family: dice.one(FAMILIES),
      given: dice.one(NAMES),
      birthDate: dayAfter('1935-01-01', dice.number(0, 25_000)),
      gender: dice.one(['female', 'male']),
    },
    dose: {
      product: kind.product,
      amount: dice.chance(96) ? `${amount} mg` : 'not recorded',
      on,
      at: '10:15-05:00',
      ...(kind.infused && { until: dice.chance(85) ? '14:15-05:00' : 'not recorded' }),
      status: dice.chance(94) ? 'completed' : dice.one(['not-done', 'stopped', 'entered-in-error', 'in-progress']),
      opened: dice.chance(92) ? `${opened} ${kind.container.noun}` : 'not recorded',
      discarded: left > 0 && dice.chance(85) ? `${left} mg` : 'not recorded',
      as: dice.one(['reference', 'contained', 'codeable concept']),
      names: dice.chance(92) ? ['ndc', 'rxnorm', 'text'] : ['text'],
    },
    ...(kind.product === 'Mepsevii' && { weight: `${amount / 4} kg` }),
    reason: dice.chance(95) ? reason : 'not recorded',
    conditions: [
      { icd10cm: reason, text: `The condition ${reason}`, status: resolved ? 'resolved' : 'active' },
      ...(dice.chance(40) ? [{ icd10cm: 'I10', text: 'Essential (primary) hypertension' }] : []),
    ],
    coverage: covered
      ? {
          payer,
          from: '2020-01-01',
          ...(dice.chance(8) && { until: dayAfter(on, -dice.number(1, 200)) }),
        }
      : 'none',
    ...(covered &&
      payer === 'blue-cross-nc' &&
      dice.chance(80) && {
        authorization: { number: `PA-${dice.number(1000, 9999)}`, from: dayAfter(on, -90), until: dayAfter(on, 90) },
      }),
    earlierDoses: Array.from({ length: dice.number(0, 3) }, (_, at) => ({
      on: dayAfter(on, -(at + 1) * kind.everyDays + (dice.chance(10) ? 9 : 0)),
    })),
    charges: dice.chance(5) ? [{ code: 'J0897', units: 60, status: 'billed' }] : [],
  }
}

/** Days of an invented calendar entry; nothing is billed by them, so plain UTC arithmetic will do. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

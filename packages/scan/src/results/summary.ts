import { VERDICTS, type Verdict } from '@doseline/contract'
import { blockingOf, type DoseResult, isCharged, type PatientResult } from './patient-result.ts'

/** Sums over doses. Money is dollars and cents, as decimal text. */
export interface DoseSums {
  readonly doses: number
  readonly byVerdict: Readonly<Record<Verdict, number>>
  /** Of all of them, those that the chart shows as charged. */
  readonly charged: number
  /** Units of the drug lines. */
  readonly units: number
  readonly expectedPayment: string
  /** Of the expected payment, that of doses that are ready and not charged. */
  readonly ready: string
  /** That of doses that are not ready or need information, and are not charged. */
  readonly atRisk: string
  /** Doses of supported drugs whose expected payment is not known: they are not in the sums. */
  readonly withoutPayment: number
  /** Units that charges in the chart lack, and have too many, where the chart shows both. */
  readonly underchargedUnits: number
  readonly overchargedUnits: number
}
export type NamedSums = { readonly name: string } & DoseSums

export interface ScanSummary {
  readonly asOf: string
  readonly codebook: string
  readonly codebookVersion: string
  readonly forSubmission: boolean
  readonly server: string
  readonly types: 'all' | readonly string[]
  readonly files: {
    readonly count: number
    readonly bytes: number
    readonly lines: number
    readonly passedOver: readonly string[]
  }
  readonly unreadable: { readonly lines: number; readonly patients: number; readonly ofAnybody: number }
  readonly patients: { readonly all: number; readonly withDoses: number; readonly notJudged: number }
  readonly total: DoseSums
  readonly byPayer: readonly NamedSums[]
  readonly byDrug: readonly NamedSums[]
  /** By rule that keeps a dose from being billed; one with two counts for both. */
  readonly byRule: readonly NamedSums[]
  /** By who can fix what keeps a dose from being billed; one with two counts for both. */
  readonly byRole: readonly NamedSums[]
}

/** Adds doses up. */
export class Sums {
  #doses = 0
  #charged = 0
  #units = 0
  #withoutPayment = 0
  #under = 0
  #over = 0
  readonly #verdicts = new Map<Verdict, number>()
  readonly #cents = { expected: 0n, ready: 0n, atRisk: 0n }

  add(dose: DoseResult): void {
    const { verdict, supported, linesOf, expectedPayment, units = 0 } = dose
    const charged = isCharged(dose)
    const postedUnits = dose.entry?.postedUnits
    this.#doses++
    this.#verdicts.set(verdict, (this.#verdicts.get(verdict) ?? 0) + 1)
    if (charged) this.#charged++
    // Lines that doses share are counted with one of them.
    if (linesOf !== undefined) return
    this.#units += units
    if (postedUnits !== undefined) {
      this.#under += Math.max(0, units - postedUnits)
      this.#over += Math.max(0, postedUnits - units)
    }
    if (expectedPayment === undefined) {
      if (supported && verdict !== 'not-billable') this.#withoutPayment++
      return
    }
    const cents = BigInt(expectedPayment.replace('.', ''))
    this.#cents.expected += cents
    if (charged) return
    if (verdict === 'ready') this.#cents.ready += cents
    else if (verdict !== 'not-billable') this.#cents.atRisk += cents
  }

  all(): DoseSums {
    return {
      doses: this.#doses,
      byVerdict: Object.fromEntries(VERDICTS.map((verdict) => [verdict, this.#verdicts.get(verdict) ?? 0])) as Record<
        Verdict,
        number
      >,
      charged: this.#charged,
      units: this.#units,
      expectedPayment: dollars(this.#cents.expected),
      ready: dollars(this.#cents.ready),
      atRisk: dollars(this.#cents.atRisk),
      withoutPayment: this.#withoutPayment,
      underchargedUnits: this.#under,
      overchargedUnits: this.#over,
    }
  }
}

function dollars(cents: bigint): string {
  const text = cents.toString().padStart(3, '0')
  return `${text.slice(0, -2)}.${text.slice(-2)}`
}

/** Sums of all doses, and by what they are grouped by. */
export class Totals {
  readonly #total = new Sums()
  readonly #groups = {
    payer: new Map<string, Sums>(),
    drug: new Map<string, Sums>(),
    rule: new Map<string, Sums>(),
    role: new Map<string, Sums>(),
  }
  #all = 0
  #withDoses = 0
  #notJudged = 0

  add({ doses, refused }: PatientResult): void {
    this.#all++
    if (refused) this.#notJudged++
    if (doses.length > 0) this.#withDoses++
    for (const dose of doses) this.#addDose(dose)
  }

  #addDose(dose: DoseResult): void {
    const { payer, drug, rule, role } = this.#groups
    this.#total.add(dose)
    addTo(payer, dose.payer ?? 'not known', dose)
    addTo(drug, dose.supported ? (dose.drug ?? 'not known') : 'drugs that are not supported', dose)
    const blocking = blockingOf(dose)
    for (const name of new Set(blocking.map(({ id }) => id))) addTo(rule, name, dose)
    for (const name of new Set(blocking.map(({ who }) => who ?? 'nobody'))) addTo(role, name, dose)
  }

  get patients(): ScanSummary['patients'] {
    return { all: this.#all, withDoses: this.#withDoses, notJudged: this.#notJudged }
  }

  sums(): Pick<ScanSummary, 'total' | 'byPayer' | 'byDrug' | 'byRule' | 'byRole'> {
    const { payer, drug, rule, role } = this.#groups
    return {
      total: this.#total.all(),
      byPayer: named(payer),
      byDrug: named(drug),
      byRule: named(rule),
      byRole: named(role),
    }
  }
}

function addTo(group: Map<string, Sums>, name: string, dose: DoseResult): void {
  const sums = group.get(name) ?? new Sums()
  group.set(name, sums)
  sums.add(dose)
}

const named = (group: ReadonlyMap<string, Sums>): NamedSums[] =>
  [...group].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, sums]) => ({ name, ...sums.all() }))

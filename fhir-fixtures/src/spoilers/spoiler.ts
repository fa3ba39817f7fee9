import type { Bundle, BundleEntry, FhirResource, MedicationAdministration } from 'fhir/r4'
import type { ScenarioRequest } from '../request.ts'

type OfType<T extends FhirResource['resourceType']> = Extract<FhirResource, { resourceType: T }>
/** A request that may be changed at will. */
type Draft = { -readonly [K in keyof ScenarioRequest]: ScenarioRequest[K] }

/** One way to spoil a chart that is ready, and what must then be said. */
export interface Spoiler {
  /** `Coverage.status in another case`: a sentence that makes sense alone in a failure list. */
  readonly name: string
  /** Changes the chart in place; false where this chart has nothing that could be spoiled so. */
  spoil(chart: SpoiledChart): boolean | undefined
  /** Matches a finding that is not in order, as `outcome: rule: text remedy`. */
  readonly says: RegExp
}

/** A copy of a scenario's request, with what a spoiler needs to reach. */
export class SpoiledChart {
  readonly request: Draft

  constructor(request: ScenarioRequest) {
    this.request = structuredClone(request)
  }

  get entries(): BundleEntry<FhirResource>[] {
    this.request.bundle.entry ??= []
    return this.request.bundle.entry as BundleEntry<FhirResource>[]
  }

  get bundle(): Bundle {
    return this.request.bundle
  }

  /** The dose that is asked about. */
  get dose(): MedicationAdministration {
    const [, id] = this.request.focus.split('/')
    const found = this.all('MedicationAdministration').find((each) => each.id === id)
    if (!found) throw new Error(`${this.request.focus} is not in the chart`)
    return found
  }

  /** `Patient/p1` */
  get patient(): string {
    return this.dose.subject.reference ?? ''
  }

  /** `2026-03-02`, as written. */
  get day(): string {
    const { effectiveDateTime, effectivePeriod } = this.dose
    return (effectiveDateTime ?? effectivePeriod?.start ?? '').slice(0, 10)
  }

  /** A person states that the billing system was looked at: that answers what the chart leaves open there. */
  get isStatedAsNotCharged(): boolean {
    return 'notCharged' in this.stated
  }

  /** What a person states of the dose. */
  get stated(): object {
    return this.request.attested?.[this.request.focus] ?? {}
  }

  /** Milligrams as charted; undefined where they are charted in another unit. */
  get mg(): number | undefined {
    const { value, unit } = this.dose.dosage?.dose ?? {}
    return unit === 'mg' ? value : undefined
  }

  all<T extends FhirResource['resourceType']>(type: T): OfType<T>[] {
    return this.entries.flatMap(({ resource }) =>
      resource?.resourceType === type ? [resource as unknown as OfType<T>] : [],
    )
  }

  /** The visit of the dose. */
  get encounter(): OfType<'Encounter'> | undefined {
    const [, id] = (this.dose.context?.reference ?? '').split('/')
    return this.all('Encounter').find((each) => each.id === id)
  }

  /** The patient's own coverages. */
  get coverages(): OfType<'Coverage'>[] {
    return this.all('Coverage').filter(({ beneficiary }) => beneficiary?.reference === this.patient)
  }

  /** The one coverage; undefined where there are several, or where it is another payer's than Original Medicare. */
  get originalMedicare(): OfType<'Coverage'> | undefined {
    const [only, ...others] = this.coverages
    const isMedicare = JSON.stringify(only?.payor ?? '').includes('Medicare Part B')
    return others.length === 0 && isMedicare ? only : undefined
  }

  add(resource: object): true {
    this.entries.push({ resource: resource as FhirResource })
    return true
  }

  /** Takes every resource away that fits. */
  remove(fits: (resource: FhirResource) => boolean): void {
    this.bundle.entry = this.entries.filter(({ resource }) => resource !== undefined && !fits(resource))
  }

  /** A second administration like the dose. */
  addDose(differs: object): true {
    return this.add({ ...structuredClone(this.dose), id: 'second-dose', ...differs })
  }
}

/** Sets any property, also one that FHIR does not have there. */
export function set(holder: object | undefined, element: string, value: unknown): boolean {
  if (!holder) return false
  if (value === undefined) Reflect.deleteProperty(holder, element)
  else Reflect.set(holder, element, value)
  return true
}

/** Sets the same on each; false where there is none. */
export const setOnAll = (holders: readonly object[], element: string, value: unknown): boolean =>
  holders.map((holder) => set(holder, element, value)).length > 0

/** Nobody asked the payer for leave, naming who is to give the dose. */
export const isAskedByNobody = (chart: SpoiledChart): boolean =>
  chart.all('Claim').length === 0 && chart.all('ClaimResponse').length === 0

/** A change that a coder would not stop at: the dose stays ready, with the same lines. */
export interface Harmless {
  readonly name: string
  /** Changes the chart in place; false where this chart has nothing that could be changed so. */
  change(chart: SpoiledChart): boolean | undefined
}

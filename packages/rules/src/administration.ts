import type { Administration, AdministrationCodes, Edition } from '@doseline/codebook'
import type { SettingKind } from '@doseline/contract'
import type { Fact, Missing } from '@doseline/dose'
import type { AdministrationSetting, DoseFacts, InfusionTime, OtherInVein, VisitGiving } from './dose-facts.ts'
import { listed } from './format.ts'

/** One administration code with its whole units, and how they came about. */
export interface AdministrationUnits {
  readonly role: 'administration' | 'further administration hours'
  readonly code: string
  readonly units: number
  readonly working: string
  /** Minutes of the infusion that it bills; absent for what is not billed by time. */
  readonly minutes?: number
}

/** What giving a drug is billed with, or why that cannot be told: then no line of it is made. */
export type Giving =
  | {
      readonly kind: 'billed'
      readonly lines: readonly AdministrationUnits[]
      /** Set where it is not the initial service of its visit: why. */
      readonly after?: string
      /** Intervals so short that each is a push, and not part of an infusion. */
      readonly pushes: readonly number[]
      readonly isPush: boolean
    }
  | { readonly kind: 'not known'; readonly missing: Missing }
  | { readonly kind: 'above the MUE'; readonly code: string; readonly units: number; readonly limit: number }
  | { readonly kind: 'initial not known'; readonly others: string; readonly code: string; readonly sequential: string }
  /** It is stated that another service of the visit is the initial one, and the chart holds no other. */
  | { readonly kind: 'nothing else in the visit' }
  /** What is billed as a push ran longer than one. */
  | { readonly kind: 'too long for a push'; readonly minutes: number; readonly code: string }

/** What bears on how giving a dose is billed. */
export interface AdministeredHow {
  readonly minutes: Fact<InfusionTime>
  readonly visitGiving: Fact<VisitGiving>
  readonly setting: Fact<AdministrationSetting>
  /** Absent where no published value bounds the codes. */
  readonly codes: AdministrationCodes | undefined
}

/**
 * What a visit’s administration is billed with: the time by the clock, each interval judged by itself; one initial service
 * a visit, over all drugs; and never more units than the edit lets pass, because then the stop was missed.
 */
export function givingOf(how: Administration, given: AdministeredHow): Giving {
  if (how.way === 'injection') {
    const ran = given.minutes.known ? given.minutes.value.minutes : 0
    // A code that has a sequential one is a push into a vein.
    if (how.sequential !== undefined && ran > LONGEST_PUSH) {
      return { kind: 'too long for a push', minutes: ran, code: how.code }
    }
    const place = placeIn(given.visitGiving, { code: how.code, sequential: how.sequential, competes: () => true })
    if (place.kind !== 'told') return place
    const lines = [administration(place.code, 'one injection service a visit')]
    return { kind: 'billed', lines, ...after(place), pushes: [], isPush: false }
  }
  if (!given.minutes.known) return { kind: 'not known', missing: given.minutes }
  const { intervals } = given.minutes.value
  const infused = intervals.filter((minutes) => minutes >= how.fromMinutes)
  const pushes = intervals.filter((minutes) => minutes < how.fromMinutes)
  return infused.length > 0 ? infusionOf(how, infused, pushes, given) : pushOf(how, pushes, given)
}

/** The administration codes of a dose with their units; none where what it is billed with cannot be told. */
export function administrationBilled(
  { product, minutes, visitGiving, setting }: Pick<DoseFacts, 'product' | 'minutes' | 'visitGiving' | 'setting'>,
  edition: Edition,
): readonly AdministrationUnits[] {
  const { administration: how, administrationCodes } = edition.values(product.known ? product.value.product : undefined)
  if (!how.known) return []
  const codes = administrationCodes.known ? administrationCodes.value : undefined
  const giving = givingOf(how.value, { minutes, visitGiving, setting, codes })
  return giving.kind === 'billed' ? giving.lines : []
}

/** CPT: an infusion of 15 minutes or less is a push; what runs longer is none. */
const LONGEST_PUSH = 15

type Infusion = Extract<Administration, { way: 'infusion' }>
const HOUR = 60

function infusionOf(
  how: Infusion,
  infused: readonly number[],
  pushes: readonly number[],
  given: AdministeredHow,
): Giving {
  const minutes = infused.reduce((sum, each) => sum + each, 0)
  const isInfusion = (other: OtherInVein): boolean => (other.minutes ?? how.fromMinutes) >= how.fromMinutes
  const place = placeIn(given.visitGiving, { code: how.code, sequential: how.sequential, competes: isInfusion })
  if (place.kind !== 'told') return place
  const past = Math.max(0, minutes - HOUR)
  const further = Math.floor(past / HOUR) + (past % HOUR >= how.furtherFromMinutes ? 1 : 0)
  const limit = limitOf(how.further, given)
  if (limit !== undefined && further > limit) return { kind: 'above the MUE', code: how.further, units: further, limit }
  const first = { ...administration(place.code, `${minutes} minutes: the first hour`), minutes: minutes - past }
  const working = `${minutes} minutes: ${further} further, counted from ${how.furtherFromMinutes} minutes of an hour on`
  const rest: AdministrationUnits[] =
    further === 0
      ? []
      : [{ role: 'further administration hours', code: how.further, units: further, working, minutes: past }]
  return { kind: 'billed', lines: [first, ...rest], ...after(place), pushes, isPush: false }
}

/** However many pushes of one drug a visit has, one is billed: what a further one is billed with depends on the claim. */
function pushOf(how: Infusion, pushes: readonly number[], given: AdministeredHow): Giving {
  if (how.push === undefined || pushes.length === 0) return { kind: 'billed', lines: [], pushes, isPush: true }
  const place = placeIn(given.visitGiving, { code: how.push, sequential: how.sequentialPush, competes: () => true })
  if (place.kind !== 'told') return place
  const working = `${listed(pushes.map((minutes) => `${minutes} minutes`))}: a push`
  return { kind: 'billed', lines: [administration(place.code, working)], ...after(place), pushes, isPush: true }
}

const administration = (code: string, working: string): AdministrationUnits => ({
  role: 'administration',
  code,
  units: 1,
  working,
})

type Place =
  | { readonly kind: 'told'; readonly code: string; readonly after?: string }
  | Extract<Giving, { kind: 'initial not known' | 'not known' | 'nothing else in the visit' }>

const after = ({ after: because }: Extract<Place, { kind: 'told' }>) =>
  because === undefined ? {} : { after: because }

interface Codes {
  readonly code: string
  /** What it is billed with after or beside the initial service; absent for what takes no part in that order. */
  readonly sequential: string | undefined
  readonly competes: (other: OtherInVein) => boolean
}

/** Whether a service is the initial one of its visit: as a person states it, else as a charge or the other doses say. */
function placeIn(visit: Fact<VisitGiving>, { code, sequential, competes }: Codes): Place {
  if (sequential === undefined) return { kind: 'told', code }
  if (!visit.known) return { kind: 'not known', missing: visit }
  const { others, charged, unnamed, isInitial } = visit.value
  const [charge] = charged
  const stated = others.find((other) => other.isInitial === true)
  const initial = charge
    ? `${charge.code} is charged for another dose of the visit (${charge.reference})`
    : stated && `${shown(stated)} is stated to be the initial one`
  const notKnown = (those: string): Place => ({ kind: 'initial not known', others: those, code, sequential })
  const [other] = unnamed
  if (isInitial !== false && initial === undefined && other) {
    return notKnown(`what is charged as ${other.code} (${other.reference})`)
  }
  if (isInitial === true) return initial === undefined ? { kind: 'told', code } : notKnown(initial)
  if (isInitial === false && others.length === 0 && initial === undefined && !other)
    return { kind: 'nothing else in the visit' }
  if (isInitial === false) return { kind: 'told', code: sequential, after: 'as is stated, another is the initial one' }
  if (initial !== undefined) return { kind: 'told', code: sequential, after: initial }
  const competing = others.filter((other) => other.isInitial !== false && competes(other))
  return competing.length === 0 ? { kind: 'told', code } : notKnown(listed(competing.map(shown)))
}

const shown = ({ administration: reference, name }: OtherInVein): string =>
  name === undefined ? reference : `${name} (${reference})`

const HOSPITAL: ReadonlySet<SettingKind> = new Set([
  'on-campus outpatient hospital',
  'off-campus outpatient hospital',
  'emergency department',
])

/** The most units of a day: of a hospital’s table where it was given in one, else of the practitioners’. */
function limitOf(code: string, { codes, setting }: AdministeredHow): number | undefined {
  const mue = codes?.mue[code]
  return setting.known && HOSPITAL.has(setting.value.kind) ? mue?.outpatientHospital : mue?.practitioner
}

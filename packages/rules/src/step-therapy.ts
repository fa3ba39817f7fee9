import type { Indication, Step } from '@doseline/codebook'
import { addDays, addMonths, type CalendarDate, type Diagnosis, exactText, type Fact } from '@doseline/dose'
import type { AdministeredProduct, EarlierDose, KnownResult, TreatmentOnRecord } from './dose-facts.ts'
import { listed } from './format.ts'
import { type Answer, cannotTell, doesNotApply, type Message, passes } from './rule.ts'
import { isUnder, supportFor } from './support.ts'

/** What both rules about earlier treatment can say. */
export const STEP_MESSAGES = {
  tried: { says: '{payer} asks for {wanted} first; on record: {shows}.' },
  continues: {
    says: '{payer} asks for {wanted} first, but not of who goes on with the drug: the last dose was on {last}.',
  },
  'ruled out': { says: '{payer} asks for {wanted} first, but not where it is ruled out: {shows}.' },
  'not asked': { says: '{payer} asks for nothing first where {brand} is given for this.' },
  doubtful: {
    says: '{payer} asks for {wanted} first; {shows} is on record, and it cannot be told whether that is so: {doubt}',
    remedy: 'Correct the record, or state what was tried and how it ended.',
    who: 'prescriber',
  },
  'not long enough': {
    says: '{payer} asks for {wanted} first; {shows} is on record, and not for {months} months.',
    remedy: 'State for how long it was taken, and why it ended.',
    who: 'prescriber',
  },
} as const satisfies Record<string, Message>

/** The facts that both rules look at. */
interface About {
  readonly administeredOn: CalendarDate
  readonly product: AdministeredProduct
  readonly treatments: readonly TreatmentOnRecord[]
  readonly earlierDoses: Fact<readonly EarlierDose[]>
  readonly diagnoses: Fact<readonly Diagnosis[]>
  readonly results: Fact<readonly KnownResult[]>
}

/** Whether everything that is to be tried first was: what is not on record comes before what was too short. */
export function stepsTaken(
  steps: readonly Step[],
  indications: readonly Indication[],
  { administeredOn, product, treatments, earlierDoses, diagnoses, results }: About,
): Answer<keyof typeof STEP_MESSAGES | 'not on record'> {
  const { brand } = product.product
  const support = diagnoses.known ? supportFor(diagnoses.value, indications) : undefined
  const about = {
    day: administeredOn,
    indication: support?.kind === 'supported' ? support.indication : undefined,
    treatments,
    earlier: earlierDoses.known ? earlierDoses.value : [],
    results: results.known ? results.value : [],
    diagnoses: diagnoses.known ? diagnoses.value.filter(({ stands }) => stands) : [],
  }
  const answers = steps.map((step) => ({ wanted: step.label, found: triedForSure(step, about) }))
  const lacks = answers.find(({ found }) => found.kind === 'not on record')
  if (lacks) return cannotTell('not on record', { brand, wanted: lacks.wanted })
  for (const { wanted, found } of answers) {
    if (found.kind === 'doubtful') return cannotTell('doubtful', { wanted, shows: found.shows, doubt: found.doubt })
    if (found.kind === 'not long enough')
      return cannotTell('not long enough', { wanted, shows: found.shows, months: String(found.months) })
  }
  for (const { wanted, found } of answers) {
    if (found.kind === 'tried') return passes('tried', { wanted, shows: found.shows })
    if (found.kind === 'ruled out') return passes('ruled out', { wanted, shows: found.shows })
    if (found.kind === 'continues') return passes('continues', { wanted, last: found.last })
  }
  return doesNotApply('not asked', { brand })
}

/** What is on record about one step. */
type Tried =
  /** It is not asked of this dose. */
  | { readonly kind: 'not asked' }
  | { readonly kind: 'continues'; readonly last: CalendarDate }
  | { readonly kind: 'tried'; readonly shows: string }
  | { readonly kind: 'ruled out'; readonly shows: string }
  | { readonly kind: 'not long enough'; readonly shows: string; readonly months: number }
  | { readonly kind: 'doubtful'; readonly shows: string; readonly doubt: string }
  | { readonly kind: 'not on record' }

/** A treatment that nobody can tell of counts neither as tried nor as not tried, where the step hangs on it. */
function triedForSure(step: Step, about: Parameters<typeof tried>[1]): Tried {
  const { treatments } = about
  const doubtful = treatments.filter(({ doubt, is }) => doubt && is.some((id) => step.treatments.includes(id)))
  const [one] = doubtful
  const forSure = tried(step, { ...about, treatments: treatments.filter(({ doubt }) => doubt === undefined) })
  if (!one?.doubt || (forSure.kind !== 'not on record' && forSure.kind !== 'not long enough')) return forSure
  return tried(step, about).kind === 'tried' ? { kind: 'doubtful', shows: shown([one]), doubt: one.doubt } : forSure
}

/** Looks for a step in what the patient was treated with. `indication` is what the drug is given for, where that is known. */
function tried(
  step: Step,
  about: {
    readonly day: CalendarDate
    readonly indication: Indication | undefined
    readonly treatments: readonly TreatmentOnRecord[]
    readonly earlier: readonly EarlierDose[]
    readonly results: readonly KnownResult[]
    readonly diagnoses: readonly Diagnosis[]
  },
): Tried {
  const { day, indication, treatments, earlier } = about
  if (step.indications && indication && !step.indications.includes(indication.id)) return { kind: 'not asked' }
  const last = earlier.findLast(({ perhaps }) => !perhaps)?.administeredOn
  const { unlessGivenWithinDays: within } = step
  if (within !== undefined && last && addDays(last, within) >= day) return { kind: 'continues', last }
  const because = ruledOut(step, about)
  if (because) return { kind: 'ruled out', shows: because }
  const found = step.treatments.map((id) => ({ of: treatments.filter(({ is }) => is.includes(id)) }))
  const enough = step.how === 'all' ? found.every(({ of }) => of.length > 0) : found.some(({ of }) => of.length > 0)
  if (!enough) return { kind: 'not on record' }
  const seen = found.flatMap(({ of }) => of)
  const { months } = step
  if (months !== undefined && !seen.some((each) => each.notTolerated || lasted(each, months, day))) {
    return { kind: 'not long enough', shows: shown(seen), months }
  }
  return { kind: 'tried', shows: shown(seen) }
}

/** What in the chart rules the step out: its latest result of the kind, or a diagnosis. */
function ruledOut(
  { unlessResult, unlessDiagnoses = [] }: Step,
  { results, diagnoses }: Pick<Parameters<typeof tried>[1], 'results' | 'diagnoses'>,
): string | undefined {
  const latest = unlessResult && results.find(({ result }) => result === unlessResult.result)
  if (latest?.value?.value.lt(unlessResult?.below ?? 0)) return `${latest.label} ${exactText(latest.value.value)}`
  return diagnoses.find(({ icd10cm }) => icd10cm && unlessDiagnoses.some((stem) => isUnder(icd10cm, stem)))?.icd10cm
}

function lasted({ from, until }: TreatmentOnRecord, months: number, day: CalendarDate): boolean {
  return from !== undefined && addMonths(from, months) <= (until ?? day)
}

/** `alendronate since 2024-01-01`, each name once. */
function shown(treatments: readonly TreatmentOnRecord[]): string {
  const names = treatments.map(({ name, from, until, notTolerated }) => {
    if (notTolerated) return `${name} (not tolerated)`
    if (from && until && from !== until) return `${name} from ${from} to ${until}`
    return from ? `${name} since ${from}` : name
  })
  return listed([...new Set(names)])
}

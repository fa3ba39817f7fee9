import type { Indication } from '@doseline/codebook'
import type { Code, Diagnosis } from '@doseline/dose'

/** What a product is given for. */
export type Indications = readonly Indication[]

/** Whether the charted diagnoses support a product, and which of them do. */
export type Support =
  /** `secondWanted`: a second diagnosis is wanted on the line, and none of the charted ones is that. */
  | {
      readonly kind: 'supported'
      readonly indication: Indication
      readonly codes: readonly string[]
      readonly secondWanted?: true
    }
  /** The first of a pair is there, the second is not. */
  | { readonly kind: 'half'; readonly indication: Indication; readonly code: string }
  | { readonly kind: 'none' }

/** The diagnoses as if those stood of which nobody can tell: what they would support decides whether the doubt matters. */
export const withDoubtful = (diagnoses: readonly Diagnosis[]): readonly Diagnosis[] =>
  diagnoses.map((each) => (each.doubt === undefined ? each : { ...each, stands: true }))

/** Why it cannot be told whether the diagnoses of these codes stand; undefined where none of them is doubtful. */
export const doubtAbout = (diagnoses: readonly Diagnosis[], codes: readonly string[]): string | undefined =>
  diagnoses.find(({ doubt, icd10cm }) => doubt !== undefined && icd10cm !== undefined && codes.includes(icd10cm))?.doubt

/** `M80.0-` covers every code below the stem, and not the stem itself; a code without the hyphen is itself only. */
export function isUnder(code: string, stem: string): boolean {
  const above = stem.slice(0, -1)
  return stem.endsWith('-') ? code.startsWith(above) && code.length > above.length : code === stem
}

/**
 * A code that only heads listed ones, such as C90.0 above C90.00, or that is listed and lacks characters, such as M80.051
 * without its seventh: no claim takes it.
 */
export function isTooShort(code: string, indications: readonly Indication[]): boolean {
  return indications.some(
    ({ anyOf, with: second, characters }) =>
      [...anyOf, ...second].some((stem) => heads(code, stem)) ||
      anyOf.some((stem) => isUnder(code, stem) && lacksCharacters(code, characters)),
  )
}

const SHORTEST = 3

function heads(code: string, stem: string): boolean {
  if (code.length < SHORTEST) return false
  if (!stem.endsWith('-')) return stem.startsWith(code) && stem !== code
  return stem.slice(0, -1).replace(/\.$/, '').startsWith(code)
}

const lacksCharacters = (code: string, characters: number | undefined): boolean =>
  characters !== undefined && code.replace('.', '').length < characters

/**
 * The first indication, in the order of the diagnoses, that standing ICD-10-CM codes support; of several that one code
 * opens, a pair that is complete before the code alone. Diagnoses come in the order a line names them: the
 * administration's reason, the encounter's, the problem list.
 */
export function supportFor(diagnoses: readonly Diagnosis[], indications: readonly Indication[]): Support {
  const codes = diagnoses.flatMap(({ stands, icd10cm }) => (stands && icd10cm ? [icd10cm] : []))
  const given = givenFor(diagnoses)
  let half: Support = { kind: 'none' }
  for (const code of codes) {
    const open = indications.filter(
      ({ anyOf, characters, asGivenFor }) =>
        anyOf.some((stem) => isUnder(code, stem)) &&
        !lacksCharacters(code, characters) &&
        (!asGivenFor || given.includes(code)),
    )
    for (const indication of open) {
      const second = codes.find((other) => other !== code && indication.with.some((stem) => isUnder(other, stem)))
      if (second) return { kind: 'supported', indication, codes: [code, second] }
    }
    const alone = open.find((indication) => indication.with.length === 0)
    if (alone) return supportedBy(code, alone, codes)
    const [indication] = open
    if (half.kind === 'none' && indication) half = { kind: 'half', indication, code }
  }
  return half
}

/**
 * The codes of the diagnoses the dose was given for: of those a person chose, else of its own reason, else of its visit;
 * empty where only a problem list names any. What a line points to first is one of them, if any is coded.
 */
export function givenFor(diagnoses: readonly Diagnosis[]): readonly string[] {
  const coded = diagnoses.filter(({ stands, doubt, icd10cm }) => (stands || doubt !== undefined) && icd10cm)
  const levels = [
    coded.filter(({ chosen }) => chosen),
    ...(['reason', 'encounter'] as const).map((level) => coded.filter(({ from }) => from === level)),
  ]
  return (levels.find((level) => level.length > 0) ?? []).flatMap(({ icd10cm }) => icd10cm ?? [])
}

const POINTERS_PER_LINE = 4

/**
 * The codes that a line points to: of what a person chose, and of what supports the product, the supporting ones first; then
 * the administration's own reasons. Nothing that nobody gave as the reason stands before what somebody did.
 */
export function codesOnTheLine(diagnoses: readonly Diagnosis[], indications: readonly Indication[]): readonly string[] {
  const support = supportFor(diagnoses, indications)
  const supporting = support.kind === 'supported' ? support.codes : []
  const standing = diagnoses.filter(({ stands }) => stands)
  const codesOf = (those: readonly Diagnosis[]): string[] => those.flatMap(({ icd10cm }) => icd10cm ?? [])
  const chosen = codesOf(standing.filter((diagnosis) => diagnosis.chosen))
  const reasons = codesOf(standing.filter(({ from }) => from === 'reason'))
  const given = givenFor(standing)
  const isGiven = given.length === 0 || supporting.length === 0 || supporting.some((code) => given.includes(code))
  const first = isGiven ? [...chosen.filter((code) => supporting.includes(code)), ...supporting] : given
  return [...new Set([...first, ...chosen, ...reasons, ...supporting])].slice(0, POINTERS_PER_LINE)
}

/**
 * What the dose is charted as given for, where nothing says that this is the diagnosis of these codes: a reason without an
 * ICD-10-CM code has to share another code or its words with it. Undefined where it does, or where no reason is charted or
 * a person chose the diagnosis.
 */
export function givenForOther(diagnoses: readonly Diagnosis[], codes: readonly string[]): Diagnosis | undefined {
  if (diagnoses.some(({ chosen }) => chosen)) return undefined
  const reasons = diagnoses.filter(({ from }) => from === 'reason')
  const supporting = diagnoses.filter(
    ({ icd10cm, stands }) => stands && icd10cm !== undefined && codes.includes(icd10cm),
  )
  return reasons.some((reason) => isTheSame(reason, supporting, codes)) ? undefined : reasons[0]
}

/**
 * What the dose is charted as given for beside the diagnosis of these codes, in words alone, where it names another of the
 * diseases that such drugs are given for.
 */
export function givenForAnotherToo(diagnoses: readonly Diagnosis[], codes: readonly string[]): Diagnosis | undefined {
  if (diagnoses.some(({ chosen }) => chosen)) return undefined
  return diagnoses.find(
    ({ from, icd10cm, names }) =>
      from === 'reason' &&
      icd10cm === undefined &&
      names?.every((stem) => !codes.some((code) => code.startsWith(stem))),
  )
}

/** A reason by a code alone, of a list that is not loaded, and shared with none of the diagnoses: nobody knows what it was. */
export const bareReason = (reasons: readonly Diagnosis[], diagnoses: readonly Diagnosis[]): Diagnosis | undefined =>
  diagnoses.some(({ chosen }) => chosen)
    ? undefined
    : reasons.find(
        ({ icd10cm, words, codes }) =>
          icd10cm === undefined &&
          (words === undefined || codes.some(({ code }) => code === words)) &&
          codes.length > 0 &&
          codes.every(({ code, display }) => code !== undefined && display === undefined) &&
          !codes.some(({ system, code }) => diagnoses.some((each) => each.icd10cm && isOneOf(each, { system, code }))),
      )

const isOneOf = ({ codes }: Diagnosis, named: Pick<Code, 'system' | 'code'>): boolean =>
  codes.some(({ system, code }) => code === named.code && system === named.system)

/** What an order is for, where that is not the diagnosis of these codes, nor another that supports the drug. */
export function orderedForOther(
  reasons: readonly Diagnosis[],
  { diagnoses, codes, indications }: SupportedBy,
): Diagnosis | undefined {
  if (reasons.length === 0 || diagnoses.some(({ chosen }) => chosen)) return undefined
  const supporting = diagnoses.filter(({ stands, icd10cm = '' }) => stands && codes.includes(icd10cm))
  const fits = (reason: Diagnosis): boolean =>
    isTheSame(reason, supporting, codes) || isStemOf(reason, codes) || isIndicated(reason, indications)
  return reasons.some(fits) ? undefined : reasons[0]
}

/** A supported product: the charted diagnoses, those that support it, and what it is given for. */
interface SupportedBy {
  readonly diagnoses: readonly Diagnosis[]
  readonly codes: readonly string[]
  readonly indications: readonly Indication[]
}

const isStemOf = ({ icd10cm, isDenied }: Diagnosis, codes: readonly string[]): boolean =>
  !isDenied && icd10cm !== undefined && codes.some((code) => code.startsWith(icd10cm))

const isIndicated = ({ icd10cm, isDenied, doubt }: Diagnosis, indications: readonly Indication[]): boolean =>
  !isDenied &&
  doubt === undefined &&
  icd10cm !== undefined &&
  indications.some(({ anyOf }) => anyOf.some((stem) => isUnder(icd10cm, stem)))

function isTheSame(reason: Diagnosis, supporting: readonly Diagnosis[], codes: readonly string[]): boolean {
  if (reason.isDenied) return false
  const isNamed = reason.names?.some((stem) => codes.some((code) => code.startsWith(stem)))
  if (reason.icd10cm !== undefined && codes.includes(reason.icd10cm)) {
    return reason.doubt === undefined || isNamed !== false
  }
  const isShared = ({ system, code }: Diagnosis['codes'][number]): boolean =>
    code !== undefined &&
    supporting.some((each) => each.codes.some((other) => other.code === code && other.system === system))
  if (reason.codes.some(isShared)) return true
  if (isNamed !== undefined) return isNamed
  const words = wordsIn(reason)
  return words.size > 0 && supporting.some((each) => [...words].every((word) => wordsIn(each).has(word)))
}

/** The words of a diagnosis that tell it from another. */
const wordsIn = ({ words = '' }: Diagnosis): ReadonlySet<string> =>
  new Set(
    words
      .toLowerCase()
      .match(/[a-z]{4,}/g)
      ?.filter((word) => !UNTELLING.has(word)),
  )

const UNTELLING: ReadonlySet<string> = new Set(['disease', 'disorder', 'other', 'with', 'without', 'unspecified'])

function supportedBy(code: string, indication: Indication, codes: readonly string[]): Support {
  if (!indication.second) return { kind: 'supported', indication, codes: [code] }
  const second = codes.find((other) => other !== code && indication.second?.some((stem) => isUnder(other, stem)))
  if (second) return { kind: 'supported', indication, codes: [code, second] }
  return { kind: 'supported', indication, codes: [code], secondWanted: true }
}

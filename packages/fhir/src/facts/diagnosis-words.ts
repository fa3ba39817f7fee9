import type { CodeableConcept } from 'fhir/r4'
import { list, quoted, text } from '../shape.ts'

/**
 * Words by which a coded diagnosis says that the patient does not have it, or that nobody knows yet. Outpatient claims take
 * no diagnosis that is documented so, and a family history has codes of its own.
 * @see https://www.cms.gov/files/document/fy-2026-icd-10-cm-coding-guidelines.pdf Section IV.H
 */
const NOT_ESTABLISHED = [
  'rule out',
  'ruled out',
  'r o',
  'suspected',
  'suspicion of',
  'probable',
  'possible',
  'questionable',
  'compatible with',
  'consistent with',
  'working diagnosis',
  'no evidence of',
  'negative for',
  'screening for',
  'at risk for',
  'at risk of',
  'family history of',
  'fh of',
  'personal history of',
] as const
/** These say so only where they begin the words: “osteoporosis with history of fracture” is an osteoporosis. */
const AT_THE_START = ['history of', 'hx of', 'h o', 'no', 'not', 'denies'] as const

/** Why the words of a diagnosis take back its code; undefined where they do not. Codes that say it themselves begin with Z. */
export function takenBackBy(concept: CodeableConcept | undefined, codes: readonly string[]): string | undefined {
  if (codes.length === 0 || codes.every((code) => code.startsWith('Z'))) return undefined
  const written = [concept?.text, ...list(concept?.coding).map(({ display }) => display)]
  for (const words of written.map(text).filter((each) => each !== undefined)) {
    const says = plain(words)
    const isTaken =
      NOT_ESTABLISHED.some((each) => says.includes(` ${each} `)) ||
      AT_THE_START.some((each) => says.startsWith(` ${each} `))
    if (isTaken) return `is coded ${codes.join(', ')} and called “${quoted(words, 60)}”`
    if (says.includes(' osteopenia ') && !says.includes(' osteoporosis ') && codes.some(isOsteoporosis)) {
      return `is coded ${codes.join(', ')} and called “${quoted(words, 60)}”, which is another disease`
    }
  }
  return undefined
}

const isOsteoporosis = (code: string): boolean => code.startsWith('M80') || code.startsWith('M81')

/** ` r o osteoporosis `: lower-case words, with a blank around each. */
const plain = (words: string): string =>
  ` ${words
    .toLowerCase()
    .split(/[^a-z]/)
    .filter(Boolean)
    .join(' ')} `

/**
 * Codes of one concept are one disease in several words. Two categories of one chapter are two; those of a neoplasm and
 * where it spread stand together in one concept of many EHRs.
 */
export function twoDiseasesIn(codes: readonly string[]): string | undefined {
  const other = codes.find((code) => codes.some((each) => each < code && isAnother(each, code)))
  return other === undefined ? undefined : `has ${codes.join(' and ')} in one concept, which are two diseases`
}

const isAnother = (a: string, b: string): boolean =>
  a[0] === b[0] && a[0] !== 'C' && a[0] !== 'Z' && a.slice(0, CATEGORY) !== b.slice(0, CATEGORY)

const CATEGORY = 3

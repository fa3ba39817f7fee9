import { readOnce } from '@doseline/dose'
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
  'suspect',
  'suspected',
  'suspicion of',
  'suspicion for',
  'suspicious for',
  'concern for',
  'concerning for',
  'presumed',
  'presumptive',
  'probable',
  'possible',
  'possibly',
  'unlikely',
  'questionable',
  'query',
  'vs',
  'versus',
  'differential',
  'evaluate for',
  'evaluation for',
  'eval for',
  'work up for',
  'workup for',
  'unconfirmed',
  'not confirmed',
  'not found',
  'excluded',
  'never had',
  'without evidence of',
  'absence of',
  'compatible with',
  'consistent with',
  'working diagnosis',
  'no evidence of',
  'negative for',
  'screening for',
  'family history of',
  'fh of',
  'personal history of',
] as const
/** These say so only where they begin the words: “osteoporosis with history of fracture” is an osteoporosis. */
const AT_THE_START = [
  'history of',
  'hx of',
  'h o',
  'past history of',
  'prior history of',
  'past',
  'previous',
  'former',
  'no',
  'not',
  'denies',
  'likely',
  'most likely',
  'probably',
  'prevention of',
  'prophylaxis of',
  'at risk',
  'patient at risk',
  'at high risk',
  'at increased risk',
  'high risk for',
  'increased risk for',
  'increased risk of',
  'risk for',
  'risk of',
  'risk factor for',
  'risk factors for',
] as const
/** A question mark before or after it. */
const ASKED = /^\W*\?|\?\W*$/

/** Why the words of a diagnosis take back its code; undefined where they do not. Codes that say it themselves begin with Z. */
export function takenBackBy(concept: CodeableConcept | undefined, codes: readonly string[]): string | undefined {
  if (codes.length === 0 || codes.every((code) => code.startsWith('Z'))) return undefined
  const written = [concept?.text, ...list(concept?.coding).map(({ display }) => display)]
  for (const words of written.map(text).filter((each) => each !== undefined)) {
    if (isNotEstablished(words)) return `is coded ${codes.join(', ')} and called “${quoted(words, 60)}”`
    if (namesAnother(words, codes)) {
      return `is coded ${codes.join(', ')} and called “${quoted(words, 60)}”, which is another disease`
    }
  }
  return undefined
}

/** A disease that the drugs of the code book are given for or confused over, by its words and where ICD-10-CM has it. */
interface Disease {
  readonly words: RegExp
  /** Codes that are this disease. */
  readonly stems: readonly string[]
  /** Codes beside which the words stand too. */
  readonly besides?: readonly string[]
}

/** @see https://www.cms.gov/medicare/coding-billing/icd-10-codes the index of ICD-10-CM */
const DISEASES: readonly Disease[] = [
  { words: / osteoporo(sis|tic) /, stems: ['M80', 'M81'] },
  { words: / (osteopenia|osteopenic) /, stems: ['M85.8'] },
  { words: / hypercalca?emia /, stems: ['E83.52'] },
  { words: / hypocalca?emia /, stems: ['E83.51'] },
  { words: / giant cell tumou?rs? /, stems: ['D48.0', 'D16'], besides: ['C'] },
  { words: / (metastas[ei]s|metastatic|mets) /, stems: ['C77', 'C78', 'C79'], besides: ['C'] },
  { words: / myeloma /, stems: ['C90'] },
  { words: / pagets? /, stems: ['M88'], besides: ['C50', 'M90'] },
  { words: / (mucopolysaccharidos[ei]s|mps|sly) /, stems: ['E76'] },
]

const isUnderOne = (codes: readonly string[], stems: readonly string[]): boolean =>
  codes.some((code) => stems.some((stem) => code.startsWith(stem)))

const diseasesIn = readOnce((words): readonly Disease[] => {
  const compared = plain(words)
  return DISEASES.filter((each) => each.words.test(compared))
})

/** The categories of the diseases that words name; undefined where they name none of these. */
export function diseasesNamed(words: string): readonly string[] | undefined {
  const named = diseasesIn(words)
  return named.length === 0 ? undefined : named.flatMap(({ stems }) => stems)
}

/** Whether words name such a disease, and none that the codes are, where the codes are one of them. */
function namesAnother(words: string, codes: readonly string[]): boolean {
  const named = diseasesIn(words)
  if (named.length === 0 || !DISEASES.some(({ stems }) => isUnderOne(codes, stems))) return false
  return !named.some(({ stems, besides = [] }) => isUnderOne(codes, [...stems, ...besides]))
}

/** Whether words say that the patient does not have what they name, or that nobody knows yet. */
export const isNotEstablished = (words: string): boolean => standingIn(words).isNotEstablished

const standingIn = readOnce((words) => {
  // A graft versus its host, and a result against an earlier one, are no choice between diseases.
  const read = words.replaceAll(/\bversus[- ]host\b|\bvs\.? *-?\d/gi, ' ')
  const compared = plain(read)
  return {
    isNotEstablished:
      ASKED.test(words) ||
      NOT_ESTABLISHED.some((each) => compared.includes(` ${each} `) && takesBackTheDisease(read, each)) ||
      AT_THE_START.some((each) => compared.startsWith(` ${each} `) && !RISK_OF_FRACTURE.test(compared)),
  }
})

/** Of what a disease is a risk, the patient has the disease. */
const RISK_OF_FRACTURE =
  /^ (patient )?(at )?(high |increased )?risk (for|of) (a )?fractures? (due to|from|because of|secondary to) ([a-z]+ )*(osteoporo(sis|tic)|osteopenia|myeloma|metastas[ei]s) $/

/** What a named disease may be without: nothing of it takes the disease back. */
const OF_THE_DISEASE = / (fractures?|causes?|trauma) /

/**
 * Whether such words are about the disease: not where it is named before them, and they say what it comes without.
 * “Osteoporosis (secondary causes excluded)” is an osteoporosis.
 */
function takesBackTheDisease(words: string, taking: string): boolean {
  let isNamed = false
  for (const part of words.split(/[,;:()[\]]/).map(plain)) {
    const names = DISEASES.flatMap((each) => part.match(each.words)?.[0] ?? [])
    const after = Math.max(0, ...names.map((name) => part.lastIndexOf(name) + name.length - 1))
    const at = part.indexOf(` ${taking} `, after)
    // Beside the name of the disease, only what follows: “osteoporosis with fracture ruled out” is none.
    const of = names.length > 0 ? part.slice(at) : part
    const isBeside = (isNamed || names.length > 0) && at >= 0 && OF_THE_DISEASE.test(of)
    if (!isBeside && part.includes(` ${taking} `)) return true
    isNamed ||= names.length > 0
  }
  // It stands across two parts.
  return !words.split(/[,;:()[\]]/).some((part) => plain(part).includes(` ${taking} `))
}

/** Words of a reason that name no disease: that it was ordered, or is due. */
const NO_REASON =
  /^( ?(given|administered|as|per|ordered|orders?|prescribed|protocol|scheduled|routine|maintenance|medication|drug|dose|injection|infusion|therapy|treatment|treatments|every|six|months?|weeks?|next|due|follow|up|visit|none|for))* $/

/** Whether words of a reason say why it was given now, and not for what. */
export const saysNoDisease = (words: string): boolean => NO_REASON.test(plain(words))

/** ` r o osteoporosis `: lower-case words, with a blank around each. */
const plain = (words: string): string =>
  ` ${
    words
      .toLowerCase()
      .match(/[a-z]+/g)
      ?.join(' ') ?? ''
  } `

/**
 * Codes of one concept are one disease in several words. Two categories, or two chapters, are two; those of a neoplasm and
 * where it spread, and of a disease and its cause or circumstances, stand together in one concept of many EHRs.
 */
export function twoDiseasesIn(codes: readonly string[]): string | undefined {
  const other = codes.find((code) => codes.some((each) => each < code && isAnother(each, code)))
  return other === undefined ? undefined : `has ${codes.join(' and ')} in one concept, which are two diseases`
}

const isAnother = (a: string, b: string): boolean => {
  if ([a, b].some((code) => OF_A_CHECKUP.test(code))) return true
  if ([a, b].some((code) => BESIDE_A_DISEASE.test(code)) || [a, b].every((code) => OF_A_NEOPLASM.test(code)))
    return false
  return a.slice(0, CATEGORY) !== b.slice(0, CATEGORY)
}

/** Examinations and screenings: nobody is ill of these. */
const OF_A_CHECKUP = /^Z[01]/
/** Causes, effects of drugs, factors and symptoms, which stand with a disease. */
const BESIDE_A_DISEASE = /^[RTYZ]/
const OF_A_NEOPLASM = /^[CD]/

const CATEGORY = 3

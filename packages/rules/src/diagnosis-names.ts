import type { Diagnosis } from '@doseline/dose'

/** How a diagnosis is called, by where ICD-10-CM has it. */
interface Called {
  readonly stems: readonly string[]
  /** Words, or beginnings of words, of which one stands in every name of it. */
  readonly by: readonly string[]
  /** What names a sibling of the code. */
  readonly unlike?: RegExp
  /** The code stands for several diseases: no other word than these may tell which. */
  readonly only?: readonly string[]
}

/**
 * The diagnoses that the drugs of the code book are given for. A code beside words of another disease is one of the two.
 * @see https://www.cdc.gov/nchs/icd/icd-10-cm/files.html the titles and the index of ICD-10-CM
 */
const CALLED: readonly Called[] = [
  {
    stems: ['M81'],
    by: ['osteopor', 'pmo', 'pmop', 'brittle'],
    unlike:
      /(?<!without |no |w\/o |risk (of|for) |history of |hx of )\b(with|w\/) (an? |current |acute |new |pathological |pathologic |fragility |compression |vertebral |hip |osteoporotic )*fractures?\b(?! risk)/i,
  },
  {
    stems: ['M80'],
    by: ['osteopor', 'fractur'],
    unlike: /\b(without|no|w\/o) (current |pathological |pathologic |fragility )*fractures?\b/i,
  },
  { stems: ['M88'], by: ['paget', 'osteitis'] },
  {
    stems: ['C79.51'],
    by: ['bone', 'bony', 'osseous', 'skelet', 'spine', 'spinal', 'vertebra', 'rib', 'pelvi', 'femur', 'sacr'],
    unlike: /\bbone marrow\b/i,
  },
  { stems: ['C79.52'], by: ['marrow'] },
  {
    stems: ['C90.00'],
    by: ['myeloma', 'plasma'],
    unlike: /^(?!.*\bnot (having achieved|in)\b).*\bremission\b|\bin relapse\b|\bmgus\b|\bundetermined significance\b/i,
  },
  { stems: ['C90.01'], by: ['myeloma', 'plasma'], unlike: /\bnot (having achieved|in) remission\b|\bin relapse\b/i },
  { stems: ['C90.02'], by: ['myeloma', 'plasma'], unlike: /^(?!.*relapse).*\bremission\b/is },
  { stems: ['D48.0', 'D16'], by: ['giant', 'gctb', 'uncertain', 'bone'] },
  { stems: ['E83.52'], by: ['hypercalc', 'hhm'] },
  { stems: ['D47.02'], by: ['mastocyt'] },
  {
    stems: ['E76.29'],
    by: ['mucopolysacch', 'mps', 'sly', 'glucuronid', 'gusb'],
    only: [
      'mucopolysacch',
      'mps',
      'sly',
      'beta',
      'glucuronid',
      'gusb',
      'vii',
      'deficien',
      'metabol',
      'storage',
      'lysosom',
      'enzyme',
      'congenital',
      'disease',
    ],
  },
  { stems: ['C61'], by: ['prostat'], unlike: /\bbenign\b|\bbph\b/i },
  {
    stems: ['C50'],
    by: ['breast', 'mammary', 'ductal', 'lobular', 'idc', 'ilc', 'dcis', 'axillary'],
    unlike: /\bbenign\b|\bfibroadenoma\b|\bin situ\b/i,
  },
  { stems: ['Z79.52'], by: ['steroid', 'glucocort', 'corticost', 'predni', 'dexameth', 'cortis'], unlike: /\binhal/i },
  {
    stems: ['Z79.811'],
    by: ['aromatase', 'anastroz', 'letroz', 'exemest', 'arimidex', 'femara', 'aromasin', 'hormon', 'estrogen'],
  },
  {
    stems: ['Z79.818'],
    by: ['estrogen', 'hormon', 'androgen', 'adt', 'lupron', 'leuprol', 'degarel', 'goserel', 'gnrh', 'agent'],
  },
]

/** Words that every name may have, and that tell no disease. */
const TELLS_NONE: ReadonlySet<string> = new Set(
  (
    'condition a an and as at by for from in is of on or the to with without due not having achieved current long term use drug therapy ' +
    'age related senile unspecified other others specified nec nos hcc cms code disease diseases disorder disorders syndrome type ' +
    'malignant neoplasm neoplasms cancer carcinoma tumor tumor tumors secondary primary metastatic metastasis metastases mets ' +
    'chronic acute severe mild moderate stage status left right bilateral unilateral female male side site unspecifed initial ' +
    'subsequent encounter routine healing history personal diagnosis problem icd cm regime finding disorder qualifier value ' +
    'patient adult pathological pathologic fracture fractures high risk active ongoing known confirmed established'
  ).split(' '),
)
const LEAST_TELLING = 3

const wordsOf = (name: string): readonly string[] =>
  name
    .toLowerCase()
    .replaceAll('ae', 'e')
    .split(/[^a-z]+/)
    .filter((word) => word.length >= LEAST_TELLING)

/** A name of one of these diagnoses that is of another disease than its code; undefined where none is. */
export function calledOtherwise(
  diagnoses: readonly Diagnosis[],
  codes: readonly string[],
): { readonly code: string; readonly name: string } | undefined {
  for (const { stands, icd10cm, chosen, words, codes: codings } of diagnoses) {
    if (!stands || chosen || icd10cm === undefined || !codes.includes(icd10cm)) continue
    const called = CALLED.find(({ stems }) => stems.some((stem) => icd10cm.startsWith(stem)))
    const names = [words, ...codings.map(({ display }) => display)].flatMap((each) => each ?? [])
    const name = called && names.find((each) => isAnother(each, called))
    if (name !== undefined) return { code: icd10cm, name }
  }
  return undefined
}

function isAnother(name: string, { by, unlike, only }: Called): boolean {
  if (unlike?.test(name)) return true
  const telling = wordsOf(name).filter((word) => !TELLS_NONE.has(word))
  const begins = (word: string, all: readonly string[]): boolean => all.some((start) => word.startsWith(start))
  if (telling.length === 0) return false
  // Of a code that stands for several, also a number tells which: `MPS 6`.
  if (only) return !telling.every((word) => begins(word, only)) || OTHER_TYPES.test(name)
  return !wordsOf(name).some((word) => begins(word, by))
}

/** Types of mucopolysaccharidosis that are not the seventh. */
const OTHER_TYPES = /\b(i|ii|iii|iv|vi|ix|[1-6]|9)( ?[a-d])?\b(?! ?\/)/i

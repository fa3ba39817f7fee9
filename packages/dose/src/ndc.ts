const WHOLE = /^(\d{4,5})-(\d{3,4})-(\d{1,2})$/
const ELEVEN_DIGITS = /^\d{11}$/
const TEN_DIGITS = /^\d{10}$/
const WITHOUT_PACKAGE = /^(\d{4,5})-(\d{3,4})$/
const NINE_DIGITS = /^\d{9}$/
const EIGHT_DIGITS = /^\d{8}$/

/**
 * The 11-digit NDC a claim carries: a hyphenated 4-4-2, 5-3-2 or 5-4-1 code is padded in its short part; 5-4-2 and
 * 11 bare digits stay. Ten bare digits are ambiguous, so they answer undefined.
 */
export function ndc11(text: string): string | undefined {
  const trimmed = text.trim()
  if (ELEVEN_DIGITS.test(trimmed)) return trimmed
  const parts = WHOLE.exec(trimmed)
  if (!parts) return undefined
  const [, labeler = '', product = '', pack = ''] = parts
  // Of the forms the pattern lets through, nine digits are one too few; 10 and 11 fall short in one part at most.
  if (labeler.length + product.length + pack.length < 10) return undefined
  return labeler.padStart(5, '0') + product.padStart(4, '0') + pack.padStart(2, '0')
}

/**
 * What an NDC that is not whole could be: the nine digits of labeler and product where it has no package part, or each
 * 11-digit NDC that ten digits without hyphens stand for. Undefined where it is whole, or no NDC at all.
 *
 * @example partialNdc('55513-710') // { could: ['555130710'], lacks: 'has no package part' }
 */
export function partialNdc(text: string): { readonly could: readonly string[]; readonly lacks: string } | undefined {
  const trimmed = text.trim()
  const lacks = 'has no package part'
  const parts = WITHOUT_PACKAGE.exec(trimmed)
  // Seven digits are one too few for a labeler and a product.
  if (parts && trimmed.length > 8) return { could: [labelerAndProduct(parts[1], parts[2])], lacks }
  if (NINE_DIGITS.test(trimmed)) return { could: [trimmed], lacks }
  if (EIGHT_DIGITS.test(trimmed)) {
    const could = [4, 5].map((at) => labelerAndProduct(trimmed.slice(0, at), trimmed.slice(at)))
    return { could: [...new Set(could)], lacks: `${lacks} and no hyphens` }
  }
  if (!TEN_DIGITS.test(trimmed)) return undefined
  const could = TEN_DIGIT_FORMS.map(([labeler, product]) => {
    const pack = trimmed.slice(labeler + product).padStart(2, '0')
    return labelerAndProduct(trimmed.slice(0, labeler), trimmed.slice(labeler, labeler + product)) + pack
  })
  return { could: [...new Set(could)], lacks: 'has ten digits without hyphens' }
}

/** How long labeler and product are in each form of ten digits: 4-4-2, 5-3-2, 5-4-1. */
const TEN_DIGIT_FORMS = [
  [4, 4],
  [5, 3],
  [5, 4],
] as const

const labelerAndProduct = (labeler = '', product = ''): string => labeler.padStart(5, '0') + product.padStart(4, '0')

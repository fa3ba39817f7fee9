const TEN_DIGITS = /^(\d{4,5})-(\d{3,4})-(\d{1,2})$/
const ELEVEN_DIGITS = /^\d{11}$/

/**
 * The 11-digit NDC a claim carries: a hyphenated 4-4-2, 5-3-2 or 5-4-1 code is padded in its short part; 5-4-2 and
 * 11 bare digits stay. Ten bare digits are ambiguous, so they answer undefined.
 */
export function ndc11(text: string): string | undefined {
  const trimmed = text.trim()
  if (ELEVEN_DIGITS.test(trimmed)) return trimmed
  const parts = TEN_DIGITS.exec(trimmed)
  if (!parts) return undefined
  const [, labeler = '', product = '', pack = ''] = parts
  // Of the forms the pattern lets through, nine digits are one too few; 10 and 11 fall short in one part at most.
  if (labeler.length + product.length + pack.length < 10) return undefined
  return labeler.padStart(5, '0') + product.padStart(4, '0') + pack.padStart(2, '0')
}

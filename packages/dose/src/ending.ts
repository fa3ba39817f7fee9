/**
 * A text without this character at its end, however often it is there. A pattern that does the same (`x+$`) takes quadratic
 * time on a text that is full of the character and ends in another one.
 */
export function withoutEnding(text: string, character: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === character) end--
  return text.slice(0, end)
}

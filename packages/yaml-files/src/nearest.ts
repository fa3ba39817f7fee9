import { closest, distance } from 'fastest-levenshtein'

/** What to write in place of a name that there is not: the one that was meant, or those there are. */
export function insteadOf(name: string, known: readonly string[]): string {
  if (known.length === 0) return 'Remove it.'
  const meant = closest(
    name.toLowerCase(),
    known.map((each) => each.toLowerCase()),
  )
  const near = known.find((each) => each.toLowerCase() === meant)
  if (near !== undefined && distance(name.toLowerCase(), meant) <= Math.max(2, name.length / 4))
    return `Write “${near}”.`
  return known.length > SHOWN
    ? `There are ${known.slice(0, SHOWN).join(', ')} and ${known.length - SHOWN} others.`
    : `There are ${known.join(', ')}.`
}

/** Of many names so many are listed. */
const SHOWN = 12

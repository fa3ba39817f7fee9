/** By these a note takes back the diagnosis that it stands beside, or says that nobody knows yet. */
const TAKES_BACK =
  /\b(entered in error|wrong (patient|diagnosis|code|chart)|rule[ -]?out|ruled out|not confirmed|unconfirmed|not supported|does not (have|meet)|no evidence of|resolved|remove(d)? from (the )?problem list|delete(d)? from|incorrect(ly)?|misdiagnos\w+|erroneous\w*|suspected|questionable|no longer (has|present|active)|(only osteopenia|osteopenia only)|no (osteoporosis|metasta\w+|malignan\w+)|not (osteoporo\w+|metasta\w+|malignan\w+|given|administered))\b/i

/**
 * The words of a note by which a diagnosis may not stand, and nothing else of it; undefined where there are none.
 *
 * @example
 * takenBackIn('Entered in error, DXA normal.') // 'Entered in error'
 */
export const takenBackIn = (note: string): string | undefined => TAKES_BACK.exec(note)?.[0]

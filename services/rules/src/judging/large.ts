/** Administrations, and bytes, from which on a chart counts as large: it may take more than a tenth of a second. */
const MANY = 15
const BIG = 256 * 1024

const WORD = Buffer.from('"MedicationAdministration"')

/** How many administrations a body seems to hold, without reading it. */
export function administrationsSeenIn(bytes: ArrayBuffer): number {
  const body = Buffer.from(bytes)
  let count = 0
  for (let at = body.indexOf(WORD); at >= 0; at = body.indexOf(WORD, at + WORD.length)) count++
  return count
}

/** Whether a body may take long to be judged. */
export const isLarge = ({ byteLength }: ArrayBuffer, administrations: number): boolean =>
  byteLength >= BIG || administrations >= MANY

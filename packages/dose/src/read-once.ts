/** Readings that are kept before all are forgotten. */
const KEPT = 2000
/** Longer texts are seldom written twice. */
const LONGEST = 160

/**
 * Reads each text once: the same few hundred names of drugs, payers and diagnoses come again with every chart. The reading must
 * depend on the text alone and never be changed. What is kept is bounded, and meant for names, not for what somebody wrote of a patient.
 */
export function readOnce<T extends object>(read: (text: string) => T): (text: string) => T {
  const readings = new Map<string, T>()
  return (text) => {
    const before = readings.get(text)
    if (before !== undefined) return before
    const reading = read(text)
    if (text.length > LONGEST) return reading
    if (readings.size >= KEPT) readings.clear()
    readings.set(text, reading)
    return reading
  }
}

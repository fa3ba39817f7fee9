const SHAPE = /^([A-Z]\d[0-9A-Z])\.?([0-9A-Z]{1,4})?$/

/** The code as a claim shows it: upper case, dotted after the third character (`m810` is `M81.0`); undefined if none. */
export function icd10cm(written: string | undefined): string | undefined {
  const parts = SHAPE.exec((written ?? '').toUpperCase().replace(/\s+/g, ''))
  if (!parts) return undefined
  return parts[2] === undefined ? parts[1] : `${parts[1]}.${parts[2]}`
}

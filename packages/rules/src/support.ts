import type { Indication } from '@doseline/codebook'
import type { Diagnosis } from '@doseline/dose'

/** Whether the charted diagnoses support a product, and which of them do. */
export type Support =
  | { readonly kind: 'supported'; readonly indication: Indication; readonly codes: readonly string[] }
  /** The first of a pair is there, the second is not. */
  | { readonly kind: 'half'; readonly indication: Indication; readonly code: string }
  | { readonly kind: 'none' }

/** `M80.0-` covers every code below the stem, and not the stem itself; a code without the hyphen is itself only. */
export function isUnder(code: string, stem: string): boolean {
  const above = stem.slice(0, -1)
  return stem.endsWith('-') ? code.startsWith(above) && code.length > above.length : code === stem
}

/** A code that only heads listed ones, such as C90.0 above C90.00: no claim takes it. */
export function isTooShort(code: string, indications: readonly Indication[]): boolean {
  return indications.some(({ anyOf }) =>
    anyOf.some((stem) => {
      const listed = stem.endsWith('-') ? stem.slice(0, -1).replace(/\.$/, '') : stem
      return stem.endsWith('-')
        ? listed.startsWith(code) && code.length >= 3
        : listed.startsWith(code) && listed !== code && code.length >= 3
    }),
  )
}

/**
 * The first indication, in the order of the diagnoses, that standing ICD-10-CM codes support. Diagnoses come in the
 * order a line names them: the administration's reason, the encounter's, the problem list.
 */
export function supportFor(diagnoses: readonly Diagnosis[], indications: readonly Indication[]): Support {
  const codes = diagnoses.flatMap(({ stands, icd10cm }) => (stands && icd10cm ? [icd10cm] : []))
  let half: Support = { kind: 'none' }
  for (const code of codes) {
    for (const indication of indications) {
      if (!indication.anyOf.some((stem) => isUnder(code, stem))) continue
      if (indication.with.length === 0) return { kind: 'supported', indication, codes: [code] }
      const second = codes.find((other) => other !== code && indication.with.some((stem) => isUnder(other, stem)))
      if (second) return { kind: 'supported', indication, codes: [code, second] }
      if (half.kind === 'none') half = { kind: 'half', indication, code }
    }
  }
  return half
}

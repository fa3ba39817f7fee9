/** The two forms in which an NDC is written. */
export interface NdcForm {
  readonly id: 'ndc' | 'ndc10'
  readonly title: string
  readonly says: string
  /** How eleven digits are written in it. */
  readonly of: (ndc11: string) => readonly string[]
}

/**
 * Claims carry eleven digits (HIPAA); HL7 wants ten with hyphens, as the FDA and the carton have them. Both are mapped, since
 * charts come with either. @see https://terminology.hl7.org/NDC.html
 */
export const NDC_FORMS: readonly NdcForm[] = [
  {
    id: 'ndc',
    title: 'NDC of eleven digits',
    says: 'NDCs are eleven digits without hyphens, as claims carry them.',
    of: (ndc11) => [ndc11],
  },
  {
    id: 'ndc10',
    title: 'NDC of ten digits with hyphens',
    says: 'NDCs are ten digits with hyphens, as HL7 and the FDA write them. Eleven digits do not say which zero was put in: every form that reads as the NDC is listed, and one of them is on the carton.',
    of: tenDigitForms,
  },
]

/**
 * Every ten digits with hyphens that a claim turns into these eleven by a zero before one of the three groups. Each reads as
 * this NDC and no other, whichever of them is on the carton; there is none where no group begins with a zero.
 *
 * @example tenDigitForms('55513071001') // ['55513-710-01', '55513-0710-1']
 */
export function tenDigitForms(ndc11: string): readonly string[] {
  const groups = [ndc11.slice(0, 5), ndc11.slice(5, 9), ndc11.slice(9)]
  return groups.flatMap((group, at) => (group.startsWith('0') ? [groups.with(at, group.slice(1)).join('-')] : []))
}

import type { LineAnswer } from '@doseline/contract'

/** `J1234-JW`: the code with its modifiers. */
export const lineName = ({ code, modifiers }: LineAnswer): string => [code, ...modifiers].join('-')

/**
 * The NDC as a claim writes it: qualifier, eleven digits, unit of measure and quantity where a source gives them.
 * @see https://www.nucc.org/images/stories/PDF/1500_claim_form_instruction_manual_2012_02.pdf item 24
 */
export const claimNdc = ({ ndc, unit, quantity }: NonNullable<LineAnswer['ndc']>): string =>
  quantity === undefined ? `N4${ndc}` : `N4${ndc} ${unit}${quantity}`

/** One line as text to paste into a billing system: what a claim needs of it, tab by tab. */
export function lineText(line: LineAnswer, stamp: string): string {
  const { units, dateOfService, ndc, diagnoses, authorization, forSubmission } = line
  return [
    ...(forSubmission ? [] : [stamp]),
    dateOfService,
    lineName(line),
    String(units),
    ndc ? claimNdc(ndc) : '',
    diagnoses.join(' '),
    ...(authorization ? [authorization] : []),
  ].join('\t')
}

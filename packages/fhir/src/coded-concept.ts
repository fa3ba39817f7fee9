import type { CodeableConcept, Coding } from 'fhir/r4'
import { systemOf } from './code-systems.ts'
import type { Coded } from './coded.ts'
import { absentBecause } from './extensions.ts'
import { list, quoted, text } from './shape.ts'

/**
 * A status that is a CodeableConcept, by the codes of its own system: letter by letter. A coding of another system, words
 * without a code and two codes of the system that differ are doubts that name the element; so is none at all.
 * @see https://hl7.org/fhir/R4/datatypes.html#CodeableConcept
 */
export function conceptIn<Code extends string>(
  key: string,
  concept: CodeableConcept | undefined,
  {
    element,
    system,
    allowed,
  }: { readonly element: string; readonly system: string; readonly allowed: readonly Code[] },
): Coded<Code> {
  const codings = list(concept?.coding)
  const own = codings.filter((coding) => systemOf(coding) === system)
  const codes = new Set(own.map(({ code }) => allowed.find((each) => each === code)))
  const [only] = codes
  if (codes.size === 1 && only !== undefined) {
    const otherwise = saidOtherwise(concept, own, only, allowed)
    if (otherwise === undefined) return { code: only }
    return { doubt: `${key} has the ${element} ${only}, and “${quoted(otherwise, 40)}” beside it.`, isWritten: true }
  }
  const written = (own[0] ?? codings[0])?.code ?? text(concept?.text) ?? text(concept)
  if (codes.size > 1) return { doubt: `${key} has two codes for its ${element}, which differ.`, isWritten: true }
  if (text(written) === undefined) {
    const reason = absentBecause(concept)
    const says = reason ? `says that its ${element} is absent (${quoted(reason, 40)})` : `has no ${element}`
    return { doubt: `${key} ${says}.`, isWritten: false }
  }
  return {
    doubt: `${key} has the ${element} “${quoted(String(written), 40)}”, which is not a code of ${system}.`,
    isWritten: true,
  }
}

/** Words beside a code that are the name of another code of its own list. */
function saidOtherwise(
  concept: CodeableConcept | undefined,
  own: readonly Coding[],
  only: string,
  allowed: readonly string[],
): string | undefined {
  const words = [concept?.text, ...own.map(({ display }) => display)].map(text)
  return words.find((each) => {
    const named = each?.trim().toLowerCase().replaceAll(' ', '-')
    return named !== only && allowed.some((code) => code === named)
  })
}

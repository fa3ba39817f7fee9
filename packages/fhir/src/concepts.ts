import type { Code } from '@doseline/dose'
import type { CodeableConcept, Coding } from 'fhir/r4'
import { systemOf } from './code-systems.ts'
import { list, text } from './shape.ts'

/** A coding as we keep it: its system by its canonical name. */
export function codeFrom(coding: Coding): Code {
  const system = systemOf(coding)
  const code = text(coding.code)
  const display = text(coding.display)
  return { ...(system && { system }), ...(code && { code }), ...(display && { display }) }
}

/** Every coding of a concept; its text alone where it has no coding. */
export function codesFrom(concept: CodeableConcept | undefined): readonly Code[] {
  const codes = list(concept?.coding).map(codeFrom)
  const words = text(concept?.text)
  return codes.length === 0 && words ? [{ display: words }] : codes
}

/** What a concept says in words: its text, else a display, else its code. */
export function wordsOf(concept: CodeableConcept | undefined): string | undefined {
  const codings = list(concept?.coding)
  return (
    text(concept?.text) ??
    codings.map(({ display }) => text(display)).find((display) => display !== undefined) ??
    codings.map(({ code }) => text(code)).find((code) => code !== undefined)
  )
}

/** The first code of a concept; a bare text where a server sends a code instead of a concept, as STU3 did. */
export function firstCode(concept: CodeableConcept | undefined): string | undefined {
  const codes = list(concept?.coding).map(({ code }) => text(code))
  return codes.find((code) => code !== undefined) ?? text(concept) ?? text(concept?.text)
}

import type { ReleaseHead } from '@doseline/codebook'
import type { CodeableConcept, Extension, Meta, Narrative } from 'fhir/r4'
import { about } from '../canonical.ts'
import { digestName } from './source-files.ts'

interface Described {
  readonly type: 'ConceptMap' | 'ValueSet'
  readonly id: string
  readonly title: string
  readonly version: string
  /** What it is, in a sentence. */
  readonly says: string
  readonly file: ReleaseHead
}

/** What every resource of a code book says of itself: its edition and days, who published it, and which file it is made of. */
export function described({ type, id, title, version, says, file }: Described) {
  const description = `${says} Made of ${file.file} (${file.publisher}), which speaks for ${spanOf(file)}; its SHA-256 is ${file.digest}.`
  return {
    meta: { source: digestName(file) } satisfies Meta,
    text: narrative(title, description),
    extension: [effectivePeriod(file)],
    ...about(type, id, title),
    version,
    experimental: false,
    date: file.read,
    description,
    jurisdiction: [UNITED_STATES],
  }
}

/** What a person reads who opens the resource. */
export const narrative = (title: string, says: string): Narrative => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml"><p><b>${escaped(title)}</b></p><p>${escaped(says)}</p></div>`,
})

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const spanOf = ({ from, through }: ReleaseHead): string => `${from} to ${through ?? 'the next'}`

/** @see https://hl7.org/fhir/R4/extension-resource-effectiveperiod.html */
const effectivePeriod = (file: ReleaseHead): Extension => ({
  url: 'http://hl7.org/fhir/StructureDefinition/resource-effectivePeriod',
  valuePeriod: periodOf(file),
})

/** The days a file speaks for. */
export const periodOf = ({ from, through }: ReleaseHead) => ({ start: from, ...(through && { end: through }) })

export const UNITED_STATES: CodeableConcept = { coding: [{ system: 'urn:iso:std:iso:3166', code: 'US' }] }

/** Set where numbers of CPT are among the codes. */
export const CPT_COPYRIGHT =
  'Numbers of CPT are listed without their descriptors, which are copyright of the American Medical Association.'

import {
  type DrugNames,
  type Named,
  ndc11,
  type PartialNdc,
  type Place,
  partialNdc,
  type UnreadNdc,
} from '@doseline/dose'
import type { CodeableConcept, Coding } from 'fhir/r4'
import { HCPCS, NDC, RXNORM, systemOf } from '../code-systems.ts'
import { list, quoted, text } from '../shape.ts'

/** As HCPCS writes codes by which a drug is billed. */
const OF_A_DRUG = /^[CJQ]\d{4}$/i

/** Gathers a drug's names from concepts, each once, and says what it could not read. */
export class NameCollector {
  readonly #names = { ndc: [] as Named[], rxnorm: [] as Named[], hcpcs: [] as Named[], text: [] as Named[] }
  readonly #seen = new Set<string>()
  readonly #partial: PartialNdc[] = []
  readonly #unread: UnreadNdc[] = []
  readonly #problems: string[] = []
  readonly #strengths: Named[] = []

  get names(): DrugNames {
    return {
      ...this.#names,
      ...(this.#partial.length > 0 && { partialNdc: this.#partial }),
      ...(this.#unread.length > 0 && { unreadNdc: this.#unread }),
      ...(this.#strengths.length > 0 && { strengths: this.#strengths }),
    }
  }

  get found(): boolean {
    return this.#seen.size > 0
  }

  /** Where the names stand, and after them what could not be read. */
  get places(): readonly Place[] {
    const { ndc, rxnorm, hcpcs, text } = this.#names
    return [...ndc, ...this.#partial, ...rxnorm, ...hcpcs, ...text, ...this.#unread].map(({ place }) => place)
  }

  get problems(): readonly string[] {
    return this.#problems
  }

  /** The codes of a concept and its words. */
  addConcept(concept: CodeableConcept | undefined, place: Place): void {
    list(concept?.coding).forEach((coding, at) => {
      this.#addCoding(coding, { ...place, element: `${place.element}.coding[${at}]` })
    })
    this.addWords(concept, place)
  }

  /** Only the words of a concept: its text and displays. */
  addWords(concept: CodeableConcept | undefined, place: Place): void {
    this.addText(concept?.text, { ...place, element: `${place.element}.text` })
    list(concept?.coding).forEach((coding, at) => {
      this.addText(coding.display, { ...place, element: `${place.element}.coding[${at}].display` })
    })
  }

  /** How strong the product is by its own elements: no name of it. */
  addStrengths(strengths: readonly Named[]): void {
    this.#strengths.push(...strengths)
  }

  addText(words: string | undefined, place: Place): void {
    const name = text(words)
    if (name !== undefined) this.#add('text', name, { ...place, shows: place.shows ?? quoted(name) })
  }

  #addCoding(coding: Coding, place: Place): void {
    const code = text(coding.code)
    if (code === undefined) return
    const display = text(coding.display)
    const described = (name: string): Place => ({ ...place, shows: display ? `${name} ${display}` : name })
    switch (systemOf(coding)) {
      case NDC:
        this.#addNdc(code, place, described)
        break
      case RXNORM:
        this.#add('rxnorm', code, described(`RxNorm ${code}`))
        break
      case HCPCS:
        this.#add('hcpcs', code.toUpperCase(), described(code.toUpperCase()))
        break
      default:
        // A code of HCPCS is one whatever system it is put under: what it says of the drug is held against the others.
        if (OF_A_DRUG.test(code)) this.#add('text', code.toUpperCase(), described(code.toUpperCase()))
        if (!display)
          this.#problems.push(`The drug has a code (${quoted(code, 40)}) of a system that Doseline does not read.`)
    }
  }

  #addNdc(code: string, place: Place, described: (name: string) => Place): void {
    const ndc = ndc11(code)
    if (ndc !== undefined) {
      this.#add('ndc', ndc, described(`NDC ${code}`))
      return
    }
    const partial = partialNdc(code)
    if (partial) {
      const once = `partial ndc ${code}`
      if (!this.#seen.has(once)) this.#partial.push({ name: code, ...partial, place: described(`NDC ${code}`) })
      this.#seen.add(once)
      return
    }
    const says = `NDC “${quoted(code, 40)}” cannot be read: it is neither hyphenated as 10 or 11 digits nor 11 digits long.`
    this.#problems.push(says)
    this.#unread.push({ says, place: { ...place, shows: says } })
  }

  #add(kind: 'ndc' | 'rxnorm' | 'hcpcs' | 'text', name: string, place: Place): void {
    const once = `${kind} ${name.toLowerCase()}`
    if (this.#seen.has(once)) return
    this.#seen.add(once)
    this.#names[kind].push({ name, place })
  }
}

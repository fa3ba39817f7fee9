import type { CodeableConcept, HumanName, Identifier, Period, Quantity, Reference, Resource } from '@medplum/fhirtypes'
import { relativeReference } from '../fhir/references.ts'
import type { Store } from '../fhir/store.ts'

/** A name as people write it. */
export function nameText(names: readonly HumanName[] | undefined): string {
  const name = names?.find((one) => one.use === 'official') ?? names?.[0]
  const written = [...(name?.given ?? []), name?.family].filter(Boolean).join(' ')
  return name?.text ?? (written || 'Name not recorded')
}

/** A concept by its text, its display or its code. */
export function conceptText(concept: CodeableConcept | undefined): string {
  const coding = concept?.coding?.[0]
  return concept?.text ?? coding?.display ?? coding?.code ?? ''
}

/** The first code of a concept. */
export function codeOf(concept: CodeableConcept | undefined): string {
  return concept?.coding?.find((coding) => coding.code)?.code ?? ''
}

/** `2026-03-02 10:30` out of a FHIR date or instant, with as much of it as was recorded. */
export function moment(text: string | undefined): string {
  return text?.replace('T', ' ').slice(0, 16) ?? ''
}

/** From – until. */
export function periodText(period: Period | undefined): string {
  if (!period) return ''
  const [start, end] = [period.start?.slice(0, 10), period.end?.slice(0, 10)]
  return start === end ? (start ?? '') : `${start ?? '…'} – ${end ?? 'open'}`
}

/** `60 mg` */
export function quantityText(quantity: Quantity | undefined): string {
  return quantity ? `${quantity.value ?? '?'} ${quantity.unit ?? quantity.code ?? ''}`.trim() : ''
}

/** What a reference points to, in the words of whoever wrote it. */
export function referenceText(reference: Reference | undefined, store: Store): string {
  if (reference?.display) return reference.display
  const place = relativeReference(reference?.reference ?? '')
  const target = place && store.current(place.type, place.id)
  if (target && 'name' in target) {
    const { name } = target as { name?: string | HumanName[] }
    if (name) return typeof name === 'string' ? name : nameText(name)
  }
  return reference?.reference ?? reference?.identifier?.value ?? ''
}

/** The medical record number, or the id where there is none. */
export function recordNumber(identifiers: readonly Identifier[] | undefined, id: string): string {
  const mrn = identifiers?.find((one) => one.type?.coding?.some((coding) => coding.code === 'MR')) ?? identifiers?.[0]
  return mrn?.value ?? id
}

/** The drug of an administration: coded, referenced or contained. */
export function drugText(
  resource: Resource & {
    medicationCodeableConcept?: CodeableConcept
    medicationReference?: Reference
    contained?: Resource[]
  },
  store: Store,
): string {
  if (resource.medicationCodeableConcept) return conceptText(resource.medicationCodeableConcept)
  const reference = resource.medicationReference?.reference ?? ''
  const place = relativeReference(reference)
  const medication = reference.startsWith('#')
    ? resource.contained?.find((one) => `#${one.id}` === reference)
    : place && store.current(place.type, place.id)
  const code = (medication as { code?: CodeableConcept } | undefined)?.code
  return code ? conceptText(code) : (resource.medicationReference?.display ?? reference)
}

import { documentsOn, type Json, resourceOn, type Unreadable } from './line-text.ts'
import { aliasesOf, isObject, nameIn, referencesIn } from './references.ts'

/** A line with what it takes to bring it to its patient. */
export interface KeyedLine {
  readonly type: string
  /** Empty where the resource has none. */
  readonly id: string
  /** Whose it is, as `Patient/id` or another name of a patient; empty for a resource that names none. */
  readonly patients: readonly string[]
  /** Whether an element for the patient is there, and what it names is none, such as a Group. */
  readonly isOfAnother: boolean
  /** What else it goes by; of patients and of resources without one. */
  readonly aliases: readonly string[]
  /** What it refers to. */
  readonly references: readonly string[]
}

/** A line that cannot be used, with what can be seen of whose it was. */
export interface UnreadLine {
  readonly why: Unreadable
  readonly type: string | undefined
  /** Whose it was; empty where that cannot be seen: it may be of anybody. */
  readonly patients: readonly string[]
}

/** The elements by which resources name their patient. */
const PATIENT_ELEMENTS = ['subject', 'patient', 'beneficiary', 'for', 'individual'] as const

/** Reads the line of a resource: what it is, whose it is, and what it refers to. */
export function keyLine(text: string): KeyedLine | UnreadLine {
  const resource = resourceOn(text)
  if (typeof resource === 'string') return unread(text, resource)
  const { resourceType, id } = resource
  const type = String(resourceType)
  const own = type === 'Patient' && typeof id === 'string' ? [`Patient/${id}`] : undefined
  const named = own ?? patientsNamed(resource)
  const patients = named.filter((name) => /^(?:Patient[/?]|urn:)/.test(name))
  return {
    type,
    id: typeof id === 'string' ? id : '',
    patients,
    isOfAnother: named.length > 0 && patients.length === 0,
    aliases: own || patients.length === 0 ? aliasesOf(resource) : [],
    references: referencesIn(resource),
  }
}

function patientsNamed(resource: Json): readonly string[] {
  const names = PATIENT_ELEMENTS.flatMap((element) => {
    const value = resource[element]
    const all: readonly unknown[] = Array.isArray(value) ? value : [value]
    return all.filter(isObject).flatMap((each) => nameIn(each, 'Patient') ?? [])
  })
  return [...new Set(names)]
}

/** What is written otherwise is not seen, and then the line may be of anybody. */
const PATIENT_IN_TEXT =
  /"(?:subject|patient|beneficiary|for|individual)"\s{0,9}:\s{0,9}\[?\s{0,9}\{[^{}]{0,500}?"reference"\s{0,9}:\s{0,9}"([^"\\]{1,300})"/g
const TYPE_IN_TEXT = /"resourceType"\s*:\s*"([A-Z][A-Za-z]{2,63})"/
const PATIENT_LINE = /^\W*"resourceType"\s*:\s*"Patient"\s*,\s*"id"\s*:\s*"([A-Za-z0-9\-.]{1,64})"/

/** What can be seen of a line that is no JSON. Where more resources begin on it than name a patient, it may be of anybody. */
function unread(text: string, why: Unreadable): UnreadLine {
  const names = [...text.matchAll(PATIENT_IN_TEXT)].flatMap(([, reference]) => nameIn({ reference }) ?? [])
  const own = PATIENT_LINE.exec(text)?.[1]
  const found = own === undefined ? names : [`Patient/${own}`, ...names]
  const isSure = found.length >= documentsOn(text) && found.every((name) => name.startsWith('Patient/'))
  return { why, type: TYPE_IN_TEXT.exec(text)?.[1], patients: isSure ? [...new Set(found)] : [] }
}

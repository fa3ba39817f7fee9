import type { Extension } from 'fhir/r4'
import { SAYS_NOT_GIVEN } from '../extensions.ts'
import { isObject, list, quoted, text } from '../shape.ts'

/** Elements of which nothing is read, so that what modifies them changes no answer. */
const NOT_READ: Readonly<Record<string, ReadonlySet<string>>> = {
  Patient: new Set(['communication', 'contact', 'link']),
  Encounter: new Set(['classHistory', 'hospitalization', 'participant', 'statusHistory']),
  Coverage: new Set(['costToBeneficiary']),
}
const NEVER = new Set(['meta', 'text'])

/**
 * What of a resource may make it mean something else than it shows, each as words such as `implicitRules
 * (https://…/rules)`, with its place. R4 forbids reading past an element that is not understood and modifies others.
 * @see https://hl7.org/fhir/R4/extensibility.html#modifierExtension
 * @see https://hl7.org/fhir/R4/resource-definitions.html#Resource.implicitRules
 */
export function modifiersOf(resource: object): string[] {
  const found: string[] = []
  const { resourceType } = resource as { resourceType?: unknown }
  const unread = NOT_READ[typeof resourceType === 'string' ? resourceType : '']
  gather(resource, '', (name) => NEVER.has(name) || (unread?.has(name) ?? false), found)
  return found.length === 0 ? found : [...new Set(found)].toSorted()
}

/** What stands beside a resource in its entry and modifies it. */
export const modifiersBeside = (entry: object): string[] => {
  const found: string[] = []
  gather(entry, '', (name) => name === 'resource' || name === 'part', found)
  return found
}

function gather(value: unknown, path: string, isUnread: (name: string) => boolean, found: string[]): void {
  if (Array.isArray(value)) {
    for (const each of value) gather(each, path, never, found)
    return
  }
  if (!isObject(value)) return
  for (const name of Object.keys(value)) {
    const inner: unknown = (value as Readonly<Record<string, unknown>>)[name]
    if (name === 'modifierExtension') found.push(...extensionsIn(inner, path))
    else if (name === 'implicitRules') found.push(...rulesIn(inner, path))
    else if (name === '_implicitRules' && isObject(inner)) found.push('implicitRules without a value')
    else if (typeof inner === 'object' && !isUnread(name)) gather(inner, path ? `${path}.${name}` : name, never, found)
  }
}

const never = (): boolean => false

function extensionsIn(written: unknown, path: string): string[] {
  const on = path ? ` on its ${path}` : ''
  if (written === null || written === undefined || (Array.isArray(written) && written.length === 0)) return []
  const extensions = list(written as Extension[])
  if (extensions.length === 0) return [`a modifierExtension that cannot be read${on}`]
  return extensions.flatMap(({ url }) =>
    SAYS_NOT_GIVEN.test(text(url) ?? '')
      ? []
      : [`a modifierExtension (${quoted(text(url) ?? 'without a url', 80)})${on}`],
  )
}

function rulesIn(written: unknown, path: string): string[] {
  if (written === null || written === undefined || written === '') return []
  const rules = text(written)
  return [`implicitRules${rules ? ` (${quoted(rules, 80)})` : ''}${path ? ` on its ${path}` : ''}`]
}

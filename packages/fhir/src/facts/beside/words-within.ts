import type { FhirResource } from 'fhir/r4'
import { isObject, text } from '../../shape.ts'

/** Elements that hold words for people, wherever they stand. */
const OF_WORDS: ReadonlySet<string> = new Set(
  (
    'text display title description comment patientInstruction summary conclusion contentString valueString valueMarkdown ' +
    'answerString name div disposition'
  ).split(' '),
)
const DEEPEST = 12
/** More of one text is not looked through. */
const LONGEST = 20_000

/** Every text for people in a record: displays, titles, comments, answers, narrative, and a document that came with it as text. */
export function wordsWithin(resource: FhirResource): readonly string[] {
  const found: string[] = []
  const look = (value: unknown, element: string, depth: number): void => {
    if (depth > DEEPEST) return
    if (typeof value === 'string') {
      const words = OF_WORDS.has(element) ? text(element === 'div' ? withoutTags(value) : value) : undefined
      if (words !== undefined) found.push(words.slice(0, LONGEST))
      return
    }
    if (Array.isArray(value)) {
      for (const each of value) look(each, element, depth + 1)
      return
    }
    if (!isObject(value)) return
    const attached = attachedText(value)
    if (attached !== undefined) found.push(attached)
    for (const [name, below] of Object.entries(value)) look(below, name, depth + 1)
  }
  look(resource, '', 0)
  return found
}

/** Words that somebody wrote, and the element they stand in. */
export interface Written {
  readonly element: string
  readonly words: string
}

/** Elements in which people write as they like. A title, a name and a display are of a list. */
const OF_PROSE: ReadonlySet<string> = new Set(
  (
    'description comment patientInstruction summary conclusion contentString valueString valueMarkdown answerString ' +
    'disposition'
  ).split(' '),
)

/**
 * What people wrote in a record, each text with its element: notes, conclusions, sections, answers, attached texts, and a narrative
 * that was not made from the elements.
 */
export function proseWithin(resource: FhirResource): readonly Written[] {
  const found: Written[] = []
  const add = (element: string, written: string | undefined): void => {
    const words = text(written)
    if (words !== undefined) found.push({ element, words: words.slice(0, LONGEST) })
  }
  const look = (value: unknown, path: readonly string[]): void => {
    if (path.length > DEEPEST) return
    const name = path.at(-1) ?? ''
    if (typeof value === 'string') {
      if ((OF_PROSE.has(name) && !isTitle(resource, name)) || (name === 'text' && path.at(-2) === 'note'))
        add(path.join('.'), value)
      else if (name === 'div' && !isGenerated(resource, path)) add(path.join('.'), withoutTags(value))
      else if (name === 'data' && resource.resourceType === 'Binary') add('data', attachedText(resource))
      return
    }
    if (Array.isArray(value)) {
      for (const each of value) look(each, path)
      return
    }
    if (!isObject(value)) return
    if (path.length > 0) add([...path, 'data'].join('.'), attachedText(value))
    for (const [below, inner] of Object.entries(value)) if (below !== 'extension') look(inner, [...path, below])
  }
  look(resource, [])
  return found
}

/** Documents are called by their description. */
const isTitle = ({ resourceType }: FhirResource, name: string): boolean =>
  name === 'description' && (resourceType === 'DocumentReference' || resourceType === 'DocumentManifest')

/** The narrative of a record that its elements say, too; a section of a document has no other elements. */
const isGenerated = (resource: FhirResource, path: readonly string[]): boolean =>
  path.length === 2 && 'text' in resource && resource.text?.status === 'generated'

/** Every reference in a record, as it is written. */
export function referencesWithin(resource: FhirResource): readonly string[] {
  const found: string[] = []
  const look = (value: unknown, depth: number): void => {
    if (depth > DEEPEST) return
    if (Array.isArray(value)) for (const each of value) look(each, depth + 1)
    else if (isObject(value)) {
      const written = text(Reflect.get(value, 'reference'))
      if (written !== undefined) found.push(written)
      for (const below of Object.values(value)) if (typeof below === 'object') look(below, depth + 1)
    }
  }
  look(resource, 0)
  return found
}

/** XHTML without its tags, and with the marks that it writes by name. */
export const withoutTags = (xhtml: string): string =>
  xhtml
    .slice(0, LONGEST)
    .replaceAll(/<[^<>]{0,2000}>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')

/** The text of an attachment that came with the record; undefined where it is none. */
function attachedText(value: object): string | undefined {
  const [kind, data] = [text(Reflect.get(value, 'contentType')), text(Reflect.get(value, 'data'))]
  if (kind === undefined || data === undefined || !/^text\//i.test(kind)) return undefined
  try {
    const bytes = Uint8Array.from(atob(data.slice(0, 4 * LONGEST)), (character) => character.charCodeAt(0))
    return withoutTags(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

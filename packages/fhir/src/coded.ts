import { absentBecause, type Extensible } from './extensions.ts'
import { isObject, quoted } from './shape.ts'

/** A code that is one of those allowed, or why nobody can tell what it means. */
export type Coded<Code extends string> =
  | { readonly code: Code }
  | {
      readonly doubt: string
      /** False where nothing stands there at all. */
      readonly isWritten: boolean
    }

/**
 * A `code` element by its allow-list: letter by letter, as FHIR compares codes. One that is absent (also with a
 * data-absent-reason), outside the list or in another case is a doubt that names the element, never a default.
 * `element` is the name in the resource, such as `status`; the doubt reads `Coverage/c1 has no status.`
 * @see https://hl7.org/fhir/R4/datatypes.html#code
 */
export function codedIn<Code extends string>(
  key: string,
  holder: object,
  element: string,
  allowed: readonly Code[],
): Coded<Code> {
  const written: unknown = Reflect.get(holder, element)
  const code = allowed.find((each) => each === written)
  const beside: unknown = Reflect.get(holder, `_${element}`)
  const reason = isObject(beside) ? absentBecause(beside as Extensible) : undefined
  if (code !== undefined && reason !== undefined) {
    return {
      doubt: `${key} has the ${element} “${code}” and says that its ${element} is absent (${quoted(reason, 40)}).`,
      isWritten: true,
    }
  }
  if (code !== undefined) return { code }
  if (written === undefined || written === null || written === '') {
    const says = reason ? `says that its ${element} is absent (${quoted(reason, 40)})` : `has no ${element}`
    return { doubt: `${key} ${says}.`, isWritten: false }
  }
  const shown = typeof written === 'string' ? `“${quoted(written, 40)}”` : 'something that is no code'
  return { doubt: `${key} has the ${element} ${shown}, which is not one that FHIR R4 has there.`, isWritten: true }
}

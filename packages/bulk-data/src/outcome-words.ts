import type { OperationOutcome } from 'fhir/r4'

/** The OperationOutcome in a text, or undefined where it holds something else. */
export function outcomeIn(text: string): OperationOutcome | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return isOutcome(read) ? read : undefined
  } catch {
    return undefined
  }
}

const isOutcome = (read: unknown): read is OperationOutcome =>
  typeof read === 'object' && read !== null && 'resourceType' in read && read.resourceType === 'OperationOutcome'

/** What an OperationOutcome says, as one line; of any other body its first words. */
export function wordsOf(text: string): string {
  const said = (outcomeIn(text)?.issue ?? []).map(
    ({ diagnostics, details, code }) => diagnostics ?? details?.text ?? details?.coding?.[0]?.display ?? code,
  )
  const words = said.length > 0 ? said.join('; ') : text.replace(/<[^>]{0,200}>/g, ' ')
  const line = words.replace(/\s+/g, ' ').trim()
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}

/** Whether the server says that only this look failed, and the work goes on (`issue.code` transient and its kin). */
export const isTransient = (text: string): boolean =>
  (outcomeIn(text)?.issue ?? []).some(({ code }) => TRANSIENT.has(code))

/** `transient` and the codes below it in FHIR's issue-type. */
const TRANSIENT: ReadonlySet<string> = new Set([
  'transient',
  'lock-error',
  'no-store',
  'exception',
  'timeout',
  'incomplete',
  'throttled',
])

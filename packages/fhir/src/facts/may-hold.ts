import { isSurelyAfter, type TimeSpan, timeSpan } from '@doseline/dose'
import type { Period } from 'fhir/r4'
import { text } from '../shape.ts'

/**
 * Whether a time may lie in a period: not where it is surely before its start or after its end. Without a period it may.
 */
export function mayHold(period: Period | undefined, when: TimeSpan | undefined, timeZone: string | undefined): boolean {
  if (when === undefined) return true
  const start = spanOf(period?.start, timeZone)
  const end = spanOf(period?.end, timeZone)
  return !(start && isSurelyAfter(start, when)) && !(end && isSurelyAfter(when, end))
}

/** A moment as it is written. */
export function spanOf(written: unknown, timeZone: string | undefined): TimeSpan | undefined {
  const moment = text(written)
  return moment === undefined ? undefined : timeSpan(moment, timeZone)
}

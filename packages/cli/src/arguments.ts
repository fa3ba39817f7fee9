import { InvalidArgumentError } from '@commander-js/extra-typings'
import { type CalendarDate, calendarDate } from '@doseline/dose'
import { withoutSlash } from '@doseline/ehr-client'

/** A FHIR base as typed, without its last slash; undefined for what is none. */
export function baseFrom(typed: string): string | undefined {
  if (!URL.canParse(typed)) return undefined
  const { protocol, username, password, search, hash } = new URL(typed)
  if (!/^https?:$/.test(protocol) || username || password || search || hash) return undefined
  return withoutSlash(typed).replace(/\/metadata$/, '')
}

/** An address of a server that is asked: a FHIR base, or where others reach the service. */
export function address(typed: string): string {
  const base = baseFrom(typed)
  if (base === undefined) throw new InvalidArgumentError('Expected an address, https://… without a query.')
  return base
}

/** Seconds, such as for one answer. */
export function seconds(typed: string): number {
  const read = Number(typed)
  if (Number.isFinite(read) && read > 0 && read <= 600) return read
  throw new InvalidArgumentError('It is in seconds, such as 20, and at most 600.')
}

/** A port of this machine. */
export function port(typed: string): number {
  const read = Number(typed)
  if (Number.isInteger(read) && read >= 1 && read <= 65535) return read
  throw new InvalidArgumentError('It is a port, such as 4010.')
}

/** The id of a Patient, without its type. */
export function patientId(typed: string): string {
  if (/^[A-Za-z0-9\-.]{1,64}$/.test(typed)) return typed
  throw new InvalidArgumentError('It is the bare id of a Patient.')
}

/** A name of the IANA time zone database. */
export function timeZone(typed: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: typed })
    return typed
  } catch {
    throw new InvalidArgumentError('It is an IANA time zone, such as America/New_York.')
  }
}

/** A day of the calendar. */
export function day(typed: string): CalendarDate {
  const read = calendarDate(typed)
  if (read) return read
  throw new InvalidArgumentError('It is a day of the calendar, such as 2026-03-02.')
}

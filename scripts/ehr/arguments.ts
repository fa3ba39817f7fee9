import { withoutSlash } from '@doseline/ehr'

/** A FHIR base as typed, without its last slash; undefined for what is none. */
export function baseFrom(typed: string): string | undefined {
  if (!URL.canParse(typed)) return undefined
  const { protocol, username, password, search, hash } = new URL(typed)
  if (!/^https?:$/.test(protocol) || username || password || search || hash) return undefined
  return withoutSlash(typed).replace(/\/metadata$/, '')
}

/** Seconds for one answer, 20 where nothing is said; undefined for what is no such number. */
export function secondsFrom(typed: string | undefined): number | undefined {
  const seconds = typed === undefined ? 20 : Number(typed)
  return Number.isFinite(seconds) && seconds > 0 && seconds <= 600 ? seconds : undefined
}

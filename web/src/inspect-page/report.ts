import { notGranted, scopesIn } from '@doseline/ehr'
import type { DiscoveredFacts, TracedLaunch } from '../session/launch-trace.ts'
import { inspect } from '../words/inspect.ts'
import type { Surroundings } from './surroundings.ts'

/** A name and what is so named: one value, or several of the same kind. */
export type Row = readonly [name: string, value: string | readonly string[]]

export interface Section {
  readonly title: string
  readonly rows: readonly Row[]
}

const { names, sections, steps: stepNames, stored: storedNames } = inspect

/** All there is to say of a launch and of where it happened, part by part; parts of which nothing is known are left out. */
export function reportOf(launch: TracedLaunch | undefined, about: Surroundings): readonly Section[] {
  const parts: readonly Section[] = [
    ...(launch ? launchParts(launch) : []),
    { title: sections.stored, rows: about.stored.map(({ what, size }) => [storedNames[what], names.characters(size)]) },
    { title: sections.browser, rows: browserRows(about) },
  ]
  return parts.filter(({ rows }) => rows.length > 0)
}

/** The same as plain text, to be sent to IT. */
export function asText(parts: readonly Section[]): string {
  const line = ([name, value]: Row): string =>
    typeof value === 'string' ? `  ${name}: ${value}` : [`  ${name}:`, ...value.map((one) => `    ${one}`)].join('\n')
  return parts.map(({ title, rows }) => [title, ...rows.map(line)].join('\n')).join('\n\n')
}

function launchParts(launch: TracedLaunch): readonly Section[] {
  return [
    { title: sections.launch, rows: launchRows(launch) },
    { title: sections.steps, rows: stepRows(launch) },
    { title: sections.discovered, rows: launch.discovered ? discoveredRows(launch.discovered) : [] },
    { title: sections.scopes, rows: scopeRows(launch) },
    { title: sections.token, rows: tokenRows(launch) },
    { title: sections.reads, rows: Object.entries(launch.reads ?? {}) },
  ]
}

function launchRows({ iss, ehr, launchLength, failure }: TracedLaunch): readonly Row[] {
  const outcome = failure ? [failure.kind, failure.status, failure.requestId].filter(Boolean).join(' · ') : names.opened
  return [
    ...said(names.iss, iss),
    [names.ehr, ehr ?? names.unregistered],
    ...(launchLength === undefined ? [] : [[names.launch, names.launchLength(launchLength)] as const]),
    [names.outcome, outcome],
    ...said(names.detail, failure?.detail && withoutPatient(failure.detail)),
  ]
}

/** When each step was, and how long after the first. */
function stepRows({ steps }: TracedLaunch): readonly Row[] {
  const begin = Date.parse(steps[0]?.at ?? '')
  return steps.map(({ step, at }) => [stepNames[step], `${at} (+${((Date.parse(at) - begin) / 1000).toFixed(1)} s)`])
}

export function discoveredRows(discovered: DiscoveredFacts): readonly Row[] {
  const { capabilities, challenges, scopesListed } = discovered
  return [
    [names.fhirVersion, discovered.fhirVersion ?? names.notSaid],
    [names.authorizationServer, discovered.authorizationServer ?? names.notSaid],
    [names.authorizationEndpoint, withoutQuery(discovered.authorizationEndpoint) ?? names.notSaid],
    [names.tokenEndpoint, withoutQuery(discovered.tokenEndpoint) ?? names.notSaid],
    [names.jwksUri, withoutQuery(discovered.jwksUri) ?? names.notSaid],
    [names.challenges, challenges?.join(' ') ?? names.notSaid],
    [names.scopesListed, scopesListed === undefined ? names.notSaid : String(scopesListed)],
    [names.capabilities, capabilities.length > 0 ? capabilities : names.notSaid],
  ]
}

function scopeRows({ asked, granted }: TracedLaunch): readonly Row[] {
  if (asked === undefined) return []
  if (granted === undefined) return [[names.asked, scopesIn(asked)]]
  const refused = notGranted(asked, granted)
  return [
    [names.refused, refused.length > 0 ? refused : names.all],
    [names.asked, scopesIn(asked)],
    [names.granted, scopesIn(granted)],
  ]
}

function tokenRows(launch: TracedLaunch): readonly Row[] {
  const { answer, tokenFields, fhirUser, identity, needsBanner, expiresIn, staff } = launch
  if (!tokenFields) return said(names.answer, answer)
  const context = (name: string): string => {
    const kind = tokenFields[name] ?? 'empty'
    if (kind === 'empty' || kind === 'null') return names.absent
    return kind === 'string' ? names.present : names.presentAs(kind)
  }
  const user = fhirUser && (fhirUser.type ? names.userAt(fhirUser.type, fhirUser.server) : names.unknownForm)
  return [
    ...said(names.answer, answer),
    [names.patient, context('patient')],
    [names.encounter, context('encounter')],
    [names.fhirUser, user ?? names.absent],
    ...said(names.identity, identity && names.identities[identity]),
    ...said(names.needsBanner, needsBanner === undefined ? undefined : String(needsBanner)),
    ...said(names.expiresIn, expiresIn === undefined ? undefined : names.seconds(expiresIn)),
    ...said(names.staff, staff === undefined ? undefined : staff ? names.yes : names.no),
    [names.tokenFields, Object.entries(tokenFields).map(([name, kind]) => `${name} (${kind})`)],
  ]
}

function browserRows(about: Surroundings): readonly Row[] {
  const { app, version, signIn, frames, hasStorage, clockSeconds, userAgent } = about
  const isRight = clockSeconds !== undefined && Math.abs(clockSeconds) <= 2
  const clock = clockSeconds === undefined ? names.noAnswer : names.clockOff(clockSeconds)
  return [
    [names.app, app],
    [names.version, version ?? names.noAnswer],
    ...said(names.signIn, signIn === undefined ? undefined : signIn ? names.yes : names.no),
    [names.framedBy, frames.length > 0 ? frames.map((frame) => frame ?? names.unknownFrame) : names.notFramed],
    [names.storage, hasStorage ? names.works : names.blocked],
    [names.clock, isRight ? names.clockRight : clock],
    [names.userAgent, userAgent],
  ]
}

const said = (name: string, value: string | undefined): readonly Row[] => (value ? [[name, value]] : [])

/** What a simulator or a proxy puts behind an endpoint may say more than where it is. */
const withoutQuery = (address: string | undefined): string | undefined => address?.split(/[?#]/)[0]

/** The EHR's own words may name the patient. */
const withoutPatient = (text: string): string =>
  text.replace(/\b(Patient|Person|RelatedPerson|Practitioner|Encounter)\/[A-Za-z0-9\-.]{1,64}/g, '$1/…')

import { notGranted, scopesIn } from '@doseline/ehr-client'
import type { DiscoveredFacts, TracedLaunch } from '../session/launch-trace.ts'
import { inspect } from '../words/inspect.ts'
import type { Surroundings } from './surroundings.ts'

/** A name and what is so named: one value, or several of the same kind. */
export type Row = readonly [name: string, value: string | readonly string[]]

export interface Section {
  readonly title: string
  readonly rows: readonly Row[]
}

/** All there is to say of a launch and of where it happened, part by part; parts of which nothing is known are left out. */
export function reportOf(launch: TracedLaunch | undefined, about: Surroundings): readonly Section[] {
  const parts: readonly Section[] = [
    ...(launch ? launchParts(launch) : []),
    {
      title: inspect.sections.stored,
      rows: about.stored.map(({ what, size }) => [inspect.stored[what], inspect.names.characters(size)]),
    },
    { title: inspect.sections.browser, rows: browserRows(about) },
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
    { title: inspect.sections.launch, rows: launchRows(launch) },
    { title: inspect.sections.steps, rows: stepRows(launch) },
    { title: inspect.sections.discovered, rows: launch.discovered ? discoveredRows(launch.discovered) : [] },
    { title: inspect.sections.scopes, rows: scopeRows(launch) },
    { title: inspect.sections.token, rows: tokenRows(launch) },
    { title: inspect.sections.reads, rows: Object.entries(launch.reads ?? {}) },
  ]
}

function launchRows({ iss, ehr, launchLength, failure }: TracedLaunch): readonly Row[] {
  const outcome = failure
    ? [failure.kind, failure.status, failure.requestId].filter(Boolean).join(' · ')
    : inspect.names.opened
  return [
    ...said(inspect.names.iss, iss),
    [inspect.names.ehr, ehr ?? inspect.names.unregistered],
    ...(launchLength === undefined ? [] : [[inspect.names.launch, inspect.names.launchLength(launchLength)] as const]),
    [inspect.names.outcome, outcome],
    ...said(inspect.names.detail, failure?.detail && withoutPatient(failure.detail)),
  ]
}

/** When each step was, and how long after the first. */
function stepRows({ steps }: TracedLaunch): readonly Row[] {
  const begin = Date.parse(steps[0]?.at ?? '')
  return steps.map(({ step, at }) => [
    inspect.steps[step],
    `${at} (+${((Date.parse(at) - begin) / 1000).toFixed(1)} s)`,
  ])
}

export function discoveredRows(discovered: DiscoveredFacts): readonly Row[] {
  const { capabilities, challenges, scopesListed } = discovered
  return [
    [inspect.names.fhirVersion, discovered.fhirVersion ?? inspect.names.notSaid],
    [inspect.names.authorizationServer, discovered.authorizationServer ?? inspect.names.notSaid],
    [inspect.names.authorizationEndpoint, withoutQuery(discovered.authorizationEndpoint) ?? inspect.names.notSaid],
    [inspect.names.tokenEndpoint, withoutQuery(discovered.tokenEndpoint) ?? inspect.names.notSaid],
    [inspect.names.jwksUri, withoutQuery(discovered.jwksUri) ?? inspect.names.notSaid],
    [inspect.names.challenges, challenges?.join(' ') ?? inspect.names.notSaid],
    [inspect.names.scopesListed, scopesListed === undefined ? inspect.names.notSaid : String(scopesListed)],
    [inspect.names.capabilities, capabilities.length > 0 ? capabilities : inspect.names.notSaid],
  ]
}

function scopeRows({ asked, granted }: TracedLaunch): readonly Row[] {
  if (asked === undefined) return []
  if (granted === undefined) return [[inspect.names.asked, scopesIn(asked)]]
  const refused = notGranted(asked, granted)
  return [
    [inspect.names.refused, refused.length > 0 ? refused : inspect.names.all],
    [inspect.names.asked, scopesIn(asked)],
    [inspect.names.granted, scopesIn(granted)],
  ]
}

function tokenRows(launch: TracedLaunch): readonly Row[] {
  const { answer, tokenFields, fhirUser, identity, needsBanner, expiresIn, staff } = launch
  if (!tokenFields) return said(inspect.names.answer, answer)
  const context = (name: string): string => {
    const kind = tokenFields[name] ?? 'empty'
    if (kind === 'empty' || kind === 'null') return inspect.names.absent
    return kind === 'string' ? inspect.names.present : inspect.names.presentAs(kind)
  }
  const user =
    fhirUser && (fhirUser.type ? inspect.names.userAt(fhirUser.type, fhirUser.server) : inspect.names.unknownForm)
  return [
    ...said(inspect.names.answer, answer),
    [inspect.names.patient, context('patient')],
    [inspect.names.encounter, context('encounter')],
    [inspect.names.fhirUser, user ?? inspect.names.absent],
    ...said(inspect.names.identity, identity && inspect.names.identities[identity]),
    ...said(inspect.names.needsBanner, needsBanner === undefined ? undefined : String(needsBanner)),
    ...said(inspect.names.expiresIn, expiresIn === undefined ? undefined : inspect.names.seconds(expiresIn)),
    ...said(inspect.names.staff, staff === undefined ? undefined : staff ? inspect.names.yes : inspect.names.no),
    [inspect.names.tokenFields, Object.entries(tokenFields).map(([name, kind]) => `${name} (${kind})`)],
  ]
}

function browserRows(about: Surroundings): readonly Row[] {
  const { app, version, signIn, frames, hasStorage, clockSeconds, userAgent } = about
  const isRight = clockSeconds !== undefined && Math.abs(clockSeconds) <= 2
  const clock = clockSeconds === undefined ? inspect.names.noAnswer : inspect.names.clockOff(clockSeconds)
  return [
    [inspect.names.app, app],
    [inspect.names.version, version ?? inspect.names.noAnswer],
    ...said(inspect.names.signIn, signIn === undefined ? undefined : signIn ? inspect.names.yes : inspect.names.no),
    [
      inspect.names.framedBy,
      frames.length > 0 ? frames.map((frame) => frame ?? inspect.names.unknownFrame) : inspect.names.notFramed,
    ],
    [inspect.names.storage, hasStorage ? inspect.names.works : inspect.names.blocked],
    [inspect.names.clock, isRight ? inspect.names.clockRight : clock],
    [inspect.names.userAgent, userAgent],
  ]
}

const said = (name: string, value: string | undefined): readonly Row[] => (value ? [[name, value]] : [])

/** What a simulator or a proxy puts behind an endpoint may say more than where it is. */
const withoutQuery = (address: string | undefined): string | undefined => address?.split(/[?#]/)[0]

/** The EHR's own words may name the patient. */
const withoutPatient = (text: string): string =>
  text.replace(/\b(Patient|Person|RelatedPerson|Practitioner|Encounter)\/[A-Za-z0-9\-.]{1,64}/g, '$1/…')

import { type AppWould, appWould } from './app-would.ts'
import { type Ask, askWith, patientFetch } from './ask.ts'
import { isR4 } from './capability.ts'
import { gaps, givesDoses, type Standing, supportMatrix } from './matrix.ts'
import { type Probe, probe } from './probe.ts'
import { lineTo, type Reading, tryReading } from './reading.ts'
import { type Trial, tryWriting } from './trial.ts'

export interface ExaminationOptions {
  readonly base: string
  readonly token?: string | undefined
  readonly patient?: string | undefined
  /** Whether to write, under a run tag, and clean up. */
  readonly write?: boolean
  /** For one answer. */
  readonly seconds: number
  /** Told what is done now. */
  readonly tell?: (doing: string) => void
}

/** Everything `doseline doctor` found out about a server. */
export interface Examination {
  readonly probe: Probe
  readonly would: AppWould
  readonly matrix: readonly Standing[]
  /** Undefined where nothing was read, because there is no token or no patient. */
  readonly reading: Reading | undefined
  /** Undefined where nothing was to be written. */
  readonly trial: Trial | undefined
  readonly verdict: Verdict
}

/** Whether the main job – doses judged and charges written back – can be done here. */
export type Verdict =
  | { readonly main: 'possible'; readonly because: readonly string[] }
  | { readonly main: 'possible with losses'; readonly because: readonly string[] }
  | { readonly main: 'not possible'; readonly because: readonly string[] }

/** Examines a server: what it says, what the app would do, and as far as allowed what really happens. */
export async function examine(options: ExaminationOptions): Promise<Examination> {
  const fetcher = patientFetch(options.seconds)
  const ask: Ask = askWith(fetcher)
  const { token, patient, write, seconds, tell = () => undefined } = options
  tell('Asking what it offers')
  const found = await probe(options.base, ask)
  const would = appWould(found)
  // A chart of another version would be misread, and is not read.
  const mayRead = patient !== undefined && (token !== undefined || found.open) && isR4(found.fhirVersion)
  const line = lineTo({ base: found.base, token, fetcher, seconds })
  if (mayRead) tell('Trying the searches')
  const reading = mayRead ? await tryReading(line, patient, found.statement) : undefined
  if (mayRead && write) tell('Writing for a trial')
  const trial = mayRead && write ? await tryWriting(line, patient, would.channel) : undefined
  const matrix = supportMatrix(found.statement, reading?.steps)
  return { probe: found, would, matrix, reading, trial, verdict: verdictOn({ found, would, matrix, reading, trial }) }
}

interface Findings {
  readonly found: Probe
  readonly would: AppWould
  readonly matrix: readonly Standing[]
  readonly reading: Reading | undefined
  readonly trial: Trial | undefined
}

function verdictOn(findings: Findings): Verdict {
  const stops = stopsIn(findings)
  if (stops.length > 0) return { main: 'not possible', because: stops }
  const losses = lossesIn(findings)
  return losses.length > 0 ? { main: 'possible with losses', because: losses } : { main: 'possible', because: [] }
}

function stopsIn({ found, matrix, reading }: Findings): string[] {
  const { statement, fhirVersion, smart, open, troubles } = found
  if (!isR4(fhirVersion)) return [troubles.metadata?.trouble ?? 'it does not speak FHIR R4']
  if (!statement && !smart && !open) {
    return [`no FHIR server was met here: ${troubles.metadata?.trouble ?? 'nothing of FHIR is answered'}`]
  }
  const signIn = smart?.authorization_endpoint && smart.token_endpoint
  return [
    ...(givesDoses(matrix) ? [] : ['the doses cannot be read, so nothing can be judged']),
    ...(!signIn && !open ? ['it wants a sign-in, and says nowhere how: there is no smart-configuration'] : []),
    ...(found.cors?.reads === false ? ['a page in a browser may not read its answers (CORS)'] : []),
    ...(reading?.ended ? [`the chart could not be read: ${reading.ended}`] : []),
  ]
}

function lossesIn({ found, would, matrix, trial }: Findings): string[] {
  const missing = gaps(matrix).map(({ type }) => type)
  return [
    ...(found.statement
      ? []
      : ['it has no CapabilityStatement: everything is asked for, and what is refused is missing']),
    ...(would.channel === 'transaction' ? [] : [`the write-back goes ${SAID[would.channel]}`]),
    ...(missing.length > 0 ? [`not everything is known: ${missing.join(', ')}`] : []),
    ...(trial && trial.troubles.length > 0 ? ['not every write that was tried went well'] : []),
  ]
}

/** How a write-back goes, as the end of a sentence. */
export const SAID: Readonly<Record<AppWould['channel'], string>> = {
  transaction: 'in one transaction: all of it or nothing',
  single: 'one resource at a time',
  'oracle-create': 'through ChargeItem/$create: charges only',
  hl7v2: 'as an HL7 v2 message to the billing system',
  task: 'as a Task for the billing office',
  communication: 'as a Communication with the lines in words',
  document: 'as a document with the lines in words',
  'by-hand': 'by hand: nothing is sent, a person downloads, prints or copies the lines',
}

/** The exit code of `doseline doctor`; 2 is for usage. */
export const EXIT: Readonly<Record<Verdict['main'], number>> = {
  possible: 0,
  'possible with losses': 1,
  'not possible': 3,
}

import { type Examination, examine } from '@doseline/cli/examination'
import type { JobStep } from '@doseline/cli/main-job'
import { type Tried, tryTarget } from '@doseline/cli/try-target'
import type { WriteBackRequest } from '@doseline/contract'
import type { Scenario } from '@doseline/fhir-fixtures'

/** A server to try, and how one gets in. */
export interface Server {
  readonly name: string
  readonly base: string
  readonly scenario: Scenario
  /** An access token for everything that is tried with a chart of one's own, or with the one of a patient who is there. */
  readonly tokenFor: (purpose: 'own chart' | 'chart that is there', examination: Examination) => Promise<string>
  readonly patient: string
  readonly billCodes?: WriteBackRequest['billCodes']
  /** What cannot be taken away again may be written: only where nothing of it means anything. */
  readonly mayKeep: boolean
}

/** What ran on a server, as a row of docs/sandboxes.md. */
export interface Ran {
  readonly name: string
  readonly software: string
  readonly commands: string
  readonly outcome: string
}

/**
 * Asks a server what it is and does the main job on it: with a chart that is put there where that can be taken away again,
 * else on the chart of a patient who is there.
 */
export async function ranOn(server: Server): Promise<Ran> {
  const { name, base, patient, mayKeep } = server
  const examination = await examine({ base, seconds: SECONDS })
  const { statement } = examination.probe
  const software = [statement?.software?.name, statement?.software?.version].filter(Boolean).join(' ') || 'not said'
  const { main, because } = examination.verdict
  if (main === 'not possible') {
    return { name, software, commands: '`doctor`', outcome: `not possible: ${because.join('; ')}` }
  }
  const own = await tried(server, examination, 'own chart')
  const wasPutThere = !own.steps.some(({ name: step, went }) => step === 'seeded' && went === 'not tried')
  const ran = wasPutThere ? own : await tried(server, examination, 'chart that is there')
  const options = wasPutThere ? '' : ` --patient ${patient}${mayKeep ? ' --keep' : ''}`
  return { name, software, commands: `\`doctor\`, \`sandbox-test${options}\``, outcome: outcomeOf(ran) }
}

const SECONDS = 30
const LAG_SECONDS = 15

interface Trial {
  readonly result: Tried
  readonly steps: readonly JobStep[]
  /** Whether what was written stays there. */
  readonly isKept: boolean
}

async function tried(
  server: Server,
  examination: Examination,
  purpose: 'own chart' | 'chart that is there',
): Promise<Trial> {
  const { base, patient, scenario, billCodes, mayKeep } = server
  const steps: JobStep[] = []
  const isOwn = purpose === 'own chart'
  const result = await tryTarget({
    base,
    token: await server.tokenFor(purpose, examination),
    patient: isOwn ? undefined : patient,
    scenario,
    keep: !isOwn && mayKeep,
    ...(billCodes && { billCodes }),
    seconds: SECONDS,
    lagSeconds: LAG_SECONDS,
    clientId: 'doseline',
    port: 0,
    tell: (step) => steps.push(step),
    stopped: new AbortController().signal,
  })
  return { result, steps, isKept: !isOwn && mayKeep }
}

/** What came of it, in the words of the steps. */
function outcomeOf({ result, steps, isKept }: Trial): string {
  if (result.kind === 'not run') return `not run: ${result.because}`
  const saidAt = (name: string): string | undefined => steps.find((step) => step.name === name)?.says
  const { differed, made, leftBehind } = result
  const parts = [
    saidAt('judged'),
    saidAt('planned') && `as ${saidAt('planned')?.split(';')[0]}`,
    saidAt('read back'),
    saidAt('sent again') && `sent again: ${saidAt('sent again')}`,
    !isKept && made > leftBehind.length && `${made - leftBehind.length} of ${made} were taken away again`,
    differed.length === 0
      ? 'nothing differed'
      : `DIFFERED: ${differed.map(({ name, says }) => `${name}: ${says}`).join('; ')}`,
  ]
  return parts.filter(Boolean).join('; ')
}

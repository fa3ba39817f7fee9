import { planActs } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { type Channel, PlansRequest } from '@doseline/contract'
import { channelsFor, type NotPossible, offeredBy, scopesFor, scopeVersion } from '@doseline/ehr-client'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { systemInteractions } from './capability.ts'
import type { Probe } from './probe.ts'
import { unsupported } from './smart.ts'

/** What the app would ask of an EHR, and how it would write back to it. */
export interface AppWould {
  readonly version: 'v1' | 'v2'
  /** The scope string of a launch from the EHR. */
  readonly scopes: string
  /** The same in the words of the other SMART version. */
  readonly twin: string
  /** Those it would ask for if the EHR listed them. */
  readonly unlisted: readonly string[]
  readonly channels: readonly Channel[]
  readonly channel: Channel
  readonly notPossible: readonly NotPossible[]
  /** What that channel cannot carry. */
  readonly lost: readonly string[]
  readonly provenance: boolean
}

/** Works it out from what an EHR says, and, where there is a token, from what was granted. */
export function appWould({ statement, smart }: Probe, scope = ''): AppWould {
  const offered = offeredBy(statement)
  const supported = smart?.scopes_supported
  const version = scopeVersion(smart?.capabilities, supported)
  const scopesIn = (words: 'v1' | 'v2', known?: readonly string[]) =>
    scopesFor({ launch: 'ehr', version: words, offered, supported: known })
  const system = statement && systemInteractions(statement)
  const { channels, notPossible, provenance } = channelsFor({ offered, system, scope })
  return {
    version,
    scopes: scopesIn(version, supported),
    twin: scopesIn(version === 'v2' ? 'v1' : 'v2'),
    unlisted: unsupported(scopesIn(version), supported),
    channels,
    notPossible,
    provenance,
    ...planned(channels),
  }
}

/** A dose that is in order and has every kind of line, so that whatever a channel loses is lost on it. */
const EXAMPLE = 'medicare-mepsevii-discard-recorded'

/** The channel an approval takes, and what is lost, as the engine plans it for an example. */
function planned(channels: readonly Channel[]): { readonly channel: Channel; readonly lost: readonly string[] } {
  const example = scenario(EXAMPLE)
  const request = PlansRequest.parse({
    ...requestFor(example),
    writeBack: { acts: ['approve'], by: { display: 'doseline doctor' }, server: 'doctor', channels },
  })
  const [plan] = planActs(request, loadCodebook(), example.asOf).plans
  if (!plan) throw new Error(`${EXAMPLE} plans nothing to be written`)
  return { channel: plan.channel, lost: plan.lost }
}

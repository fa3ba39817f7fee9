import type { Provenance, ProvenanceEntity, Reference } from 'fhir/r4'
import type { Chart } from '../../chart.ts'
import { text } from '../../shape.ts'
import { EDITION_ID, INPUT_DIGEST_ID, JUDGED_VERSION } from '../../systems.ts'
import type { WriteBackInput } from '../../write-back-request.ts'
import { linkTo } from './person.ts'

const OPERATION = 'http://terminology.hl7.org/CodeSystem/v3-DataOperation'
const PARTICIPANT = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type'
const OPERATIONS = { create: 'CREATE', update: 'UPDATE', void: 'NULLIFY' } as const

const ACTS = {
  suggest: 'Saved as a draft',
  approve: 'Approved for billing',
  void: 'Voided',
} as const

/** A change that is recorded: how Provenance refers to what is changed. */
export interface RecordedChange {
  readonly act: 'create' | 'update' | 'void'
  readonly target: string
}

/** What was done, in words. */
export function provenanceText({ act, overrides, codebook }: WriteBackInput): string {
  const although = overrides.length > 0 && act === 'approve' ? ' with an override' : ''
  return `${ACTS[act]}${although}${codebook.forSubmission ? '' : ' (demonstration, not for submission)'}`
}

/**
 * Who had what written, by which edition, from which versions of the chart, and why a failed rule was overridden.
 * @see https://hl7.org/fhir/R4/provenance.html
 */
export function provenance(input: WriteBackInput, chart: Chart, changes: readonly RecordedChange[]): Provenance {
  const [only, ...others] = new Set(changes.map(({ act }) => OPERATIONS[act]))
  return {
    resourceType: 'Provenance',
    target: changes.map(({ target }) => ({ reference: target })),
    recorded: input.asOf,
    ...(input.overrides.length > 0 && {
      reason: input.overrides.map(({ asks, reason }) => ({ text: `Charged although this is open: ${asks} ${reason}` })),
    }),
    activity: {
      ...(others.length === 0 && { coding: [{ system: OPERATION, code: only }] }),
      text: provenanceText(input),
    },
    agent: [
      { type: { coding: [{ system: PARTICIPANT, code: 'author' }] }, who: whoOf(input) },
      { type: { coding: [{ system: PARTICIPANT, code: 'assembler' }] }, who: { display: 'Doseline' } },
    ],
    entity: entitiesOf(input, chart),
  }
}

const whoOf = ({ by }: WriteBackInput): Reference => {
  const link = linkTo(by)
  return link ? { ...link, ...(by.display && { display: by.display }) } : { display: by.display ?? NOBODY }
}

const NOBODY = 'a person who is not named'

/** HAPI FHIR takes the version out of every reference it stores: it stands beside it as well. */
const atVersion = (key: string, version: string): Reference => ({
  extension: [{ url: JUDGED_VERSION, valueString: version }],
  reference: `${key}/_history/${version}`,
  display: `${key}, version ${version}`,
})

/** What was read, at the version that was read, and the two names under which the judgment can be repeated. */
function entitiesOf(input: WriteBackInput, chart: Chart): ProvenanceEntity[] {
  const read = [
    ...new Set([...input.doses.map(({ administration }) => administration), ...input.supporting]),
  ].toSorted()
  const named = [
    { system: INPUT_DIGEST_ID, value: input.digest },
    { system: EDITION_ID, value: input.edition },
  ]
  return [
    ...read.map((key): ProvenanceEntity => {
      const version = text(chart.resources.get(key)?.meta?.versionId)
      return { role: 'source', what: version === undefined ? { reference: key } : atVersion(key, version) }
    }),
    ...named.map((identifier): ProvenanceEntity => ({ role: 'source', what: { identifier } })),
  ]
}

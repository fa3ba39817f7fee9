import { speaksOfTheCharge } from '@doseline/contract'
import type { RecordBeside, RecordKind } from '@doseline/dose'
import type { Extension, FhirResource } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { type Extensible, SAYS_NOT_GIVEN } from '../../extensions.ts'
import { resolve } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { isTheAmount } from './own-elements.ts'
import { mayHoldTheDose, recordOf } from './said.ts'

/** Extensions of an EHR’s own on the records around the dose that speak of who pays, of supply or of studies. */
export function ownExtensions(reading: Reading): readonly RecordBeside[] {
  const { chart, given, key, patient } = reading
  const own = { key, resource: given }
  const named = [given.medicationReference, given.request, given.context, given.subject].flatMap(
    (reference) => resolve(chart, reference, own) ?? [],
  )
  const coverages = patient.known
    ? ofPatient(chart, 'Coverage', patient.value).filter(({ resource }) => mayHoldTheDose(reading, resource.period))
    : []
  return [...named, ...coverages].flatMap((each) => {
    const kind = KINDS[each.resource.resourceType]
    return kind === undefined ? [] : ofExtensions(reading, { key: each.key, kind, resource: each.resource })
  })
}

const KINDS: Readonly<Partial<Record<FhirResource['resourceType'], RecordKind>>> = {
  Medication: 'report',
  MedicationRequest: 'report',
  Encounter: 'visit',
  Patient: 'account',
  Coverage: 'account',
}

/** The ends of addresses of extensions that facts are read from. */
const READ =
  /\/(acquired|timezone|tz-code|data-absent-reason|ext-coverage-information|ptc_cntrct_id_\d{2}|containers-opened|opened-amount|discarded-amount)$/

interface Holder {
  readonly key: string
  readonly kind: RecordKind
  readonly resource: FhirResource
}

const ofExtensions = ({ given }: Reading, { key, kind, resource }: Holder): readonly RecordBeside[] =>
  list((resource as Extensible).extension).flatMap((extension) => {
    const url = text(extension.url) ?? ''
    if (READ.test(url) || SAYS_NOT_GIVEN.test(url) || !speaks(extension, url, 0) || isTheAmount(extension, given))
      return []
    const says = `${key} carries an extension (${quoted(url, 100)}) that may change what is charged.`
    return [recordOf(key, kind, { says, element: 'extension' })]
  })

const MOST_DEEP = 4

/** Whether it, or one within it, speaks of the charge. `within`: the address of the outermost, which names whose it is. */
function speaks(extension: Extension, within: string, depth: number): boolean {
  const name = Object.keys(extension).find((each) => each.startsWith('value'))
  const value: unknown = name === undefined ? undefined : Reflect.get(extension, name)
  const url = depth === 0 ? within : `${within}/${text(extension.url) ?? ''}`
  const inner = depth < MOST_DEEP ? list(extension.extension) : []
  return (value !== undefined && speaksOfTheCharge(url, value)) || inner.some((each) => speaks(each, within, depth + 1))
}

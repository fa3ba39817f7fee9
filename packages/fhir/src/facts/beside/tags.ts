import type { RecordBeside, RecordKind } from '@doseline/dose'
import type { Coding, Meta } from 'fhir/r4'
import { resolve } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { recordOf } from './said.ts'

/** Tags by which servers and EHRs mark records, and that say nothing of what was done. */
const USUAL_TAGS = wordList(
  'subsetted subset normal actionable htest reviewed verified validated final signed production prod live clinical medication administration mar emar ehr',
  'system source version sync synced export exported fhir r4 us core patient chart record epic cerner oracle athena athenahealth nextgen allscripts eclinicalworks hapi medplum',
  'tenant site workflow app client smart bulk latest current primary data set group organization org v1 v2 id inpatient outpatient ambulatory',
)

/**
 * Tags of the record of the dose, of its drug, its order and its visit: by one as “historical” or “investigational” somebody marked what
 * was no dose of the clinic’s own.
 */
export function tagsBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, given, key } = reading
  const own = { key, resource: given }
  const holders = [
    { ...own, kind: 'report' as RecordKind },
    ...[given.medicationReference, given.request].flatMap((each) => {
      const found = resolve(chart, each, own)
      return found ? [{ ...found, kind: 'report' as RecordKind }] : []
    }),
  ]
  return holders.flatMap(({ key: holder, resource, kind }) => {
    const strange = list<Coding>((resource.meta as Meta | undefined)?.tag).flatMap(({ display, code }) => {
      const words = text(display) ?? text(code)
      return words === undefined || !/[a-z]{3}/i.test(words) || isOnlyOf(words, USUAL_TAGS) ? [] : [words]
    })[0]
    if (strange === undefined) return []
    const says = `${holder} is tagged “${quoted(strange, 60)}”, which a person has to read.`
    return [recordOf(holder, kind, { says, element: 'meta.tag' })]
  })
}

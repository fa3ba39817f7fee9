import { addDays, type CalendarDate, type RecordBeside } from '@doseline/dose'
import type { FhirResource } from 'fhir/r4'
import type { Chart } from '../../chart.ts'
import { ofPatient } from '../../chart-index.ts'
import type { Target } from '../../references.ts'
import { quoted } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from '../span-of-days.ts'
import { wordList, wordsIn } from './phrases.ts'
import { drugNames, recordOf } from './said.ts'
import { isOfAnother } from './whose.ts'
import { OF_ANY_DRUG } from './words-of-drugs.ts'
import { daysIn, dayWritten } from './words-of-the-dose.ts'
import { wordsWithin } from './words-within.ts'

/** Types in whose words somebody may tell of a dose that was given; what is planned, ordered or charged is read as that. */
const TELLING: ReadonlySet<string> = new Set(
  'ClinicalImpression Composition Condition DiagnosticReport DocumentReference Goal Observation QuestionnaireResponse'.split(
    ' ',
  ),
)
const OF_GIVING = wordList(
  'given gave administered received receives got injected injection infused infusion last dose doses on tolerated visit',
)
/** What these stand beside was not given, or not yet. */
const NOT_GIVEN = wordList(
  'next due scheduled schedule ordered order planned plan start starting after will until expires',
)
const IS_NONE: ReadonlySet<unknown> = new Set(['entered-in-error', 'superseded', 'cancelled'])
const DAYS_OF_A_YEAR = 366

interface Told extends Target {
  readonly words: readonly string[]
}
const toldIn = new WeakMap<Chart, readonly Told[]>()

/** Read once a chart. */
function tellingRecords(chart: Chart): readonly Told[] {
  const before = toldIn.get(chart)
  if (before) return before
  const told = [...chart.resources].flatMap(([key, resource]): Told[] =>
    TELLING.has(resource.resourceType) && !IS_NONE.has(Reflect.get(resource, 'status'))
      ? [{ key, resource, words: wordsWithin(resource) }]
      : [],
  )
  toldIn.set(chart, told)
  return told
}

/**
 * Records that tell of a dose of the drug in the year before this one, on a day of which no administration is charted: by a day that
 * is written in their words, or by their own.
 */
export function earlierInWords(reading: Reading): readonly RecordBeside[] {
  const { chart, patient } = reading
  const on = dayWritten(reading, reading.given.effectiveDateTime ?? reading.given.effectivePeriod?.start)
  const names = new Set([...drugNames(reading)].filter((name) => !OF_ANY_DRUG.has(name)))
  if (!patient.known || on === undefined || names.size === 0) return []
  const charted = new Set(
    ofPatient(chart, 'MedicationAdministration', patient.value).map(({ resource }) =>
      dayWritten(reading, resource.effectiveDateTime ?? resource.effectivePeriod?.start),
    ),
  )
  const isEarlier = (day: CalendarDate | undefined): day is CalendarDate =>
    day !== undefined && day < on && addDays(day, DAYS_OF_A_YEAR) >= on && !charted.has(day)
  return tellingRecords(chart).flatMap(({ key, resource, words }): RecordBeside[] => {
    if (isOfAnother(reading, resource)) return []
    const own = daysIn(reading, resource)
    for (const sentence of words.flatMap((each) => each.split(SENTENCE))) {
      const said = wordsIn(sentence)
      if (!said.some((word) => names.has(word)) || !said.some((word) => OF_GIVING.has(word))) continue
      if (said.some((word) => NOT_GIVEN.has(word))) continue
      const day = [...writtenIn(reading, sentence), ...(isDated(resource) ? own : [])].find(isEarlier)
      if (day === undefined) continue
      const says = `${key} tells of the drug on ${day} (“${quoted(sentence, 80)}”), of which no administration is in the chart: it may be an earlier dose.`
      return [recordOf(key, 'report', { says, element: 'text' })]
    }
    return []
  })
}

const SENTENCE = /[.!?;\n](?=\s|$)|\n/
/** A problem or a goal goes on: its own day is that on which it began. */
const isDated = ({ resourceType }: FhirResource): boolean => resourceType !== 'Condition' && resourceType !== 'Goal'

/** Days that are written out in words, as people in the United States write them, or as FHIR does. */
function writtenIn(reading: Reading, sentence: string): readonly CalendarDate[] {
  const zone = zoneOfPeriods(reading)
  return [...sentence.matchAll(/\b(?:(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})|(20\d\d-\d\d-\d\d))\b/g)].flatMap(
    ([, month = '', day = '', year = '', iso]) =>
      spanOfPeriodEnd(iso ?? `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, zone)
        ?.earliest ?? [],
  )
}

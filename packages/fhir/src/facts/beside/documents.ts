import type { RecordBeside } from '@doseline/dose'
import type { CodeableConcept, Composition, DocumentManifest, DocumentReference, FhirResource, Media } from 'fhir/r4'
import { allOf, type Keyed } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { isNotice } from './notices.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { drugNames, recordOf } from './said.ts'
import { isOfAnother, ownKeys } from './whose.ts'
import { isOfThatDay, isUndated } from './words-of-the-dose.ts'
import { referencesWithin } from './words-within.ts'

/** How documents of a visit are called in which a dose in order is written of, as LOINC and EHRs have it. */
const USUAL_TITLES = wordList(
  'a an and at by for from in is of on or the to with after before during office clinic center outpatient ambulatory',
  'note notes progress nursing nurse nurses rn provider physician md np pa pharmacist pharmacy clinician staff',
  'infusion infusions injection injections administration administered therapy treatment treatments medication medications drug',
  'record records flowsheet flowsheets log chart charting documentation document documents report reports form summary summaries',
  'visit visits encounter appointment avs mar emar worksheet checklist checklists monitoring assessment assessments evaluation plan',
  'follow up followup consult consultation history physical hp specialty endocrinology rheumatology oncology hematology',
  'medicine internal family primary care osteoporosis bone density dexa dxa scan study result results lab labs laboratory imaging',
  'radiology vital vitals signs order orders ordered signed consent consents informed general conditions',
  'education educational instruction instructions handout teaching patient discharge chief complaint subjective',
  'objective reason problem problems list allergies allergy review reviewed systems social past medical surgical immunizations',
  'clinical continuity ccd c-cda cda export text pdf scanned scan image letter referral referring',
)
/** Words that say something else together than alone. */
const APART = /\b(discharge summary|patient consent withdrawn|incident|history and physical)\b/i

type Titled = Composition | DocumentManifest | DocumentReference | Media
const TYPES = ['Composition', 'DocumentManifest', 'DocumentReference', 'Media'] as const
const IS_NONE: ReadonlySet<unknown> = new Set(['entered-in-error', 'superseded', 'not-done'])

/** Whether a record is a document: its title is read by an allow-list, and its text as prose. */
export const isDocument = ({ resourceType }: FhirResource): boolean =>
  (TYPES as readonly string[]).includes(resourceType)

/** Documents of the visit or the day whose titles are none of usual ones: a person has to look at them. */
export function documentsBeside(reading: Reading): readonly RecordBeside[] {
  const { chart } = reading
  const own = ownKeys(reading)
  const names = drugNames(reading)
  return TYPES.flatMap((type): readonly Keyed<Titled>[] => allOf(chart, type)).flatMap(({ key, resource }) => {
    if (IS_NONE.has(resource.status) || isOfAnother(reading, resource)) return []
    const named = new Set(referencesWithin(resource).flatMap((reference) => keyOf(chart, { reference }) ?? []))
    const isBeside = [...own.dose, ...own.beside].some((each) => named.has(each))
    if (!isBeside && !isOfThatDay(reading, resource) && !isUndated(resource)) return []
    const strange = titlesOf(resource).find(
      (title) => !isNotice(title) && (!isOnlyOf(`note ${unnumbered(title)}`, USUAL_TITLES, names) || APART.test(title)),
    )
    if (strange === undefined) return []
    const says = `${key} is a document “${quoted(strange, 80)}” of the visit, which a person has to look at.`
    return [recordOf(key, 'report', { says, element: 'type' })]
  })
}

const unnumbered = (title: string): string =>
  title.replaceAll(/&amp;|&/g, ' and ').replaceAll(/\b\d[\d./:-]*\s?(am|pm|mg|mcg|ml)?\b/gi, ' ')

function titlesOf(resource: Titled): readonly string[] {
  switch (resource.resourceType) {
    case 'Composition':
      return [...given(resource.title), ...called(resource.type), ...list(resource.category).flatMap(called)]
    case 'DocumentManifest':
      return [...given(resource.description), ...called(resource.type)]
    case 'DocumentReference':
      return [
        ...given(resource.description),
        ...list(resource.content).flatMap(({ attachment }) => given(attachment?.title)),
        ...called(resource.type),
      ]
    case 'Media':
      return [...given(resource.content?.title), ...called(resource.type)]
  }
}

const given = (words: unknown): readonly string[] => [text(words)].flatMap((each) => each ?? [])
/** One text of a concept: its displays say the same. */
const called = (concept: CodeableConcept | undefined): readonly string[] => {
  const words = text(concept?.text) ?? list(concept?.coding).flatMap(({ display }) => text(display) ?? [])[0]
  return words === undefined ? [] : [words]
}

import type { RecordBeside } from '@doseline/dose'
import type { ResearchSubject } from 'fhir/r4'
import { codedIn } from '../../coded.ts'
import { resolve } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { aboutThePatient, mayHoldTheDose, phrasesOf, recordOf, type Said } from './said.ts'

const BEFORE = [
  'candidate',
  'eligible',
  'ineligible',
  'not-registered',
  'pending-on-study',
  'potential-candidate',
  'screening',
] as const
const ON = ['follow-up', 'off-study', 'on-study', 'on-study-intervention', 'on-study-observation', 'withdrawn'] as const

/**
 * Studies in which the patient took part when the dose was given: a sponsor may supply or pay the drug, and what is routine
 * care in a trial is billed with Q1, the code of the study and its number (Medicare Claims Processing Manual, chapter 32,
 * section 69).
 * @see https://hl7.org/fhir/R4/researchsubject.html
 */
export const studiesBeside = (reading: Reading): readonly RecordBeside[] =>
  aboutThePatient(reading, 'ResearchSubject').flatMap(({ key, resource }) =>
    saidOf(reading, key, resource).map((said) => recordOf(key, 'study', said)),
  )

function saidOf(reading: Reading, key: string, subject: ResearchSubject): readonly Said[] {
  const read = codedIn(key, subject, 'status', [...BEFORE, ...ON])
  if ('doubt' in read) return [{ says: read.doubt, element: 'status' }]
  if (BEFORE.some((code) => code === read.code)) return []
  if (!mayHoldTheDose(reading, subject.period)) return []
  const isOver = (read.code === 'off-study' || read.code === 'withdrawn') && subject.period?.end === undefined
  const study = resolve(reading.chart, subject.study, { key, resource: subject })
  const found = study?.resource.resourceType === 'ResearchStudy' ? study.resource : undefined
  const kinds = phrasesOf(list(found?.category))
  if (read.code !== 'on-study-intervention' && kinds.length > 0 && kinds.every(onlyWatches)) return []
  const name = text(found?.title) ?? text(subject.study?.display) ?? study?.key ?? 'a study'
  const how = isOver ? 'took part' : 'took part that day'
  return [{ says: `${key} says that the patient ${how} in a study (“${quoted(name, 80)}”).`, element: 'status' }]
}

/** Kinds of studies that give nothing and pay for nothing. */
const WATCHES = wordList(
  'observational registry survey study substudy patient disease cohort prospective retrospective natural history',
)
const onlyWatches = (phrase: string): boolean =>
  isOnlyOf(phrase.replaceAll(/\bnon-?interventional\b/gi, 'observational'), WATCHES)

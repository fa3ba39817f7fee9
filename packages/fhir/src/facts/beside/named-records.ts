import { notOfTheStaff, speaksAgainst, wordsOfPayers } from '@doseline/contract'
import type { FhirResource, Reference } from 'fhir/r4'
import { keyOf, resolve, type Target } from '../../references.ts'
import { isObject, list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { stops } from './phrases.ts'
import { drugNames, mayHoldTheDose, wordsOrCodes } from './said.ts'
import { isUsualVisit } from './visit-words.ts'

/** Types that are of a study, whatever they say. */
const OF_A_STUDY: ReadonlySet<string> = new Set(['ResearchStudy', 'ResearchSubject'])

/** Statuses by which a plan or a request stood, or was done with. */
const STANDS: ReadonlySet<string> = new Set(['active', 'completed'])
const MAY_BE_OVER: ReadonlySet<string> = new Set(['CarePlan', 'ServiceRequest', 'RequestGroup'])

/**
 * What a record that something names says against the dose, as words that follow `names`; undefined where it says nothing
 * unusual. Of a record of a known type its words may be any but those of payers, studies and supply, and its own reader looks
 * at the rest; of what is named in words alone each has to be usual. One that the chart does not hold, and that has no words,
 * says nothing.
 */
export function saidByNamed(reading: Reading, holder: Target, reference: Reference | undefined): string | undefined {
  if (!isObject(reference)) return undefined
  const target = resolve(reading.chart, reference, holder)
  const type = text(reference.type) ?? target?.resource.resourceType ?? typeOf(keyOf(reading.chart, reference))
  const named = quoted(text(reference.display) ?? target?.key ?? type ?? '', 80)
  if (type !== undefined && OF_A_STUDY.has(type)) return `“${named}”, which is of a study`
  const over = target && isOver(reading, target)
  if (over !== undefined) return over
  const words = [text(reference.display), ...(target ? wordsOf(target.resource) : [])].filter(
    (each) => each !== undefined,
  )
  const against = words.find(isAgainst)
  if (against !== undefined) return `“${quoted(against, 80)}”`
  const [only] = type === undefined ? words : []
  return only === undefined || isUsualVisit(only, drugNames(reading)) ? undefined : `“${quoted(only, 80)}”`
}

const typeOf = (key: string | undefined): string | undefined => /^([A-Z][A-Za-z]{2,63})\//.exec(key ?? '')?.[1]

/** Whether words speak of who pays, of a study, of another supply, or of another place of care. */
export const isAgainst = (words: string): boolean =>
  speaksAgainst(words) ||
  stops(words) ||
  NOTICE.test(words) ||
  wordsOfPayers(words) !== undefined ||
  notOfTheStaff(words) !== undefined
const NOTICE = /\b(abn|beneficiary notice|noncoverage|non-coverage|waiver|nct\d{8})\b/i

function isOver(reading: Reading, { key, resource }: Target): string | undefined {
  if (!MAY_BE_OVER.has(resource.resourceType)) return undefined
  const { status, period } = resource as { status?: unknown; period?: { start?: string; end?: string } }
  if (!STANDS.has(String(status))) return `${key}, which is “${quoted(String(status ?? 'without a status'), 30)}”`
  return mayHoldTheDose(reading, period) ? undefined : `${key}, which is of another time`
}

/** What a record is called. */
function wordsOf(resource: FhirResource): readonly string[] {
  const { title, name, description, code, category, type } = resource as unknown as Readonly<Record<string, unknown>>
  const concepts = [code, category, type].flatMap((each) => list(each as object | object[] | undefined))
  return [...[title, name, description].map(text), ...wordsOrCodes(concepts)].filter((each) => each !== undefined)
}

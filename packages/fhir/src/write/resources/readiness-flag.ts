import type { Verdict } from '@doseline/contract'
import { worstOf } from '@doseline/dose'
import type { Flag, Reference } from 'fhir/r4'
import { BILLING_READINESS } from '../../systems.ts'
import type { JudgedDose, WriteBackInput } from '../../write-back-request.ts'
import { visitIdentity } from '../identities.ts'
import { marksOf } from './book.ts'
import { linkTo, typeOf } from './person.ts'

/** What the Flag's code says: a verdict, or that this is a demonstration and no verdict for anybody. */
export type ReadinessCode = Verdict | 'article-demonstration'

/** The person as FHIR takes an author; undefined for one of another type, or without a record anywhere. */
export const authorOf = ({ by }: WriteBackInput): Reference | undefined =>
  MAY_AUTHOR.has(typeOf(by.reference ?? by.identifier ?? '')) ? linkTo(by) : undefined

/** @see https://hl7.org/fhir/R4/extension-flag-detail.html */
const FLAG_DETAIL = 'http://hl7.org/fhir/StructureDefinition/flag-detail'
const FLAG_CATEGORY = 'http://terminology.hl7.org/CodeSystem/flag-category'
const MAY_AUTHOR = new Set(['Practitioner', 'PractitionerRole', 'Organization', 'Device', 'Patient'])

/**
 * The billing readiness of an encounter, for people who read the chart: the worst verdict of its doses as the code, and
 * a sentence that many EHRs show alone.
 * @see https://hl7.org/fhir/R4/flag.html
 */
export function readinessFlag(input: WriteBackInput, start: string): Flag {
  const { encounter } = input
  const author = authorOf(input)
  const doses = inOrder(input)
  return {
    resourceType: 'Flag',
    extension: doses.map(({ administration }) => ({ url: FLAG_DETAIL, valueReference: { reference: administration } })),
    identifier: [{ system: marksOf(input).flagSystem, value: visitIdentity(input) }],
    status: 'active',
    category: [{ coding: [{ system: FLAG_CATEGORY, code: 'admin' }] }],
    code: {
      coding: [{ system: BILLING_READINESS, code: codeOf(input) }],
      text: marksOf(input).mark(readinessSentence(input)),
    },
    subject: { reference: input.patient },
    ...(encounter && { encounter: { reference: encounter } }),
    period: { start },
    ...(author && { author }),
  }
}

const codeOf = ({ codebook, doses }: WriteBackInput): ReadinessCode =>
  codebook.forSubmission ? worstOf(doses.map(({ verdict }) => verdict)) : 'article-demonstration'

const inOrder = ({ doses }: WriteBackInput): readonly JudgedDose[] =>
  doses.toSorted((a, b) => (a.administration < b.administration ? -1 : 1))

/** The one dose's sentence, or each dose's, those alike said once. */
export function readinessSentence(input: WriteBackInput): string {
  const doses = inOrder(input)
  const counts = new Map<string, number>()
  for (const { sentence } of doses) counts.set(sentence, (counts.get(sentence) ?? 0) + 1)
  if (doses.length <= 1) return doses[0]?.sentence ?? 'No dose was judged.'
  const each = [...counts].map(([sentence, count]) => (count > 1 ? `${sentence} (${count} doses)` : sentence))
  return `${doses.length} doses: ${each.join(' ')}`
}

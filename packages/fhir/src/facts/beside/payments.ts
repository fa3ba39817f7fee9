import { wordsOfPayers } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { FhirResource } from 'fhir/r4'
import { allOf } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { spanOfDays } from '../span-of-days.ts'
import { namesIn } from './phrases.ts'
import { drugNames, phrasesOf, recordOf } from './said.ts'
import { OF_ANY_DRUG } from './words-of-drugs.ts'
import { wordsWithin } from './words-within.ts'

const IS_NONE: ReadonlySet<unknown> = new Set(['cancelled', 'draft', 'entered-in-error'])
const OUT_OF_POCKET = /\b(self[- ]?pay\w*|cash|out[- ]of[- ]pocket|private pay|uninsured)\b/i

/**
 * What is told of money for the dose: a payment that names the drug, and an invoice of its day for whoever pays without
 * insurance. What was paid for is not charged to the payer again.
 * @see https://hl7.org/fhir/R4/paymentreconciliation.html
 */
export const paymentsBeside = (reading: Reading): readonly RecordBeside[] => [
  ...(['PaymentNotice', 'PaymentReconciliation'] as const).flatMap((type) =>
    allOf(reading.chart, type).flatMap(({ key, resource }) => ofPayment(reading, key, resource)),
  ),
  ...ofInvoices(reading),
]

function ofPayment(reading: Reading, key: string, payment: FhirResource): readonly RecordBeside[] {
  if (IS_NONE.has(Reflect.get(payment, 'status'))) return []
  const own = new Set([...drugNames(reading)].filter((name) => !OF_ANY_DRUG.has(name)))
  const words = wordsWithin(payment).find((each) => [...namesIn([each])].some((word) => own.has(word)))
  if (words === undefined) return []
  const says = `${key} tells of a payment for “${quoted(words, 60)}”: the dose may be paid already.`
  return [recordOf(key, 'work', { says, element: 'request' })]
}

function ofInvoices({ chart, given, patient, timeZone }: Reading): readonly RecordBeside[] {
  const on = spanOfDays(given.effectiveDateTime ?? given.effectivePeriod?.start, timeZone)
  return allOf(chart, 'Invoice').flatMap(({ key, resource }): RecordBeside[] => {
    const whose = keyOf(chart, resource.subject)
    const of = spanOfDays(resource.date, timeZone)
    const isOfTheDay = on !== undefined && of !== undefined && of.earliest <= on.latest && of.latest >= on.earliest
    if (
      IS_NONE.has(resource.status) ||
      !isOfTheDay ||
      (patient.known && whose !== undefined && whose !== patient.value)
    )
      return []
    const words = [...phrasesOf([resource.type]), text(resource.paymentTerms) ?? ''].find(
      (each) => OUT_OF_POCKET.test(each) || wordsOfPayers(each) !== undefined,
    )
    if (words === undefined) return []
    return [
      recordOf(key, 'work', { says: `${key}, an invoice of the day, is “${quoted(words, 60)}”.`, element: 'type' }),
    ]
  })
}

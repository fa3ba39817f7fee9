import type { RecordBeside } from '@doseline/dose'
import type { Consent, ConsentProvision } from 'fhir/r4'
import { codedIn } from '../../coded.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { aboutThePatient, lowerCodes, mayHoldTheDose, phrasesOf, recordOf, type Said } from './said.ts'

const STATUSES = ['draft', 'proposed', 'active', 'rejected', 'inactive', 'entered-in-error'] as const

/**
 * Where the patient refused treatment, or that a payer is told of it: a patient who pays in full may forbid that (45 CFR
 * 164.522(a)(1)(vi)).
 * @see https://hl7.org/fhir/R4/consent.html
 */
export const consentsBeside = (reading: Reading): readonly RecordBeside[] =>
  aboutThePatient(reading, 'Consent').flatMap(({ key, resource }) =>
    saidOf(reading, key, resource).map((said) => recordOf(key, 'consent', said)),
  )

function saidOf(reading: Reading, key: string, consent: Consent): readonly Said[] {
  const scope = lowerCodes([consent.scope])
  // What shall be done when nobody can ask any more, and who may look at what for studies, says nothing of a bill.
  if (scope.length > 0 && scope.every((code) => code === 'adr' || code === 'research')) return []
  const read = codedIn(key, consent, 'status', STATUSES)
  if ('doubt' in read) return [{ says: read.doubt, element: 'status' }]
  if (read.code === 'rejected') return saidByRefusal(reading, key, consent)
  if (read.code !== 'active') return []
  const isOfPatient = consent.patient !== undefined
  const inWords = wordsOf(consent).find((phrase) => IN_WORDS.test(phrase))
  const denied = consent.provision ? deniedIn(reading, consent.provision, 0) : []
  return [
    ...(inWords === undefined
      ? []
      : [{ says: `${key}, a consent, reads “${quoted(inWords, 80)}”.`, element: 'category' }]),
    ...denied.map((provision) => {
      const forWhat = phrasesOf(list(provision.purpose).map((coding) => ({ coding: [coding] })))[0]
      const says = `${key} forbids something${forWhat === undefined ? '' : ` for “${quoted(forWhat, 60)}”`}: whether a payer may be told of the dose.`
      return { says, element: 'provision', isCertain: isOfPatient && forPayment(provision) }
    }),
  ]
}

/** Nothing in it ties what was refused to this dose, which was given: it is never certain. */
function saidByRefusal(reading: Reading, key: string, consent: Consent): readonly Said[] {
  if (!mayHoldTheDose(reading, consent.provision?.period)) return []
  const about = phrasesOf([consent.scope, ...list(consent.category)])[0] ?? 'something'
  return [{ says: `${key} holds a consent (“${quoted(about, 60)}”) that was refused.`, element: 'status' }]
}

const wordsOf = ({ scope, category, policyRule }: Consent): readonly string[] =>
  phrasesOf([scope, ...list(category), policyRule])

/** Words by which a patient keeps something from a payer. */
const IN_WORDS =
  /\b(do not|don't|never|not to)\W+(\w+\W+){0,2}(disclos\w*|releas\w*|shar\w*|send|bill|submit|tell|inform)\b|\b(paid in full|pays in full|self[- ]?pay\w*|out[- ]of[- ]pocket|restrict\w*|withh[oe]ld\w*|164\.522)\b/i

const MOST_DEEP = 5

/** Each provision that denies something which may be the disclosure of the dose to a payer. */
function deniedIn(reading: Reading, provision: ConsentProvision, depth: number): readonly ConsentProvision[] {
  if (!mayHoldTheDose(reading, provision.period)) return []
  const inner = depth < MOST_DEEP ? list(provision.provision).flatMap((each) => deniedIn(reading, each, depth + 1)) : []
  return provision.type === 'deny' && mayBeOfBilling(provision) ? [provision, ...inner] : inner
}

const purposesOf = ({ purpose }: ConsentProvision): readonly string[] =>
  list(purpose).flatMap(({ code }) => text(code)?.toUpperCase() ?? [])

const forPayment = (provision: ConsentProvision): boolean => purposesOf(provision).some((code) => OF_PAYMENT.has(code))

/** @see https://terminology.hl7.org/ValueSet-v3-PurposeOfUse.html */
const OF_PAYMENT: ReadonlySet<string> = new Set([
  'HPAYMT',
  'CLMATTCH',
  'COVAUTH',
  'COVERAGE',
  'ELIGDTRM',
  'ELIGVER',
  'REMITADV',
])
const OF_NO_BILL: ReadonlySet<string> = new Set([
  'HRESCH',
  'BIORCH',
  'CLINTRCH',
  'HMARKT',
  'FAMRQT',
  'PWATRNY',
  'SUPNWK',
  'HDIRECT',
  'PUBHLTH',
  'HSYSADMIN',
  'HTEST',
  'TRAIN',
  'DONAT',
  'FRAUD',
])
const PERSONS = /(^|\/)(Patient|RelatedPerson|Practitioner|PractitionerRole|CareTeam|Group|Device)\//

/** What is forbidden for purposes that are no bill, or to persons by name, is no bill's. */
function mayBeOfBilling(provision: ConsentProvision): boolean {
  const purposes = purposesOf(provision)
  if (purposes.length > 0 && purposes.every((code) => OF_NO_BILL.has(code))) return false
  const actors = list(provision.actor).map(({ reference }) => text(reference?.reference))
  return !(actors.length > 0 && actors.every((actor) => actor !== undefined && PERSONS.test(actor)))
}

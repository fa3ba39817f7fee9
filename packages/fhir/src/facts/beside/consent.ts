import { addDays, type RecordBeside } from '@doseline/dose'
import type { Consent, ConsentProvision } from 'fhir/r4'
import { codedIn } from '../../coded.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { spanOfPeriodEnd, zoneOfPeriods } from '../span-of-days.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { aboutThePatient, lowerCodes, mayHoldTheDose, phrasesOf, recordOf, type Said } from './said.ts'

const STATUSES = ['draft', 'proposed', 'active', 'rejected', 'inactive', 'entered-in-error'] as const

/**
 * Where the patient refused treatment, or that a payer is informed of it: a patient who pays in full may forbid that (45 CFR
 * 164.522(a)(1)(vi)).
 * @see https://hl7.org/fhir/R4/consent.html
 */
export const consentsBeside = (reading: Reading): readonly RecordBeside[] =>
  aboutThePatient(reading, 'Consent').flatMap(({ key, resource }) =>
    saidOf(reading, key, resource).map((said) => recordOf(key, 'consent', said)),
  )

function saidOf(reading: Reading, key: string, consent: Consent): readonly Said[] {
  const scope = lowerCodes([consent.scope])
  // What shall be done when nobody can ask any more, and what a study is about, says nothing of a bill.
  if (scope.length > 0 && scope.every((code) => code === 'adr' || code === 'research')) return []
  const read = codedIn(key, consent, 'status', STATUSES)
  if ('doubt' in read) return [{ says: read.doubt, element: 'status' }]
  if (read.code === 'rejected') return saidByRefusal(reading, key, consent)
  if (read.code !== 'active') return []
  const isOfPatient = consent.patient !== undefined
  const inWords = wordsOf(consent).find((phrase) => IN_WORDS.test(phrase))
  const denied = consent.provision && !isOfElse(consent) ? deniedIn(reading, consent.provision, 0) : []
  const notice = isOfNow(reading, consent) ? wordsOf(consent).find((phrase) => NOTICE.test(phrase)) : undefined
  return [
    ...(notice === undefined
      ? []
      : [
          {
            says: `${key}, “${quoted(notice, 80)}”, is a notice that the payer may not pay: the line may need GA.`,
            element: 'category',
          },
        ]),
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

/** A notice that the payer may not pay, which the patient signed: its claim says so (CMS-R-131). */
const NOTICE =
  /advance beneficiary|\b(snf)?abn\b|\bhinn\b|\bcms-?r-?131\b|non-?coverage|\bwaiver of liability\b|financial (responsibility|liability)/i

/** Such a notice counts for a year at most (Medicare Claims Processing Manual, chapter 30, section 50.5). */
const DAYS_OF_A_NOTICE = 366
function isOfNow(reading: Reading, { dateTime }: Consent): boolean {
  const zone = zoneOfPeriods(reading)
  const signed = spanOfPeriodEnd(dateTime, zone)
  const given = spanOfPeriodEnd(reading.given.effectiveDateTime ?? reading.given.effectivePeriod?.start, zone)
  return (
    !signed || !given || (addDays(signed.latest, DAYS_OF_A_NOTICE) >= given.earliest && signed.earliest <= given.latest)
  )
}

/** What patients forbid that is no bill, by the category of the consent; not where it speaks of payers too. */
const OF_ELSE =
  /photo|video|recording|filming|\bmedia\b|marketing|fundrais|advertis|transfus|blood products?|\bhie\b|health information exchange|care everywhere|commonwell|carequality|directory|text messag|\bsms\b|e-?mail|voicemail|students?|observers?|vaccin|immuniz/i
const OF_PAYERS = /\b(bill\w*|payers?|payors?|pay\w*|insur\w*|plan|plans|claims?|164)\b/i

function isOfElse(consent: Consent): boolean {
  const phrases = phrasesOf(list(consent.category))
  return phrases.length > 0 && phrases.every((each) => OF_ELSE.test(each) && !OF_PAYERS.test(each))
}

/**
 * Consents to take part in a study. What studies look at only, and who may ask the patient, gives nothing and pays nothing.
 * @see https://terminology.hl7.org/CodeSystem-consentscope.html
 */
export const studiesAgreedTo = (reading: Reading): readonly RecordBeside[] =>
  aboutThePatient(reading, 'Consent').flatMap(({ key, resource }) => {
    const { status, provision } = resource
    if (status !== 'active' || provision?.type === 'deny' || !mayHoldTheDose(reading, provision?.period)) return []
    const isResearch = lowerCodes([resource.scope]).includes('research')
    const phrases = phrasesOf(list(resource.category))
    const strange = isResearch
      ? phrases.find((each) => !isOnlyOf(each, WATCHES))
      : phrases.find((each) => TRIAL.test(each))
    if (strange === undefined && !(isResearch && phrases.length === 0)) return []
    const called = strange ?? 'research'
    const says = `${key} holds a consent (“${quoted(called, 80)}”) by which the patient may take part in a study.`
    return [recordOf(key, 'study', { says, element: 'category' })]
  })

const TRIAL =
  /clinical trial|\bnct\d{8}\b|\bresearch (study|participa\w*|subject|protocol|consent|informed)|investigational/i
const WATCHES = wordList(
  'research information access data biobank biobanking biospecimen biospecimens biorepository repository registry contact',
  'recruitment recontact de re identified rsdid rsreid questionnaire survey surveys observational secondary use of for and',
  'leftover tissue samples sample storage genetic',
)

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

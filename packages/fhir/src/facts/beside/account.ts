import { wordsOfPayers } from '@doseline/contract'
import type { PaysByRecord, RecordBeside } from '@doseline/dose'
import type { Account, Reference } from 'fhir/r4'
import { allOf, type Keyed, ofPatient } from '../../chart-index.ts'
import { codedIn } from '../../coded.ts'
import { keyOf, resolve } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import { placeOn, type Reading } from '../reading.ts'
import { namesOfCoverage } from './eligibility.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { mayHoldTheDose, phrasesOf, recordOf, type Said } from './said.ts'

interface OnAccount extends Keyed<Account> {
  /** The visit of the dose names it. */
  readonly isOfVisit: boolean
}

/**
 * The accounts that a charge of the dose may go to: those that its visit names; where it names none, those of the patient
 * whose time of service may hold it.
 * @see https://hl7.org/fhir/R4/account.html
 */
function accountsOf(reading: Reading): readonly OnAccount[] {
  const { chart, given, patient } = reading
  const visit = chart.resources.get(keyOf(chart, given.context) ?? '')
  const named = new Set(
    visit?.resourceType === 'Encounter' ? list(visit.account).flatMap((each) => keyOf(chart, each) ?? []) : [],
  )
  const all = allOf(chart, 'Account').map((each) => ({ ...each, isOfVisit: named.has(each.key) }))
  const ofVisit = all.filter(({ isOfVisit }) => isOfVisit)
  if (ofVisit.length > 0) return ofVisit
  return all.filter(({ resource }) => {
    const subjects = list(resource.subject).flatMap((each) => keyOf(chart, each) ?? [])
    const isOfPatient = subjects.length === 0 || !patient.known || subjects.includes(patient.value)
    return isOfPatient && mayHoldTheDose(reading, resource.servicePeriod)
  })
}

/** What accounts say against charging the dose to them. */
export const accountsBeside = (reading: Reading): readonly RecordBeside[] =>
  accountsOf(reading).flatMap((account) =>
    saidOf(reading, account).map((said) => recordOf(account.key, 'account', said)),
  )

const STATUSES = ['active', 'inactive', 'entered-in-error', 'on-hold', 'unknown'] as const

function saidOf(reading: Reading, { key, resource, isOfVisit }: OnAccount): readonly Said[] {
  const read = codedIn(key, resource, 'status', STATUSES)
  if ('doubt' in read) return [{ says: read.doubt, element: 'status' }]
  switch (read.code) {
    case 'entered-in-error':
      return isOfVisit
        ? [{ says: `${key}, the account of the visit, was entered in error.`, element: 'status', isCertain: true }]
        : []
    case 'on-hold':
      return isOfVisit
        ? [{ says: `${key}, the account of the visit, is on hold.`, element: 'status', isCertain: true }]
        : [{ says: `${key}, an account of the patient, is on hold.`, element: 'status' }]
    case 'inactive':
      return [{ says: `${key}, an account of the patient, is no longer active.`, element: 'status' }]
    case 'unknown':
      return [{ says: `${key} has the status “unknown”.`, element: 'status' }]
    case 'active':
      return [
        ...(isOfVisit && !mayHoldTheDose(reading, resource.servicePeriod)
          ? [{ says: `${key}, the account of the visit, is for another time than the dose.`, element: 'servicePeriod' }]
          : []),
        ...ofType(key, resource),
        ...ofWords(key, resource),
        ...ofGuarantors(reading, key, resource),
      ]
  }
}

/** Words and codes of accounts that charges go to as usual. @see https://terminology.hl7.org/ValueSet-v3-ActAccountType */
const USUAL = wordList(
  'pbillacct acctreceivable patient billing account personal family guarantor hospital professional outpatient clinic',
  'physician facility insurance commercial medicare medicaid managed care bill recurring series visit encounter',
)

function ofType(key: string, { type }: Account): readonly Said[] {
  const strange = phrasesOf([type]).find((phrase) => !isOnlyOf(phrase, USUAL))
  return strange === undefined
    ? []
    : [{ says: `${key} is an account of the type “${quoted(strange, 60)}”.`, element: 'type' }]
}

/** Of what an account is called, what is said of who pays. */
function ofWords(key: string, account: Account): readonly Said[] {
  return (['name', 'description'] as const).flatMap((element) => {
    const words = wordsOfPayers(text(account[element]) ?? '')
    return words === undefined ? [] : [{ says: `${key} is called by the words “${quoted(words, 60)}”.`, element }]
  })
}

function ofGuarantors(reading: Reading, key: string, account: Account): readonly Said[] {
  const all = list(account.guarantor)
  const onHold = all.some(({ onHold }) => onHold === true)
  const company = all.find(({ party }) => isCompany(reading, party, { key, resource: account }))
  return [
    ...(onHold ? [{ says: `A guarantor of ${key} is on hold.`, element: 'guarantor.onHold' }] : []),
    ...(company
      ? [{ says: `The guarantor of ${key} is an organization, and not the patient.`, element: 'guarantor.party' }]
      : []),
  ]
}

/** Whether an employer, a study or a program answers for what is charged. */
function isCompany(reading: Reading, party: Reference | undefined, holder: Keyed<Account>): boolean {
  const target = resolve(reading.chart, party, holder)?.resource.resourceType
  const kind = target ?? text(party?.type) ?? text(party?.reference)?.split('/').at(-2)
  return kind === 'Organization' || wordsOfPayers(text(party?.display) ?? '') !== undefined
}

/** Who pays, as active accounts have it. */
export const accountsOfPayers = (reading: Reading): readonly PaysByRecord[] =>
  accountsOf(reading)
    .filter(({ resource }) => resource.status === 'active')
    .map(({ key, resource }) => ({
      reference: key,
      kind: 'account' as const,
      coverages: list(resource.coverage).flatMap(({ coverage, priority }) => {
        const reference = keyOf(reading.chart, coverage) ?? byNameAlone(reading, coverage)
        const order = typeof priority === 'number' ? { priority } : {}
        return reference === undefined ? [] : [{ reference, ...order }]
      }),
      place: placeOn({ key }, 'coverage'),
    }))

/** What an account or a claim calls a coverage that it does not refer to; undefined where it is called as one of the patient’s own. */
export function byNameAlone(reading: Reading, coverage: Reference | undefined): string | undefined {
  const words = text(coverage?.display)
  if (words === undefined) return undefined
  const own = reading.patient.known ? ofPatient(reading.chart, 'Coverage', reading.patient.value) : []
  const isOwn = own.some(({ key }) => isOnlyOf(words, namesOfCoverage(reading, { reference: key })))
  return isOwn ? undefined : `“${quoted(words, 60)}”`
}

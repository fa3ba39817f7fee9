import { notOfTheStaff, speaksAgainst, wordsOfPayers } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { Encounter, EncounterParticipant, Reference } from 'fhir/r4'
import { keyOf, resolve, type Target } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { saidByNamed } from './named-records.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { phrasesOf, recordOf, type Said, wordsOrCodes } from './said.ts'

/**
 * What elements of the visit say against charging the dose as usual that are no kind of visit: why the patient came, where
 * from and where to, which account is billed, who took part, and what the visit goes back to.
 */
export function visitElements(reading: Reading): readonly RecordBeside[] {
  const { chart, given } = reading
  const key = keyOf(chart, given.context)
  const visit = key === undefined ? undefined : chart.resources.get(key)
  if (key === undefined || visit?.resourceType !== 'Encounter') return []
  return [
    ...ofReasons(key, visit),
    ...ofDestination(key, visit),
    ...ofAccounts(key, visit),
    ...ofParticipants(key, visit),
    ...ofProvider(key, visit),
    ...ofNamed(reading, { key, resource: visit }, visit),
  ].map((said) => recordOf(key, 'visit', said))
}

/** What is no accident and no injury that somebody else pays for, and no study that a sponsor does. */
const OF_A_DISEASE =
  /\b(cerebro-?vascular|cerebral vascular|cardiac) accident\b|\b(sleep|swallow\w*|imaging|conduction|gait|motility|bone density|density) study\b|\binjur(y|ed)\b|\bfractures?\b/gi

/** What happened at work an employer’s insurance pays first (42 CFR 411.40). */
const AT_WORK =
  /\bwork(place)?[- ]?(related|injur\w*|accident|incident)\b|\b(injur\w*|accident|hurt|fell|fall|exposure)\b.{0,20}\b(at|on) (the )?(work|job)\b|\bon[- ]the[- ]job\b|\b(occupational|industrial) (injur\w*|accident|disease|exposure|illness)\b/i

function ofReasons(key: string, { reasonCode }: Encounter): readonly Said[] {
  const strange = phrasesOf(list(reasonCode)).find((each) => {
    const words = each.replaceAll(OF_A_DISEASE, ' ')
    if (AT_WORK.test(each)) return true
    return wordsOfPayers(words) !== undefined || speaksAgainst(words) || notOfTheStaff(words) !== undefined
  })
  if (strange === undefined) return []
  const says = `${key} was for “${quoted(strange, 60)}”, by which somebody else may pay, or nobody.`
  return [{ says, element: 'reasonCode' }]
}

/** @see https://hl7.org/fhir/R4/codesystem-encounter-discharge-disposition.html and NUBC patient discharge status */
const PAID_BY_A_FACILITY: ReadonlySet<string> = new Set([
  'snf',
  'hosp',
  '03',
  '3',
  '50',
  '51',
  '61',
  '64',
  '83',
  '91',
  '92',
])
const IN_WORDS = /\b(skilled|snf|nursing (home|facility)|hospice|swing bed)\b/i

/** Where the patient went after the visit: back to a facility that may be paid for what is given meanwhile. */
function ofDestination(key: string, { hospitalization }: Encounter): readonly Said[] {
  const disposition = hospitalization?.dischargeDisposition
  const coded = list(disposition?.coding).find(({ code }) => PAID_BY_A_FACILITY.has(text(code)?.toLowerCase() ?? ''))
  const words = phrasesOf([disposition]).find((each) => IN_WORDS.test(each)) ?? text(coded?.code)
  const element = 'hospitalization.dischargeDisposition'
  if (words !== undefined) {
    const says = `${key} ended with “${quoted(words, 60)}”: a facility that is paid by the day may be paid for the dose.`
    return [{ says, element }]
  }
  const strange = wordsOrCodes([disposition]).find((each) => /[a-z]/i.test(each) && !isOnlyOf(each, WENT_HOME))
  if (strange === undefined) return []
  const says = `${key} ended with “${quoted(strange, 60)}”, which does not say that the patient went home: what is given before a stay may be part of it.`
  return [{ says, element }]
}

/** How a patient leaves a clinic. */
const WENT_HOME = wordList(
  'home homes private residence self care or own house discharge discharged dischg disch routine to with without family relative a and in of',
  'alt alternative alternate oth other left against medical advice aadvice ama ambulatory stable condition good clinic office outpatient',
  'work school follow up scheduled checked out departed completed treatment service services health agency hh organized under still patient as by normal disposition',
  'expired died deceased exp death',
)

/** Accounts that the visit names in words; those of the chart are read as such. */
const ofAccounts = (key: string, { account }: Encounter): readonly Said[] =>
  list(account).flatMap(({ display }): Said[] => {
    const words = wordsOfPayers(text(display) ?? '')
    if (words === undefined) return []
    return [{ says: `${key} is billed to an account “${quoted(words, 60)}”.`, element: 'account' }]
  })

const ofParticipants = (key: string, { participant }: Encounter): readonly Said[] =>
  list(participant).flatMap((each): Said[] => {
    const words = saidOfParticipant(each)
    return words === undefined
      ? []
      : [{ says: `${key} was attended by “${quoted(words, 60)}”.`, element: 'participant' }]
  })

/** Persons who came along are named too, as such. */
const ALONG: ReadonlySet<string> = new Set(['ESC', 'CALLBCK', 'NOK', 'RelatedPerson', 'Patient'])

function saidOfParticipant({ type, individual }: EncounterParticipant): string | undefined {
  const codes = list(type).flatMap(({ coding }) => list(coding).flatMap(({ code }) => text(code) ?? []))
  const kind = text(individual?.type) ?? text(individual?.reference)?.split('/').at(-2)
  if ([...codes, kind ?? ''].some((each) => ALONG.has(each))) return undefined
  const words = [...phrasesOf(list(type)), text(individual?.display) ?? '']
  return words.flatMap((each) => notOfTheStaff(each) ?? []).at(0)
}

/** A provider that is called another’s. */
const ofProvider = (key: string, { serviceProvider }: Encounter): readonly Said[] => {
  const display = text(serviceProvider?.display) ?? ''
  const words = /\b(historical|outside|external|care ?everywhere)\b/i.exec(display)?.[0]
  return words === undefined
    ? []
    : [
        {
          says: `${key} was provided by “${quoted(display, 60)}”, and may be no visit of this clinic.`,
          element: 'serviceProvider',
        },
      ]
}

/** Where patients come from, and go. */
const HOME = wordList(
  'home private residence self care or own house apartment with family relative work school office clinic',
)

const NAMED = ['appointment', 'basedOn', 'episodeOfCare'] as const

/** What the visit goes back to, and where the patient came from and went, in words. */
function ofNamed(reading: Reading, holder: Target, visit: Encounter): readonly Said[] {
  const { origin, destination } = visit.hospitalization ?? {}
  const all: readonly (readonly [string, Reference | undefined])[] = [
    ...NAMED.flatMap((element) => list<Reference>(visit[element]).map((each) => [element, each] as const)),
    ['hospitalization.origin', origin],
    ['hospitalization.destination', destination],
  ]
  return all.flatMap(([element, reference]): Said[] => {
    if (isOnlyOf(text(reference?.display) ?? '', HOME)) return []
    // What the chart holds of these is read as a record of its own.
    if (reference !== undefined && resolve(reading.chart, reference, holder) !== undefined) return []
    const says = saidByNamed(reading, holder, reference)
    return says === undefined ? [] : [{ says: `${holder.key} names ${says} (${element}).`, element }]
  })
}

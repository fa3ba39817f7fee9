import { testNameIn } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { Coverage, Patient } from 'fhir/r4'
import { ofPatient } from '../../chart-index.ts'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { mayHoldTheDose, phrasesOf, recordOf } from './said.ts'

/** What the registration of the patient says against charging: that nobody is this patient, or that a hospice pays. */
export const registrationBeside = (reading: Reading): readonly RecordBeside[] => [
  ...ofThePatient(reading),
  ...ofCoverages(reading),
  ...ofRetirees(reading),
]

function ofThePatient({ chart, given }: Reading): readonly RecordBeside[] {
  const key = keyOf(chart, given.subject)
  const patient = key === undefined ? undefined : chart.resources.get(key)
  if (key === undefined || patient?.resourceType !== 'Patient') return []
  const name = list(patient.name as Patient['name'])
    .flatMap((each) => testNameIn(each) ?? [])
    .at(0)
  if (name === undefined) return []
  const says = `${key} is named “${quoted(name, 40)}”, as patients for tests are.`
  return [recordOf(key, 'account', { says, element: 'name' })]
}

/** Coverage of a hospice, or by a study, beside the one that pays: what the dose is for decides which. */
const PAYS_FOR_ALL = /\b(hospice|clinical trial|research (study|sponsor)|study sponsor)\b/i

function ofCoverages(reading: Reading): readonly RecordBeside[] {
  const { chart, patient } = reading
  if (!patient.known) return []
  return ofPatient(chart, 'Coverage', patient.value)
    .filter(({ resource }) => resource.status === 'active' && mayHoldTheDose(reading, resource.period))
    .flatMap(({ key, resource }) => {
      const said = wordsOf(resource)
      const words = said.find((each) => PAYS_FOR_ALL.test(each)) ?? givesIt(said)
      if (words === undefined) return []
      const says = `${key} (“${quoted(words, 60)}”) was active that day, and may pay for the dose.`
      return [recordOf(key, 'account', { says, element: 'type' })]
    })
}

/** A program that gives or replaces the drug. */
const GIVES =
  /\b(free (drug|goods?|medication|product|vial)s?|(patient|drug|medication|manufacturer|financial) (assistance|support)|assistance (program|fund)|drug replacement|replacement program|bridge program|safety net|foundation|charity|donat\w+|pap)\b/i
/** Who makes drugs insures nobody. */
const MAKERS =
  /\b(abbvie|amgen|astrazeneca|biogen|bristol[- ]?myers|celltrion|genentech|gilead|glaxosmithkline|gsk|janssen|lilly|merck|novartis|novo nordisk|pfizer|regeneron|roche|sandoz|sanofi|takeda|teva|ucb|ultragenyx)\b/i
/** What a patient owes is paid beside the one that pays for the drug; an insurer may be called a foundation. */
const PAYS_A_SHARE =
  /\bco-?(pay|insurance)\w*\b|\bsavings card\b|\b(foundation )?health ?(plan|care)\b|\bkaiser\b|\bemployee/i

/** The words by which a coverage may give the drug away, where none says that it is a share or a plan. */
const givesIt = (said: readonly string[]): string | undefined =>
  said.some((each) => PAYS_A_SHARE.test(each)) ? undefined : said.find((each) => GIVES.test(each) || MAKERS.test(each))

const OF_RETIREES = /\b(retiree|retirees|retired|retirement|former employ(er|ee)s?|pension\w*)\b/i
const RETIREES = 'RETIRE'
const OF_MEDICARE = /\bmedicare\b/i
const OF_A_PLAN = /\b(advantage|supplement\w*|medigap|part [acd]|hmo|ppo|replacement)\b/i

/**
 * A plan of a former employer that is registered before Medicare: Medicare pays before it (CMS publication 100-05, chapter
 * 1, section 10), so that one of the two is registered wrongly.
 */
function ofRetirees(reading: Reading): readonly RecordBeside[] {
  const { chart, patient } = reading
  if (!patient.known) return []
  const active = ofPatient(chart, 'Coverage', patient.value).filter(
    ({ resource }) => resource.status === 'active' && mayHoldTheDose(reading, resource.period),
  )
  const isOfRetirees = ({ type, ...rest }: Coverage): boolean =>
    list(type?.coding).some(({ code }) => code === RETIREES) ||
    wordsOf({ ...rest, ...(type && { type }) }).some((each) => OF_RETIREES.test(each))
  const medicare = active.filter(({ resource }) => {
    const words = wordsOf(resource)
    const isMedicare =
      words.some((each) => OF_MEDICARE.test(each)) &&
      !words.some((each) => OF_A_PLAN.test(each) && !/part b/i.test(each))
    return isMedicare && !isOfRetirees(resource)
  })
  return active
    .filter(({ resource }) => isOfRetirees(resource))
    .flatMap(({ key, resource }) => {
      const first = resource.order
      const after = medicare.find(
        ({ resource: { order } }) => first !== undefined && (order === undefined || order > first),
      )
      if (!after) return []
      const says = `${key}, a plan of a former employer, is registered to pay before ${after.key}, and Medicare pays before such a plan.`
      return [recordOf(key, 'account', { says, element: 'order' })]
    })
}

const wordsOf = ({
  type,
  payor,
  class: classes,
  network,
}: Pick<Coverage, 'type' | 'payor' | 'class' | 'network'>): readonly string[] => [
  ...phrasesOf([type]),
  ...[network, ...list(payor).map(({ display }) => display)].flatMap((each) => text(each) ?? []),
  ...list(classes).flatMap(({ name, value }) => [text(name), text(value)].flatMap((each) => each ?? [])),
]

import { exchangeIn, isLayPerson, notOfTheStaff, speaksOfTheLine, whoGave } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { Extension, MedicationAdministration } from 'fhir/r4'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import { isOfTheClinic } from '../own-stock.ts'
import type { Reading } from '../reading.ts'
import { isAgainst, saidByNamed } from './named-records.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { phrasesOf, recordOf, type Said } from './said.ts'

/** What the dose says of itself in elements that nothing else is read from: its category, who gave it, extensions of an EHR's own. */
export const ownElements = (reading: Reading): readonly RecordBeside[] =>
  [
    ...ofCategory(reading),
    ...ofPerformers(reading),
    ...ofReasons(reading),
    ...ofNamed(reading),
    ...ofDevices(reading),
    ...ofSource(reading),
    ...ofExtensions(reading),
  ].map((said) => recordOf(reading.key, 'report', said))

/** @see https://hl7.org/fhir/R4/codesystem-medication-admin-category.html */
const CATEGORIES = wordList(
  'inpatient outpatient community ambulatory clinic facility administered clinician medication medications drug drugs',
  'infusion injection injections administration chemotherapy procedure office hospital therapy plan mar',
)

function ofCategory({ key, given }: Reading): readonly Said[] {
  const strange = phrasesOf(list(given.category)).find(
    (phrase) => !/^[\d.]+$/.test(phrase) && !isOnlyOf(phrase, CATEGORIES),
  )
  if (strange === undefined) return []
  return [{ says: `${key} is of the category “${quoted(strange, 60)}”.`, element: 'category' }]
}

/** A performer that names no person of the staff: a lay person in words, or an organization that is not the clinic's. */
function ofPerformers(reading: Reading): readonly Said[] {
  const { chart, key, given } = reading
  return list(given.performer).flatMap(({ actor, function: as }): Said[] => {
    if (list(as?.coding).some(({ code }) => code === 'verifier' || code === 'witness')) return []
    const named = keyOf(chart, actor)
    const type = text(actor?.type) ?? named?.split('/')[0]
    const display = text(actor?.display)
    const who = type === undefined && display !== undefined ? whoGave(display) : undefined
    const elsewhere = saidOfPerson(type === 'Organization' ? [] : [display, ...phrasesOf([as])])
    if (elsewhere !== undefined)
      return [{ says: `${key} was given by “${quoted(elsewhere, 60)}”.`, element: 'performer' }]
    const isOther =
      type === 'Organization'
        ? !isOfTheClinic(reading, actor)
        : who !== undefined && (isLayPerson(who) || !isOfTheClinic(reading, actor))
    if (!isOther) return []
    return [{ says: `${key} was given by ${quoted(named ?? who ?? 'an organization', 60)}.`, element: 'performer' }]
  })
}

/** Words by which who gave it is none of the staff, beside a name or as what it was done as. */
const saidOfPerson = (words: readonly (string | undefined)[]): string | undefined =>
  words.flatMap((each) => (each === undefined ? [] : (notOfTheStaff(each) ?? (isCaregiver(each) ? each : [])))).at(0)
const isCaregiver = (words: string): boolean => /^(caregiver|patient|self|family( member)?|spouse|parent)$/i.test(words)

/** A reason that is none of a disease: a study, another supply, who pays. */
function ofReasons({ key, given }: Reading): readonly Said[] {
  const strange = phrasesOf(list(given.reasonCode)).find(
    (each) => isAgainst(each) || /\b(study|trial|research)\b/i.test(each),
  )
  if (strange === undefined) return []
  return [{ says: `${key} was given for “${quoted(strange, 60)}”.`, element: 'reasonCode' }]
}

/** What the dose names beside itself. */
const ofNamed = (reading: Reading): readonly Said[] =>
  list(reading.given.supportingInformation).flatMap((reference): Said[] => {
    const says = saidByNamed(reading, { key: reading.key, resource: reading.given }, reference)
    return says === undefined
      ? []
      : [{ says: `${reading.key} names ${says} (supportingInformation).`, element: 'supportingInformation' }]
  })

/** What staff give drugs with. */
const DEVICES = wordList(
  'a and of the with for pump pumps infusion smart syringe syringes needle needles set sets tubing line lines filter autoinjector',
  'auto injector prefilled pen iv intravenous subcutaneous port catheter central peripheral picc midline alaris baxter sigma',
  'spectrum plum hospira icu medical bd braun b infusomat space cadd medfusion large volume pca device driver extension safety',
)
/** Words for what is the patient’s own, or is not in a clinic. */
const devicesOf = ({ given }: Reading): readonly string[] =>
  list(given.device).flatMap(({ display }) => text(display) ?? [])

function ofDevices(reading: Reading): readonly Said[] {
  const strange = devicesOf(reading).find((each) => !isOnlyOf(each.replaceAll(/\d+/g, ' '), DEVICES))
  if (strange === undefined) return []
  return [
    {
      says: `${reading.key} was given with “${quoted(strange, 60)}”, which is no usual device of a clinic.`,
      element: 'device',
    },
  ]
}

/** A record that came from elsewhere by an exchange. */
function ofSource({ key, given }: Reading): readonly Said[] {
  const exchange = exchangeIn(text(given.meta?.source) ?? '')
  if (exchange === undefined) return []
  return [{ says: `${key} came by “${exchange}”, and may have been given elsewhere.`, element: 'meta.source' }]
}

/** The ends of addresses of extensions that facts are read from. */
const READ =
  /\/(containers-opened|opened-amount|discarded-amount|acquired|infuse-over-time|timezone|tz-code|data-absent-reason|charge-modifier|modifier-code|chargeitem-modifier|billed-ndc|procedure-code|national-drug-product|extension-MedicationAdministration\.\w{5,20})$/

function ofExtensions({ key, given }: Reading): readonly Said[] {
  const dosages = list(given.dosage)
  const all = [given, ...dosages, ...dosages.flatMap(({ dose }) => list(dose))]
  return all
    .flatMap((holder) => list(holder.extension))
    .flatMap((extension) => {
      const url = text(extension.url) ?? ''
      if (READ.test(url) || !speaks(extension, 0) || isTheAmount(extension, given)) return []
      return [
        {
          says: `${key} carries an extension (${quoted(url, 100)}) that may change what is charged.`,
          element: 'extension',
        },
      ]
    })
}

/** Whether an extension repeats the amount that is charted, in the same unit. */
export const isTheAmount = ({ valueQuantity }: Extension, { dosage }: MedicationAdministration): boolean =>
  valueQuantity?.value !== undefined &&
  valueQuantity.value === dosage?.dose?.value &&
  (valueQuantity.code ?? valueQuantity.unit) === (dosage.dose.code ?? dosage.dose.unit)

const MOST_DEEP = 4

/** Whether it, or one within it, bears on the line. */
function speaks(extension: Extension, depth: number): boolean {
  const name = Object.keys(extension).find((each) => each.startsWith('value'))
  const value: unknown = name === undefined ? undefined : Reflect.get(extension, name)
  const inner = depth < MOST_DEEP ? list(extension.extension) : []
  return (
    (value !== undefined && speaksOfTheLine(text(extension.url) ?? '', value)) ||
    inner.some((each) => speaks(each, depth + 1))
  )
}

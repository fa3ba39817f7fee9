import type { CalendarDate, Diagnosis, Fact } from '@doseline/dose'
import type {
  CodeableConcept,
  Condition,
  Encounter,
  EncounterDiagnosis,
  MedicationAdministration,
  MedicationRequest,
  Reference,
} from 'fhir/r4'
import { doubtAbout } from '../chart/doubt.ts'
import { type Keyed, ofPatient } from '../chart-index.ts'
import { codesFrom, firstCode, wordsOf } from '../concepts.ts'
import { keyOf, resolve } from '../references.ts'
import { list, quoted, text } from '../shape.ts'
import { chosenFirst } from './chosen-diagnoses.ts'
import { diagnosesFrom, ENTERED_IN_ERROR, REFUTED, standing } from './condition.ts'
import { diseasesNamed, isNotEstablished, saysNoDisease } from './diagnosis-words.ts'
import { listOf, type Reading } from './reading.ts'
import { zoneOfPeriods } from './span-of-days.ts'

/**
 * Every diagnosis of the patient, in the order a line takes them: what a person chose for the dose, the administration's
 * own reason or that of its order, then the encounter's, then the problem list. Each condition appears once, where it comes first.
 * @see https://hl7.org/fhir/R4/medicationadministration-definitions.html#MedicationAdministration.reasonReference
 * @see https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.diagnosis
 * @see https://hl7.org/fhir/R4/condition.html
 */
export function diagnosesOf(reading: Reading, day: CalendarDate | undefined): Fact<readonly Diagnosis[]> {
  if (!reading.patient.known) return reading.patient
  const gathering: Gathering = { reading, patient: reading.patient.value, day, seen: new Set() }
  const encounterKey = keyOf(reading.chart, reading.given.context)
  const found = contradicted([
    ...fromReason(gathering),
    ...fromEncounter(gathering, encounterKey),
    ...fromConditions(gathering, encounterKey),
  ])
  const { attested } = reading.options
  if (!attested?.diagnoses) return listOf(reading.chart, 'Condition', found)
  const all = listOf(reading.chart, 'Condition', chosenFirst(found, attested.diagnoses))
  return all.known ? { ...all, attested: { by: attested.by, at: attested.at } } : all
}

/**
 * A diagnosis that another record of the chart takes back is doubtful: one that was refuted, wherever the same code stands,
 * and a bare code of a reason whose conditions are all over, not confirmed, or called suspected or ruled out.
 */
function contradicted(found: readonly Diagnosis[]): readonly Diagnosis[] {
  const fallen = found.filter(
    ({ icd10cm, stands, because, isDenied }) => icd10cm && !stands && (because !== undefined || isDenied),
  )
  if (fallen.length === 0) return found
  return found.map((each) => {
    if (!each.stands || each.icd10cm === undefined) return each
    const same = fallen.filter(({ icd10cm, because }) => icd10cm === each.icd10cm && because !== ENTERED_IN_ERROR)
    const isBare = !CONDITION.test(each.place.resource)
    const isConfirmed = found.some((one) => one.stands && one.icd10cm === each.icd10cm && one !== each)
    const against = same.find(({ because }) => because === REFUTED) ?? (isBare && !isConfirmed ? same[0] : undefined)
    if (!against) return each
    const otherwise = against.because === undefined ? `calls it “${against.words}”` : `says that ${against.because}`
    const doubt = `${each.place.resource} names ${each.icd10cm}, and ${against.place.resource} ${otherwise}.`
    return { ...each, stands: false, doubt }
  })
}

/** A contained condition is one too: `MedicationAdministration/ma-1#dx`. */
const CONDITION = /^Condition\/|#/

interface Gathering {
  readonly reading: Reading
  readonly patient: string
  readonly day: CalendarDate | undefined
  readonly seen: Set<string>
}

/** Codes such as “given as ordered” say why it was given now, not what the patient has. */
const NOT_A_DIAGNOSIS = 'http://terminology.hl7.org/CodeSystem/reason-medication-given'

/**
 * What the dose was given for: as it says itself, else as its order says. A reason in words alone counts too: the diagnosis of a line has
 * to be the one that the drug was given for.
 */
function fromReason(gathering: Gathering): readonly Diagnosis[] {
  const { reading } = gathering
  const own = reasonsOf(gathering, { key: reading.key, resource: reading.given })
  if (own.length > 0) return own
  const order = resolve(reading.chart, reading.given.request, { key: reading.key, resource: reading.given })
  return order?.resource.resourceType === 'MedicationRequest'
    ? reasonsOf(gathering, { key: order.key, resource: order.resource })
    : []
}

/** What an order says that the drug is for, whether or not the dose says it itself. */
export function reasonsOfOrder(reading: Reading, order: Keyed<MedicationRequest>): readonly Diagnosis[] {
  if (!reading.patient.known) return []
  return reasonsOf({ reading, patient: reading.patient.value, day: undefined, seen: new Set() }, order)
}

function reasonsOf(
  gathering: Gathering,
  holder: { readonly key: string; readonly resource: MedicationAdministration | MedicationRequest },
): readonly Diagnosis[] {
  const { reasonReference, reasonCode } = holder.resource
  return [
    ...list(reasonReference).flatMap((reference, at) =>
      fromReference(gathering, reference, holder, 'reason', `reasonReference[${at}]`),
    ),
    ...list(reasonCode)
      .filter((concept) => !namesNoDiagnosis(concept))
      .flatMap((concept, at) => fromConcept(concept, 'reason', holder.key, `reasonCode[${at}]`)),
  ]
}

/** A reason that says why it was given now, by a code or in words. */
function namesNoDiagnosis(concept: CodeableConcept): boolean {
  const codes = codesFrom(concept)
  if (codes.every(({ system }) => system === NOT_A_DIAGNOSIS)) return true
  return codes.every(({ code }) => code === undefined) && saysNoDisease(wordsOf(concept) ?? '')
}

function fromEncounter(gathering: Gathering, key: string | undefined): readonly Diagnosis[] {
  const encounter = key === undefined ? undefined : gathering.reading.chart.resources.get(key)
  if (key === undefined || encounter?.resourceType !== 'Encounter') return []
  const holder = { key, resource: encounter }
  return [
    ...inBillingOrder(encounter).flatMap(({ condition, at }) =>
      fromReference(gathering, condition, holder, 'encounter', `diagnosis[${at}].condition`),
    ),
    ...list(encounter.reasonReference).flatMap((reference, at) =>
      fromReference(gathering, reference, holder, 'encounter', `reasonReference[${at}]`),
    ),
    ...list(encounter.reasonCode).flatMap((concept, at) => fromConcept(concept, 'encounter', key, `reasonCode[${at}]`)),
  ]
}

/** @see https://hl7.org/fhir/R4/valueset-diagnosis-role.html */
const USES = ['billing', 'DD', 'CC', 'AD', 'CM']

/** By rank; where ranks are equal or absent, billing and discharge diagnoses before admission ones. */
function inBillingOrder({ diagnosis }: Encounter): readonly (EncounterDiagnosis & { readonly at: number })[] {
  const rank = (one: EncounterDiagnosis): number => (typeof one.rank === 'number' ? one.rank : Number.MAX_SAFE_INTEGER)
  const use = (one: EncounterDiagnosis): number =>
    (USES.indexOf(firstCode(one.use) ?? '') + USES.length + 1) % (USES.length + 1)
  return list(diagnosis)
    .map((one, at) => ({ ...one, at }))
    .toSorted((a, b) => rank(a) - rank(b) || use(a) - use(b))
}

/** What is left of the patient's conditions: this encounter's diagnoses first, then the problem list. */
function fromConditions(gathering: Gathering, encounter: string | undefined): readonly Diagnosis[] {
  const { reading, patient } = gathering
  const own = ofPatient(reading.chart, 'Condition', patient)
  const ofEncounter = own.filter(
    ({ resource }) =>
      encounter !== undefined &&
      keyOf(reading.chart, resource.encounter) === encounter &&
      list(resource.category).some((category) => firstCode(category) === 'encounter-diagnosis'),
  )
  return [
    ...ofEncounter.flatMap(({ key, resource }) => fromCondition(gathering, key, resource, 'encounter')),
    ...own.flatMap(({ key, resource }) => fromCondition(gathering, key, resource, 'problem-list')),
  ]
}

function fromReference(
  gathering: Gathering,
  reference: Reference | undefined,
  holder: Parameters<typeof resolve>[2],
  from: Diagnosis['from'],
  element: string,
): readonly Diagnosis[] {
  const target = resolve(gathering.reading.chart, reference, holder)
  if (target?.resource.resourceType === 'Condition') return fromCondition(gathering, target.key, target.resource, from)
  const display = text(reference?.display)
  const literal = text(reference?.reference)
  const named = display ?? (from === 'reason' ? literal : undefined)
  if (named === undefined || (target && from !== 'reason')) return []
  const because = target
    ? `${target.key} is no diagnosis`
    : `${quoted(literal ?? 'what it refers to', 80)} is not in the chart`
  const names = display === undefined || isNotEstablished(display) ? undefined : diseasesNamed(display)
  const place = { resource: holder.key, element, shows: named }
  return [{ codes: [{ display: named }], words: named, ...(names && { names }), from, stands: false, because, place }]
}

/** A condition's diagnoses, once; none of a condition that is another patient's. */
function fromCondition(
  { reading, patient, day, seen }: Gathering,
  key: string,
  condition: Condition,
  from: Diagnosis['from'],
): readonly Diagnosis[] {
  const about = keyOf(reading.chart, condition.subject)
  const isContained = key.includes('#')
  if (seen.has(key) || (about !== patient && !(isContained && about === undefined))) return []
  seen.add(key)
  const doubt = doubtAbout(reading.chart, key)
  const stands = doubt
    ? { stands: false, because: doubt.replace(/\.$/, '') }
    : standing(key, condition, day, zoneOfPeriods(reading))
  return diagnosesFrom(condition.code, from, stands, {
    resource: key,
    element: 'code',
  })
}

const fromConcept = (
  concept: CodeableConcept,
  from: Diagnosis['from'],
  key: string,
  element: string,
): readonly Diagnosis[] => diagnosesFrom(concept, from, { stands: true }, { resource: key, element })

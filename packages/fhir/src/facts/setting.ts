import { type Fact, known, missing, type Place, type SettingKind } from '@doseline/dose'
import type { CodeableConcept, Coding, Encounter } from 'fhir/r4'
import { firstCode } from '../concepts.ts'
import { keyOf, resolve } from '../references.ts'
import { list, quoted, text } from '../shape.ts'
import { placeOn, type Reading } from './reading.ts'

/** CMS place of service codes. @see https://www.cms.gov/medicare/coding-billing/place-of-service-codes/code-sets */
const BY_PLACE_OF_SERVICE: Readonly<Record<string, SettingKind>> = {
  '11': 'office',
  '12': 'home',
  '19': 'off-campus outpatient hospital',
  '21': 'inpatient',
  '22': 'on-campus outpatient hospital',
  '23': 'emergency department',
  '31': 'skilled nursing facility',
  '34': 'hospice',
  '49': 'independent clinic',
  '50': 'federally qualified health center',
  '65': 'dialysis facility',
  '72': 'rural health clinic',
}

/** HL7 v3 ActCode for encounters. @see https://terminology.hl7.org/ValueSet-v3-ActEncounterCode.html */
const BY_CLASS: Readonly<Record<string, SettingKind>> = {
  AMB: 'outpatient',
  OBSENC: 'outpatient',
  SS: 'outpatient',
  HH: 'home',
  EMER: 'emergency department',
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
}

/** Words of a place's type, or of a visit's class of an EHR's own, that leave no doubt. */
const BY_WORDS: readonly (readonly [string, SettingKind])[] = [
  ['skilled nursing', 'skilled nursing facility'],
  ['dialysis', 'dialysis facility'],
  ['hospice', 'hospice'],
  ['rural health clinic', 'rural health clinic'],
  ['federally qualified', 'federally qualified health center'],
]
const CLASS_BY_WORDS: readonly (readonly [string, SettingKind])[] = [
  ...BY_WORDS,
  ['inpatient', 'inpatient'],
  ['emergency', 'emergency department'],
  ['outpatient', 'outpatient'],
  ['ambulatory', 'outpatient'],
  ['office visit', 'outpatient'],
  ['infusion', 'outpatient'],
]

/**
 * Where the dose was given: the type of the encounter's place where it has one, else the class of the encounter; without
 * the encounter, the category of the administration.
 * @see https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.class
 */
export function settingOf(reading: Reading): Fact<SettingKind> {
  const { chart, given } = reading
  const key = keyOf(chart, given.context)
  const encounter = key === undefined ? undefined : chart.resources.get(key)
  if (key === undefined || encounter?.resourceType !== 'Encounter') {
    const category = firstCode(given.category)
    if (category === 'inpatient' || category === 'outpatient')
      return known(category, placeOn(reading, 'category', category))
    return missing(
      'not-recorded',
      'The chart does not hold the visit in which the dose was given.',
      placeOn(reading, 'context'),
    )
  }
  return placeOf(reading, key, encounter) ?? classOf(key, encounter)
}

function placeOf(reading: Reading, key: string, encounter: Encounter): Fact<SettingKind> | undefined {
  for (const { location } of list(encounter.location)) {
    const target = resolve(reading.chart, location, { key, resource: encounter })
    if (target?.resource.resourceType !== 'Location') continue
    for (const type of list(target.resource.type)) {
      const kind = kindOf(type)
      if (kind) return known(kind, { resource: target.key, element: 'type', shows: kind })
    }
  }
  return undefined
}

function kindOf(type: CodeableConcept): SettingKind | undefined {
  const coded = list(type.coding)
    .filter(({ system }) => text(system)?.toLowerCase().includes('place-of-service'))
    .map(({ code }) => BY_PLACE_OF_SERVICE[code ?? ''])
    .find((kind) => kind !== undefined)
  if (coded) return coded
  return byWords([text(type.text), ...list(type.coding).map(({ display }) => text(display))], BY_WORDS)
}

const byWords = (said: readonly (string | undefined)[], table: typeof BY_WORDS): SettingKind | undefined =>
  table.find(([words]) => said.some((each) => each?.toLowerCase().includes(words)))?.[1]

function classOf(key: string, encounter: Encounter): Fact<SettingKind> {
  const place: Place = { resource: key, element: 'class' }
  const { codes, words } = writtenAs(encounter.class)
  const [code] = codes
  if (code === undefined && words.length === 0) {
    return missing('not-recorded', 'The visit does not say whether it was inpatient or outpatient.', place)
  }
  const coded = codes.map((each) => BY_CLASS[each.toUpperCase()]).find((kind) => kind !== undefined)
  const kind = coded ?? byWords(words, CLASS_BY_WORDS)
  const shows = code ?? words[0] ?? ''
  if (kind) return known(kind, { ...place, shows })
  return missing(
    'unreadable',
    `The visit is of the class “${quoted(shows, 40)}”, which says nothing about how it is claimed.`,
    place,
  )
}

/** R4 has one Coding here; R5 a list of concepts, and some servers a bare word. All of them are read. */
function writtenAs(written: unknown): { readonly codes: readonly string[]; readonly words: readonly string[] } {
  const word = text(written)
  if (word !== undefined) return { codes: [word], words: [word] }
  const each: (Coding & { text?: unknown })[] = list(written as Coding & CodeableConcept).flatMap((one) => [
    one,
    ...list(one.coding),
  ])
  return {
    codes: each.flatMap(({ code }) => text(code) ?? []),
    words: each.flatMap((one) => [text(one.display), text(one.text)].filter((said) => said !== undefined)),
  }
}

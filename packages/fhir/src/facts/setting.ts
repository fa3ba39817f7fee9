import type { SettingKind } from '@doseline/contract'
import { type Fact, known, missing, type Place, type TimeSpan } from '@doseline/dose'
import type { Encounter, EncounterLocation, Reference } from 'fhir/r4'
import { keyOf, resolve } from '../references.ts'
import { list } from '../shape.ts'
import { mayHold } from './may-hold.ts'
import { saidByName, saidByOrganizationType, saidByPhysicalType, saidByWords } from './place-names.ts'
import {
  type SaidOfPlace,
  saidByCategory,
  saidByClass,
  saidByPlace,
  saidByTaxonomy,
  saidByType,
  shown,
} from './places-of-care.ts'
import { placeOn, type Reading } from './reading.ts'
import { withAttested } from './settle.ts'

/** What one element of the chart says of where the dose was given. */
interface Said {
  readonly said: SaidOfPlace
  /** `Encounter/e1 is of the class`, to which the word is added. */
  readonly says: string
  readonly place: Place
  readonly from: 'place' | 'class' | 'beside' | 'name'
}

/**
 * Where the dose was given: the type of the encounter's place where it has one, else the class of the encounter; without
 * the encounter, the category of the administration. What names another kind of place contradicts, and what is on no list
 * is not known: a person can then state where it was, though not against a place or class that the chart has in codes. A
 * name alone decides nothing, for streets and persons have such names too.
 * `when`: the time of the dose, for places and classes that the visit had one after the other.
 * @see https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.class
 */
export function settingOf(reading: Reading, when: TimeSpan | undefined): Fact<SettingKind> {
  const { attested } = reading.options
  const all = saidOfSetting(reading, when)
  const charted = chartedSetting(reading, all)
  if (!attested?.setting) return charted
  const place = { resource: 'request', element: 'attested.setting', shows: attested.setting }
  const said = { ...known(attested.setting, place), attested: { by: attested.by, at: attested.at } }
  if (!charted.known && charted.places.some(isPlaceOfService)) return charted
  // Of a name, and of what cannot be read, a person says what it is; not against what is coded and can be read.
  const coded = all.filter(({ said, from }) => said.kind !== 'not known' && from !== 'name')
  const readable = chartedSetting(reading, coded)
  if (readable.known && readable.value === 'outpatient' && isOutpatient(attested.setting)) return said
  if (!readable.known && readable.because === 'contradictory') return readable
  const fact = withAttested(readable, said, 'where it was given', { same: (a, b) => a === b, shows: String })
  return charted.known || !fact.known ? fact : said
}

/** A place of service of which nothing is known here is on the claim all the same: another one is not that. */
const isPlaceOfService = ({ element, shows = '' }: Place): boolean => element === 'type' && /^\d{2}$/.test(shows)

function visitOfDose({ chart, given }: Reading): { readonly key: string; readonly encounter: Encounter } | undefined {
  const key = keyOf(chart, given.context)
  const encounter = key === undefined ? undefined : chart.resources.get(key)
  return key === undefined || encounter?.resourceType !== 'Encounter' ? undefined : { key, encounter }
}

/** Everything the chart says of where it was. */
function saidOfSetting(reading: Reading, when: TimeSpan | undefined): readonly Said[] {
  const category = saidByCategory(reading.given.category).map(
    (said): Said => ({
      said,
      says: `${reading.key} is of the category`,
      place: placeOn(reading, 'category', shown(said)),
      from: 'beside',
    }),
  )
  const visit = visitOfDose(reading)
  return visit ? [...saidByVisit(reading, { ...visit, when }), ...category] : category
}

function chartedSetting(reading: Reading, all: readonly Said[]): Fact<SettingKind> {
  const found = settled(all)
  if (found) return found
  const visit = visitOfDose(reading)
  if (!visit) {
    const nowhere = 'The chart does not hold the visit in which the dose was given.'
    return missing('not-recorded', nowhere, placeOn(reading, 'context'))
  }
  const says = 'The visit does not say whether it was inpatient or outpatient.'
  return missing('not-recorded', says, { resource: visit.key, element: 'class' })
}

interface OfVisit {
  readonly key: string
  readonly encounter: Encounter
  readonly when: TimeSpan | undefined
}

/** Everything the visit says of where it was. */
function saidByVisit(reading: Reading, { key, encounter, when }: OfVisit): readonly Said[] {
  const { timeZone } = reading
  const saidHere = (said: SaidOfPlace, element: string, from: Said['from']): Said => ({
    said,
    says: `${key} ${element === 'classHistory' ? 'was then of the class' : `is of the ${element}`}`,
    place: { resource: key, element, shows: shown(said) },
    from,
  })
  const places = list(encounter.location)
    .filter(({ period, status }) => !NOT_THERE.has(status ?? '') && mayHold(period, when, timeZone))
    .flatMap(({ location }): Said[] => {
      const target = resolve(reading.chart, location, { key, resource: encounter })
      if (target?.resource.resourceType !== 'Location') return []
      return list(target.resource.type)
        .flatMap((type) => [...saidByPlace(type), ...departmentIn(type.text)])
        .map((said) => ({
          said,
          says: `${target.key} is of the type`,
          place: { resource: target.key, element: 'type', shows: shown(said) },
          from: 'place',
        }))
    })
  return [
    ...places,
    ...whoRunsIt(
      reading,
      { reference: encounter.serviceProvider, element: 'serviceProvider' },
      { key, resource: encounter },
    ),
    ...list(encounter.location)
      .filter(({ period, status }) => !NOT_THERE.has(status ?? '') && mayHold(period, when, timeZone))
      .flatMap((each) => aroundThePlace(reading, each, { key, resource: encounter })),
    ...saidByClass(encounter.class).map((said) => saidHere(said, 'class', 'class')),
    ...list(encounter.classHistory)
      .filter(({ period }) => mayHold(period, when, timeZone))
      .flatMap((entry) => saidByClass(entry.class))
      .map((said) => saidHere(said, 'classHistory', 'beside')),
    ...list(encounter.type)
      .flatMap(saidByType)
      .map((said) => saidHere(said, 'type', 'beside')),
    ...list(encounter.serviceType)
      .flatMap(saidByType)
      .map((said) => saidHere(said, 'serviceType', 'beside')),
  ]
}

/** That a type in words is a department of a hospital. */
const departmentIn = (words: unknown): readonly SaidOfPlace[] =>
  saidByName(words).filter((said) => 'isOfHospital' in said)

/** What tells of a place that it is of a hospital, and not only that its patients are. */
const WHERE_IT_IS: ReadonlySet<Said['from']> = new Set(['place', 'name'])

type Holder = Parameters<typeof resolve>[2]

const CALLED = { name: 'is called', type: 'is of the type', physicalType: 'is of the physical type' } as const

/** What a name or a type beside the visit says, where it names a place with rules of its own. */
const besideIt = (
  key: string,
  how: keyof typeof CALLED,
  all: readonly SaidOfPlace[],
  { element = how, from = 'name' }: { readonly element?: string; readonly from?: Said['from'] } = {},
): readonly Said[] =>
  all
    .filter((said) => said.kind !== 'says nothing')
    .map((said) => ({
      said,
      says: element === how ? `${key} ${CALLED[how]}` : `${key} has ${element}`,
      place: { resource: key, element, shows: shown(said) },
      from,
    }))

/** What a reference itself calls a place, or who runs it: the record may be elsewhere, or say less. */
const byDisplay = (holder: string, element: string, reference: Reference | undefined): readonly Said[] =>
  besideIt(holder, 'name', saidByName(reference?.display), { element })

interface RunBy {
  readonly reference: Reference | undefined
  readonly element: 'serviceProvider' | 'managingOrganization'
}

/** Who runs it, and the organizations that is part of. */
function whoRunsIt(reading: Reading, { reference, element }: RunBy, holder: Holder): readonly Said[] {
  const said: Said[] = []
  const called: Said[] = [...byDisplay(holder.key, element, reference)]
  const seen = new Set<string>()
  let target = resolve(reading.chart, reference, holder)
  while (target?.resource.resourceType === 'Organization' && !seen.has(target.key)) {
    const { key, resource } = target
    said.push(
      ...besideIt(
        key,
        'type',
        list(resource.type).flatMap((type) => [...saidByOrganizationType(type), ...saidByTaxonomy(type)]),
      ),
    )
    said.push(...[resource.name, ...namesOf(resource.alias)].flatMap((name) => besideIt(key, 'name', saidByName(name))))
    called.push(...byDisplay(key, 'partOf', resource.partOf))
    seen.add(key)
    target = resolve(reading.chart, resource.partOf, target)
  }
  return [...said, ...called]
}

/** Of sentences and addresses only a kind of place that they name: any other word may be of the way there. */
const kindsIn = (written: unknown): readonly SaidOfPlace[] =>
  saidByWords(written).filter(({ kind }) => kind !== 'not known')

/** What the name of a place, who runs it, and the places it is part of say. */
function aroundThePlace(
  reading: Reading,
  { location, physicalType }: EncounterLocation,
  holder: Holder,
): readonly Said[] {
  const said: Said[] = [
    ...byDisplay(holder.key, 'location', location),
    ...besideIt(holder.key, 'physicalType', saidByPhysicalType(physicalType, [location?.display]), {
      element: 'location.physicalType',
    }),
  ]
  const seen = new Set<string>()
  let target = resolve(reading.chart, location, holder)
  while (target?.resource.resourceType === 'Location' && !seen.has(target.key)) {
    const { key, resource } = target
    const ofTheWhole = list(resource.type)
      .flatMap(saidByPlace)
      .filter(({ kind }) => kind !== 'not known' && kind !== 'says nothing' && kind !== 'office' && !isOutpatient(kind))
    if (seen.size > 0) said.push(...besideIt(key, 'type', ofTheWhole, { from: 'beside' }))
    const names = [resource.name, ...namesOf(resource.alias)]
    said.push(...names.flatMap((name) => besideIt(key, 'name', saidByName(name))))
    said.push(...besideIt(key, 'physicalType', saidByPhysicalType(resource.physicalType, names)))
    const run: RunBy = { reference: resource.managingOrganization, element: 'managingOrganization' }
    said.push(...whoRunsIt(reading, run, target))
    said.push(...besideIt(key, 'name', kindsIn(resource.description), { element: 'description' }))
    const lines = [...namesOf(resource.address?.line), resource.address?.text]
    said.push(...lines.flatMap((line) => besideIt(key, 'name', kindsIn(line), { element: 'address' })))
    said.push(...byDisplay(key, 'partOf', resource.partOf))
    seen.add(key)
    target = resolve(reading.chart, resource.partOf, target)
  }
  return said
}

const namesOf = (alias: unknown): readonly unknown[] => (Array.isArray(alias) ? alias : [])

/** Places of a visit in which the patient was not. @see https://hl7.org/fhir/R4/valueset-encounter-location-status.html */
const NOT_THERE: ReadonlySet<string> = new Set(['planned', 'reserved'])

/** One place of all that is said; undefined where nothing is. An inpatient is one in whatever room the dose was given. */
function settled(all: readonly Said[]): Fact<SettingKind> | undefined {
  const classes = all.filter(({ from }) => from === 'class')
  const stay = classes.find(({ said }) => said.kind === 'inpatient')
  if (stay && classes.every(({ said }) => said.kind === 'inpatient')) return known('inpatient', stay.place)
  const strange = all.find(({ said }) => said.kind === 'not known')
  if (strange) return notKnown(strange)
  const coded = all.filter(isNamed).filter(({ from }) => from !== 'name')
  const [byName] = all.filter(isNamed).filter(({ from }) => from === 'name')
  const [first] = coded
  if (first === undefined) {
    if (byName) return byNameOnly(byName)
    const [vague] = classes
    return (
      vague && missing('not-recorded', 'The visit does not say whether it was inpatient or outpatient.', vague.place)
    )
  }
  const most = coded.reduce(moreExact)
  // A department of a hospital is on its campus or off it, and its claim says which.
  const department = all.filter(isNamed).find(({ said, from }) => WHERE_IT_IS.has(from) && 'isOfHospital' in said)
  if (most.said.kind === 'outpatient' && department) return notKnown(department)
  const other = all.filter(isNamed).find((each) => !agrees(each, most))
  return other ? contradicting(most, other) : known(most.said.kind, most.place)
}

function byNameOnly({ said, says, place }: Named): Fact<SettingKind> {
  const nothing = 'and nothing else in the chart says where the dose was given'
  return missing('unreadable', `${says} “${shown(said)}”, ${nothing}.`, place)
}

type Named = Said & { readonly said: { readonly kind: SettingKind; readonly shows: string } }
const isNamed = (one: Said): one is Named => one.said.kind !== 'not known' && one.said.kind !== 'says nothing'

function notKnown({ said, says, place }: Said): Fact<SettingKind> {
  return missing('unreadable', `${says} “${shown(said)}”, which is no kind of place that is known here.`, place)
}

function contradicting(one: Named, other: Named): Fact<SettingKind> {
  const says = `${one.says} “${shown(one.said)}”, and ${other.says} “${shown(other.said)}”.`
  return missing('contradictory', says, one.place, other.place)
}

/** A place says more than a class, and each says more than that it was an outpatient visit. */
function moreExact(a: Named, b: Named): Named {
  if (a.said.kind === 'outpatient') return b
  if (a.said.kind === 'on-campus outpatient hospital' && b.said.kind === 'emergency department') return b
  return a
}

/** Whether what the one says is the place of the other, or is that in general words. */
function agrees({ said, from }: Named, most: Named): boolean {
  const [kind, place] = [said.kind, most.said.kind]
  if ('isOfHospital' in said && said.isOfHospital && !OF_HOSPITAL.has(place)) return false
  if (kind === place) return true
  if (kind === 'on-campus outpatient hospital') return place === 'emergency department'
  if (kind !== 'outpatient') return false
  // The patient's home is outpatient to a class, and no outpatient facility.
  return isOutpatient(place) || (from !== 'place' && most.from === 'place')
}

/** Kinds of place in which a hospital has its outpatients. */
const OF_HOSPITAL: ReadonlySet<SettingKind> = new Set([
  'on-campus outpatient hospital',
  'off-campus outpatient hospital',
  'outpatient',
  'emergency department',
  'Indian Health Service or tribal facility',
  'military treatment facility',
])

/** Kinds of place whose patients are outpatients. */
const OUTPATIENT: ReadonlySet<SettingKind> = new Set([
  'office',
  'on-campus outpatient hospital',
  'off-campus outpatient hospital',
  'outpatient',
  'independent clinic',
  'urgent care facility',
  'federally qualified health center',
  'rural health clinic',
  'emergency department',
  'dialysis facility',
  'ambulatory surgical center',
  'Indian Health Service or tribal facility',
  'military treatment facility',
])
const isOutpatient = (kind: SettingKind): boolean => OUTPATIENT.has(kind)

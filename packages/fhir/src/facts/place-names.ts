import type { SettingKind } from '@doseline/contract'
import type { CodeableConcept } from 'fhir/r4'
import { list, text } from '../shape.ts'
import type { SaidOfPlace } from './places-of-care.ts'

type NamedKind = SettingKind | 'not known'

/** A department that only a hospital has: whether on its campus its name does not say. */
const OF_HOSPITAL = /\b(hod|hopd|provider[- ]based)\b|\bhospital out-?patient\b|\bout-?patient hospital\b/

/** Names of places whose drugs are charged by rules of their own. */
const BY_NAME: readonly (readonly [RegExp, NamedKind])[] = [
  [/\bskilled nursing\b|\bsnf\b|\bswing[- ]?bed\b/, 'skilled nursing facility'],
  [/\bnursing (home|facility)\b/, 'nursing facility'],
  [/\bhospice\b/, 'hospice'],
  [/\brural (health )?(clinic|center)\b|\brhc\b/, 'rural health clinic'],
  [/\bfederally qualified\b|\bfqhc\b/, 'federally qualified health center'],
  [/\b(haemo|hemo)?dialysis\b|\besrd\b/, 'dialysis facility'],
  [/\bin-?patients?\b/, 'inpatient'],
  [/\b(jail|prison|correctional|detention|penitentiary)\b/, 'correctional facility'],
  [/\bassisted living\b|\bgroup home\b|\bcustodial\b/, 'residential facility'],
  [
    /\b(independent|senior|retirement|supported|supportive|community|residential|communal) living\b|\bmemory care\b/,
    'residential facility',
  ],
  [/\blong[- ]term care\b|\bpost[- ]acute\b|\bsub[- ]?acute\b/, 'nursing facility'],
  [/\b(patient|pt|member)('s|s'|s)? home\b|^(at |the )?home$|\bhome (infusion|health|care|visits?)\b/, 'home'],
  [/\b(tele-?health|tele-?medicine|virtual)\b/, 'telehealth'],
  [/\bemergency (department|room)\b|^er$|\bed$|\b(er|ed)[- ]?(bed|room|bay|pod|hall)?[- ]?\d/, 'emergency department'],
  [/\burgent care\b/, 'urgent care facility'],
  [/\b(ambulatory surg\w*|surg(ery|ical) (center|centre)|surgi-?center|asc)\b/, 'ambulatory surgical center'],
  [/\bindian (health|hospital|clinic)\b|\btribal\b/, 'Indian Health Service or tribal facility'],
  [/\boff[- ]?campus\b/, 'off-campus outpatient hospital'],
  // Medicare pays for nothing there (42 CFR 411.6), and no kind of place here has its rules.
  [
    /\bveterans\b|\bd?vamc\b|\bcboc\b|^va\b|(?<!,) va$|\bva (medical|clinic|hospital|health|community|outpatient)\b/,
    'not known',
  ],
  [/\bair force\b|\bnaval\b|\bmobile (unit|van|clinic|infusion|health)\b|\bpartial hospital/, 'not known'],
  [/\boff-?site\b|\badult day\b|\bminute ?clinic\b/, 'not known'],
  // Chains of stores, and of places in which patients live or stay.
  [/\b(walgreens?|cvs|rite aid|walmart|kroger|costco|publix|minute ?clinic|safeway)\b/, 'not known'],
  [
    /\blife care centers?\b|\bselect specialty\b|\b(kindred|vibra|encompass health|manorcare|pruitthealth)\b/,
    'not known',
  ],
  [/\b(brookdale|vitas|amedisys|genesis healthcare|golden living|regency hospital|landmark hospital)\b/, 'not known'],
  [/\bl ?(&|and) ?d\b|\bmed[-/ ]?surg\b|\bstep[- ]?down\b|\b\w{0,4}icu\b|\bmother[- ]?baby\b/, 'not known'],
  [/\bdavita\b|\bfresenius\b|\b(renal|kidney) care\b|\bmental health (center|centre|clinic)\b/, 'not known'],
  [/\bresearch\b(?! (institute|center|foundation|hospital))|\bschool\b(?! of medicine)/, 'not known'],
]

const words = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(' ')))

/**
 * Nouns by which the lists of places call what is neither an office nor an outpatient department: a name with one of them
 * leaves open where it was. Any other word of a name may be somebody’s name.
 * @see https://www.cms.gov/medicare/coding-billing/place-of-service-codes/code-sets
 * @see https://terminology.hl7.org/ValueSet-v3-ServiceDeliveryLocationRoleType.html
 */
const OF_OTHER_PLACES = words(
  'ambulance army birthing burn ccu convalescent coronary cruise daycare dormitory emergency employee employees employer er',
  'extended gym homebound homeless home homes hospitalization hotel household house icf icu inmate inn intellectual intensive',
  'intermediate irf laboratory lodging ltac ltach ltc ltch maternity medsurg methadone micu military motel navy neonatal nicu',
  'nursery nursing observation occupational offsite operating opioid outreach pacu pharmacy picu postpartum psych psychiatric',
  'rehab rehabilitation residence residential respite retail retirement shelter sheltered sicu snu specimen stepdown',
  'aru bhu cdu dou imcu imu ldr ldrp obs pcu sdu tcu tele ltac substance telemetry temporary transitional trauma urgent vehicle ward worksite workplace',
)

/** Nouns that a clinic may have in its name, and that alone name where people live. */
const OF_HOMES = words(
  'apartment apartments estates gardens haven hall heights lodge manor meadows oaks pines plaza ranch senior seniors terrace',
  'towers trail villa villas village',
)

/** Nouns of places whose patients are outpatients. */
const OF_OUTPATIENTS = words(
  'ambulatory arthritis associates bone cancer center centers centre chemo chemotherapy clinic clinics consultants ctr',
  'dermatology endocrine endocrinology gastroenterology hematology infusion infusions injection medical medicine nephrology',
  'neurology office offices oncology orthopaedics orthopedics osteoporosis outpatient physicians practice rheumatology',
  'specialists specialty suite suites urology ophthalmology retina eye health healthcare hospital hospitals system',
)

/** Floors and beds of a hospital, as it numbers them: `4W-412A-1`, `7N`. */
const OF_A_WARD = /^\d{1,2} ?(n|s|e|w|ne|nw|se|sw|north|south|east|west|tower)\b([- ]*\d{2,}|$)/
const BED = /\bbed \d|\d-?bed\b/
/** Of the beds of outpatients, their names say so. */
const OF_A_CLINIC = /\b(infusions?|chemo(therapy)?|chairs?|clinic)\b/i

/** Words that name a place with rules of its own, and in which clinics use them for something else. */
const NO_SUCH_PLACE: readonly RegExp[] = [
  /\bphysical medicine (&|and|\/) rehab\w*/g,
  /\btrauma (&|and) orthop\w+|\borthop\w+ (&|and) trauma\b/g,
  /\bemergency physicians\b/g,
  /\bresearch triangle\b/g,
  /\bkidney care (?=(&|and) )/g,
]
/** A street is called after what stands in it, or once stood. */
const STREET = /\b[a-z]+ (road|drive|street|blvd|boulevard|avenue|ave|lane|parkway|pkwy|highway|hwy)\b/g

/** The same in the line of an address, where it is short. */
const ADDRESS = /\b\d{1,6} (?:[a-z]{1,30} ){1,3}(?:rd|st|dr|ct|ln|way|pl|cir)\b/g

/** A name without what says nothing of the place. */
function withoutStreets(name: string): string {
  const left = NO_SUCH_PLACE.reduce((words, each) => words.replaceAll(each, 'clinic'), name.replaceAll(ADDRESS, ' '))
  const elsewhere = left.replaceAll(STREET, ' ')
  return elsewhere.split(/[^a-z]+/).some((noun) => OF_OUTPATIENTS.has(noun)) ? elsewhere.trim() : left
}

/** What the name of a place, or of who runs it, says. */
export function saidByName(name: unknown): readonly SaidOfPlace[] {
  const written = text(name)
  if (written === undefined) return []
  const said = withoutStreets(written.toLowerCase().replaceAll('’', "'"))
  const [, kind] = BY_NAME.find(([pattern]) => pattern.test(said)) ?? []
  if (kind !== undefined) return [{ kind, shows: written }]
  if (OF_HOSPITAL.test(said)) return [{ kind: 'outpatient', shows: written, isOfHospital: true }]
  return isOfAnotherPlace(said) ? [{ kind: 'not known', shows: written }] : []
}

/** What a sentence about a place, or its address, says: the streets that lead there aside. */
export function saidByWords(words: unknown): readonly SaidOfPlace[] {
  const written = text(words)
  if (written === undefined) return []
  return saidByName(written.toLowerCase().replaceAll(STREET, ' ')).map((said) => ({ ...said, shows: written }))
}

/** A floor of a hospital, unless a clinic is on it. */
const OF_A_FLOOR = /\b\d{1,2} ?(n|s|e|w|north|south|east|west|tower)\b/
const OF_ANY_HOSPITAL = words('health healthcare hospital hospitals medical medicine system center centre')

function isOfAnotherPlace(said: string): boolean {
  if (OF_A_WARD.test(said) || (BED.test(said) && !OF_A_CLINIC.test(said))) return true
  const nouns = said.split(/[^a-z]+/)
  const isOfClinic = nouns.some((noun) => OF_OUTPATIENTS.has(noun) && !OF_ANY_HOSPITAL.has(noun))
  if (OF_A_FLOOR.test(said) && nouns.includes('hospital') && !isOfClinic) return true
  if (nouns.some((noun) => OF_OTHER_PLACES.has(noun))) return true
  if (!nouns.some((noun) => OF_OUTPATIENTS.has(noun)) && isOfOtherCare(nouns)) return true
  return nouns.some((noun) => OF_HOMES.has(noun)) && !nouns.some((noun) => OF_OUTPATIENTS.has(noun))
}

/** What care is of outpatients: a name that ends with any other (“Bright Horizons Elder Care”) leaves open where it was. */
const CARE_OF_OUTPATIENTS = words(
  'primary family patient patients specialty womens women mens men managed direct advanced personalized quality',
  'total complete comprehensive heart cardiac vascular vein skin lung pulmonary allergy diabetes pain spine joint eyecare',
  'foot hand back care physician physicians doctors prompt express immediate walk',
)

function isOfOtherCare(nouns: readonly string[]): boolean {
  return nouns.some(
    (noun, at) => noun === 'living' || (noun === 'care' && at > 0 && !CARE_OF_OUTPATIENTS.has(nouns[at - 1] ?? '')),
  )
}

const phrasesOf = (concept: CodeableConcept | undefined): readonly string[] =>
  [text(concept?.text), ...list(concept?.coding).map(({ display, code }) => text(display) ?? text(code))].flatMap(
    (each) => each ?? [],
  )

/** What the type of who runs a place says: words only, as in its name. */
export const saidByOrganizationType = (type: CodeableConcept): readonly SaidOfPlace[] =>
  [text(type.text), ...list(type.coding).map(({ display }) => text(display))].flatMap(saidByName)

/** Parts of buildings in which outpatients are treated. @see https://terminology.hl7.org/CodeSystem-location-physical-type.html */
const PARTS = words(
  'si bu wi lvl co ro area jdn site building wing level floor corridor room exam treatment infusion suite clinic office',
  'department bay chair station pod center facility location hospital outpatient instance kind',
  'unit ambulatory medical professional physician physicians chemo chemotherapy',
)
const BEDS = words('bd bed beds')

/** What a place is as a part of a building: a bed, a ward, a vehicle or a house is none of an office. */
export function saidByPhysicalType(
  type: CodeableConcept | undefined,
  names: readonly unknown[],
): readonly SaidOfPlace[] {
  const isOfAClinic = [...names, ...phrasesOf(type)].some((name) => OF_A_CLINIC.test(text(name) ?? ''))
  return phrasesOf(type).flatMap((phrase): readonly SaidOfPlace[] => {
    const nouns = phrase
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((noun) => noun !== '')
    const isAPart = (noun: string): boolean => PARTS.has(noun) || (isOfAClinic && BEDS.has(noun))
    return nouns.every(isAPart) ? [] : [{ kind: 'not known', shows: phrase }]
  })
}

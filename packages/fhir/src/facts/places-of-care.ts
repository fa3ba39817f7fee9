import type { SettingKind } from '@doseline/contract'
import type { CodeableConcept, Coding } from 'fhir/r4'
import { list, quoted, text } from '../shape.ts'

/**
 * What a code or a word says of where care is given: a kind of place, nothing (a general word such as “department”), or
 * something that is no kind of place that is known here.
 */
export type SaidOfPlace =
  | {
      readonly kind: SettingKind
      readonly shows: string
      /** Only a hospital has it: an observation, a short stay. */
      readonly isOfHospital?: true
    }
  | { readonly kind: 'says nothing' }
  | { readonly kind: 'not known'; readonly shows: string }

const SAYS_NOTHING: SaidOfPlace = { kind: 'says nothing' }

/**
 * CMS place of service codes of a known kind. The rest of the set (a school, an ambulance, “other place”) is a place of
 * which nothing is known here.
 * @see https://www.cms.gov/medicare/coding-billing/place-of-service-codes/code-sets
 */
const BY_PLACE_OF_SERVICE: Readonly<Record<string, SettingKind>> = {
  '01': 'pharmacy',
  '02': 'telehealth',
  '05': 'Indian Health Service or tribal facility',
  '06': 'Indian Health Service or tribal facility',
  '07': 'Indian Health Service or tribal facility',
  '08': 'Indian Health Service or tribal facility',
  '09': 'correctional facility',
  '10': 'telehealth',
  '11': 'office',
  '12': 'home',
  '13': 'residential facility',
  '14': 'residential facility',
  '19': 'off-campus outpatient hospital',
  '20': 'urgent care facility',
  '21': 'inpatient',
  '22': 'on-campus outpatient hospital',
  '23': 'emergency department',
  '24': 'ambulatory surgical center',
  '26': 'military treatment facility',
  '31': 'skilled nursing facility',
  '32': 'nursing facility',
  '33': 'residential facility',
  '34': 'hospice',
  '49': 'independent clinic',
  '50': 'federally qualified health center',
  '51': 'inpatient',
  '54': 'residential facility',
  '55': 'residential facility',
  '56': 'residential facility',
  '61': 'inpatient',
  '65': 'dialysis facility',
  '72': 'rural health clinic',
}

/** Outpatient facilities (OF) of ServiceDeliveryLocationRoleType, and its clinics. */
const OUTPATIENT_FACILITIES =
  'OF ALL AMPUT BMTC BREAST CANC CAPC CARD PEDCARD COAG CRS DERM ENDO PEDE ENT FMC GI PEDGI GIM GYN HEM PEDHEM HTN IEC ' +
  'INFD PEDID INV LYMPH MGEN NEPH PEDNEPH NEUR OB OMS ONCL PEDHO OPH OPTC ORTHO HAND PAINCL PC PEDC PEDRHEUM POD PREV ' +
  'PROCTO PROS PSI PSY RHEUM SPMED SU PLS URO TR TRAVEL WND'

/**
 * HL7 v3 RoleCode for places of service delivery. A hospital (HOSP, GACH) has inpatients, of whom the class of the visit
 * tells, and outpatients, on its campus or off it. Any other code, also that of a unit of a hospital, is not known.
 * @see https://terminology.hl7.org/ValueSet-v3-ServiceDeliveryLocationRoleType.html
 */
const BY_ROLE_CODE: Readonly<Record<string, SettingKind | 'says nothing'>> = {
  ...Object.fromEntries(OUTPATIENT_FACILITIES.split(' ').map((code) => [code, 'outpatient' as const])),
  HOSP: 'outpatient',
  GACH: 'outpatient',
  ER: 'emergency department',
  ETU: 'emergency department',
  HD: 'dialysis facility',
  MHSP: 'military treatment facility',
  NCCF: 'nursing facility',
  OUTPHARM: 'pharmacy',
  PHARM: 'pharmacy',
  PROFF: 'office',
  PSYCHF: 'inpatient',
  PTRES: 'home',
  RTF: 'residential facility',
  SNF: 'skilled nursing facility',
}

const HOSPITALS: ReadonlySet<string> = new Set(['HOSP', 'GACH'])

/**
 * HL7 v3 ActCode for encounters. Care before an admission (PRENC) and in the field (FLD) are not known.
 * @see https://terminology.hl7.org/ValueSet-v3-ActEncounterCode.html
 */
const BY_CLASS: Readonly<Record<string, SettingKind>> = {
  AMB: 'outpatient',
  OBSENC: 'outpatient',
  SS: 'outpatient',
  HH: 'home',
  EMER: 'emergency department',
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  VR: 'telehealth',
}

/** Classes of outpatients that only a hospital has (Medicare Benefit Policy Manual, chapter 6, section 20.6). */
const OF_HOSPITAL: ReadonlySet<string> = new Set(['OBSENC', 'SS'])

/** HL7 v2 table 0004, patient class. @see https://terminology.hl7.org/CodeSystem-v2-0004.html */
const BY_V2_CLASS: Readonly<Record<string, SettingKind>> = {
  E: 'emergency department',
  I: 'inpatient',
  O: 'outpatient',
  R: 'outpatient',
}

/** The category of an administration. @see https://hl7.org/fhir/R4/codesystem-medication-admin-category.html */
const BY_CATEGORY: Readonly<Record<string, SettingKind>> = {
  inpatient: 'inpatient',
  outpatient: 'outpatient',
  community: 'home',
}

/** Words that name a place with rules of its own, wherever they stand. */
const BY_WORDS: readonly (readonly [string, SettingKind])[] = [
  ['skilled nursing', 'skilled nursing facility'],
  ['dialysis', 'dialysis facility'],
  ['hospice', 'hospice'],
  ['rural health clinic', 'rural health clinic'],
  ['federally qualified', 'federally qualified health center'],
  ['telehealth', 'telehealth'],
  ['telemedicine', 'telehealth'],
  ['telephone', 'telehealth'],
  ['virtual', 'telehealth'],
  ['video visit', 'telehealth'],
  ['inpatient', 'inpatient'],
  ['in-patient', 'inpatient'],
  ['emergency', 'emergency department'],
]

const WORDS_OF_OUTPATIENTS: ReadonlySet<string> = new Set([
  'ambulatory',
  'clinic',
  'infusion',
  'injection',
  'injections',
  'observation',
  'office',
  'op',
  'outpatient',
  'outpatients',
])
const WORDS_THAT_SAY_NOTHING: ReadonlySet<string> = new Set(
  (
    'a an and area bay building care center centre chair day department encounter facility for hospital hospitals in ' +
    'heme hem onc infusions medical medicine of oncology hematology rheumatology endocrinology osteoporosis orthopedics cancer patient ' +
    'physician physicians practice recurring room same series service services site specialty suite support the therapy ' +
    'treatment unit visit visits'
  ).split(' '),
)

/** What a phrase says, each of its words known: one that is not leaves open what kind of place it is. */
function byWords(phrase: string): SaidOfPlace {
  const said = phrase.toLowerCase()
  const [, kind] = BY_WORDS.find(([words]) => said.includes(words)) ?? []
  if (kind) return { kind, shows: phrase }
  // Numbers of rooms say nothing.
  const words = said.split(/[^a-z]/).filter((word) => word !== '')
  const isOutpatient = words.some((word) => WORDS_OF_OUTPATIENTS.has(word))
  const strange = words.find((word) => !WORDS_OF_OUTPATIENTS.has(word) && !WORDS_THAT_SAY_NOTHING.has(word))
  if (strange !== undefined) return { kind: 'not known', shows: phrase }
  return isOutpatient ? { kind: 'outpatient', shows: phrase } : SAYS_NOTHING
}

const ROLE_CODE = ['v3-rolecode', '2.16.840.1.113883.5.111']
const ACT_CODE = ['v3-actcode', '2.16.840.1.113883.5.4']
const V2_CLASS = ['v2-0004', '/v2/0004', '2.16.840.1.113883.12.4', '2.16.840.1.113883.18.5']
const CATEGORY = ['medication-admin-category']

const isOf = (system: string | undefined, names: readonly string[]): boolean =>
  system !== undefined && names.some((name) => system.toLowerCase().endsWith(name))

type Table = Readonly<Record<string, SettingKind | 'says nothing'>>

const inTable = (table: Table, code: string): SaidOfPlace => {
  const kind = Object.hasOwn(table, code) ? table[code] : undefined
  if (kind === undefined) return { kind: 'not known', shows: code }
  return kind === 'says nothing' ? SAYS_NOTHING : { kind, shows: code }
}

/** Places of SNOMED CT that have rules of their own. */
const PLACES_IN_SNOMED: ReadonlyMap<string, SettingKind> = new Map([
  ['42665001', 'nursing facility'],
  ['45618002', 'skilled nursing facility'],
  ['264362003', 'home'],
  ['284546000', 'hospice'],
  ['288565001', 'outpatient'],
  ['225728007', 'emergency department'],
  ['418518002', 'dialysis facility'],
  ['394778007', 'home'],
])

/** Kinds of providers by their codes of NUCC's taxonomy. @see https://taxonomy.nucc.org */
const PROVIDERS: readonly (readonly [RegExp, SettingKind])[] = [
  [/^314000000X$/, 'skilled nursing facility'],
  [/^31[345]\w{6}X$/, 'nursing facility'],
  [/^(251G00000X|315D00000X)$/, 'hospice'],
  [/^(251E00000X|251F00000X|251J00000X)$/, 'home'],
  [/^261QE0700X$/, 'dialysis facility'],
  [/^(261QR1300X)$/, 'rural health clinic'],
  [/^(261QF0400X)$/, 'federally qualified health center'],
  [/^(261QA1903X)$/, 'ambulatory surgical center'],
]

/** What the taxonomy of a provider says of where it gives care. */
export const saidByTaxonomy = ({ coding }: CodeableConcept): readonly SaidOfPlace[] =>
  list(coding).flatMap(({ code }) => {
    const written = text(code) ?? ''
    const kind = PROVIDERS.find(([pattern]) => pattern.test(written))?.[1]
    return kind === undefined ? [] : [{ kind, shows: written }]
  })

/**
 * What the type of a Location says: each coding of a system known here by its own list, else the words. Rooms are
 * numbered: a code of the EHR’s own without words says nothing.
 */
export function saidByPlace(type: CodeableConcept): readonly SaidOfPlace[] {
  return saidBy(
    type,
    (system, code) => {
      if (system?.toLowerCase().includes('place-of-service')) return inTable(BY_PLACE_OF_SERVICE, code.padStart(2, '0'))
      if (isOf(system, SNOMED))
        return PLACES_IN_SNOMED.has(code) ? { kind: PLACES_IN_SNOMED.get(code) ?? 'home', shows: code } : undefined
      if (!isOf(system, ROLE_CODE)) return undefined
      const said = inTable(BY_ROLE_CODE, code.toUpperCase())
      return HOSPITALS.has(code.toUpperCase()) ? { ...said, isOfHospital: true } : said
    },
    () => SAYS_NOTHING,
  )
}

/**
 * What the class of a visit says. R4 has one Coding there, R5 a list of concepts, and some servers a bare word: all of
 * them are read. A code without a system is one of v3 ActCode, or nothing.
 */
export function saidByClass(written: unknown): readonly SaidOfPlace[] {
  const word = text(written)
  const concepts: readonly (Coding & CodeableConcept)[] =
    word === undefined ? list(written as Coding & CodeableConcept) : [{ code: word, display: word }]
  return concepts.flatMap((one) => {
    const codings = one.coding ? list(one.coding) : [one]
    const concept = { coding: [...codings], ...(text(one.text) !== undefined && { text: one.text }) }
    return saidBy(
      concept as CodeableConcept,
      (system, code) => {
        if (isOf(system, V2_CLASS)) return inTable(BY_V2_CLASS, code.toUpperCase())
        const isActCode = isOf(system, ACT_CODE)
        const said = inTable(BY_CLASS, code.toUpperCase())
        if (!isActCode && (system !== undefined || said.kind === 'not known')) return undefined
        return said.kind === 'outpatient' && OF_HOSPITAL.has(code.toUpperCase())
          ? { ...said, isOfHospital: true }
          : said
      },
      (code) => ({ kind: 'not known', shows: code }),
    )
  })
}

/** What the category of an administration says; one of another list says nothing of the place. */
export function saidByCategory(category: CodeableConcept | undefined): readonly SaidOfPlace[] {
  const bare = text(category)
  // R5 has a list there.
  const concepts: readonly CodeableConcept[] = bare === undefined ? list(category) : [{ coding: [{ code: bare }] }]
  const all = concepts.flatMap((concept): readonly Coding[] => {
    const codings = list(concept.coding)
    const words = text(concept.text)
    return codings.length === 0 && words !== undefined ? [{ code: words }] : codings
  })
  return all.flatMap(({ system, code }: Coding) => {
    const said = inTable(BY_CATEGORY, (text(code) ?? '').toLowerCase())
    return said.kind === 'not known' && !isOf(text(system), CATEGORY) ? [] : [said]
  })
}

/** Words of visits, each naming a kind of place. */
const BY_WORDS_OF_VISIT: readonly (readonly [RegExp, SettingKind])[] = [
  [/\bhospital admission\b|\bltach?\b|\blong[- ]term (acute )?care hospital\b/, 'inpatient'],
  [/\bswing[- ]?bed\b|\bsnf\b/, 'skilled nursing facility'],
  [/\bnursing (home|facility)\b/, 'nursing facility'],
  [/\b(assisted living|group home|rest home|custodial care)\b/, 'residential facility'],
  [/\bhome (visit|care|health|infusion)\b|\bhouse call\b/, 'home'],
  [/\b(e-?visit|phone call|phone visit|patient message|portal message)\b/, 'telehealth'],
  [/\b(jail|prison|correctional)\b/, 'correctional facility'],
  [/\b(ambulatory surg\w*|surg(ery|ical) (center|centre)|surgi-?center|asc)\b/, 'ambulatory surgical center'],
  [/\brhc\b/, 'rural health clinic'],
  [/\bfqhc\b/, 'federally qualified health center'],
]

/** CPT codes of visits to patients in a place of their own, first and last; those of any office say nothing. */
const BY_CPT: readonly (readonly [number, number, SettingKind])[] = [
  [99_221, 99_239, 'inpatient'],
  [99_281, 99_285, 'emergency department'],
  [99_291, 99_292, 'inpatient'],
  [99_304, 99_316, 'nursing facility'],
  [99_341, 99_350, 'home'],
  [99_421, 99_423, 'telehealth'],
  [99_441, 99_443, 'telehealth'],
  [90_935, 90_970, 'dialysis facility'],
]
const BY_SNOMED: ReadonlyMap<string, SettingKind> = new Map([
  ['439708006', 'home'],
  ['185317003', 'telehealth'],
  ['32485007', 'inpatient'],
])
const CPT = ['/cpt', '2.16.840.1.113883.6.12']
const SNOMED = ['snomed.info/sct', '2.16.840.1.113883.6.96']

/** What a code of a visit says; any that is on no list names what was done. */
function saidByVisitCode({ system, code }: Coding): readonly SaidOfPlace[] {
  const [named, written] = [text(system), text(code)]
  if (written === undefined) return []
  const kind = isOf(named, CPT)
    ? BY_CPT.find(([first, last]) => first <= Number(written) && Number(written) <= last)?.[2]
    : isOf(named, SNOMED)
      ? BY_SNOMED.get(written)
      : named?.toLowerCase().includes('revenuecode') === true && /^0?52\d$/.test(written)
        ? 'rural health clinic'
        : undefined
  return kind === undefined ? [] : [{ kind, shows: written }]
}

/** What the type of a visit says: only a kind of place it names; most types name what was done. */
export function saidByType(type: CodeableConcept): readonly SaidOfPlace[] {
  const phrases = [text(type.text), ...list(type.coding).map(({ display }) => text(display))]
  const worded = phrases.flatMap((phrase) => {
    const said = phrase?.toLowerCase()
    if (said === undefined || phrase === undefined || said.includes('follow')) return []
    const [, kind] =
      BY_WORDS.find(([words]) => said.includes(words)) ?? BY_WORDS_OF_VISIT.find(([words]) => words.test(said)) ?? []
    return kind ? [{ kind, shows: phrase }] : []
  })
  return [...list(type.coding).flatMap(saidByVisitCode), ...worded]
}

/** Each coding by its list; without one that is on a list, each phrase by its words. */
function saidBy(
  concept: CodeableConcept,
  listed: (system: string | undefined, code: string) => SaidOfPlace | undefined,
  bare: (code: string) => SaidOfPlace,
): readonly SaidOfPlace[] {
  const codings = list(concept.coding)
  const coded = codings.flatMap(({ system, code }) => {
    const written = text(code)
    return written === undefined ? [] : (listed(text(system), written) ?? [])
  })
  const phrases = [...codings.map(({ display }) => text(display)), text(concept.text)].filter(
    (phrase) => phrase !== undefined,
  )
  const worded = phrases.map(byWords)
  if (coded.length > 0) {
    // Words beside a code that is known add nothing, unless they name another kind of place.
    return [...coded, ...worded.filter(({ kind }) => kind !== 'not known' && kind !== 'says nothing')]
  }
  const codes = codings.flatMap(({ code }) => text(code) ?? [])
  return worded.length > 0 ? worded : codes.map(bare)
}

/** Words of a chart, as they are shown. */
export const shown = (said: SaidOfPlace): string => ('shows' in said ? quoted(said.shows, 40) : '')

import { wordsOfPayers } from '@doseline/contract'
import type { RecordBeside } from '@doseline/dose'
import type { CodeableConcept, Coding, Encounter } from 'fhir/r4'
import { keyOf } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { isOnlyOf, wordList } from './phrases.ts'
import { drugNames, recordOf, type Said, wordsOrCodes } from './said.ts'

/**
 * What the visit of the dose is for, where that is no usual visit: at the expense of an employer, of a study or of nobody,
 * or in another place than the visit itself says. A person who looked at it can say that the dose is charged as usual.
 * @see https://hl7.org/fhir/R4/encounter-definitions.html#Encounter.serviceType
 */
export function visitBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, given } = reading
  const key = keyOf(chart, given.context)
  const visit = key === undefined ? undefined : chart.resources.get(key)
  if (key === undefined || visit?.resourceType !== 'Encounter') return []
  const names = drugNames(reading)
  return [
    ...list(visit.type).flatMap((type) => ofKind(key, 'type', { type, names })),
    ...list(visit.serviceType).flatMap((type) => ofKind(key, 'serviceType', { type, names })),
    ...ofCourtesy(key, visit),
  ].map((said) => recordOf(key, 'visit', said))
}

interface Kind {
  readonly type: CodeableConcept
  readonly names: ReadonlySet<string>
}

const CALLED = { type: 'the type', serviceType: 'the service' } as const

function ofKind(key: string, element: keyof typeof CALLED, { type, names }: Kind): readonly Said[] {
  const settled = new Set(list(type.coding).flatMap((coding) => (isSettled(coding) ? [text(coding.display)] : [])))
  const words = wordsOrCodes([type]).filter((each) => !settled.has(each))
  const isByCode = list(type.coding).some(isUsualCode) && words.every(isCode)
  const strange = isByCode ? undefined : words.find((each) => !isUsual(each, names))
  return strange === undefined
    ? []
    : [{ says: `${key} is of ${CALLED[element]} “${quoted(strange, 60)}”, which is no usual visit.`, element }]
}

const isCode = (phrase: string): boolean => /\d/.test(phrase) && !/\s/.test(phrase)

/** What is one word of a visit together, and no such word by itself. */
const TOGETHER: readonly RegExp[] = [
  /\boffice or other outpatient\b/gi,
  /\bnon-?chemo(therapy)?\b/gi,
  /\bmed(ication)? admin\b/gi,
  /\bwalk[- ]?in\b/gi,
  /\b\d+ ?(m|min|mins|minutes?|h|hrs?|hours?)?\b/gi,
]

/** Usual words that together name a stay, or a place whose drugs are charged by rules of its own. */
const NOT_USUAL: readonly RegExp[] = [
  /\b(initial|subsequent|day|general|specialty) hospital\b|\bhospital (care|medicine|day|unit|room|service)\b/i,
  /\bday care\b|\bnursing (center|centre|unit|care cent\w+)\b/i,
  /\b(outpatient|op|day|ambulatory) surg\w+|\bsurg(ery|ical) (day|unit|suite|services?|bay|room|cent\w+)\b/i,
]

function isUsual(phrase: string, names: ReadonlySet<string>): boolean {
  if (!/\p{L}/u.test(phrase) || NOT_USUAL.some((pattern) => pattern.test(phrase))) return false
  const said = TOGETHER.reduce((words, together) => words.replaceAll(together, ' visit '), phrase)
  return isOnlyOf(said, USUAL_VISIT, names)
}

/** CPT of visits of outpatients and of giving drugs, and what SNOMED CT calls a visit and nothing else. */
const USUAL_CPT = /^(992(0[2-9]|1[0-5]|4[1-5])|963[67]\d|964\d\d|965[0-4]\d|G0463|G2211)$/
const USUAL_SNOMED: ReadonlySet<string> = new Set(
  '185349003 185345009 185347001 308335008 390906007 281036007 11429006 439740005 162673000 14736009'.split(' '),
)
const isUsualCode = ({ code }: Coding): boolean => {
  const written = text(code) ?? ''
  return USUAL_CPT.test(written) || USUAL_SNOMED.has(written)
}

const SYSTEMS = /cpt|hcpcs|snomed|2\.16\.840\.1\.113883\.6\.(12|14|96|285)$/i

/** Whether the words of a code are its own: what its list calls it, and nothing of who pays. */
const isSettled = (coding: Coding): boolean =>
  isUsualCode(coding) &&
  SYSTEMS.test(text(coding.system) ?? '') &&
  wordsOfPayers(text(coding.display) ?? '') === undefined

/**
 * Words of visits in which drugs are given and charged as usual. None is of another payer than the patient’s own, of a
 * place with rules of its own, or of a charge.
 */
const USUAL_VISIT = wordList(
  'a after an and as at be by for from in is of on or per s the to up with',
  'amb ambulatory appointment appointments appt day encounter encounters established est initial level long new next',
  'office outpatient outpatients op patient patients person pt recurring regular return routine same scheduled second series',
  'short subsequent third first fourth unit visit visits brief standard complete comprehensive limited detailed only',
  'administer administration biologic biologics chemo chemotherapy cycle dose doses drug flush hydration im immunotherapy',
  'inf infuse infusion infusions inj injection injections intravenous intramuscular iv loading maintenance medication',
  'medications port push sc shot shots sq subcutaneous subq therapeutic therapies therapy transfusion treatment treatments tx',
  'vaccination vaccine immunization prophylactic diagnostic specialty supportive support draw blood lab labs monitoring',
  'ancillary doctor md ma nurse nursing np pa pharmacist physician practitioner provider rn team',
  'assessment check checkup complaint consult consultation counseling eval evaluation exam examination follow followup fu f u',
  'management plan planning post pre preventative preventive problem procedure procedures recheck referral regime review',
  'screening symptom symptoms teaching education wellness well annual physical yearly monthly weekly quarterly',
  'allied other bay care center centre chair clinic clinical clinics department dept general hospital medical medicine practice room service',
  'services specialist suite health',
  'allergy bone breast cancer cardiology cardiovascular dermatology derm disease diseases endocrine endocrinology eye',
  'gastroenterology gastro gi family internal geriatric geriatrics gynecology gyn haematology hematologic hematology hem heme',
  'immunology infectious joint metabolic nephrology neuro neurology ob obgyn obstetrics onc oncology oncologic ophthalmology',
  'orthopaedic orthopaedics orthopedic orthopedics ortho pain pediatric pediatrics podiatry primary pulmonary pulmonology',
  'retina rheum rheumatology spine surgery surgical urology women womens men mens child children vascular wound',
  'awv genetics gynecologic lpn metabolism radiation registration thoracic w',
  'anemia arthritis asthma autoimmune colitis crohn crohns diabetes density fracture fractures gout hypertension ibd iron',
  'leukemia lupus lymphoma migraine ms multiple myeloma osteoarthritis osteoporosis psoriasis ra sclerosis tumor chronic',
)

/** What a clinic may forgo a payment for. @see https://terminology.hl7.org/CodeSystem-v3-EncounterSpecialCourtesy.html */
const NO_COURTESY = wordList('nrm normal courtesy unk unknown vip very important person')

function ofCourtesy(key: string, { hospitalization }: Encounter): readonly Said[] {
  const strange = wordsOrCodes(list(hospitalization?.specialCourtesy)).find((each) => !isOnlyOf(each, NO_COURTESY))
  return strange === undefined
    ? []
    : [
        {
          says: `${key} has the special courtesy “${quoted(strange, 60)}”, by which it may not be charged as usual.`,
          element: 'hospitalization.specialCourtesy',
        },
      ]
}

import { isOnlyOf, wordList } from './phrases.ts'

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

/** Whether a phrase is made of words of usual visits, and of names of the drug. */
export function isUsualVisit(phrase: string, names: ReadonlySet<string>): boolean {
  if (!/\p{L}/u.test(phrase) || NOT_USUAL.some((pattern) => pattern.test(phrase))) return false
  const said = TOGETHER.reduce((words, together) => words.replaceAll(together, ' visit '), phrase)
  return isOnlyOf(said, USUAL_VISIT, names)
}

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

/**
 * Flags of a patient that clinics set for care alone. Any other may say who pays, where the patient lives or that a charge
 * waits: it is read, and so it is sent; those of care stay in the EHR. `drug`: names of the drug of the dose, in lower case.
 */
export function isUsualFlag(phrases: readonly string[], drug: ReadonlySet<string> = NO_NAMES): boolean {
  return phrases.length > 0 && phrases.every((phrase) => isOfCare(phrase) || isOnDrug(phrase, drug))
}
const NO_NAMES: ReadonlySet<string> = new Set()

/** What is one thing together, and another word by word. */
const TOGETHER: readonly RegExp[] = [
  /\b(limb|extremity|arm|diet\w*|fluid|activity|weight[- ]bearing|visitor) restrict\w*/g,
  /\bcredit card on file\b/g,
  /\bcomp(rehensive)? metabolic panel\b/g,
  /\bpressure (injur(y|ies)|ulcers?|sores?)\b/g,
  /\bdo not (resuscitate|intubate)\b/g,
  /\bhome (oxygen|o2|medication list)\b/g,
  /\b(hip|knee|shoulder|joint|valve) (replac\w+|implant\w*)\b/g,
  /\bno (known )?(drug |food )?allerg\w+/g,
  /\bservice (animal|dog)\b/g,
  /\bhealth care proxy\b/g,
  /\b(advance directives?|allerg\w+|dnr|polst|molst|(health care |medical )?(proxy|power of attorney)|living will) on file\b/g,
  /\bpcp assign(ment|ed)\b/g,
  /\bmychart (pending|active|activated|inactive|declined)\b/g,
  /\bchronic care management\b/g,
  /\blegally blind\b/g,
  /\bhearing aids?\b/g,
  /\blives alone\b/g,
  /\bhigh[- ]risk (medication|drug)s?\b/g,
  /\b(opioid|pain|controlled substances?) (agreement|contract)\b/g,
]

/** Words of care that together say who pays, or that the drug is not to be given. */
function isNotOfCare(phrase: string): boolean {
  const has = (pattern: RegExp): boolean => pattern.test(phrase)
  return (
    has(/\bcode \d/) ||
    has(/\b(patients?|drug|medications?|therapy|financial)[- ]assist/) ||
    (has(/\bexposure\b/) && has(/\b(blood|fluids?|needle|sharps?|sticks?)\b/)) ||
    (has(/\bneedle[- ]?sticks?\b/) && !has(OF_A_LIMB)) ||
    (has(/\b(not?|avoid|without|never|stop)\b/) && has(/\b(drugs?|medications?|dose|therapy)\b/)) ||
    (has(/\bdo not\b/) && !has(OF_A_LIMB))
  )
}
const OF_A_LIMB = /\b(arms?|legs?|limbs?|side|bps?|port|line|latex|tape|adhesive|fistula|graft|iv|contrast)\b/

const WORDS: ReadonlySet<string> = new Set(
  (
    'a an and as at be by do for from has in is no not of on or per the to use uses using with without avoid check see yes ' +
    'pt patient patients adult child pediatric geriatric new established vip active current chronic acute high low moderate ' +
    'severe mild very level levels risk risks precaution precautions alert alerts caution warning warnings note ' +
    'fall falls falling balance gait mobility wheelchair walker cane crutches assist assistance lift bariatric ' +
    'stretcher transfer bed rails elopement wandering confusion confused dementia delirium cognitive memory impairment ' +
    'allergy allergies allergic adverse reaction anaphylaxis latex contrast iodine penicillin sulfa aspirin nsaid nsaids ' +
    'shellfish peanut nut nuts egg eggs milk gluten soy adhesive tape food dietary diet npo vegetarian kosher halal liquids ' +
    'thickened thin swallowing aspiration dysphagia sodium fluid fluids ' +
    'isolation contact droplet airborne enhanced standard barrier mrsa vre esbl cre cdiff difficile clostridium clostridioides ' +
    'c diff covid covid19 19 flu influenza tb tuberculosis hepatitis hiv infection infections infectious infected colonized ' +
    'positive negative resistant organism carrier exposure immunity immune immunocompromised immunosuppressed neutropenia neutropenic ' +
    'vaccine vaccines vaccination vaccinated immunization immunizations shot tetanus pneumococcal shingles due overdue ' +
    'interpreter interpretation translator needed needs need required requires preferred prefers language english ' +
    'spanish french chinese mandarin cantonese vietnamese korean russian arabic portuguese hindi tagalog sign asl hearing ' +
    'impaired deaf hard vision visual visually blind speech communication literacy learning ' +
    'seizure seizures epilepsy bleeding bleed anticoagulant anticoagulated anticoagulation warfarin coumadin heparin thrombosis ' +
    'dvt pe diabetes diabetic insulin hypoglycemia hypoglycemic hyperglycemia hypertension hypotension cardiac heart failure ' +
    'afib pacemaker defibrillator icd implant implanted implantable device pump port picc line central peripheral iv access ' +
    'difficult venous vein veins stick draw draws venipuncture blood pressure bp bps left right arm arms leg limb side ' +
    'lymphedema mastectomy fistula graft av arteriovenous transfusion products jehovah witness ' +
    'kidney renal ckd egfr creatinine liver hepatic lung copd asthma oxygen o2 cpap sleep apnea airway intubation trach ' +
    'tracheostomy ventilator anesthesia malignant hyperthermia g6pd deficiency qt long prolonged pregnancy pregnant lactating ' +
    'breastfeeding chemo chemotherapy hazardous cytotoxic radiation radioactive oncology cancer tumor biohazard handling ' +
    'osteoporosis osteopenia fracture fractures bone density dexa dxa hip knee shoulder spine joint skin wound wounds ulcer ' +
    'surgery surgical history hx past previous stroke tia mi pain opioid opioids naloxone controlled ' +
    'substances tobacco smoker smoking alcohol suicide suicidal harm violence violent aggressive aggression behavior ' +
    'behavioral behaviour security safety harm anxiety depression ptsd autism autistic needle phobia vasovagal syncope faint ' +
    'dnr dni polst molst code full advance advanced directive directives proxy surrogate attorney power resuscitate ' +
    'mychart portal preference pronouns name chaperone caregiver guardian parent minor ' +
    'transportation animal dog screening screen mammogram colonoscopy pap eye foot exam hba1c a1c cholesterol lipid lab labs ' +
    'panel metabolic calcium vitamin d reminder annual wellness physical preventive maintenance health gap care team complex ' +
    'clinical drug laboratory admin administrative subject general problem condition medical ' +
    'fyi stage therapy r l medication medications hoh user former sepsis malnutrition hypocalcemia hypercalcemia transgender ' +
    'sdoh pneumonia sticks bilateral both neuropathy parkinson alzheimer chf cad htn obesity obese bmi anemia arthritis ' +
    'rheumatoid lupus sclerosis multiple thyroid glaucoma jaw osteonecrosis dental dentures steroid steroids frequent live ' +
    'vaping nicotine drinks lens lenses phq depressed hypothyroidism hyperlipidemia gerd neutropenic sickle cell'
  ).split(' '),
)

function isOfCare(phrase: string): boolean {
  const left = TOGETHER.reduce((words, together) => words.replaceAll(together, ' alert '), phrase.toLowerCase())
  if (isNotOfCare(left)) return false
  const words = left.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return words.some((word) => /\p{L}/u.test(word)) && words.every((word) => WORDS.has(word) || /^\d{1,4}$/.test(word))
}

const OF_A_DRUG: ReadonlySet<string> = new Set(
  'on taking receiving receives using current currently active therapy treatment injection injections infusion infusions patient'.split(
    ' ',
  ),
)

/** Whether it says that the patient is on the drug of the dose, and nothing else. */
function isOnDrug(phrase: string, drug: ReadonlySet<string>): boolean {
  const words = phrase
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  return words.some((word) => drug.has(word)) && words.every((word) => drug.has(word) || OF_A_DRUG.has(word))
}

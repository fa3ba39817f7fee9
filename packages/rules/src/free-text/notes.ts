import type { CalendarDate } from '@doseline/dose'
import { USUAL } from './phrases.ts'
import { LONGEST, sentencesOf } from './read.ts'

/**
 * Whether a note says nothing but what nurses usually write of a dose that went well: of each sentence every word is known
 * here, what is denied is a complaint, and days and times are those of the dose. Any other note a person has to read.
 */
export interface NoteOf {
  /** Words of the drug's own names. */
  readonly names: ReadonlySet<string>
  readonly givenOn: CalendarDate | undefined
  /** How long the infusions of the day ran, together and each. */
  readonly minutes: readonly number[] | undefined
}

const words = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(' ')))

/** Usual directions that a note may turn against the dose: `only`, `other`, `stopped` … are none of a dose that went well. */
const TURNS = words('only under other not but refer inpatient hospital home left discontinued')

const COURSE = words(
  'tolerated tolerate tolerating well good fine ok okay without with no any difficulty difficulties incident incidents event',
  'events uneventful uneventfully complication complications complaint complaints reaction reactions adverse allergic',
  'procedure pt pts patient patients he she they her his him them their was were is are be been has had have did does do',
  'arrived ambulatory ambulated ambulating accompanied wheelchair walked steady gait alert oriented x3 x4 stable vss wnl',
  'condition comfortable resting seated chair bed discharged home d/c dc left at per by from in on to for of and or as the a an',
  'this that it its today todays here there during after prior post when',
)
const CHECKS = words(
  'name dob birthdate identifiers identifier id band two 2 verified verify verifying checked check checks double-checked double',
  'confirmed confirm reviewed review allergies allergy nkda nka medications meds medication list history consent signed file',
  'scanned barcode barcoded expiration exp date dates intact package packaging label labels labeled appropriate correct',
  'questions answered verbalized verbalizes understanding understands agreed agrees agreeable plan care education educated',
  'teaching taught instructed instructions instruct handout given written printed information provided advised aware encouraged',
  'reminded discussed explained call calls callback clinic office provider physician doctor md notified notify if any',
  'concerns concern worsen worsening occur occurs occurring develop develops emergency er 911 continue continues continuing called avs side effects effect stock',
  'take takes taking supplement supplements calcium vitamin d d3 hydration hydrate fluids water oral hygiene dental',
)
const VITALS = words(
  'vital vitals signs sign bp blood pressure hr pulse heart rate temp temperature temporal resp respirations respiratory rr spo2',
  'o2 sat sats saturation room air ra afebrile weight wt height ht bmi kg lb lbs bpm f c pain scale score level 0/10 baseline',
  'labs lab results result drawn cbc cmp bmp creatinine crcl egfr gfr albumin corrected phosphorus magnesium ca alt ast hgb',
  'hemoglobin platelets anc wbc tsh 25-oh range normal limits stable mg/dl dl l mmol ng acceptable mg/dl g/dl ng/ml mmol/l ml/min recent',
  'previous latest dexa scan bone density t-score hcg pregnancy test negative',
)
const LINE = words(
  'piv iv peripheral port portacath mediport picc line catheter access accessed deaccessed de-accessed needle huber gauge g 20g',
  '22g 24g 20 22 24 placed inserted started start started removed discontinued flushed flush flushes saline ns heparin lock locked blood',
  'return brisk good patent patency noted site sites left right l r hand forearm wrist antecubital ac fossa upper outer arm chest',
  'dressing dressed gauze tape pressure applied hemostasis bandaid band-aid bandage coban cotton ball cleansed cleaned alcohol',
  'swab prepped prep aseptic sterile technique rotated rotation attempt attempts x1 x2 1 2 dsg clean dry intact tip secured',
  'diluted reconstituted mixed primed filter tubing infusion pump bag nss',
)
const NEXT = words(
  'next due follow followup follow-up up appointment appointments appt appts scheduled schedule scheduling return returns rtc',
  'visit week weeks wk wks month months mo mos year years day days again will in six 6 6mo q6 q6mo every injection dose infusion',
  'treatment cycle monitor monitored monitoring observe observed observation period minutes min mins minute hour hours hr hrs',
  'waited remained stayed completed complete without issue issues infuse infused ran titrated protocol',
)
const WASTE = words(
  'waste wasted wastage discard discarded sharps container unused used entire full vial vials syringe needle empty',
)
/** What is given before an infusion against reactions to it: its amounts are none of the dose. */
export const PREMEDICATION = words(
  'premedicated premedication premedications premed premeds acetaminophen tylenol benadryl diphenhydramine methylprednisolone solumedrol',
  'solu-medrol hydrocortisone famotidine pepcid ondansetron zofran dexamethasone decadron loratadine claritin cetirizine zyrtec',
)
const STAFF = words(
  'rn lpn lvn ma cma rma np aprn pa pharmd rph nurse staff pharmacist pharmacy witness witnessed cosigned',
)

/** What may be denied: `no swelling, redness or new pain`. Of a dose that is denied a person has to read. */
const COMPLAINTS = words(
  'adverse allergic reaction reactions effects effect complaint complaints concern concerns issue issues problem problems',
  'complication complications difficulty difficulties incident incidents distress symptom symptoms s/s pain painful tenderness',
  'swelling swollen redness erythema rash hives itching pruritus bleeding bruising hematoma infiltration extravasation phlebitis',
  'leakage leaking leak spill spillage fever fevers chills infection infections cough nausea vomiting diarrhea dizziness headache',
  'shortness breath sob dyspnea tightness flushing hypotension hypocalcemia numbness tingling cramps weakness fatigue falls fall',
  'fracture fractures procedure procedures surgery surgeries extraction extractions work changes change allergies allergy',
  'contraindications contraindication questions bubbles waste wasted wastage',
)
const OF_COMPLAINTS = words(
  'infusion injection related side acute sign signs chest jaw thigh hip groin dental invasive planned upcoming recent new known drug',
  'medication further immediate delayed local systemic evidence noted observed reported voiced at site or and of any the this time',
  'after during from with in to today since last visit prior air needed other',
)
const DENIES = words('no denies denied denying without nor')

const KNOWN: readonly ReadonlySet<string>[] = [COURSE, CHECKS, VITALS, LINE, NEXT, STAFF, WASTE, PREMEDICATION]

/** `given by J. Smith, RN`: whose name it is does not matter, as long as it is one of the staff. */
const BY_STAFF =
  /\b(?:by|with|witness:?|cosigner:?)\s{1,3}(?:[A-Z][A-Za-z'.-]{0,24},?\s{1,3}){1,3}(?:RN|LPN|LVN|CMA|RMA|MA|NP|APRN|PA-?C|MD|DO|PharmD|RPh)\b/g

/** Letters, figures and marks of plain English text; of another script or a symbol nobody knows here what it says. */
const PLAIN = /^[\p{ASCII}‘’“”–—…½°µ·•→≥≤±é]*$/u

/** Whether a note has to be read by a person; sentences that `isSettled` says something else of are left out. */
export function isUnusualNote(note: string, of: NoteOf, isSettled: (sentence: readonly string[]) => boolean): boolean {
  if (note.length > LONGEST || !PLAIN.test(note)) return true
  const plain = note.replaceAll(BY_STAFF, ' ').replaceAll(NOT_340B, ' ').replaceAll('µ', 'u')
  return sentencesOf(plain).some((sentence) => !isSettled(sentence) && isUnusual(sentence, of))
}

const NOT_340B = /\b(?:non|not|no)[- ]{1,3}340b\b/gi

function isUnusual(sentence: readonly string[], { names, givenOn, minutes }: NoteOf): boolean {
  const denial = sentence.findIndex((word) => DENIES.has(word))
  const said = denial < 0 ? sentence : sentence.slice(0, denial)
  if (denial >= 0 && !isComplaint(sentence.slice(denial + 1))) return true
  if (!said.every((word, at) => isKnown(word) || names.has(word) || isFigure(word) || isOfPlace(said, at))) return true
  return (
    isGoneBefore(sentence) ||
    isStillToCome(sentence) ||
    isOfAnotherDay(sentence, givenOn) ||
    isOfAnotherTime(sentence, minutes)
  )
}

const isComplaint = (words: readonly string[]): boolean =>
  words.some((word) => COMPLAINTS.has(word)) &&
  words.every((word) => COMPLAINTS.has(word) || OF_COMPLAINTS.has(word) || DENIES.has(word) || isFigure(word))

const isKnown = (word: string): boolean => !TURNS.has(word) && (USUAL.has(word) || KNOWN.some((list) => list.has(word)))

const SIDE = words(
  'arm upper lower deltoid abdomen thigh forearm hand chest ac antecubital outer side wrist glute gluteal ventrogluteal quadrant buttock posterior lateral fossa port picc anterior flank',
)
const WENT_WELL = words('condition ambulatory stable')
const AT_HOME = words('calcium vitamin monitor call stretches')

/** Words that say something harmless in one place alone: a left arm, a line that was discontinued, the way home. */
function isOfPlace(sentence: readonly string[], at: number): boolean {
  const has = (list: ReadonlySet<string>): boolean => sentence.some((word) => list.has(word))
  switch (sentence[at]) {
    case 'left':
      return SIDE.has(sentence[at + 1] ?? '') || has(WENT_WELL)
    case 'home':
      return (
        has(AT_HOME) || sentence.slice(Math.max(0, at - 3), at).some((word) => word === 'discharged' || word === 'd')
      )
    case 'discontinued':
      return has(LINES)
    default:
      return false
  }
}
const LINES = words('iv piv line catheter needle access picc')

const GONE = words('discharged left d')
const BEFORE = words('before prior until')
const isGoneBefore = (sentence: readonly string[]): boolean =>
  sentence.some((word) => GONE.has(word)) && sentence.some((word) => BEFORE.has(word))

const LATER = words('next due scheduled schedule will return returns rtc be again')
const DOSE = words(
  'injection injections infusion infusions dose doses treatment medication given administered injected infused',
)
const PERIODS = words('weeks wk wks week month months mo mos q6mo year years yr')

/** Whether a dose is spoken of that is still to come, and not in so many weeks or on another day: it may be this one. */
function isStillToCome(sentence: readonly string[]): boolean {
  if (!sentence.some((word) => LATER.has(word)) || !sentence.some((word) => DOSE.has(word))) return false
  return !sentence.some(
    (word, at) =>
      (isFigure(word) && PERIODS.has(sentence[at + 1] ?? '')) ||
      (isFigure(word) && word.includes('/')) ||
      monthOf(word) > 0,
  )
}

const isFigure = (word: string): boolean => /^[\d./%]{1,20}$/.test(word)

/** Words of another day than that of the dose: the last dose, the next visit, a lab. */
const OF_ANOTHER_DAY = words(
  'next due last previous prior lab labs calcium dexa exp expiration appointment appt scheduled return follow followup expires dob birthdate vitamin creatinine weight results result recent',
)
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
/** Its number, of a month or its short form. */
const monthOf = (word: string): number =>
  word.length < 3 ? 0 : MONTHS.findIndex((month) => month === word || (month.startsWith(word) && word.length <= 4)) + 1

/** Whether a day stands there that is not the day of the dose, in words of no other. */
function isOfAnotherDay(sentence: readonly string[], givenOn: CalendarDate | undefined): boolean {
  if (sentence.some((word) => OF_ANOTHER_DAY.has(word))) return false
  const [, month, day] = (givenOn ?? '').split('-').map(Number)
  return sentence.some((word, at) => {
    const figures = /^(\d{1,2})\/(\d{1,2})(?:\/(?:\d{2}|\d{4}))?$/.exec(word)
    // Of a blood pressure one is beyond what a day can be.
    if (figures && Number(figures[1]) <= 12 && Number(figures[2]) <= 31)
      return Number(figures[1]) !== month || Number(figures[2]) !== day
    const named = monthOf(word)
    const next = Number(/^\d{1,2}$/.exec(sentence[at + 1] ?? '')?.[0])
    return named > 0 && next > 0 && next <= 31 && (named !== month || next !== day)
  })
}

/** What the patient did, or will do, for so long: nothing of the infusion. */
const NOT_OF_THE_INFUSION = words(
  'monitor monitored monitoring observe observed observation waited remained stayed return call after prior before',
)
const PER_UNIT: Readonly<Record<string, number>> = {
  min: 1,
  mins: 1,
  minute: 1,
  minutes: 1,
  hr: 60,
  hrs: 60,
  hour: 60,
  hours: 60,
  h: 60,
}

/** Whether a sentence times the infusion, and not as it is charted; `IV push` is of fifteen minutes at most. */
function isOfAnotherTime(sentence: readonly string[], minutes: readonly number[] | undefined): boolean {
  if (!minutes) return false
  const isPush = sentence.some((word) => word === 'ivp' || word === 'push')
  if (isPush && minutes.some((each) => each > 15)) return true
  if (sentence.some((word) => NOT_OF_THE_INFUSION.has(word))) return false
  return sentence.some((word, at) => {
    const unit = PER_UNIT[sentence[at + 1] ?? '']
    if (unit === undefined || !/^\d{1,3}(\.\d)?$/.test(word)) return false
    const ran = Math.round(Number(word) * unit)
    return !minutes.some((each) => Math.abs(each - ran) <= 1)
  })
}

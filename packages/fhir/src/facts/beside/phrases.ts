/** The words of a phrase, in lower case. */
export const wordsIn = (phrase: string): readonly string[] =>
  phrase
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** Words of a list that is written as text. */
export const wordList = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap(wordsIn))

/** Words of names, without the short ones that names share with anything. */
export const namesIn = (phrases: readonly string[]): ReadonlySet<string> =>
  new Set(phrases.flatMap(wordsIn).filter((word) => word.length > SHORT && !/\d/.test(word)))
const SHORT = 3

/** Whether every word of a phrase is in one of the lists: of a phrase without words nobody knows what it says. */
export function isOnlyOf(phrase: string, ...usual: readonly ReadonlySet<string>[]): boolean {
  const words = wordsIn(phrase)
  return words.length > 0 && words.every((word) => usual.some((list) => list.has(word)))
}

/** Words about a dose and its visit. None denies, replaces, returns or pays, and none is of another person or source. */
const CARE = wordList(
  'a an and are as at be by d during for he if in is it of on or she the they this to was were we with you your please also',
  'fulfill focal request patient educate educated education teach teaching handout survey satisfaction transport',
  'transportation lab labs laboratory blood draw calcium dexa scan bone density vitamin creatinine cbc bmp cmp level levels',
  'monitor monitored monitoring observe observed observation refill dose doses injection injections infusion infusions',
  'vital vitals sign signs weight height discharge instructions visit visits clinic nurse nursing doctor physician provider',
  'pharmacist prescriber therapy treatment medication medications reconciliation order orders summary well went good fine',
  'today yesterday coming came our us if any all have has had been from questions question concerns contact office team results result',
  'available portal mychart side effects fever headache drink plenty water',
  'thank thanks tolerated stable normal feeling pain soreness swelling redness site reaction arm abdomen thigh care',
)
const LATER = wordList(
  'schedule scheduled scheduling appointment appointments follow followed following up followup call remind reminder',
  'reminders before after next due again every will see arrange book day days week weeks month months year years period',
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep',
  'sept oct nov dec monday tuesday wednesday thursday friday date dates soon until scheduling',
)
const GIVING = wordList('administer administered administration give given inject injected prepare prepared dispense')
/** Of work about charges, once it is done. */
const DONE = wordList('prior auth authorization benefits eligibility insurance verified verification obtained approved')
const ENDED = wordList(
  'complete completed done reviewed review document documentation documented confirmed resolved ok',
)

/** What is one thing together, and another word by word. */
const TOGETHER: readonly (readonly [RegExp, string])[] = [
  [/\b(patient )?recall (visit|appointment|reminder)\b/gi, ' appointment '],
  [/\breturn (visit|appointment)\b/gi, ' appointment '],
  [/\bverify (the )?order\b/gi, ' order '],
  [/\bcheck (calcium|labs?|vitals?|vitamin|weight)\b/gi, ' monitor '],
  [/\b\d{1,2}\/\d{1,2}(\/\d{2,4})?\b|\b20\d\d(-\d\d-\d\d)?\b/g, ' period '],
  [
    /\b(renew|obtain|start|request|get) (prior )?auth(orization)? (for|of|before) (the )?next (\w+ )?(dose|injection|infusion|visit)\b/gi,
    ' appointment ',
  ],
  [
    /\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[ -]?(days?|weeks?|months?|years?)\b/gi,
    ' period ',
  ],
]
/** What says nothing once the work is over. */
const REVIEWED = /\b(charge|coding|billing) (review|query|check)\b/gi

const joined = (phrase: string): string =>
  TOGETHER.reduce((words, [together, instead]) => words.replaceAll(together, instead), phrase)

const sentencesIn = (phrase: string): readonly string[] =>
  phrase.split(/[.!?;\n](?=\s|$)/).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))

/**
 * Whether a phrase about a dose or its visit is of care alone, each of its sentences. What is still to be given another time
 * is not: the dose may be it.
 */
export function isOfCare(phrase: string, names: ReadonlySet<string>): boolean {
  const sentences = sentencesIn(joined(phrase))
  return (
    sentences.length > 0 &&
    sentences.every((words) => isOnlyOf(words, CARE, LATER, names) || isOnlyOf(words, CARE, GIVING, names))
  )
}

/** Whether a phrase of work that is over is of care, or of a review that is done. */
export const isOfWorkDone = (phrase: string, names: ReadonlySet<string>): boolean =>
  isOnlyOf(joined(phrase.replaceAll(REVIEWED, ' reviewed ')), CARE, LATER, GIVING, DONE, ENDED, names)

/** Nothing is ever to be charged. */
const NEVER: readonly RegExp[] = [
  /\b(do not|don't|dont|never)\W+(\w+\W+){0,2}(bill|charge|claim|submit)\b/i,
  /\b(not (be )?(bill|charg|submit)\w*|non-?billable|no charge|write[- ]?off)\b/i,
]
/** Nothing is to be charged yet. */
const WAITS: readonly RegExp[] = [
  /\b(stop|hold|on hold|holding|held|pend|suspend)\W+(\w+\W+){0,3}(bill\w*|charg\w*|claim\w*|coding)\b/i,
  /\b(bill\w*|charg\w*|claim\w*|account|coding)\W+(\w+\W+){0,2}(hold|held|edit|query|review|correction|denied|denial|void\w*)\b/i,
  /\b(on hold|charge error|duplicate charge|suspend|abort)\b/i,
]
/** The dose was another than is charted, or none. */
const OF_THE_DOSE: readonly RegExp[] = [
  /\b(wrong (drug|patient|dose|charge)|not (given|administered)|(drug|product|lot|vial) recall(ed)?|recalled (drug|product|lot|vial))\b/i,
]
/** Somebody else pays, or nobody does. */
const PAID_OTHERWISE: readonly RegExp[] = [
  /\b(free of charge|free (drug|dose|sample|vial)|complimentary|comped|comp(?!\W+(metabolic|panel|exam|physical)\b)|sponsor\w*)\b/i,
  /(?<!\b(void|voiding|weaning|breathing|feeding)\W)\btrial\b(?!\W+of\b)/i,
  /\bcredit(s|ed)?\b(?!\W+card\b)/i,
  /\b(drug|dose|vial|syringe|product|stock|manufacturer|supplier)\W+(\w+\W+){0,3}replaced\b/i,
  /\breplaced\W+(\w+\W+){0,3}(drug|dose|vial|syringe|product|stock|manufacturer|supplier)\b/i,
  /\breplacement (drug|dose|vial|syringe|product)\b/i,
]

const isOneOf = (phrase: string, stops: readonly RegExp[]): boolean => stops.some((stop) => stop.test(phrase))

/** Says outright that nothing is to be charged, or not yet. */
export const holdsCharge = (phrase: string): boolean => isOneOf(phrase, [...NEVER, ...WAITS])

/** Says outright that the dose is not the one that is charted. */
export const deniesDose = (phrase: string): boolean => isOneOf(phrase, OF_THE_DOSE)

/** Speaks against charging also after the work it stands in is over. */
export const stopsForGood = (phrase: string): boolean => isOneOf(phrase, [...NEVER, ...OF_THE_DOSE, ...PAID_OTHERWISE])

/** Speaks against charging wherever it stands, also in a record that names neither dose nor visit. */
export const stops = (phrase: string): boolean => stopsForGood(phrase) || isOneOf(phrase, WAITS)

/** What was given: words beside which a denial is about the dose. */
const DOSE_NOUN = wordList(
  'dose doses injection injections infusion infusions medication drug shot treatment syringe vial',
)
const NOT_GIVEN: readonly RegExp[] = [
  /\b(not|never|wasn'?t|isn'?t|unable to) (be |been )?(given|give|administered|administer|injected|inject|infused|infuse|received|receive)\b/i,
  /\b(withheld|refused|declined|held|deferred|postponed|cancel+ed|no[- ]show|wrong patient|in error)\b/i,
  /\bleft (before|without|prior)\b/i,
]
/** The drug was not the clinic's own. */
const NOT_OWN: readonly RegExp[] = [
  /\bspecialty pharmacy\b|\b(cvs|walgreens|accredo|optum\w*|humana pharmacy|alliance ?rx)\b/i,
  /\b(brings?|brought|bringing)\b.{0,40}\b(med\w*|drug|supply|syringe|own|in|from|pharmacy)\b/i,
  /\bown (supply|med\w*|drug|syringe)\b|\b(patient|pt)[- ]suppl\w+|\bsupplied by\b|\b(white|brown)[- ]bag\w*/i,
  /\bfree (drug|sample|goods)\b|\bpatient assistance\b|\bassistance program\b|\bfoundation\b|\bsafety net\b|\bdonat\w+|\bno charge\b/i,
]
const STUDY = /\bresearch\b|\b(clinical|drug) (trial|study)\b|\bstudy (drug|medication|visit)\b|\binvestigational\b/i
const ELSEWHERE =
  /\b(self[- ](administered|injected)|(given|injected|administered) at home|patient[- ]reported(?![- ]outcome))\b/i

/**
 * Whether a text of a record about the dose speaks against charging it: that it was not given, not bought, part of a study
 * or given by somebody else. Sentences that name neither the dose nor the drug count where the record itself is about the dose.
 */
export function speaksAgainst(words: string, names: ReadonlySet<string>, isOfTheDose: boolean): string | undefined {
  return words.split(/[.!?;\n](?=\s|$)|\n/).find((sentence) => {
    if (isOneOf(sentence, NOT_OWN) || STUDY.test(sentence) || ELSEWHERE.test(sentence) || stopsForGood(sentence))
      return true
    const said = wordsIn(sentence)
    const isAbout = isOfTheDose || said.some((word) => DOSE_NOUN.has(word) || names.has(word))
    return isAbout && isOneOf(sentence, NOT_GIVEN) && !/\bheld pressure|pressure (was )?held\b/i.test(sentence)
  })
}

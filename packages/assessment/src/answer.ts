import type { DoseAnswer, FactAnswer, FindingAnswer } from '@doseline/contract'
import { exactText, type StatedEarlierDose } from '@doseline/dose'
import { explain, type FactName, factShows, sentenceFor, unconfirmedIn, wouldMakeReady } from '@doseline/rules'
import type { JudgedDose } from './assess.ts'
import { atStake } from './at-stake.ts'
import { coverageAnswers } from './coverage-answers.ts'
import { intervalAnswer } from './interval-answer.ts'

/** A judged dose as the contract states it. */
export function answerFor(dose: JudgedDose): DoseAnswer {
  const { charted, facts, edition, findings, verdict, lines, covered } = dose
  const drug = drugName(dose)
  const sentence = sentenceOf(dose)
  const toDo = covered ? wouldMakeReady(findings) : []
  const about = [
    doseText(dose),
    drug,
    facts.givenOn.known ? facts.givenOn.value : 'day not known',
    facts.payer.known ? facts.payer.value.label : 'payer not known',
    charted.administration,
  ]
  const stake = atStake(dose)
  const interval = intervalAnswer(dose)
  const coverages = coverageAnswers(dose)
  const unconfirmed = unconfirmedIn(findings)
  const bookNote = edition.book.forSubmission ? {} : { bookNote: edition.book.note }
  return {
    focus: charted.administration,
    ...(charted.patient.known ? { patient: charted.patient.value } : {}),
    ...(charted.encounter.known ? { encounter: charted.encounter.value } : {}),
    ...(facts.givenOn.known ? { dateOfService: facts.givenOn.value } : {}),
    drug,
    dose: doseText(dose),
    ...(facts.payer.known ? { payer: facts.payer.value.label } : {}),
    covered,
    edition: edition.id,
    verdict,
    sentence,
    findings: findings.map(findingAnswer),
    lines: lines.map((line) => ({
      ...line,
      modifiers: [...line.modifiers],
      diagnoses: [...line.diagnoses],
      doses: [...line.doses],
    })),
    facts: factAnswers(dose),
    ...(stake ? { atStake: stake } : {}),
    ...(interval ? { interval } : {}),
    ...(coverages ? { coverages } : {}),
    wouldMakeReady: toDo,
    unconfirmed,
    text: explain({
      about,
      verdict,
      sentence,
      findings,
      lines,
      wouldMakeReady: toDo,
      unconfirmed,
      ...bookNote,
      ...(stake && { atStake: stake }),
    }),
  }
}

/** The verdict in one sentence, as the Flag and the app show it. */
export function sentenceOf(dose: JudgedDose): string {
  const { forSubmission } = dose.edition.book
  const stated = statedIn(dose)
  return sentenceFor(dose.verdict, dose.findings, {
    drug: drugName(dose),
    covered: dose.covered,
    forSubmission,
    stated,
  })
}

/** What a person stated, each thing with its name and theirs. */
const statedIn = ({ facts, charted: { lookedUp, earlierStated } }: JudgedDose): string[] => [
  ...[...SHOWN, ...SHOWN_WHERE_STATED].flatMap((name) => {
    const fact = facts[name]
    const by = fact.known ? fact.attested?.by : undefined
    return by === undefined ? [] : [`${CALLED[name] ?? name} ${factShows(name, facts)}, stated by ${by}`.trim()]
  }),
  ...(earlierStated?.known
    ? earlierStated.value.map((each) => earlierText(each, earlierStated.attested?.by ?? ''))
    : []),
  ...(lookedUp?.known ? [`${lookedUp.places[0]?.shows}, looked up by ${lookedUp.value.by}`] : []),
]

const earlierText = ({ reference, notGiven, on }: StatedEarlierDose, by: string): string =>
  `${reference} is ${notGiven ? 'no earlier dose' : `a dose of ${on}`}, stated by ${by}`

const CALLED: Partial<Readonly<Record<FactName, string>>> = {
  givenOn: 'given on',
  givenMg: 'given',
  minutes: 'infused for',
  openedMg: 'opened',
  discardedMg: 'discarded',
  acquired: 'the drug',
  diagnoses: 'the diagnoses',
  coverage: 'the coverage that pays first:',
  payer: 'the payer',
  authorizations: 'the authorization',
  dailyDoseReason: 'the reason for the dose of that day',
  drugChangeReason: 'it came early, or the drug was changed:',
  // “no other charge” says it all.
  charges: '',
  chart: 'that',
}

/** The product as recognised, or the drug as charted. */
function drugName({ facts }: JudgedDose): string {
  if (facts.product.known) return facts.product.value.product.brand
  return facts.drug.known ? factShows('drug', facts) : 'This dose'
}

function doseText({ charted }: JudgedDose): string {
  return charted.dose.known ? `${exactText(charted.dose.value.value)} ${charted.dose.value.unit}` : 'dose not known'
}

function findingAnswer(finding: JudgedDose['findings'][number]): FindingAnswer {
  const { rule, asks, outcome, weight, text, remedy, who, evidence, sources, confidence, denial } = finding
  return {
    id: rule,
    asks,
    outcome,
    weight,
    text,
    ...(remedy ? { remedy } : {}),
    ...(who ? { who } : {}),
    evidence: evidence.map(({ fact, shows, places }) => ({ fact, shows, places: [...places] })),
    sources: [...sources],
    confidence,
    ...(denial ? { denial: { ...denial, carc: [...denial.carc], rarc: [...denial.rarc] } } : {}),
  }
}

/** The facts a person checks against the chart, in the order they are asked for. */
const SHOWN: readonly FactName[] = [
  'status',
  'givenOn',
  'drug',
  'product',
  'givenMg',
  'openedMg',
  'discardedMg',
  'minutes',
  'acquired',
  'diagnoses',
  'coverage',
  'payer',
  'previousDose',
  'authorizations',
  'charges',
  'chart',
]

/** Facts that only a person can state, and that are nothing while nobody does. */
const SHOWN_WHERE_STATED: readonly FactName[] = ['dailyDoseReason', 'drugChangeReason']

function factAnswers({ facts }: JudgedDose): FactAnswer[] {
  const stated = SHOWN_WHERE_STATED.filter((name) => facts[name].known)
  return [...SHOWN, ...stated].map((name) => {
    const fact = facts[name]
    return {
      fact: name,
      known: fact.known,
      shows: factShows(name, facts),
      ...(fact.known ? {} : { because: fact.because }),
      ...(fact.known && fact.attested ? { attestedBy: fact.attested.by, attestedAt: fact.attested.at } : {}),
      places: [...fact.places],
    }
  })
}

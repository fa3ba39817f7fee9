import { PUBLISHED_VALUES } from '@doseline/codebook'
import type { DoseAnswer, FactAnswer, FindingAnswer, Include, StatedFact } from '@doseline/contract'
import { quantityText, type StatedEarlierDose } from '@doseline/dose'
import {
  type DoseFacts,
  explain,
  type FactName,
  factSays,
  factShows,
  listed,
  type RuleFinding,
  sentenceFor,
  unconfirmedIn,
  wouldMakeReady,
} from '@doseline/rules'
import { atStake } from './at-stake.ts'
import { type Cite, citations } from './citations.ts'
import { containersAnswer } from './containers-answer.ts'
import { coverageAnswers } from './coverage-answers.ts'
import { infusionAnswer } from './infusion-answer.ts'
import { intervalAnswer } from './interval-answer.ts'
import type { JudgedDose } from './judged-dose.ts'

/** A judged dose as the contract states it, with what was asked for beside. */
export function answerFor(dose: JudgedDose, include: readonly Include[]): DoseAnswer {
  const { charted, facts, edition, findings, verdict, lines, supported } = dose
  const stake = atStake(dose)
  const interval = intervalAnswer(dose)
  const coverages = coverageAnswers(dose)
  const stated = statedFacts(dose)
  const short: DoseAnswer = {
    focus: charted.administration,
    ...(charted.patient.known ? { patient: charted.patient.value } : {}),
    ...(charted.encounter.known ? { encounter: charted.encounter.value } : {}),
    ...(facts.administeredOn.known ? { dateOfService: facts.administeredOn.value } : {}),
    drug: drugName(dose),
    dose: doseText(dose),
    ...measureOf(dose),
    ...(facts.payer.known ? { payer: facts.payer.value.label } : {}),
    supported,
    edition: edition.id,
    verdict,
    sentence: sentenceOf(dose),
    findings: findings.map(findingAnswer),
    lines: lines.map((line) => ({
      ...line,
      modifiers: [...line.modifiers],
      diagnoses: [...line.diagnoses],
      doses: [...line.doses],
    })),
    ...(stated.length > 0 && { stated }),
    ...(stake ? { atStake: stake } : {}),
    ...(interval ? { interval } : {}),
    ...(coverages ? { coverages } : {}),
    wouldMakeReady: supported ? wouldMakeReady(findings) : [],
    unconfirmed: [...new Set(unconfirmedIn(findings).map((name) => PUBLISHED_VALUES[name].called))],
  }
  return {
    ...short,
    ...(include.includes('evidence') && evidenceOf(dose)),
    ...(include.includes('text') && { text: textOf(dose, short) }),
  }
}

/** What the amounts are counted in, where that is not mass. */
function measureOf({ facts: { product } }: JudgedDose): Pick<DoseAnswer, 'measure'> {
  const measure = product.known ? product.value.product.measure : 'mg'
  return measure === 'mg' ? {} : { measure }
}

/** What each finding rests on: each fact and each source once, and the findings name them; and what is drawn of the dose. */
function evidenceOf(dose: JudgedDose): Partial<DoseAnswer> {
  const { findings, facts } = dose
  const { cite, cited } = citations()
  const containers = containersAnswer(dose)
  const infusion = infusionAnswer(dose)
  const checked = [...CHECKED, ...STATED_ALONE.filter((name) => facts[name].known)]
  const further = new Set(findings.flatMap(({ evidence }) => evidence).filter((name) => !checked.includes(name)))
  return {
    findings: findings.map((finding) => withEvidence(finding, cite)),
    facts: checked.map((name) => factAnswer(name, facts)),
    furtherFacts: [...further].map((name) => factAnswer(name, facts)),
    sources: cited(),
    ...(containers && { containers }),
    ...(infusion && { infusion }),
  }
}

const withEvidence = (finding: RuleFinding, cite: Cite): FindingAnswer => ({
  ...findingAnswer(finding),
  asks: finding.asks,
  confidence: finding.confidence,
  evidence: [...finding.evidence],
  sources: [...new Set(finding.sources.map(cite))],
})

function textOf(
  { charted, facts, edition, findings, lines }: JudgedDose,
  { drug, dose, verdict, sentence, wouldMakeReady: toDo, unconfirmed, atStake: stake }: DoseAnswer,
): string {
  return explain({
    about: [
      dose ?? '',
      drug ?? '',
      facts.administeredOn.known ? facts.administeredOn.value : 'day not known',
      facts.payer.known ? facts.payer.value.label : 'payer not known',
      charted.administration,
    ],
    verdict,
    sentence,
    findings,
    shown: (name) => ({ shows: factSays(name, facts), places: facts[name].places }),
    lines,
    wouldMakeReady: toDo,
    unconfirmed,
    ...(!edition.book.forSubmission && { bookNote: edition.book.note }),
    ...(stake && { atStake: stake }),
  })
}

/** The verdict in one sentence, as the Flag and the app show it. */
export function sentenceOf(dose: JudgedDose): string {
  const { forSubmission } = dose.edition.book
  const stated = statedIn(dose)
  return sentenceFor(dose.verdict, dose.findings, {
    drug: drugName(dose),
    supported: dose.supported,
    forSubmission,
    stated,
  })
}

/** What a person stated and the chart does not say. */
const statedFacts = ({ facts }: JudgedDose): StatedFact[] =>
  [...CHECKED, ...STATED_ALONE].flatMap((name) => {
    const fact = facts[name]
    return fact.known && fact.attested ? [{ fact: name, shows: factShows(name, facts), ...fact.attested }] : []
  })

/** The same in words, and what was looked up or said of earlier doses: what each person stated, with the person's name. */
const statedIn = ({ facts, charted: { lookedUp, earlierStated } }: JudgedDose): string[] => [
  ...[...Map.groupBy(statedOf(facts), ({ by }) => by)].map(
    ([by, each]) => `${listed(each.map(({ what }) => what))}, stated by ${by}`,
  ),
  ...(earlierStated?.known
    ? earlierStated.value.map((each) => earlierText(each, earlierStated.attested?.by ?? ''))
    : []),
  ...(lookedUp?.known ? [`${lookedUp.places[0]?.shows}, looked up by ${lookedUp.value.by}`] : []),
]

const statedOf = (facts: DoseFacts): readonly { readonly what: string; readonly by: string }[] =>
  [...CHECKED, ...STATED_ALONE].flatMap((name) => {
    const fact = facts[name]
    const by = fact.known ? fact.attested?.by : undefined
    return by === undefined ? [] : [{ what: `${calledIn(facts, name)} ${factShows(name, facts)}`.trim(), by }]
  })

/** One diagnosis is not several. */
function calledIn({ diagnoses }: DoseFacts, name: FactName): string {
  const isOne = diagnoses.known && diagnoses.value.filter(({ stands }) => stands).length === 1
  return name === 'diagnoses' && isOne ? 'the diagnosis' : (CALLED[name] ?? name)
}

const earlierText = ({ reference, notGiven, on }: StatedEarlierDose, by: string): string =>
  `${reference} is ${notGiven ? 'no earlier dose' : `a dose of ${on}`}, stated by ${by}`

const CALLED: Partial<Readonly<Record<FactName, string>>> = {
  administeredOn: 'given on',
  administeredAmount: 'given',
  minutes: 'infused for',
  openedAmount: 'opened',
  discardedAmount: 'discarded',
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

/** The product as recognized, or the drug as charted. */
function drugName({ facts }: JudgedDose): string {
  if (facts.product.known) return facts.product.value.product.brand
  return facts.drug.known ? factShows('drug', facts) : 'This dose'
}

function doseText({ charted }: JudgedDose): string {
  return charted.dose.known ? quantityText(charted.dose.value) : 'dose not known'
}

function findingAnswer(finding: RuleFinding): FindingAnswer {
  const { rule, outcome, severity, text, remedy, who, denial } = finding
  return {
    id: rule,
    outcome,
    severity,
    text,
    ...(remedy ? { remedy } : {}),
    ...(who ? { who } : {}),
    ...(denial ? { denial: { ...denial, carc: [...denial.carc], rarc: [...denial.rarc] } } : {}),
  }
}

/** The facts a person checks against the chart, in the order they are asked for. */
const CHECKED: readonly FactName[] = [
  'status',
  'administeredOn',
  'drug',
  'product',
  'administeredAmount',
  'openedAmount',
  'discardedAmount',
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
const STATED_ALONE: readonly FactName[] = ['dailyDoseReason', 'drugChangeReason']

function factAnswer(name: FactName, facts: DoseFacts): FactAnswer {
  const fact = facts[name]
  return {
    fact: name,
    known: fact.known,
    shows: factShows(name, facts),
    ...(fact.known ? {} : { because: fact.because }),
    ...(fact.known && fact.attested ? { attestedBy: fact.attested.by, attestedAt: fact.attested.at } : {}),
    places: [...fact.places],
  }
}

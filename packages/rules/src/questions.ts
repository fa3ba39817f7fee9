import { known } from '@doseline/dose'
import type { DerivedDose } from './derived-facts/derive-facts.ts'
import type { DoseFacts, LineMate } from './dose-facts.ts'
import type { RuleFinding } from './rule.ts'
import { OF_THE_LINE, RULEBOOK } from './rulebook.ts'

/** A dose with what its facts are found to say: one finding a question, in the rulebook's order. */
export interface QuestionedDose {
  readonly facts: DoseFacts
  readonly findings: readonly RuleFinding[]
}

/**
 * Asks the rulebook of the doses of a chart, each dose when it is asked for. The last question, whether the other doses of its line are in
 * order, rests on the findings about those: each is asked once, however many share its line.
 */
export function questioner(doses: readonly DerivedDose[]): (dose: DerivedDose) => QuestionedDose {
  const byAdministration = new Map(doses.map((dose) => [dose.charted.administration, dose]))
  const before = new Map<DerivedDose, readonly RuleFinding[]>()
  const alone = (dose: DerivedDose): readonly RuleFinding[] => {
    const findings =
      before.get(dose) ?? RULEBOOK.flatMap((rule) => (rule === OF_THE_LINE ? [] : [rule.run(dose.facts, dose.edition)]))
    before.set(dose, findings)
    return findings
  }
  return (dose) => {
    const own = alone(dose)
    const mates = otherDosesOf(dose).flatMap((each) => byAdministration.get(each) ?? [])
    const settled = new Set(own.filter((each) => !isOpen(each)).map(({ rule }) => rule))
    const restOfTheLine = mates.map((mate) =>
      lineMate(
        mate,
        alone(mate).find((each) => isOpen(each) && settled.has(each.rule)),
      ),
    )
    const facts: DoseFacts = Object.create(dose.facts, {
      restOfTheLine: { value: known(restOfTheLine, ...restOfTheLine.map(placeOf)) },
    })
    const byRule = new Map(own.map((each) => [each.rule, each]))
    return { facts, findings: RULEBOOK.map((rule) => byRule.get(rule.id) ?? rule.run(facts, dose.edition)) }
  }
}

const otherDosesOf = ({ facts: { dailyAmount }, charted }: DerivedDose): readonly string[] =>
  dailyAmount.known ? dailyAmount.value.doses.filter((each) => each !== charted.administration) : []

/** What keeps a dose from being charged. What is open about both is said of the first one alone. */
const isOpen = ({ severity, outcome, noCharge }: RuleFinding): boolean =>
  noCharge === true || (severity === 'required' && (outcome === 'fails' || outcome === 'cannot-tell'))

function lineMate({ charted: { administration } }: DerivedDose, finding: RuleFinding | undefined): LineMate {
  if (!finding) return { administration }
  const { outcome, text, remedy } = finding
  return {
    administration,
    open: { outcome: outcome === 'cannot-tell' ? outcome : 'fails', text, ...(remedy !== undefined && { remedy }) },
  }
}

const placeOf = ({ administration }: LineMate) => ({ resource: administration, element: 'effective' })

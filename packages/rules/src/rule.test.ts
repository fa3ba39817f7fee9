import { missing } from '@doseline/dose'
import { describe, expect, it } from 'vitest'
import { advises, cannotTellWithout, citing, fails, holds, noCharge, passes, rule } from './rule.ts'
import { RULEBOOK } from './rulebook.ts'
import { aDose } from './testing/a-dose.ts'
import { ASKS_EVERYTHING, anEdition } from './testing/an-edition.ts'

/** Asks for the day and the MUE, and looks at the discard where it is recorded. */
const EXAMPLE = {
  id: 'amount/example',
  asks: 'Is this an example?',
  needs: ['administeredOn', 'dailyAmount'],
  mayUse: ['discardedAmount'],
  published: ['mue', 'discard'],
  messages: {
    good: { says: '{dailyAmount} on {administeredOn}, at most {limit}.', remedy: 'None.', who: 'nobody' },
    bad: { says: '{dailyAmount}; {unheard}.', remedy: 'Mend {administeredOn}, {limit}.', who: 'nurse' },
  },
} as const satisfies Omit<Parameters<typeof rule>[0], 'check'>
const aRule = rule({
  ...EXAMPLE,
  check({ discardedAmount }, { mue }) {
    if (!discardedAmount.known) return cannotTellWithout(discardedAmount)
    return mue.units > 100 ? passes('good', { limit: String(mue.units) }) : fails('bad', { limit: String(mue.units) })
  },
})

const inOrder = aDose()
const dose = { ...inOrder, discardedAmount: inOrder.openedAmount }
/** A dose that no rule passes over. */
const asked = {
  ...aDose({
    modifiers: [{ on: ['JZ', 'JA'], by: 'the request' }],
    acquired: '340B',
    coverageStatements: [{ covered: 'covered' }],
  }),
  discardedAmount: inOrder.openedAmount,
}
const refused = missing('refused', 'The EHR did not let the app read it.', { resource: 'X/1', element: 'y' })

describe('a rule', () => {
  it('answers with its sentence, what it read, where that stood and what was in force', () => {
    const finding = aRule.run(dose, anEdition({ mue: { units: 600, mai: 3 } }))
    expect(finding).toMatchObject({
      rule: 'amount/example',
      asks: 'Is this an example?',
      outcome: 'passes',
      severity: 'required',
      message: 'good',
      text: '60 mg on 2026-03-02, at most 600.',
      confidence: 'confirmed',
      unconfirmed: [],
    })
    expect(finding.evidence).toEqual(['administeredOn', 'dailyAmount', 'discardedAmount'])
    expect(finding.sources.map(({ id }) => id)).toEqual(['a-bulletin', 'a-bulletin'])
  })

  it('has a remedy only for what is not in order', () => {
    expect(aRule.run(dose, anEdition())).not.toHaveProperty('remedy')
    const edition = anEdition({ mue: { units: 5, mai: 2 } })
    expect(aRule.run(dose, edition)).toMatchObject({ remedy: 'Mend 2026-03-02, 5.', who: 'nurse' })
  })

  it('leaves a name that nothing fills as it stands, so that a test can find it', () => {
    expect(aRule.run(dose, anEdition({ mue: { units: 5, mai: 2 } })).text).toBe('60 mg; {unheard}.')
  })

  it('cannot tell without a fact it needs, for the reason the fact gives', () => {
    expect(aRule.run({ ...dose, dailyAmount: refused }, anEdition())).toMatchObject({
      outcome: 'cannot-tell',
      text: 'The EHR did not let the app read it.',
      missingFact: 'dailyAmount',
      who: 'IT',
    })
  })

  it('names the first of several missing facts', () => {
    const both = { ...dose, dailyAmount: refused, administeredOn: missing('unreadable', 'No day.') }
    expect(aRule.run(both, anEdition())).toMatchObject({ text: 'No day.', missingFact: 'administeredOn', who: 'nurse' })
  })

  it('may find that a fact it only may use is one it cannot do without', () => {
    expect(aRule.run(inOrder, anEdition())).toMatchObject({ outcome: 'cannot-tell', missingFact: 'discardedAmount' })
  })

  it('names what a claim would be denied with where it fails, and nowhere else', () => {
    const denial = { reason: 'too many', group: 'CO', carc: ['151'], rarc: [], confidence: 'confirmed' } as const
    const withDenials = (mue: number) => ({
      ...anEdition({ mue: { units: mue, mai: 2 } }),
      denialOf: () => denial,
    })
    expect(aRule.run(dose, withDenials(5))).toMatchObject({ outcome: 'fails', denial })
    expect(aRule.run(dose, withDenials(600))).not.toHaveProperty('denial')
    expect(aRule.run({ ...dose, dailyAmount: refused }, withDenials(5))).not.toHaveProperty('denial')
    const gentle = rule({ ...EXAMPLE, check: () => advises('bad') })
    expect(gentle.run(dose, withDenials(5))).not.toHaveProperty('denial')
    const nothing = rule({ ...EXAMPLE, check: () => noCharge('bad') })
    expect(nothing.run(dose, withDenials(5))).toMatchObject({ outcome: 'fails', noCharge: true })
    expect(nothing.run(dose, withDenials(5))).not.toHaveProperty('denial')
  })

  it('rests on the documents its answer names, where it names any', () => {
    const cites = [{ id: 'a-letter', title: 'A letter', confidence: 'unconfirmed' as const }]
    const citingRule = rule({ ...EXAMPLE, check: () => citing(cites, passes('good')) })
    expect(citingRule.run(dose, anEdition())).toMatchObject({ sources: cites, confidence: 'unconfirmed' })
  })

  it('names the root of what is missing: a value that needs the payer, by the payer', () => {
    const says = 'Without the payer, it cannot be looked up.'
    const edition = anEdition()
    const blind = {
      ...edition,
      values: (product: Parameters<typeof edition.values>[0]) => ({
        ...edition.values(product),
        discard: { known: false, says, without: 'payer' } as const,
      }),
    }
    expect(aRule.run(dose, blind)).toMatchObject({ text: says, remedy: expect.stringMatching(/^Enter the published/) })
    const noPayer = { ...dose, payer: missing('not-recorded', 'No payer.') }
    expect(aRule.run(noPayer, blind)).toMatchObject({ text: says, missingFact: 'payer', who: 'registration' })
    const coverage = { ...missing('not-recorded', 'No coverage.'), root: 'coverage' }
    const noCoverage = { ...dose, coverage, payer: coverage }
    expect(aRule.run(noCoverage, blind)).toMatchObject({ missingFact: 'coverage' })
  })

  it('weighs what the edition says, unless its answer holds the line all the same', () => {
    expect(aRule.run(dose, anEdition({ severity: 'advisory' })).severity).toBe('advisory')
    const holding = rule({ ...EXAMPLE, check: () => holds('bad') })
    expect(holding.run(dose, anEdition({ severity: 'advisory' }))).toMatchObject({
      outcome: 'fails',
      severity: 'required',
    })
  })

  it('is unconfirmed where any value is that it rests on, and only then', () => {
    expect(aRule.run(dose, anEdition({ unconfirmed: ['discard', 'interval'] }))).toMatchObject({
      confidence: 'unconfirmed',
      unconfirmed: ['discard'],
    })
    expect(aRule.run(dose, anEdition({ unconfirmed: ['interval'] })).confidence).toBe('confirmed')
  })
})

describe.each(RULEBOOK.flatMap((each) => each.consults.map((value) => ({ each, value, id: each.id }))))(
  '$id without $value',
  ({ each, value }) => {
    it('answers as it does without it, whether it is not known or silent', () => {
      const without = each.run(asked, anEdition({ ...ASKS_EVERYTHING, [value]: undefined }))
      expect(without.outcome).not.toBe('cannot-tell')
      const notPublished = { ...ASKS_EVERYTHING, [value]: undefined, notPublished: { [value]: 'No source gives it.' } }
      expect(each.run(asked, anEdition(notPublished)).text).toBe(without.text)
    })
  },
)

describe.each(RULEBOOK.flatMap((each) => each.published.map((value) => ({ each, value, id: each.id }))))(
  '$id without $value',
  ({ each, value }) => {
    it('cannot tell where no source gives it, whatever the chart says', () => {
      const finding = each.run(
        asked,
        anEdition({ ...ASKS_EVERYTHING, notPublished: { [value]: 'No source gives it.' } }),
      )
      expect(finding).toMatchObject({ outcome: 'cannot-tell', text: 'No source gives it.', who: 'biller' })
    })

    it('does not apply where the code book is silent by design', () => {
      const finding = each.run(asked, anEdition({ ...ASKS_EVERYTHING, silent: { [value]: 'The book says nothing.' } }))
      expect(finding).toMatchObject({ outcome: 'does-not-apply', text: 'The book says nothing.' })
      expect(finding).not.toHaveProperty('remedy')
    })
  },
)

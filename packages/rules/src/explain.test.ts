import { day, exactly, known } from '@doseline/dose'
import { describe, expect, it } from 'vitest'
import { chargeLines } from './charge-lines.ts'
import { type Explanation, explain, lineName } from './explain.ts'
import { factSays } from './format.ts'
import { judge, sentenceFor, wouldMakeReady } from './judge.ts'
import { RULEBOOK } from './rulebook.ts'
import { aDose, type DoseGiven } from './testing/a-dose.ts'
import { anEdition, type PublishedGiven } from './testing/an-edition.ts'
import { PRODUCTS } from './testing/products.ts'

function explanation(given: DoseGiven, published: PublishedGiven = {}): Explanation {
  const [facts, edition] = [aDose(given), anEdition(published)]
  const findings = RULEBOOK.map((rule) => rule.run(facts, edition))
  const verdict = judge(findings, true)
  return {
    about: ['57 mg of Mepsevii', '2026-03-02', 'Medicare Part B'],
    verdict,
    sentence: sentenceFor(verdict, findings, { drug: 'Mepsevii', supported: true, forSubmission: true }),
    findings,
    shown: (name) => ({ shows: factSays(name, facts), places: facts[name].places }),
    lines: chargeLines(facts, edition),
    wouldMakeReady: wouldMakeReady(findings),
  }
}

const MEPSEVII: DoseGiven = {
  product: PRODUCTS.Mepsevii,
  dose: { given: exactly(57), opened: exactly(60) },
  minutes: 240,
  weight: { kg: exactly('14.25'), on: day('2026-02-20') },
  diagnoses: [{ icd10cm: 'E76.29', from: 'reason' }],
}

describe('a verdict as text', () => {
  it('is written to be read', () => {
    const whole = explanation(MEPSEVII, { unconfirmed: ['indications'] })
    const shown = ['amount/discard', 'necessity/diagnosis', 'coverage/prior']
    const findings = whole.findings.filter(({ rule }) => shown.some((start) => rule.startsWith(start)))
    expect(explain({ ...whole, findings })).toMatchInlineSnapshot(`
      "57 mg of Mepsevii · 2026-03-02 · Medicare Part B
      NOT READY   1 not met · 0 unknown · 1 met · 2 N/A

      Mepsevii is not ready to bill: 57 mg of 60 mg was given; the record does not say that the other 3 mg was discarded.

      ✗ amount/discard-is-documented
          57 mg of 60 mg was given; the record does not say that the other 3 mg was discarded.
            product                Mepsevii (vestronidase alfa-vjbk), by its NDC  — MedicationAdministration/ma-1 medication
            given that day         57 mg  — MedicationAdministration/ma-1 dosage.dose
            opened                 60 mg  — MedicationAdministration/ma-1 extension
            discarded              The chart does not say how much was discarded.  — MedicationAdministration/ma-1 extension
            acquired               bought  — MedicationAdministration/ma-1 extension
            setting                an office  — MedicationAdministration/ma-1 context
            in force               as published, since 2017-01-01  [a-bulletin]
            in force               as published, since 2017-01-01  [a-bulletin]
            in force               as published, since 2017-01-01  [a-bulletin]
      ✓ necessity/diagnosis-supports-the-product
          E76.29 supports Mepsevii (Sly syndrome).
            product                Mepsevii (vestronidase alfa-vjbk), by its NDC  — MedicationAdministration/ma-1 medication
            day of service         2026-03-02  — MedicationAdministration/ma-1 effectiveDateTime
            by the clock           2026-03-02  — MedicationAdministration/ma-1 effective
            in force               as published, since 2017-01-01  [a-bulletin, unconfirmed]
            in force               as published, since 2017-01-01  [a-bulletin]
      – necessity/diagnosis-codes-exist
          No source says that this is asked.
      – coverage/prior-authorization-is-on-file
          Medicare Part B asks for no prior authorization of Mepsevii.

      Lines it would have
        J3397 × 57         drug  N469794000101 ML28.5  for E76.29
            57 mg ÷ 1 mg per unit = 57 units
        96365 × 1          administration  for E76.29
            240 minutes: the first hour
        96366 × 3          further administration hours  for E76.29
            240 minutes: 3 further, counted from 31 minutes of an hour on

      To make it ready
        · Record the 3 mg discarded, if it was.  [nurse]
      "
    `)
  })

  it('says what would make it ready, and no more, once it is', () => {
    const text = explain(explanation({ ...MEPSEVII, dose: { ...MEPSEVII.dose, discarded: exactly(3) } }))
    expect(text).toMatch(/^READY {3}0 not met · 0 unknown · \d+ met · \d+ N\/A$/m)
    expect(text).toContain('\nLines\n  J3397 × 57         drug  N469794000101 ML28.5  for E76.29\n')
    expect(text).toContain('\n  J3397-JW × 3       discarded drug  N469794000101 ML1.5  for E76.29\n')
    expect(text).not.toContain('would')
  })

  it('counts advice apart from what decides', () => {
    const advised = explanation(
      { ...MEPSEVII, dose: { ...MEPSEVII.dose, discarded: exactly(3) } },
      { contractorPriced: true },
    )
    const findings = advised.findings.map((each) =>
      each.rule === 'code/price-is-published' ? { ...each, severity: 'advisory' as const } : each,
    )
    expect(explain({ ...advised, findings }).split('\n')[1]).toMatch(/ 0 not met · 0 unknown · .* · 1 to review$/)
  })

  it('says first that a demonstration is not for submission', () => {
    const text = explain({ ...explanation(MEPSEVII), bookNote: 'HCPCS assigns J3397 to another drug.' })
    expect(text.split('\n')[2]).toBe('NOT FOR SUBMISSION   HCPCS assigns J3397 to another drug.')
  })

  it('invents nothing: every finding stands in it, in its own words, and every place', () => {
    const whole = explanation(MEPSEVII)
    const text = explain(whole)
    for (const { rule, text: says, evidence, outcome } of whole.findings) {
      expect(text).toContain(rule)
      expect(text).toContain(says)
      if (outcome === 'does-not-apply') continue
      for (const { places } of evidence.map(whole.shown)) if (places[0]) expect(text).toContain(places[0].resource)
    }
  })

  it('counts the places it does not name', () => {
    const facts = { ...aDose(), status: known('completed' as const, ...[1, 2, 3].map(place)) }
    const finding = RULEBOOK.find(({ id }) => id === 'administration/is-completed')?.run(facts, anEdition())
    if (!finding) throw new Error('there is such a rule')
    const shown = () => ({ shows: 'completed', places: facts.status.places })
    const text = explain({ ...explanation({}), findings: [finding], shown })
    expect(text).toContain('completed  — MedicationAdministration/ma-1 status (+2)')
  })
})

const place = (number: number) => ({ resource: `MedicationAdministration/ma-${number}`, element: 'status' })

describe('a line, as a biller says it', () => {
  it.each([
    [{ code: 'J3397', modifiers: [], units: 88 }, 'J3397 × 88'],
    [{ code: 'J3397', modifiers: ['JW'], units: 2 }, 'J3397-JW × 2'],
    [{ code: 'J0897', modifiers: ['JZ', 'TB'], units: 60 }, 'J0897-JZ-TB × 60'],
  ])('%j is %s', (line, name) => expect(lineName(line)).toBe(name))
})

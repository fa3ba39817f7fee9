import type { Outcome, Severity } from '@doseline/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge, sentenceFor, unconfirmedIn, wouldMakeReady } from './judge.ts'
import type { RuleFinding } from './rule.ts'

const aFinding = (differs: Partial<RuleFinding> = {}): RuleFinding => ({
  rule: 'amount/discard-is-documented',
  asks: 'Is the drug left in the container written down as discarded?',
  outcome: 'passes',
  severity: 'required',
  text: 'In order.',
  evidence: [],
  sources: [],
  confidence: 'confirmed',
  unconfirmed: [],
  ...differs,
})

const finding = fc
  .record({
    outcome: fc.constantFrom<Outcome>('passes', 'fails', 'cannot-tell', 'does-not-apply'),
    weight: fc.constantFrom<Severity>('required', 'advisory'),
    noCharge: fc.boolean(),
  })
  .map(({ noCharge, ...rest }) =>
    aFinding({ ...rest, ...(noCharge && rest.outcome === 'fails' ? { noCharge: true } : {}) }),
  )
const findings = fc.array(finding, { maxLength: 14 })

describe('the verdict', () => {
  const required = (outcome: Outcome): RuleFinding => aFinding({ outcome })
  const advice = (outcome: Outcome): RuleFinding => aFinding({ outcome, severity: 'advisory' })

  it.each([
    ['all in order', [required('passes'), required('does-not-apply')], 'ready'],
    ['one fails', [required('passes'), required('fails'), required('cannot-tell')], 'not-ready'],
    ['none fails, one cannot tell', [required('passes'), required('cannot-tell')], 'needs-information'],
    ['only advice is not in order', [required('passes'), advice('fails'), advice('cannot-tell')], 'ready'],
    ['nothing was given', [required('fails'), aFinding({ outcome: 'fails', noCharge: true })], 'not-billable'],
  ])('%s', (_, each, verdict) => expect(judge(each, true)).toBe(verdict))

  it('of a drug outside the code book is that something is missing, unless nothing was given', () => {
    expect(judge([required('fails')], false)).toBe('needs-information')
    expect(judge([required('passes')], false)).toBe('needs-information')
    expect(judge([aFinding({ outcome: 'fails', noCharge: true })], false)).toBe('not-billable')
  })

  it('is never ready where a required rule fails or cannot tell, nor for a drug outside the code book', () => {
    fc.assert(
      fc.property(findings, fc.boolean(), (each, supported) => {
        if (judge(each, supported) !== 'ready') return
        expect(supported).toBe(true)
        for (const { severity, outcome, noCharge } of each) {
          expect(noCharge).toBeUndefined()
          if (severity === 'required') expect(['passes', 'does-not-apply']).toContain(outcome)
        }
      }),
    )
  })

  it('does not depend on advice, nor on the order of the findings', () => {
    fc.assert(
      fc.property(findings, fc.boolean(), (each, supported) => {
        const verdict = judge(each, supported)
        expect(judge(each.toReversed(), supported)).toBe(verdict)
        const deciding = each.filter(({ severity, noCharge }) => severity === 'required' || noCharge)
        expect(judge(deciding, supported)).toBe(verdict)
      }),
    )
  })
})

describe('the sentence', () => {
  const about = { drug: 'Prolia 60 mg', supported: true, forSubmission: true }

  it('of a ready dose says so', () => {
    expect(sentenceFor('ready', [aFinding()], about)).toBe('Prolia 60 mg is ready to bill.')
  })

  it('of a ready dose tells what stands in no chart', () => {
    const stated = ['discarded 2 mg, stated by Ana', 'opened 90 mg, stated by Rosa']
    expect(sentenceFor('ready', [], { ...about, stated })).toBe(
      'Prolia 60 mg is ready to bill. Not in the chart: discarded 2 mg, stated by Ana; opened 90 mg, stated by Rosa.',
    )
  })

  it('of a ready dose leaves what no document confirms to a footnote', () => {
    const each = [
      aFinding({ unconfirmed: ['mue', 'hcpcs'] }),
      aFinding({ unconfirmed: ['mue'] }),
      aFinding({ unconfirmed: ['interval'], outcome: 'does-not-apply' }),
      aFinding({ unconfirmed: ['indications'], severity: 'advisory' }),
    ]
    expect(sentenceFor('ready', each, about)).toBe('Prolia 60 mg is ready to bill.')
    expect(unconfirmedIn(each)).toEqual(['mue', 'hcpcs'])
  })

  it('of a demonstration never says ready', () => {
    expect(sentenceFor('ready', [aFinding()], { ...about, forSubmission: false })).toBe(
      'Prolia 60 mg is in order by this demonstration, and must not be submitted.',
    )
  })

  it('gives the first two reasons, and counts the others', () => {
    const each = ['One.', 'One.', 'Two.', 'Three.', 'Four.'].map((text) => aFinding({ outcome: 'fails', text }))
    const advised = aFinding({ outcome: 'fails', severity: 'advisory', text: 'Advice.' })
    expect(sentenceFor('not-ready', [advised, ...each], about)).toBe(
      'Prolia 60 mg is not ready to bill: One. Two. (and 2 more)',
    )
  })

  it('names what is missing', () => {
    const each = [aFinding(), aFinding({ outcome: 'cannot-tell', text: 'The chart holds no coverage.' })]
    expect(sentenceFor('needs-information', each, about)).toBe(
      'Prolia 60 mg needs information before it can be billed: The chart holds no coverage.',
    )
  })

  it('names what is missing and not what only follows from it', () => {
    const follows = aFinding({ outcome: 'cannot-tell', text: 'Without the payer, nothing is known.', follows: true })
    const root = aFinding({ outcome: 'cannot-tell', text: 'The chart holds no coverage.' })
    const says = (each: Parameters<typeof sentenceFor>[1]) => sentenceFor('needs-information', each, about)
    expect(says([follows, root])).toBe(
      'Prolia 60 mg needs information before it can be billed: The chart holds no coverage.',
    )
    expect(says([follows])).toBe(
      'Prolia 60 mg needs information before it can be billed: Without the payer, nothing is known.',
    )
  })

  it('names a drug that the code book does not hold', () => {
    expect(sentenceFor('needs-information', [], { ...about, drug: 'ceftriaxone', supported: false })).toBe(
      'Doseline does not support this drug (ceftriaxone).',
    )
  })

  it('says why nothing is billed', () => {
    const refused = aFinding({ outcome: 'fails', noCharge: true, text: 'The drug was not given: no charge arises.' })
    expect(sentenceFor('not-billable', [refused], about)).toBe(
      'Prolia 60 mg: The drug was not given: no charge arises.',
    )
  })
})

describe('what would make it ready', () => {
  it('names each cause once, with who can fix it', () => {
    const remedy = 'Chart the day the dose was given.'
    const each = [
      aFinding({ rule: 'a', outcome: 'cannot-tell', remedy, who: 'nurse' }),
      aFinding({ rule: 'b', outcome: 'cannot-tell', remedy, who: 'nurse' }),
      aFinding({ rule: 'c', outcome: 'fails', remedy: 'Replace the code.' }),
    ]
    expect(wouldMakeReady(each)).toEqual([
      { rule: 'a', remedy, who: 'nurse' },
      { rule: 'c', remedy: 'Replace the code.', who: 'biller' },
    ])
  })

  it('leaves out advice, and what is in order', () => {
    const each = [
      aFinding({ outcome: 'fails', severity: 'advisory', remedy: 'Chart the lot.' }),
      aFinding({ outcome: 'passes', remedy: 'Nothing.' }),
      aFinding({ outcome: 'fails', noCharge: true }),
    ]
    expect(wouldMakeReady(each)).toEqual([])
  })
})

describe('the least that would make it ready', () => {
  const open = (differs: Partial<RuleFinding>) =>
    aFinding({ outcome: 'fails', remedy: 'Mend it.', who: 'nurse', ...differs })

  it('names each cause once, with who can fix it', () => {
    const each = [open({}), open({ rule: 'code/was-in-force' }), open({ remedy: 'Mend that.', who: 'IT' })]
    expect(wouldMakeReady(each).map(({ remedy, who }) => `${remedy} ${who}`)).toEqual([
      'Mend it. nurse',
      'Mend that. IT',
    ])
  })

  it('leaves out advice and what is in order', () => {
    expect(
      wouldMakeReady([
        open({ severity: 'advisory' }),
        open({ outcome: 'passes' }),
        open({ outcome: 'does-not-apply' }),
      ]),
    ).toEqual([])
    expect(wouldMakeReady([open({ outcome: 'cannot-tell' })])).toHaveLength(1)
  })

  it('is nothing where nothing was given', () => {
    expect(wouldMakeReady([open({}), open({ noCharge: true })])).toEqual([])
  })
})

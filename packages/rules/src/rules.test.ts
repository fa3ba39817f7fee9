import { readdirSync, readFileSync } from 'node:fs'
import { loadCodebook } from '@doseline/codebook'
import { describe, expect, it } from 'vitest'
import { RULEBOOK } from './rulebook.ts'
import { factsStated } from './testing/a-dose.ts'
import { valuesStated } from './testing/an-edition.ts'
import { differences, findingOf, type RuleCase, ruleCases } from './testing/rule-case.ts'

const RULES = new URL('./rules/', import.meta.url)
const CASES = '.cases.yaml'
const files = readdirSync(RULES, { recursive: true, encoding: 'utf8' })
function casesOf(id: string): RuleCase[] {
  const file = `packages/rules/src/rules/${id}${CASES}`
  if (!files.includes(id + CASES)) throw new Error(`Write ${file}: a case for each message of the rule.`)
  return ruleCases(readFileSync(new URL(id + CASES, RULES), 'utf8'), file)
}
const ids = RULEBOOK.map(({ id }) => id)

describe.each(RULEBOOK)('$id', (rule) => {
  const cases = casesOf(rule.id)
  const findings = cases.map((each) => findingOf(rule, each))

  it.each(cases)('$finding: $name', (each) => expect(differences(rule, each)).toEqual([]))

  it('can say nothing that no case has heard', () => {
    const said = new Set(findings.map(({ message }) => message))
    const unheard = Object.keys(rule.messages).filter((key) => !said.has(key))
    expect(unheard, `add a case for each to ${rule.id}${CASES}`).toEqual([])
  })

  it('is passed over only in a way a case has heard', () => {
    if (rule.skips) expect(findings.map(({ text }) => text)).toContain(rule.skips)
  })

  it('needs no fact that no case has missed', () => {
    const missed = new Set(findings.map(({ missingFact }) => missingFact))
    const passedOver = new Set(rule.skips ? cases.flatMap(({ given }) => Object.keys(given.missing ?? {})) : [])
    const neverMissed = rule.needs.filter((fact) => !missed.has(fact) && !passedOver.has(fact))
    expect(neverMissed, `add a case without each to ${rule.id}${CASES}: given: { missing: { <fact>: <why> } }`).toEqual(
      [],
    )
  })

  it('is given nothing that it does not read', () => {
    for (const { name, given, published } of cases) {
      const unread = factsStated(given).filter((facts) => !facts.some((fact) => rule.reads.includes(fact)))
      expect(
        unread,
        `${name}: it gives what the rule does not read; declare it in needs or mayUse, or leave it out`,
      ).toEqual([])
      expect(
        valuesStated(published).filter((value) => ![...rule.published, ...rule.consults].includes(value)),
        name,
      ).toEqual([])
    }
  })

  it('fills every name in its sentences', () => {
    const ours = findings.filter(({ message }) => message !== undefined)
    for (const { text, remedy } of ours) expect(`${text} ${remedy ?? ''}`).not.toMatch(/[{}]|undefined|\(\)| ,/)
  })

  it('says who mends what is not in order, and how', () => {
    for (const { outcome, noCharge, remedy, who, text } of findings) {
      const toMend = (outcome === 'fails' || outcome === 'cannot-tell') && !noCharge
      expect([remedy !== undefined, who !== undefined], text).toEqual([toMend, toMend])
    }
  })
})

describe('the rulebook', () => {
  it('lists every rule file once, and every rule has its cases beside it', () => {
    const named = (ending: string) =>
      files.filter((file) => file.endsWith(ending)).map((file) => file.replace(ending, ''))
    expect(named('.ts').toSorted()).toEqual(ids.toSorted())
    expect(named(CASES).toSorted()).toEqual(ids.toSorted())
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('no rule names a payer', () => {
  const payers = loadCodebook().payers.flatMap(({ id, label }) => [id, label, label.split(' ')[0] ?? label])
  const names = new Set([...payers, 'Medicare', 'Medicaid', 'Blue Cross'].map((name) => name.toLowerCase()))

  // One payer is known only by the number of its policy.
  names.delete('policy')

  it.each(ids)('%s', (id) => {
    const text = readFileSync(new URL(`${id}.ts`, RULES), 'utf8').toLowerCase()
    expect([...names].filter((name) => text.includes(name))).toEqual([])
  })
})

describe('a case', () => {
  const [rule] = RULEBOOK
  const [good] = casesOf(rule?.id ?? '')
  if (!rule || !good) throw new Error('the first rule has a first case')

  it.each<[string, Partial<RuleCase>]>([
    ['another finding', { finding: 'does-not-apply' }],
    ['other words', { says: `${good.says} ` }],
    ['another weight', { severity: 'advisory' }],
    ['no charge', { noCharge: !good.noCharge }],
    ['a remedy', { remedy: 'Nothing.' }],
    ['somebody', { who: 'nobody' }],
  ])('that expects %s does not pass', (_, wrong) => {
    expect(differences(rule, { ...good, ...wrong })).toHaveLength(1)
  })

  it.each([
    ['a misspelled key', '- { name: x, finding: passes, say: y }'],
    ['a key nobody reads', '- { name: x, finding: passes, says: y, given: { doze: 57 mg } }'],
    ['an amount that is none', '- { name: x, finding: passes, says: y, given: { dose: { given: 57 } } }'],
    ['a day that is none', '- { name: x, finding: passes, says: y, given: { on: 2026-02-30 } }'],
    ['a product nobody knows', '- { name: x, finding: passes, says: y, given: { product: toString } }'],
    ['a fact nobody knows', '- { name: x, finding: passes, says: y, given: { missing: { doze: why } } }'],
    ['a value nobody publishes', '- { name: x, finding: passes, says: y, published: { mui: 5 } }'],
    ['no finding', '- { name: x, says: y }'],
    ['no list', 'name: x'],
    ['an empty list', '[]'],
  ])('with %s is refused', (_, yaml) => expect(() => ruleCases(yaml, 'x.cases.yaml')).toThrow(/^x\.cases\.yaml/))
})

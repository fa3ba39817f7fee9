import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadReleases, readData } from '@doseline/codebook'
import { RULEBOOK } from '@doseline/rules'
import { describe, expect, test } from 'vitest'
import { described } from './golden/api/described.ts'
import { articlePage } from './golden/article-page.ts'
import { pages } from './golden/pages.ts'
import { readyPage } from './golden/ready-page.ts'
import { answersOf } from './golden/rule-answers.ts'
import { rulePageFile, rulePages } from './golden/rule-page.ts'
import { rulebookPage } from './golden/rulebook-page.ts'

const data = readData()
const service = await described()

describe('the generated pages', () => {
  test.each(Object.entries(pages(data, loadReleases(), service)))(
    '%s is what the data and the rules say',
    (file, text) => {
      expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).toBe(text)
    },
  )
})

describe('the article', () => {
  test('is answered claim by claim: 55 of them', () => {
    expect(data.article.claims.map(({ id }) => id)).toEqual(
      Array.from({ length: 55 }, (_, at) => `S${String(at + 1).padStart(2, '0')}`),
    )
    for (const { id, claim } of data.article.claims) expect(articlePage(data)).toContain(`| ${id} | ${claim} |`)
  })

  test('names only rules there are, and every wrong claim is acted on', () => {
    const ids = new Set(RULEBOOK.map(({ id }) => id))
    for (const { id, verdict, rules } of data.article.claims) {
      expect(
        rules.filter((rule) => !ids.has(rule)),
        id,
      ).toEqual([])
      if (verdict === 'wrong') expect(rules, id).not.toEqual([])
    }
  })
})

describe('what READY means', () => {
  const page = readyPage(data)

  test('names every required question, and no advice among them', () => {
    for (const { id, asks } of RULEBOOK) {
      const isRequired = data.rules[id]?.severity === 'required'
      expect(page.includes(`## ${asks}\n\n\`${id}\``), id).toBe(isRequired)
      expect(page, id).toContain(`\`${id}\``)
    }
  })

  test('follows the weights: a question that becomes advice asserts nothing more', () => {
    const id = 'charges/not-already-charged'
    const lighter = { ...data, rules: { ...data.rules, [id]: { severity: 'advisory' as const, why: 'x', payers: {} } } }
    const asks = RULEBOOK.find((rule) => rule.id === id)?.asks ?? ''
    expect(page).toContain(`## ${asks}`)
    expect(readyPage(lighter)).not.toContain(`## ${asks}`)
  })
})

describe('the rulebook', () => {
  const page = rulebookPage(data)

  test('leads to a page for each rule, and there is none of a rule that is gone', () => {
    for (const { id, asks } of RULEBOOK) expect(page).toContain(`[${asks}](rules/${id}.md)`)
    const written = globSync('docs/rules/*/*.md', { cwd: fileURLToPath(new URL('..', import.meta.url)) })
    expect(written.toSorted()).toEqual(RULEBOOK.map(({ id }) => rulePageFile(id)).toSorted())
  })

  test('shows every message of every rule on its page, with the numbers of a case', () => {
    const all = rulePages(data)
    for (const rule of RULEBOOK) {
      const text = all[rulePageFile(rule.id)] ?? ''
      const heard = new Set([...answersOf(rule).values()].map(({ message }) => message))
      expect(heard, rule.id).toEqual(new Set(Object.keys(rule.messages)))
      for (const { text: says, outcome } of answersOf(rule).values())
        if (outcome !== 'does-not-apply') expect(text, rule.id).toContain(says.replaceAll('|', '\\|'))
    }
  })

  test('prints a kind of value it never met', () => {
    const [payer, ...others] = Object.entries(data.payers)
    if (!payer) throw new Error('no payer')
    const strange = { ...payer[1], visits: [{ from: '2026-01-01', value: { most: 3, per: 'year' }, source: 'hhs-jz' }] }
    const text = rulebookPage({ ...data, payers: Object.fromEntries([[payer[0], strange], ...others]) })
    expect(text).toContain('| visits | most 3 per year | 2026-01-01 |')
  })

  test('weighs and denies only rules there are', () => {
    const ids = RULEBOOK.map(({ id }) => id)
    expect(Object.keys(data.rules).toSorted()).toEqual(ids.toSorted())
    expect(Object.keys(data.denials).filter((rule) => !ids.includes(rule))).toEqual([])
  })
})

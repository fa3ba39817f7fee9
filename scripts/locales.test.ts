import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assess } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { READING_PLAN } from '@doseline/ehr-client'
import { requestFor, scenarios } from '@doseline/fhir-fixtures'
import { afterAll, describe, expect, test } from 'vitest'
import { localizer } from './locales.ts'

const folder = mkdtempSync(join(tmpdir(), 'doseline-locales-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { messages, errors } = localizer().extractSourceMessages()
const translated = [...localizer().readTranslationsSync().translations]
const textOf = ({ contents }: (typeof messages)[number]): string =>
  contents.map((part) => (typeof part === 'string' ? part : '{}')).join('')

test('the words of the app can be extracted, and are many', () => {
  expect(errors).toEqual([])
  expect(messages.length).toBeGreaterThan(800)
})

describe.each(translated)('%s', (language, translations) => {
  const names = new Set(messages.map(({ name }) => name))
  const known = new Map(translations.map((one) => [one.name, one]))

  test('has every sentence of the app: run pnpm locales, and translate what has no target', () => {
    expect(messages.filter(({ name }) => !known.has(name)).map(textOf)).toEqual([])
  })

  test('has no sentence that the app no longer says: run pnpm locales', () => {
    expect(translations.filter(({ name }) => !names.has(name)).map(({ name }) => name)).toEqual([])
  })

  test('says in each sentence what the English one says of numbers, names and days', () => {
    expect(localizer().validateTranslations().errors).toEqual([])
  })

  test('is in the app as it is translated: run pnpm locales', async () => {
    await localizer(folder).build()
    const file = new URL(`../web/src/locales/${language}.ts`, import.meta.url)
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(join(folder, `${language}.ts`), 'utf8'))
  })
})

test('every fact of an answer is called by a name', () => {
  const called = readFileSync(new URL('../web/src/words/behind.ts', import.meta.url), 'utf8')
  const codebook = loadCodebook()
  const facts = scenarios().flatMap((scenario) => {
    const request = AssessmentRequest.parse({ ...requestFor(scenario), include: ['evidence'] })
    const { assessments } = assess(request, codebook, '2026-03-03T10:00:00Z')
    return assessments.flatMap((dose) => [...(dose.facts ?? []), ...(dose.furtherFacts ?? [])].map(({ fact }) => fact))
  })
  expect([...new Set(facts)].filter((fact) => !called.includes(`\n    ${fact}: msg(`))).toEqual([])
})

test('what each read of a chart is for is among the sentences', () => {
  const said = new Set(messages.map(textOf))
  expect(READING_PLAN.map(({ why }) => why).filter((why) => !said.has(why))).toEqual([])
})

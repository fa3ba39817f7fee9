import { render } from 'lit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { STATES } from '../../gallery/states.ts'
import '../elements/language-switch/language-switch.ts'
import catalog from '../../locales/es-US.xlf?raw'
import { englishLeft, englishOnly } from '../testing/english-left.ts'
import { expectAccessible, saidBy, shown } from '../testing/shown.ts'
import { dayText, intervalText, momentText, moneyText, numberText } from './formats.ts'
import { useLanguage } from './language.ts'
import { counted } from './plural.ts'

beforeEach(() => useLanguage('es-US'))
afterEach(async () => {
  await useLanguage('en-US')
  sessionStorage.clear()
})

/** What the gallery fills in where the app shows what a chart or another element says. */
const FILLED_IN: Readonly<Record<string, readonly string[]>> = {
  'read-gaps': ['Coverage', 'Claim', 'what it is needed for'],
  'read-progress: reading': ['what it is needed for'],
  'read-progress: the EHR asked to wait': ['what it is needed for'],
  'read-progress: judging': ['what it is needed for'],
  'coverage-strip: two of them': ['… to soon'],
  'ask-first': ['Void…', 'Void these?', 'Void now'],
  'fold-row: closed': ['Coverage', 'Active', 'Closed.'],
  'fold-row: a problem': ['Billing checks', '1 not met, 36 met', 'Opened by itself.'],
  'verdict-card: charged': ['4 lines approved by Jordan Ellis, Mar 3, 2026, 10:00.'],
}
const NAMES = ['Medicare Part B', 'Clinic']
const english = englishOnly(catalog)

describe('in Spanish nothing is left in English but what is marked as English', () => {
  test.each(Object.entries(STATES))('%s', async (name, state) => {
    const main = document.createElement('main')
    document.body.replaceChildren(main)
    render(state, main)
    await drawn(main)
    expect(englishLeft({ english, names: [...NAMES, ...(FILLED_IN[name] ?? [])] })).toEqual([])
  })

  test('and a label that was forgotten would be found', () => {
    const main = document.createElement('main')
    main.innerHTML = '<p lang="en">Ready to bill</p><p>Listo para facturar</p><p>Ready to bill</p>'
    document.body.replaceChildren(main)
    expect(englishLeft({ english })).toEqual(['Ready to bill'])
  })
})

test('days, moments, money, counts and intervals are written as the language writes them', async () => {
  const said = () => [
    dayText('2026-03-02'),
    momentText('2026-03-03T10:00:00'),
    moneyText('2651.13'),
    numberText(1440),
    intervalText('6 months'),
    counted.lines(1),
    counted.lines(4),
    dayText(undefined),
  ]
  expect(said()).toEqual([
    '2 mar 2026',
    '3 mar 2026, 10:00',
    '$2,651.13',
    '1,440',
    '6 meses',
    '1 línea',
    '4 líneas',
    'fecha desconocida',
  ])
  await useLanguage('en-US')
  expect(said()).toEqual([
    'Mar 2, 2026',
    'Mar 3, 2026, 10:00',
    '$2,651.13',
    '1,440',
    '6 months',
    '1 line',
    '4 lines',
    'date not known',
  ])
})

test('the language is chosen by its own name, at once, and kept for this tab alone', async () => {
  const element = await shown(STATES['verdict-card: ready'] as never)
  expect(saidBy(element)).toContain('Listo para facturar')
  const choice = document.createElement('language-switch')
  document.querySelector('main')?.append(choice)
  await choice.updateComplete
  await expectAccessible()
  await page.getByLabelText('English').click()
  await expect.poll(() => saidBy(element)).toContain('Ready to bill')
  expect(document.documentElement.lang).toBe('en-US')
  expect(sessionStorage.getItem('doseline.language')).toBe('en-US')
  await page.getByLabelText('Español').click()
  await expect.poll(() => saidBy(element)).toContain('Listo para facturar')
  expect(document.documentElement.lang).toBe('es-US')
  expect(sessionStorage.getItem('doseline.language')).toBe('es-US')
})

async function drawn(root: Element | ShadowRoot): Promise<void> {
  for (const element of root.querySelectorAll('*')) {
    if ('updateComplete' in element) await element.updateComplete
    if (element.shadowRoot) await drawn(element.shadowRoot)
  }
}

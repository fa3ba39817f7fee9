import { html } from 'lit'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { DoseChosen } from '../../events/dose-chosen.ts'
import { painted } from '../../painted.ts'
import { aDose, aFinding } from '../../testing/an-answer.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './dose-list.ts'
import type { DoseList } from './dose-list.ts'
import { aYearBefore } from './scope.ts'

const doses = [
  aDose({ focus: 'MedicationAdministration/old', dateOfService: '2026-02-02', verdict: 'not-ready' }),
  aDose({ focus: 'MedicationAdministration/new', dateOfService: '2026-03-02', encounter: 'Encounter/e9' }),
]
const { dateOfService: _, ...dayless } = aDose({ focus: 'MedicationAdministration/dayless' })
const years = [...doses, aDose({ focus: 'MedicationAdministration/ancient', dateOfService: '2024-01-01' }), dayless]
const rows = (element: Element): string[] =>
  [...(element.shadowRoot?.querySelectorAll('.row .day') ?? [])].map(({ textContent }) => textContent?.trim() ?? '')

test('newest first, each with its verdict in words, the visit at hand marked', async () => {
  const element = await shown(
    html`<dose-list .doses=${doses} focused="MedicationAdministration/new" encounter="Encounter/e9"></dose-list>`,
  )
  expect(saidBy(element)).toMatch(/Mar 2, 2026 · this visit.*Ready to bill.*Feb 2, 2026.*Not ready/)
  expect(element.renderRoot.querySelector('[aria-current]')?.textContent).toContain('Mar 2')
  await expectAccessible()
})

test('which doses are charged already, and which only suggested, stands beside the verdict', async () => {
  const charges = new Map([
    ['MedicationAdministration/new', 'charged'],
    ['MedicationAdministration/old', 'suggested'],
  ])
  const charged = new Set(['MedicationAdministration/new'])
  const element = await shown<DoseList>(
    html`<dose-list .doses=${doses} .charges=${charges} .charged=${charged}></dose-list>`,
  )
  expect(saidBy(element)).toMatch(/Charged .*Not ready draft saved/)
  element.charged = new Set()
  await element.updateComplete
  expect(saidBy(element)).toMatch(/Ready to bill charged .*Not ready draft saved/)
  await expectAccessible()
})

test('a dose is chosen by its button', async () => {
  const element = await shown(html`<dose-list .doses=${doses}></dose-list>`)
  const events = await asked<DoseChosen>(element, 'dose-chosen', async () => {
    await page.getByRole('button', { name: 'Feb 2' }).click()
    await painted()
  })
  expect(events.map(({ focus }) => focus)).toEqual(['MedicationAdministration/old'])
})

test('a press is seen before anything is asked of the page, and the last of two is the one that counts', async () => {
  const element = await shown<DoseList>(
    html`<dose-list .doses=${doses} focused="MedicationAdministration/new"></dose-list>`,
  )
  const [newest, oldest] = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.row') ?? [])]
  const events = await asked<DoseChosen>(element, 'dose-chosen', async () => {
    oldest?.click()
    await element.updateComplete
    expect([newest, oldest].map((row) => row?.ariaCurrent)).toEqual([null, 'true'])
    newest?.click()
    await painted()
    await painted()
  })
  expect(events.map(({ focus }) => focus)).toEqual(['MedicationAdministration/new'])
})

test('the last twelve months at first, with what has no day; the visit and all are one press away', async () => {
  const element = await shown(html`<dose-list .doses=${years} today="2026-03-03" encounter="Encounter/e9"></dose-list>`)
  expect(rows(element)).toEqual(['date not known', 'Mar 2, 2026 · this visit', 'Feb 2, 2026'])
  expect(saidBy(element)).toMatch(/12 months 3 .*This visit 1 .*All 4/)
  await page.getByLabelText('This visit').click()
  expect(rows(element)).toEqual(['Mar 2, 2026 · this visit'])
  await page.getByLabelText('All').click()
  expect(rows(element)).toHaveLength(4)
  await expectAccessible()
})

test('the dose that is shown is listed whatever the selection', async () => {
  const element = await shown(
    html`<dose-list .doses=${years} today="2026-03-03" focused="MedicationAdministration/ancient"></dose-list>`,
  )
  expect(rows(element)).toHaveLength(4)
  expect(saidBy(element)).toContain('not in this selection')
})

test('where nothing was given for a year, all doses are listed', async () => {
  const element = await shown(html`<dose-list .doses=${years} today="2029-01-01"></dose-list>`)
  expect(rows(element)).toHaveLength(4)
})

test('a year before is a day of the calendar', () => {
  expect(aYearBefore('2026-03-03')).toBe('2025-03-03')
  expect(aYearBefore('2028-02-29') > '2027-02-28').toBe(true)
  expect(aYearBefore('2028-02-29') < '2027-03-01').toBe(true)
})

test('five hundred doses come fifty at a time, and the reader goes on where the list ended', async () => {
  const many = Array.from({ length: 500 }, (_each, at) =>
    aDose({ focus: `MedicationAdministration/m${String(at).padStart(3, '0')}` }),
  )
  const element = await shown(html`<dose-list .doses=${many}></dose-list>`)
  expect(rows(element)).toHaveLength(50)
  await page.getByRole('button', { name: 'Show 50 more' }).click()
  expect(rows(element)).toHaveLength(100)
  const focused = element.shadowRoot?.activeElement
  expect([...(element.shadowRoot?.querySelectorAll('.row') ?? [])].indexOf(focused as Element)).toBe(50)
  const far = await shown(html`<dose-list .doses=${many} focused="MedicationAdministration/m120"></dose-list>`)
  expect(far.renderRoot.querySelector('[aria-current]')).not.toBeNull()
})

test('arrow keys move along the rows', async () => {
  const element = await shown(html`<dose-list .doses=${doses}></dose-list>`)
  element.renderRoot.querySelector<HTMLElement>('.row')?.focus()
  await userEvent.keyboard('{ArrowDown}')
  expect(element.shadowRoot?.activeElement?.textContent).toContain('Feb 2')
  await userEvent.keyboard('{Home}')
  expect(element.shadowRoot?.activeElement?.textContent).toContain('Mar 2')
})

test('a code that does not fit the drug is said in the row', async () => {
  const problem = aFinding({ id: 'code/fits-the-product', outcome: 'fails' })
  const element = await shown(html`<dose-list .doses=${[aDose({ findings: [problem] })]}></dose-list>`)
  expect(saidBy(element)).toContain('code and drug do not match')
  await expectAccessible()
})

test('while one is written no other is chosen, and the list says why', async () => {
  const element = await shown(html`<dose-list .doses=${doses} disabled></dose-list>`)
  expect([...element.renderRoot.querySelectorAll<HTMLButtonElement>('.row')].every(({ disabled }) => disabled)).toBe(
    true,
  )
  expect(saidBy(element)).toContain('You can choose another dose when this one is written')
  await expectAccessible()
})

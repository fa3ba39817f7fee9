import { Failure, type FailureKind } from '@doseline/ehr-client'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import { words } from '../../words.ts'
import './failure-screen.ts'

const kinds = Object.keys(words.failure.kinds) as FailureKind[]

test.each(kinds)('%s has its own words, who can mend it, and its code', async (kind) => {
  const failure = new Failure(kind, {
    detail: 'what they said',
    status: 418,
    requestId: 'r-1',
    iss: 'https://ehr.example',
  })
  const said = saidBy(await shown(html`<failure-screen .failure=${failure}></failure-screen>`))
  for (const part of [words.failure.kinds[kind].title, 'Who can fix it', 'what they said', `${kind} · 418 · r-1`]) {
    expect(said).toContain(part)
  }
  await expectAccessible()
})

test('no two failures say the same', () => {
  const titles = Object.values(words.failure.kinds).map(({ title }) => title)
  expect(new Set(titles).size).toBe(titles.length)
})

test('an ended session offers to sign in again, a failing server to try again', async () => {
  await shown(
    html`<failure-screen .failure=${new Failure('session-ended')} relaunch="./launch.html?iss=x"></failure-screen>`,
  )
  await expect.element(page.getByRole('link', { name: 'Sign in again' })).toHaveAttribute('href', './launch.html?iss=x')
  const element = await shown(html`<failure-screen .failure=${new Failure('ehr-error')}></failure-screen>`)
  const events = await asked(element, 'retry', () => page.getByRole('button', { name: 'Try again' }).click())
  expect(events).toHaveLength(1)
})

test.each(['doses-not-offered', 'doses-refused', 'unregistered-issuer', 'write-refused', 'only-staff'] as const)(
  'where nothing changes by itself (%s) trying again is not offered, and the text for IT is',
  async (kind) => {
    const said = saidBy(await shown(html`<failure-screen .failure=${new Failure(kind)}></failure-screen>`))
    expect([said.includes('Try again'), said.includes('Copy for IT')]).toEqual([false, true])
  },
)

test('scopes are listed one by one, on the screen and in the text for IT', async () => {
  const asked = Array.from({ length: 30 }, (_, at) => `patient/Resource${at}.crus`)
  const failure = new Failure('scope-refused', { scopes: { asked, refused: asked.slice(0, 2) } })
  const said = saidBy(await shown(html`<failure-screen .failure=${failure}></failure-screen>`))
  for (const scope of asked) expect(said).toContain(scope)
  expect(said).not.toContain('MedicationAdministration')
  expect(words.failure.asText(failure.kind, failure.about)).toContain(asked.join(' '))
  await expectAccessible()
})

test('only a missing right to read doses asks IT for it', () => {
  const { kinds } = words.failure
  const asking = Object.entries(kinds).filter(([, { who }]) => who.includes('allow Doseline to read'))
  expect(asking.map(([kind]) => kind)).toEqual(['no-scope'])
})

test('another language is a press away, though the menu is not shown; a part of a page leaves it to the menu', async () => {
  await shown(html`<failure-screen .failure=${new Failure('session-ended')}></failure-screen>`)
  await page.getByRole('radio', { name: 'Español' }).click()
  try {
    await expect.poll(() => document.documentElement.lang, { timeout: 10_000 }).toBe('es-US')
    const { title } = words.failure.kinds['session-ended']
    await expect.element(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  } finally {
    await page.getByRole('radio', { name: 'English' }).click()
    await expect.poll(() => document.documentElement.lang, { timeout: 10_000 }).toBe('en-US')
  }
  const part = await shown(html`<failure-screen inline .failure=${new Failure('ehr-error')}></failure-screen>`)
  expect(part.shadowRoot?.querySelector('language-switch')).toBeNull()
})

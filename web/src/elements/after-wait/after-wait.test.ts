import { html } from 'lit'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './after-wait.ts'
import type { AfterWait } from './after-wait.ts'

const waiting = (seconds: number) =>
  shown<AfterWait>(
    html`<after-wait .seconds=${seconds} .says=${(left: number) => `${left} to go`}><button>Go on</button></after-wait>`,
  )

test('says how long it takes, and only then shows what lies in it', async () => {
  const element = await waiting(1)
  expect(saidBy(element)).toContain('1 to go')
  await expect.element(page.getByRole('button', { name: 'Go on' })).not.toBeInTheDocument()
  await expectAccessible()
  await new Promise((wait) => setTimeout(wait, 1200))
  await expect.element(page.getByRole('button', { name: 'Go on' })).toBeVisible()
})

test('shows it at once where there is nothing to wait for', async () => {
  await waiting(0)
  await expect.element(page.getByRole('button', { name: 'Go on' })).toBeVisible()
})

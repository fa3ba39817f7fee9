import type { DoseAnswer } from '@doseline/contract'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { aDose, article, cms } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import { words } from '../../words.ts'
import './verdict-card.ts'

const verdicts: DoseAnswer['verdict'][] = ['ready', 'not-ready', 'needs-information', 'not-billable']

test.each(verdicts)('%s is said in a word and a sign, and can be read', async (verdict) => {
  const dose = aDose({ verdict })
  const element = await shown(html`<verdict-card .dose=${dose} .codebook=${cms}></verdict-card>`)
  expect(saidBy(element)).toContain(words.verdict[verdict])
  expect(element.renderRoot.querySelector('h1 svg')).not.toBeNull()
  await expectAccessible()
})

test('a demonstration book is stamped', async () => {
  const said = saidBy(await shown(html`<verdict-card .dose=${aDose()} .codebook=${article}></verdict-card>`))
  expect(said).toContain('NOT FOR SUBMISSION')
  await expectAccessible()
})

test('a drug outside the book is not supported', async () => {
  const sentence = 'Doseline does not support this drug (Aspirin).'
  const dose = aDose({ supported: false, verdict: 'needs-information', sentence })
  const said = saidBy(await shown(html`<verdict-card .dose=${dose} .codebook=${cms}></verdict-card>`))
  expect(said).toMatch(/^Drug not supported by Doseline/)
  expect(said).toContain(sentence)
})

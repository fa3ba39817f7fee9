import type { CoverageAnswer } from '@doseline/contract'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { aDose, aFinding } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './coverage-strip.ts'

const partB: CoverageAnswer = {
  reference: 'Coverage/b',
  payer: 'Medicare Part B',
  plan: 'Medicare FFS',
  benefit: 'medical',
  status: 'active',
  order: 1,
  from: '2020-01-01',
  active: true,
  first: true,
}
const old: CoverageAnswer = {
  reference: 'Coverage/o',
  status: 'cancelled',
  until: '2025-12-31',
  active: false,
  first: false,
}
const odd: CoverageAnswer = {
  reference: 'Coverage/x',
  payer: 'Acme',
  status: 'active',
  unreadablePeriod: '… to soon',
  first: false,
}

test('who covered the patient that day, who pays first, and since when', async () => {
  const dose = aDose({ coverages: [old, odd, partB] })
  const said = saidBy(await shown(html`<coverage-strip .dose=${dose}></coverage-strip>`))
  expect(said).toMatch(
    /Coverage on Mar 2, 2026 .*1 Medicare Part B Medicare FFS, medical benefit Jan 1, 2020 – open Active Primary/,
  )
  expect(said).toMatch(/not recorded Acme cannot be read: … to soon Unknown/)
  expect(said).toMatch(/payer not named … – Dec 31, 2025 Not active cancelled/)
  await expectAccessible()
})

test('what could not be read is not “none”, and none is said as none', async () => {
  const facts = [{ fact: 'coverage', known: false, shows: 'The EHR refused the coverages.', places: [] }]
  const unread = saidBy(await shown(html`<coverage-strip .dose=${aDose({ facts })}></coverage-strip>`))
  expect(unread).toContain('The EHR refused the coverages.')
  const none = saidBy(await shown(html`<coverage-strip .dose=${aDose({ coverages: [] })}></coverage-strip>`))
  expect(none).toContain('No coverage in the chart.')
  await expectAccessible()
})

test('the authorization stands in the words of its rule', async () => {
  const asked = aFinding({
    id: 'coverage/prior-authorization-is-on-file',
    outcome: 'cannot-tell',
    text: 'Acme asks for a prior authorization, and the chart holds none.',
  })
  const dose = aDose({ coverages: [partB], findings: [asked] })
  const said = saidBy(await shown(html`<coverage-strip .dose=${dose}></coverage-strip>`))
  expect(said).toMatch(/Authorization \( Unknown \) : Acme asks for a prior authorization/)
  await expectAccessible()
})

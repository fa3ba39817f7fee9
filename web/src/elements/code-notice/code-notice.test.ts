import { html } from 'lit'
import { expect, test } from 'vitest'
import { aDose, aFinding } from '../../testing/an-answer.ts'
import { expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import './code-notice.ts'

const says = 'J3397 on ChargeItem/x bills vestronidase alfa-vjbk; Prolia is denosumab, billed with J0897.'
const dose = (outcome: 'fails' | 'passes', severity: 'required' | 'advisory') =>
  aDose({
    findings: [
      aFinding({ id: 'code/fits-the-product', outcome, severity, text: says, remedy: 'Replace J3397 with J0897.' }),
    ],
  })

test('where J3397 meets denosumab it says which code is right', async () => {
  const said = saidBy(await shown(html`<code-notice .dose=${dose('fails', 'required')}></code-notice>`))
  expect(said).toMatch(/J3397 is not denosumab.*Replace J3397 with J0897/)
  await expectAccessible()
})

test('where another code meets another drug it says only that', async () => {
  const text = 'J0897 on ChargeItem/x bills denosumab; Mepsevii is vestronidase alfa-vjbk, billed with J3397.'
  const other = aDose({ findings: [aFinding({ id: 'code/fits-the-product', outcome: 'fails', text })] })
  expect(saidBy(await shown(html`<code-notice .dose=${other}></code-notice>`))).toContain('Code and drug do not match')
})

test('under a book that departs from HCPCS it says so', async () => {
  expect(saidBy(await shown(html`<code-notice .dose=${dose('fails', 'advisory')}></code-notice>`))).toContain(
    'differs from HCPCS',
  )
})

test('a code that fits needs no notice', async () => {
  expect(saidBy(await shown(html`<code-notice .dose=${dose('passes', 'required')}></code-notice>`))).toBe('')
})

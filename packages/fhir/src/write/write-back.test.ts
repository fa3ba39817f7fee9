import fc from 'fast-check'
import type { FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import type { Chart } from '../chart.ts'
import { chartFrom } from '../chart-from.ts'
import { JUDGED_VERSION } from '../systems.ts'
import {
  aBareChart,
  aDiscardLine,
  aJudgedDose,
  aLine,
  applied,
  aWriteBack,
  chargesIn,
  DOSE,
  editedByHand,
  writesIn,
} from '../testing/a-write-back.ts'
import { broken } from '../testing/broken.ts'
import type { WriteBackInput } from '../write-back-request.ts'
import { writeBack } from './write-back.ts'

/** Plans, applies, and checks that planning the same again would change nothing. */
function after(chart: Chart, differs: Partial<WriteBackInput> = {}): Chart {
  const input = aWriteBack(differs)
  const next = applied(chart, writeBack(input, chart).transaction)
  const again = writeBack({ ...input, asOf: '2026-03-04T12:00:00Z' }, next)
  expect(again.transaction).toBeUndefined()
  expect(writesIn(again).every(({ act }) => act === 'keep')).toBe(true)
  return next
}
const only = <T extends FhirResource['resourceType']>(
  chart: Chart,
  type: T,
): Extract<FhirResource, { resourceType: T }>[] =>
  [...chart.resources.values()].filter(
    (one): one is Extract<FhirResource, { resourceType: T }> => one.resourceType === type,
  )
const keyOfCharge = (chart: Chart): string => `ChargeItem/${only(chart, 'ChargeItem')[0]?.id}`

test('writes Flag, line and Provenance, and the second time nothing', () => {
  const chart = after(aBareChart())
  expect(chargesIn(chart)).toEqual(['planned J3397 × 88 administered'])
  expect(only(chart, 'Flag')).toHaveLength(1)
  expect(only(chart, 'Provenance')).toHaveLength(1)
})

test('approving moves the suggested lines, and writes no others', () => {
  const suggested = after(aBareChart(), { lines: [aLine(), aDiscardLine()] })
  const approved = after(suggested, { act: 'approve', lines: [aLine(), aDiscardLine()] })
  expect(chargesIn(approved)).toEqual(['billable J3397 × 88 administered', 'billable J3397-JW × 2 discarded'])
  expect([...approved.resources.keys()].filter((key) => key.startsWith('ChargeItem'))).toEqual(
    [...suggested.resources.keys()].filter((key) => key.startsWith('ChargeItem')),
  )
})

test('a suggestion after an approval takes nothing back', () => {
  expect(chargesIn(after(after(aBareChart(), { act: 'approve' })))).toEqual(['billable J3397 × 88 administered'])
})

test('JZ approved, then 2 mg attested as discarded: one live drug line and one JW line', () => {
  const approved = after(aBareChart(), { act: 'approve', lines: [aLine({ modifiers: ['JZ'] })] })
  const again = after(approved, { act: 'approve', lines: [aLine(), aDiscardLine()] })
  expect(chargesIn(again)).toEqual([
    'billable J3397 × 88 administered',
    'billable J3397-JW × 2 discarded',
    'entered-in-error J3397-JZ × 88 administered',
  ])
  const backAgain = after(again, { act: 'approve', lines: [aLine({ modifiers: ['JZ'] })] })
  expect(chargesIn(backAgain).filter((charge) => charge.startsWith('billable'))).toEqual([
    'billable J3397-JZ × 88 administered',
  ])
})

test('a suggestion that changed is changed in place', () => {
  const chart = after(after(aBareChart()), { lines: [aLine({ units: 90 })] })
  expect(chargesIn(chart)).toEqual(['planned J3397 × 90 administered'])
})

test('each change names its version, and Provenance what it is about', () => {
  const approved = after(aBareChart(), { act: 'approve' })
  const { transaction } = writeBack(
    aWriteBack({
      act: 'approve',
      lines: [aLine({ units: 90 })],
      overrides: [{ rule: 'amount/x', asks: 'Is it x?', reason: 'seen' }],
    }),
    approved,
  )
  const requests = transaction?.entry?.map(({ request, resource }) => [
    request?.method,
    resource?.resourceType,
    request?.ifMatch ?? request?.ifNoneExist?.slice(0, 50),
  ])
  expect(requests).toEqual([
    ['PUT', 'ChargeItem', 'W/"1"'],
    ['POST', 'ChargeItem', 'identifier=https://doseline.example/fhir/sid/charg'],
    ['POST', 'Provenance', undefined],
  ])
  const provenance = transaction?.entry?.at(-1)?.resource
  expect(provenance).toMatchObject({
    target: [{ reference: keyOfCharge(approved) }, { reference: transaction?.entry?.[1]?.fullUrl }],
    reason: [{ text: 'Charged although this is open: Is it x? seen' }],
    agent: [{ who: { reference: 'Practitioner/biller' } }, { who: { display: 'Doseline' } }],
  })
  // A server may take the version out of the reference: it stands beside it as well.
  expect(provenance).toMatchObject({
    entity: expect.arrayContaining([
      {
        role: 'source',
        what: {
          extension: [{ url: JUDGED_VERSION, valueString: '3' }],
          reference: `${DOSE}/_history/3`,
          display: `${DOSE}, version 3`,
        },
      },
    ]),
  })
})

test.each([
  ['Practitioner/ana', { value: 'Practitioner/ana' }],
  [
    'https://directory.example/fhir/Practitioner/7',
    { system: 'urn:ietf:rfc:3986', value: 'https://directory.example/fhir/Practitioner/7' },
  ],
])('a person without a record in this EHR, %s, is named by identifier and never linked', (identifier, named) => {
  const by = { identifier, display: 'Ana Biller' }
  const { transaction } = writeBack(aWriteBack({ by }), aBareChart())
  const [flag, charge, provenance] = transaction?.entry?.map(({ resource }) => resource) ?? []
  const who = { type: 'Practitioner', identifier: named, display: 'Ana Biller' }
  expect([flag, charge]).toMatchObject([{ author: who }, { enterer: who }])
  expect(provenance).toMatchObject({ agent: [{ who }, {}] })
})

test('without a reference the person is named by a display, and is nobody’s enterer', () => {
  const { transaction } = writeBack(aWriteBack({ by: { display: 'Ana Biller' } }), aBareChart())
  const [flag, charge, provenance] = transaction?.entry?.map(({ resource }) => resource) ?? []
  expect(flag).not.toHaveProperty('author')
  expect(charge).not.toHaveProperty('enterer')
  expect(provenance).toMatchObject({ agent: [{ who: { display: 'Ana Biller' } }, {}] })
})

test('under a demonstration book nothing is ever billable', () => {
  const codebook = { id: 'article', label: 'The article', forSubmission: false }
  const chart = after(aBareChart(), { act: 'approve', codebook, lines: [aLine({ units: 60, forSubmission: false })] })
  expect(chargesIn(chart)).toEqual(['not-billable NOT FOR SUBMISSION: J3397 × 60 administered'])
  const [charge] = only(chart, 'ChargeItem')
  expect(charge?.note?.[0]?.text).toMatch(/^NOT FOR SUBMISSION/)
  expect(charge?.identifier?.[0]?.system).toMatch(/charge-article$/)
  const [flag] = only(chart, 'Flag')
  expect(flag?.code).toMatchObject({
    coding: [{ code: 'article-demonstration' }],
    text: expect.stringMatching(/^NOT FOR SUBMISSION/),
  })
})

test('under CMS the lines of the article are left, named, and offered to be voided', () => {
  const codebook = { id: 'article', label: 'The article', forSubmission: false }
  const article = after(aBareChart(), { act: 'approve', codebook, lines: [aLine({ forSubmission: false })] })
  const plan = writeBack(aWriteBack({ act: 'approve' }), article)
  expect(plan.warnings).toEqual([expect.stringMatching(/^ChargeItem\/n\d+ \(J3397\) was written under the article/)])
  expect(chargesIn(after(article, { act: 'approve' }))).toEqual([
    'billable J3397 × 88 administered',
    'not-billable NOT FOR SUBMISSION: J3397 × 88 administered',
  ])
  expect(chargesIn(after(article, { act: 'void', codebook }))).toEqual([
    'entered-in-error NOT FOR SUBMISSION: J3397 × 88 administered',
  ])
})

test('what somebody edited is never overwritten, voided or written a second time', () => {
  const written = after(aBareChart(), { act: 'approve' })
  const edited = editedByHand(written, keyOfCharge(written), { quantity: { value: 80 } })
  const plan = writeBack(aWriteBack({ act: 'approve', lines: [aLine({ units: 90 })] }), edited)
  expect(plan.transaction).toBeUndefined()
  expect(plan.warnings).toEqual([
    `${keyOfCharge(written)} was edited after Doseline wrote it (now billable); it stays as it is.`,
  ])
  expect(writesIn(writeBack(aWriteBack({ act: 'void' }), edited)).find(({ what }) => what === 'ChargeItem')?.act).toBe(
    'keep',
  )
})

test('a line that billing took further is kept without a word', () => {
  const written = after(aBareChart(), { act: 'approve' })
  const plan = writeBack(
    aWriteBack({ act: 'approve' }),
    editedByHand(written, keyOfCharge(written), { status: 'billed' }),
  )
  expect(plan).toMatchObject({ warnings: [] })
  expect(plan.transaction).toBeUndefined()
})

test('a line that somebody voided is not written again', () => {
  const written = after(aBareChart(), { act: 'approve' })
  const inError = editedByHand(written, keyOfCharge(written), { status: 'entered-in-error' })
  const plan = writeBack(aWriteBack({ act: 'approve' }), inError)
  expect(plan.transaction).toBeUndefined()
  expect(plan.warnings[0]).toMatch(/was voided by somebody else/)
})

test('a server’s own way of writing things down is no edit', () => {
  const written = after(aBareChart())
  const rewritten = editedByHand(written, keyOfCharge(written), {
    enteredDate: '2026-03-03T10:00:00.000+00:00',
    text: { status: 'generated', div: '<div/>' },
    service: [{ reference: `https://ehr.example/fhir/${DOSE}` }],
  })
  expect(chargesIn(after(rewritten, { act: 'approve' }))).toEqual(['billable J3397 × 88 administered'])
})

test('a dose that turns out not given loses its lines, with a word', () => {
  const written = after(aBareChart(), { act: 'approve' })
  const gone = {
    doses: [aJudgedDose({ verdict: 'not-billable', sentence: 'Nothing was given.', mayBeCharged: false })],
    lines: [],
  }
  expect(writeBack(aWriteBack(gone), written).warnings[0]).toMatch(
    /is to be voided: it is no longer what the chart supports/,
  )
  expect(chargesIn(after(written, gone))).toEqual(['entered-in-error J3397 × 88 administered'])
})

test('not being able to tell today voids nothing', () => {
  const written = after(aBareChart(), { act: 'approve' })
  const unclear = {
    doses: [aJudgedDose({ verdict: 'needs-information', sentence: 'Cannot tell.', mayBeCharged: false })],
    lines: [],
  }
  expect(chargesIn(after(written, unclear))).toEqual(['billable J3397 × 88 administered'])
})

test('lines of a dose that may not be charged are not written; the Flag is', () => {
  const chart = after(aBareChart(), {
    doses: [aJudgedDose({ verdict: 'not-ready', sentence: 'No payer.', mayBeCharged: false })],
  })
  expect(chargesIn(chart)).toEqual([])
  expect(only(chart, 'Flag')[0]?.code).toMatchObject({ coding: [{ code: 'not-ready' }], text: 'No payer.' })
})

test('a line for two doses replaces the lines of each, and one dose alone does not undo it', () => {
  const other = 'MedicationAdministration/ma-2'
  const two = {
    doses: [aJudgedDose(), aJudgedDose({ administration: other })],
    lines: [aLine({ doses: [DOSE, other], units: 176 })],
  }
  const both = after(after(aBareChart()), two)
  expect(chargesIn(both)).toEqual(['entered-in-error J3397 × 88 administered', 'planned J3397 × 176 administered'])
  const alone = writeBack(aWriteBack(), both)
  expect(writesIn(alone).filter(({ what, act }) => what === 'ChargeItem' && act !== 'keep')).toEqual([])
  expect(alone.warnings.join()).toMatch(/also bills doses that were not judged here/)
})

test('of two lines that raced in with one identifier, one stays', () => {
  const written = after(aBareChart(), { act: 'approve' })
  const [charge] = only(written, 'ChargeItem')
  const twin = { ...structuredClone(charge), resourceType: 'ChargeItem', id: 'twin' } as FhirResource
  expect(chargesIn(after(chartFrom([...written.resources.values(), twin]), { act: 'approve' }))).toEqual([
    'billable J3397 × 88 administered',
    'entered-in-error J3397 × 88 administered',
  ])
})

test('a line whose version the EHR does not tell is not changed, and none is put beside it', () => {
  const written = after(aBareChart(), { act: 'approve' })
  const bare = [...written.resources.values()].map((one) => ({ ...one, meta: {} }))
  const plan = writeBack(aWriteBack({ act: 'approve', lines: [aLine({ units: 90 })] }), chartFrom(bare))
  expect(plan.transaction).toBeUndefined()
  expect(plan.warnings[0]).toMatch(/gave no version/)
})

test('says what could not be read, because our own lines may be there', () => {
  const chart = chartFrom([...aBareChart().resources.values()], { ChargeItem: 'refused' })
  expect(writeBack(aWriteBack(), chart).warnings).toEqual([
    'It is not known whether Doseline wrote charges (ChargeItem) before: they could not be read.',
  ])
})

test('voiding ends the Flag and voids the lines; suggesting again brings both back', () => {
  const written = after(aBareChart(), { act: 'approve' })
  const voided = after(written, { act: 'void' })
  expect(only(voided, 'Flag')[0]).toMatchObject({ status: 'inactive', period: { end: '2026-03-03T10:00:00Z' } })
  expect(chargesIn(voided)).toEqual(['entered-in-error J3397 × 88 administered'])
  const back = after(voided)
  expect(only(back, 'Flag')).toMatchObject([{ status: 'active', period: { start: '2026-03-03T10:00:00Z' } }])
  expect(chargesIn(back)).toEqual(['entered-in-error J3397 × 88 administered', 'planned J3397 × 88 administered'])
  expect(writeBack(aWriteBack({ act: 'void' }), aBareChart())).toMatchObject({ steps: [], warnings: [] })
})

describe('voiding one dose of a visit with two', () => {
  const other = 'MedicationAdministration/ma-2'
  const doses = [aJudgedDose(), aJudgedDose({ administration: other, sentence: '60 mg of Prolia can be billed.' })]
  const approved = (...lines: ReturnType<typeof aLine>[]) => after(aBareChart(), { act: 'approve', doses, lines })

  test('takes its lines, and the Flag goes on for the other', () => {
    const chart = approved(aLine(), aLine({ code: 'J0897', doses: [other] }))
    const voided = after(chart, { act: 'void', doses, about: [DOSE] })
    expect(chargesIn(voided)).toEqual(['billable J0897 × 88 administered', 'entered-in-error J3397 × 88 administered'])
    expect(only(voided, 'Flag')).toMatchObject([
      { status: 'active', code: { text: '60 mg of Prolia can be billed.' }, extension: [{}, {}] },
    ])
    const both = after(voided, { act: 'void', doses, about: [DOSE, other] })
    expect(chargesIn(both).filter((charge) => charge.startsWith('billable'))).toEqual([])
    expect(only(both, 'Flag')).toMatchObject([{ status: 'inactive' }])
  })

  test('stays voided when the other is approved: nobody approves what is not on their screen', () => {
    const lines = [aLine(), aLine({ code: 'J0897', doses: [other] })]
    const voided = after(approved(...lines), { act: 'void', doses, about: [DOSE] })
    const again = after(voided, { act: 'approve', doses, lines, about: [other] })
    expect(chargesIn(again)).toEqual(['billable J0897 × 88 administered', 'entered-in-error J3397 × 88 administered'])
  })

  test('takes what bills a dose that is in the chart no longer with it', () => {
    const chart = approved(aLine(), aLine({ code: 'J0897', doses: ['MedicationAdministration/gone'] }))
    const written = after(chart, {
      act: 'approve',
      doses: [...doses, aJudgedDose({ administration: 'MedicationAdministration/gone' })],
      lines: [aLine({ code: 'J0897', doses: ['MedicationAdministration/gone'] })],
      about: ['MedicationAdministration/gone'],
    })
    expect(chargesIn(written)).toHaveLength(2)
    const charges = chargesIn(after(written, { act: 'void', doses, about: [DOSE] }))
    expect(charges.filter((charge) => charge.startsWith('billable'))).toEqual([])
  })

  test('takes a line of both as a whole, and says so before', () => {
    const chart = approved(aLine({ doses: [DOSE, other] }))
    const plan = writeBack(aWriteBack({ act: 'void', doses, about: [DOSE] }), chart)
    expect(writesIn(plan).filter(({ act }) => act === 'void')).toHaveLength(1)
    expect(plan.warnings.join()).toMatch(
      /also bills another dose of the day and goes for both: approving either brings it back/,
    )
  })
})

test('one Flag an encounter, or a patient and day, with the worst verdict and every dose', () => {
  const doses = [
    aJudgedDose(),
    aJudgedDose({ administration: 'MedicationAdministration/ma-2', verdict: 'not-ready', sentence: 'No discard.' }),
  ]
  const [flag] = only(after(aBareChart(), { doses }), 'Flag')
  expect(flag).toMatchObject({
    code: { coding: [{ code: 'not-ready' }], text: '2 doses: 88 mg of Mepsevii can be billed. No discard.' },
    extension: [
      { valueReference: { reference: DOSE } },
      { valueReference: { reference: 'MedicationAdministration/ma-2' } },
      {},
    ],
  })
  const chart = after(after(aBareChart(), { encounter: undefined }), {
    encounter: undefined,
    dateOfService: '2026-03-30',
  })
  expect(only(chart, 'Flag')).toHaveLength(2)
})

test('a Flag that somebody changed stays', () => {
  const written = after(aBareChart())
  const flag = `Flag/${only(written, 'Flag')[0]?.id}`
  const plan = writeBack(
    aWriteBack({ doses: [aJudgedDose({ verdict: 'not-ready' })] }),
    editedByHand(written, flag, { status: 'inactive' }),
  )
  expect(plan.warnings).toEqual([`${flag} was edited after Doseline wrote it; it stays as it is.`])
  expect(writesIn(plan)[0]).toMatchObject({ what: 'Flag', act: 'keep' })
})

test('two lines that share an identity are never written together', () => {
  const plan = writeBack(aWriteBack({ lines: [aLine(), aLine({ units: 1 })] }), aBareChart())
  expect(writesIn(plan).filter(({ what }) => what === 'ChargeItem')).toHaveLength(1)
  expect(plan.warnings).toEqual(['J3397 × 88 administered is not written: another line bills the same.'])
})

test('whatever order the chart comes in, the plan is the same', () => {
  const written = after(aBareChart(), { act: 'approve', lines: [aLine(), aDiscardLine()] })
  const input = aWriteBack({ act: 'approve', lines: [aLine({ modifiers: ['JZ'] })] })
  const expected = writeBack(input, written)
  const shuffled = fc.shuffledSubarray([...written.resources.values()], { minLength: written.resources.size })
  fc.assert(
    fc.property(shuffled, (resources) => {
      expect(writeBack(input, chartFrom(resources))).toEqual(expected)
    }),
  )
})

test('after any acts in any order, each role has at most one live line, and planning again changes nothing', () => {
  const variants = [[aLine()], [aLine({ modifiers: ['JZ'] })], [aLine(), aDiscardLine()], [aLine({ units: 90 })], []]
  const step = fc.record({ act: fc.constantFrom('suggest', 'approve', 'void'), lines: fc.constantFrom(...variants) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const chart = steps.reduce((current, taken) => after(current, taken), aBareChart())
      const live = only(chart, 'ChargeItem').filter(({ status }) => status === 'planned' || status === 'billable')
      const discards = live.filter(({ code }) => code.text?.includes('JW'))
      expect([discards.length <= 1, live.length - discards.length <= 1]).toEqual([true, true])
    }),
  )
})

test('a chart that is wrong anywhere is planned for without an exception', () => {
  const written = after(aBareChart(), { act: 'approve', lines: [aLine(), aDiscardLine()] })
  const inputs = [aWriteBack({ act: 'approve' }), aWriteBack({ act: 'void' }), aWriteBack({ lines: [] })]
  fc.assert(
    fc.property(broken([...written.resources.values()]), (resources) => {
      for (const input of inputs) expect(writesIn(writeBack(input, chartFrom(resources)))).toBeInstanceOf(Array)
    }),
    { numRuns: 2000 },
  )
})

test('an approved line is not replaced because the problem list grew or we word things otherwise', () => {
  const written = after(aBareChart(), { act: 'approve' })
  const differs = { supporting: ['Condition/new'], lines: [aLine({ working: '88 units of 1 mg' })] }
  expect(writeBack(aWriteBack({ act: 'approve', ...differs }), written).transaction).toBeUndefined()
})

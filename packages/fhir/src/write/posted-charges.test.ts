import type { PostedCharge } from '@doseline/contract'
import { expect, test } from 'vitest'
import { aBareChart, aDiscardLine, aJudgedDose, aLine, aWriteBack, DOSE } from '../testing/a-write-back.ts'
import type { WriteBackInput } from '../write-back-request.ts'
import { channelFor } from './channels/channel-for.ts'
import { lineIdentity } from './identities.ts'
import { writeBack } from './write-back.ts'

const SCHEDULE = { system: 'https://fhir.example/codeSet/14002', code: '1' }
const own = { system: 'https://fhir.example/BillCodes', schedule: SCHEDULE }
const offer = { channels: ['oracle-create', 'document'], billCodes: { hcpcs: own, cpt: own, modifier: own } } as const
const OTHER = 'MedicationAdministration/ma-2'

const given = (line = aLine(), doses = [DOSE]): PostedCharge => ({
  identity: lineIdentity(aWriteBack(), { ...line, doses }, 0),
  code: line.code,
  units: line.units,
  modifiers: line.modifiers,
  dateOfService: line.dateOfService,
  doses,
})
function planned(differs: Partial<WriteBackInput>) {
  const input = aWriteBack({ act: 'approve', lines: [aLine(), aDiscardLine()], ...differs })
  const plan = writeBack(input, aBareChart())
  const { channel, requests = [] } = channelFor(input, plan, offer)
  return { channel, sent: requests.map(({ says }) => says), warnings: plan.warnings.join('\n') }
}

test('a line that was given is not given again, and the others are', () => {
  expect(planned({ postedCharges: [given()] })).toMatchObject({
    channel: 'oracle-create',
    sent: ['J3397-JW × 2 discarded'],
  })
})

test('where all of them were given nothing is left to send, not even a message', () => {
  expect(planned({ postedCharges: [given(), given(aDiscardLine())] })).toMatchObject({
    channel: 'oracle-create',
    sent: [],
  })
})

test.each<[string, Partial<WriteBackInput>]>([
  ['its units have changed', { lines: [aLine({ units: 90 })] }],
  [
    'its doses have become more',
    {
      lines: [aLine({ units: 176, doses: [DOSE, OTHER] })],
      doses: [aJudgedDose(), aJudgedDose({ administration: OTHER })],
    },
  ],
  ['its code has changed', { lines: [aLine({ code: 'J0897' })] }],
])('a line that was given is never given beside another, where %s', (_, differs) => {
  const { sent, warnings } = planned({ postedCharges: [given()], ...differs })
  expect(sent.filter((says) => says.includes('administered'))).toEqual([])
  expect(warnings).toMatch(/is not written: J3397 × 88 was charged before by the EHR’s own operation/)
})

test.each<[string, Partial<WriteBackInput>]>([
  ['is charged no longer', { lines: [], doses: [aJudgedDose({ verdict: 'not-billable', mayBeCharged: false })] }],
  ['is voided', { act: 'void' }],
])('a line that was given and %s has to be taken back in the EHR', (_, differs) => {
  expect(planned({ postedCharges: [given()], ...differs }).warnings).toBe(
    'J3397 × 88 was charged by the EHR’s own operation: where it is wrong, reverse it there.',
  )
})

test('a demonstration gives nothing, and what was given says nothing of it', () => {
  const codebook = { id: 'article', label: 'The article', forSubmission: false }
  expect(planned({ codebook, postedCharges: [given()] }).sent).toHaveLength(1)
})

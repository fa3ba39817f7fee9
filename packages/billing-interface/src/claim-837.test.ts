import { describe, expect, test } from 'vitest'
import { ClaimFault, type ClaimLine, claimSegments, type ServiceClaim } from './claim-837.ts'

const line = (differs: Partial<ClaimLine> = {}): ClaimLine => ({
  code: 'J3397',
  modifiers: [],
  units: 88,
  dateOfService: '2026-03-02',
  pointers: [1],
  ndc: { code: '69794000101', quantity: '44', unit: 'ML' },
  ...differs,
})
const claim = (differs: Partial<ServiceClaim> = {}): ServiceClaim => ({
  type: 'professional',
  diagnoses: ['E76.29', 'Z79.899'],
  lines: [line()],
  ...differs,
})
const faultOf = (work: () => unknown): ClaimFault => {
  try {
    work()
  } catch (error) {
    if (error instanceof ClaimFault) return error
    throw error
  }
  throw new Error('nothing was refused')
}

test('drug, discarded drug and administration are three lines of a professional claim', () => {
  const lines = [
    line(),
    line({ units: 2, modifiers: ['TB', 'JW'], ndc: { code: '69794000101', quantity: '1', unit: 'ML' } }),
    line({ code: '96365', units: 1, pointers: [1, 2], ndc: undefined }),
  ]
  expect(claimSegments(claim({ lines, authorization: 'PA-77' }))).toEqual([
    'REF*G1*PA-77',
    'HI*ABK:E7629*ABF:Z79899',
    'LX*1',
    'SV1*HC:J3397*0*UN*88***1',
    'DTP*472*D8*20260302',
    'LIN**N4*69794000101',
    'CTP****44*ML',
    'LX*2',
    'SV1*HC:J3397:TB:JW*0*UN*2***1',
    'DTP*472*D8*20260302',
    'LIN**N4*69794000101',
    'CTP****1*ML',
    'LX*3',
    'SV1*HC:96365*0*UN*1***1:2',
    'DTP*472*D8*20260302',
  ])
})

test('an institutional claim has revenue codes, its principal diagnosis by itself, and no pointers', () => {
  expect(claimSegments(claim({ type: 'institutional', lines: [line({ revenueCode: '0636' })] }))).toEqual([
    'HI*ABK:E7629',
    'HI*ABF:Z79899',
    'LX*1',
    'SV2*0636*HC:J3397*0*UN*88',
    'DTP*472*D8*20260302',
    'LIN**N4*69794000101',
    'CTP****44*ML',
  ])
})

test('a quantity keeps its decimals, and a narrative stands after the fourth modifier', () => {
  const said = claimSegments(
    claim({
      lines: [line({ narrative: 'NEWDRUG 5 MG/ML IV', ndc: { code: '69794000101', quantity: '0.125', unit: 'ML' } })],
    }),
  )
  expect(said).toContain('CTP****0.125*ML')
  expect(said).toContain('SV1*HC:J3397:::::NEWDRUG 5 MG/ML IV*0*UN*88***1')
})

describe('what a payer would refuse or read otherwise is refused here, by element, with what to do', () => {
  test.each<[string, Partial<ClaimLine>, Partial<ServiceClaim>?]>([
    ['LIN03', { ndc: { code: '69794-0001-01', quantity: '1', unit: 'ML' } }],
    ['LIN03', { ndc: { code: '6979400101', quantity: '1', unit: 'ML' } }],
    ['CTP04', { ndc: { code: '69794000101' } }],
    ['CTP04', { ndc: { code: '69794000101', quantity: '0.1255', unit: 'ML' } }],
    ['CTP05', { ndc: { code: '69794000101', quantity: '1', unit: 'mL' } }],
    ['SV101-6', { modifiers: ['JA', 'JB', 'TB', 'JW', 'JZ'] }],
    ['SV101-3', { modifiers: ['JWX'] }],
    ['SV101-2', { code: 'J33' }],
    ['SV101-7', { narrative: 'A: B' }],
    ['SV101-7', { narrative: 'x'.repeat(81) }],
    ['SV107', { pointers: [] }],
    ['SV107', { pointers: [3] }],
    ['SV107', { pointers: [1, 2, 1, 2, 1] }],
    ['SV104', { units: 1.5 }],
    ['DTP03', { dateOfService: '2026-03' }],
    ['SV201', {}, { type: 'institutional' }],
    ['HI01', {}, { diagnoses: [] }],
    ['HI', {}, { diagnoses: Array.from({ length: 13 }, (_, at) => `A0${at % 10}.0`) }],
    ['REF02', {}, { authorization: 'A*B' }],
  ])('%s (case %$)', (element, differs, about = {}) => {
    const fault = faultOf(() => claimSegments(claim({ ...about, lines: [line(differs)] })))
    expect(fault.element).toBe(element)
    expect(fault.todo).toMatch(/\.$/)
  })
})

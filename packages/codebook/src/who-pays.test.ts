import type { CoverageRecord } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { loadCodebook } from './load.ts'

/** Coverages as registrations write them, each read by everything it says about itself. */
const codebook = loadCodebook()

interface Said {
  readonly payor?: string | readonly string[]
  readonly type?: string
  readonly sopt?: string
  readonly x12?: string
  readonly v3?: string
  readonly plan?: string
  readonly group?: string
}

const CLASS = 'http://terminology.hl7.org/CodeSystem/coverage-class'

function coverage({ payor = [], type, sopt, x12, v3, plan, group }: Said): CoverageRecord {
  return {
    reference: 'Coverage/c',
    status: 'active',
    types: [
      ...(sopt ? [{ system: 'https://nahdo.org/sopt', code: sopt }] : []),
      ...(x12 ? [{ system: 'https://codesystem.x12.org/005010/1032', code: x12 }] : []),
      ...(v3 ? [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: v3 }] : []),
      ...(type ? [{ display: type }] : []),
      ...(group ? [{ system: CLASS, code: 'group', display: group }] : []),
      ...(plan ? [{ system: CLASS, code: 'plan', display: plan }] : []),
    ],
    payors: (typeof payor === 'string' ? [payor] : payor).map((name) => ({ name, identifiers: [] })),
    place: { resource: 'Coverage/c', element: 'payor' },
  }
}
const read = (said: Said) => codebook.readCoverage(coverage(said))

describe('Medicare Part B is', () => {
  test.each<Said>([
    { payor: 'Medicare' },
    { payor: 'MEDICARE', plan: 'MEDICARE PART A & B' },
    { payor: 'Medicare Part B' },
    { payor: 'Medicare-Part-B' },
    { payor: 'MEDICARE B' },
    { payor: 'MEDICARE PT B' },
    { payor: 'MCR B' },
    { payor: 'MCR PART B' },
    { payor: 'Medicare PT A & B' },
    { payor: 'MEDICARE A&B' },
    { payor: 'Medicare A/B' },
    { payor: 'Medicare Parts A and B' },
    { payor: 'Original Medicare (Fee-for-Service)' },
    { payor: 'CMS' },
    { payor: 'Centers for Medicare & Medicaid Services', group: 'Medicare', plan: 'Part B', v3: 'SUBSIDIZ' },
    { payor: 'Noridian', sopt: '121' },
    { payor: 'NORIDIAN JF MEDICARE PART B' },
    { payor: 'Novitas Solutions, Inc.' },
    { payor: 'Palmetto GBA - Railroad Medicare' },
    { payor: 'Railroad Medicare' },
    { payor: 'WPS GHA' },
    { payor: 'NGS Medicare' },
    { payor: 'National Government Services' },
    { payor: 'CGS Administrators, LLC' },
    { payor: 'First Coast Service Options' },
    { payor: 'Medicare of North Carolina' },
    { payor: ['Medicare', 'Noridian'] },
    { payor: ['unknown', 'Medicare'] },
    { payor: 'Medicare', sopt: '1' },
    { payor: 'Medicare', sopt: '12' },
    { payor: 'Medicare', x12: 'MB' },
    { payor: 'Medicare', v3: 'PUBLICPOL', type: 'public healthcare' },
    { payor: 'Medicare', plan: '100101' },
    { payor: 'Medicare', type: 'Insurance' },
    { payor: 'Medicare Traditional (Primary)' },
    { payor: 'Medicare Part B - IL', type: 'Government' },
    { type: 'Medicare Part B' },
    { x12: 'MB' },
  ])('%o', (said) => expect(read(said)).toMatchObject({ payer: { id: 'medicare-part-b' }, benefit: 'medical' }))
})

describe('Medicare Part B is not', () => {
  test.each<Said>([
    { payor: 'Medicare', plan: 'MEDICARE ADVANTAGE PPO' },
    { payor: 'Medicare', type: 'HMO' },
    { payor: 'Medicare', type: 'Managed Care' },
    { payor: 'Medicare', type: 'Medicaid' },
    { payor: 'Medicare', plan: 'Gold Plus' },
    { payor: 'Medicare', plan: 'H5216-001' },
    { payor: 'Medicare', group: 'MCR01' },
    { payor: 'Medicare', sopt: '11' },
    { payor: 'Medicare', sopt: '111' },
    { payor: 'Medicare', sopt: '199' },
    { payor: 'Medicare', sopt: '13' },
    { payor: 'Medicare', sopt: '21' },
    { payor: 'Medicare', x12: '16' },
    { payor: 'Medicare', x12: 'mb' },
    { payor: 'Medicare', v3: 'PPO' },
    { payor: 'Medicare POS' },
    { payor: 'Medicare EPO' },
    { payor: 'Medicare Part A' },
    { payor: 'Medicare Part C' },
    { payor: 'Medicare Part B-ID' },
    { payor: 'MCR B-ID' },
    { payor: 'Medicare', type: 'Part B Immunosuppressive Drug' },
    { payor: 'MCR A' },
    { payor: 'MEDICARE PT D' },
    { payor: 'MCR ADV' },
    { payor: 'Medicare Part D' },
    { payor: 'Medicare Supplement' },
    { payor: 'Medicare Secondary' },
    { payor: 'Managed Medicare' },
    { payor: 'WPS Health Insurance' },
    { payor: 'Humana' },
    { payor: 'Humana', plan: 'Medicare' },
    { payor: 'Humana Gold Plus', sopt: '1' },
    { payor: 'BlueMedicare Preferred', sopt: '1' },
    { payor: 'Aetna Medicare', sopt: '121' },
    { payor: ['Medicare', 'Humana'] },
    { payor: ['Medicare', 'Blue Cross NC'] },
    { type: 'Medicare' },
    { sopt: '1' },
    {},
  ])('%o', (said) => expect(read(said).payer?.id).not.toBe('medicare-part-b'))
})

test.each<[Said, string]>([
  [{ payor: 'Blue Cross NC' }, 'blue-cross-nc'],
  [{ payor: 'Blue Cross NC', plan: 'Blue Options PPO', sopt: '612' }, 'blue-cross-nc'],
  [{ payor: 'Blue Cross NC', group: 'H1234' }, 'blue-cross-nc'],
  [{ payor: 'Western Health Advantage', type: 'HMO' }, 'western-health-advantage'],
  [{ payor: 'Humana Medicare', sopt: '11' }, 'humana-medicare'],
  [{ payor: 'Humana Medicare Advantage', plan: 'H5216-001' }, 'humana-medicare'],
  [{ payor: 'UHC Medicare Advantage', type: 'Medicare' }, 'unitedhealthcare-medicare-advantage'],
  [{ payor: 'Humana Ohio Medicaid', sopt: '21' }, 'humana-ohio-medicaid'],
])('%o is %s', (said, id) => expect(read(said).payer?.id).toBe(id))

test.each<Said>([
  { payor: 'Blue Cross NC', plan: 'Blue Medicare HMO' },
  { payor: 'Blue Cross NC', sopt: '111' },
  { payor: 'Blue Cross NC', type: 'Medicaid' },
  { payor: 'Aetna', plan: 'Better Health' },
  { payor: 'GEHA', plan: 'Connection Dental' },
  { payor: 'Humana Medicare', sopt: '12' },
  { payor: 'Humana Medicare', plan: 'Part D' },
  { payor: 'Humana Medicare', plan: 'Aetna' },
  { payor: 'Summit Medicare Advantage HMO', sopt: '111' },
])('%o is no payer of the code book', (said) => expect(read(said).payer).toBeUndefined())

test.each<[Said, string, string | undefined]>([
  [{ payor: 'CMS', plan: 'Part A' }, 'hospital', 'medicare-a'],
  [{ payor: 'CMS', plan: 'Part B' }, 'medical', 'medicare-b'],
  [{ payor: 'CMS', plan: 'H1234-001' }, 'medical', 'medicare-c'],
  [{ payor: 'CMS', plan: 'S5678-002' }, 'pharmacy', 'medicare-d'],
  [{ payor: 'CMS', plan: 'E0654' }, 'medical', undefined],
  [{ payor: 'Silverline', sopt: '122' }, 'pharmacy', 'medicare-d'],
  [{ payor: 'Optum Rx', v3: 'DRUGPOL' }, 'pharmacy', undefined],
  [{ payor: 'Mutual of Omaha', sopt: '523' }, 'supplement', 'medicare-supplement'],
  [{ payor: 'Anthem', sopt: '623' }, 'supplement', 'medicare-supplement'],
  [{ payor: 'Tricare', sopt: '3123' }, 'supplement', 'tricare-for-life'],
  [{ payor: 'Acme', sopt: '191' }, 'pharmacy', 'medicare-d'],
  [{ payor: 'Acme', sopt: '516' }, 'pharmacy', 'pharmacy'],
  ...['313', '299', '517', '524', '614', '629', '32127'].map((sopt): [Said, string, string] => [
    { payor: 'Acme', sopt },
    'limited',
    'limited',
  ]),
  [{ payor: 'State Fund', v3: 'WCBPOL' }, 'medical', 'workers-compensation'],
  [{ payor: 'Acme', x12: 'AM' }, 'medical', 'liability'],
  [{ payor: 'Veterans Affairs' }, 'medical', 'veterans'],
  [{ payor: 'Tricare' }, 'medical', undefined],
  [{ payor: 'Tricare', type: 'Tricare Prime HMO' }, 'medical', 'tricare'],
  // It pays what Medicare leaves, and is never first.
  [{ payor: 'Tricare for Life' }, 'supplement', 'tricare-for-life'],
  [{ type: 'Self-Pay' }, 'self-pay', 'self-pay'],
  [{ payor: 'Delta Dental' }, 'limited', 'limited'],
  [{ payor: 'Acme' }, 'medical', undefined],
])('%o pays as %s', (said, benefit, kind) => expect([read(said).benefit, read(said).kind?.id]).toEqual([benefit, kind]))

test.each<[Said, string | undefined]>([
  [{ payor: 'Medicare Part B' }, undefined],
  [{ payor: 'Railroad Medicare' }, 'Railroad Medicare'],
  [{ payor: 'Palmetto GBA - Railroad Medicare' }, 'Railroad Medicare'],
  [{ payor: 'Medicare', type: 'RRB' }, 'Railroad Medicare'],
])('%o is taken by the branch %s', (said, branch) =>
  expect(read(said)).toMatchObject({ payer: {}, ...(branch && { branch }) }),
)

test.each<Said>([
  { payor: 'Mutual of Omaha', sopt: '523' },
  { payor: 'Mutual of Omaha', type: 'Medicare Supplement' },
  { payor: 'NC Medicaid', type: 'Medicaid' },
  { payor: 'Medicaid' },
  { payor: 'Cigna', type: 'Commercial' },
  { payor: 'Aetna' },
  { payor: 'Tricare' },
  { payor: 'Blue Cross NC' },
  { payor: 'unknown' },
  {},
])('%o pays in place of nothing', (said) => expect(read(said).mayReplace).toEqual([]))

test.each<Said>([
  { payor: 'AARP MEDICARECOMPLETE' },
  { payor: 'UHC MCR ADV' },
  { payor: 'HUMANA GOLD PLUS HMO' },
  { payor: 'Tufts Medicare Preferred' },
  { payor: 'Acme', sopt: '1' },
  { payor: 'Acme' },
  { payor: 'Hospice' },
])('%o may pay in place of Part B', (said) => expect(read(said).mayReplace).toContain('medicare-b'))

test('a person as payer contradicts a type that says who pays', () => {
  const person = { payors: [{ isPerson: true as const, identifiers: [] }] }
  expect(codebook.readCoverage({ ...coverage({ type: 'Medicare Part B', sopt: '121' }), ...person })).toMatchObject({
    doubt: 'Coverage/c names a person as its payer and “code 121” as its type.',
  })
  expect(codebook.readCoverage({ ...coverage({ type: 'Self-pay' }), ...person }).benefit).toBe('self-pay')
  expect(codebook.readCoverage({ ...coverage({}), ...person }).benefit).toBe('self-pay')
})

test('the payer ID of another company is not Original Medicare’s', () => {
  const withId = (name: string, code: string): CoverageRecord => ({
    ...coverage({}),
    payors: [{ name, identifiers: [{ system: 'urn:payer-id', code }] }],
  })
  expect(codebook.readCoverage(withId('Medicare Part B', '61101'))).toMatchObject({
    doubt: 'Coverage/c names a payer with the payer ID 61101, which is of Humana.',
  })
  expect(codebook.readCoverage(withId('Medicare Part B', '12502')).payer?.id).toBe('medicare-part-b')
  expect(codebook.readCoverage(withId('Aetna', '60054')).payer?.id).toBe('aetna')
})

test.each<[Said, boolean]>([
  [{ payor: 'Travelers', type: 'Workers Comp' }, true],
  [{ payor: 'Sedgwick' }, true],
  [{ payor: 'Geico', type: 'Auto' }, true],
  [{ payor: 'Veterans Affairs' }, true],
  [{ payor: 'Federal Black Lung Program' }, true],
  [{ payor: 'Aetna', type: 'Employer group, active' }, true],
  [{ payor: 'Aetna', type: 'Employer group, retired' }, false],
  [{ payor: 'Cigna', type: 'Commercial' }, false],
  [{ payor: 'Mutual of Omaha', type: 'Medicare Supplement' }, false],
  [{ payor: 'NC Medicaid', type: 'Medicaid' }, false],
  [{ payor: 'Acme' }, false],
  [{}, false],
])('%o may pay before Part B, whatever its place: %s', (said, may) =>
  expect(read(said).mayPayBefore.includes('medicare-b')).toBe(may),
)

test.each(['Blue Cross NC Blue Options PPO', 'BLUE CROSS OF NC', 'Blue Cross NC Blue Value'])(
  '%s is Blue Cross NC',
  (payor) => expect(read({ payor }).payer?.id).toBe('blue-cross-nc'),
)

test.each(['Blue Cross NC Blue Medicare HMO', 'Blue Cross NC Blue Medicare Advantage'])(
  '%s is no commercial plan of Blue Cross NC',
  (payor) => expect(read({ payor }).payer?.id).not.toBe('blue-cross-nc'),
)

test.each([
  ['http://terminology.hl7.org/CodeSystem/insurance-plan-type', 'Drug', 'pharmacy'],
  ['http://terminology.hl7.org/CodeSystem/v3-ActCode', 'MENTPOL', 'limited'],
])('a code of %s as HL7 writes it, %s, pays as %s', (system, code, benefit) => {
  expect(codebook.readCoverage({ ...coverage({}), types: [{ system, code }] }).benefit).toBe(benefit)
})

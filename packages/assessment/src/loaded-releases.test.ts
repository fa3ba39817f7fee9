import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'
import { codebookWith, ndcDirectory } from './testing/loaded.ts'
import { judgedBy, linesOf } from './testing/one-dose.ts'

/** What a dose in order is told once a hospital has taken these files in. */
async function judgedWith(name: string, files: Readonly<Record<string, string>>, from: string): Promise<DoseAnswer> {
  const asked = scenario(name)
  const request = AssessmentRequest.parse(requestFor(asked))
  const [dose] = assess(request, await codebookWith(files, from), asked.asOf).assessments
  if (!dose) throw new Error('the scenario has a dose')
  return dose
}

const finding = ({ findings }: DoseAnswer, rule: string) => findings.find(({ id }) => id === rule)

const directory = (end: string) =>
  ndcDirectory([
    {
      ndc: '55513-710-01',
      brand: 'Example',
      generic: 'denosumab',
      end,
      holds: '1 mL in 1 SYRINGE',
      route: 'SUBCUTANEOUS',
    },
  ])

test('an NDC that was not marketed on the day is a billing question, and holds no dose', async () => {
  const marketed = await judgedWith(READY, directory(''), '2026-11-30')
  expect([marketed.verdict, finding(marketed, 'code/ndc-is-whole')]).toEqual([
    'ready',
    expect.objectContaining({ outcome: 'passes', text: expect.stringContaining('was marketed that day') }),
  ])
  const ended = await judgedWith(READY, directory('20251231'), '2026-11-30')
  expect([ended.verdict, finding(ended, 'code/ndc-is-whole')]).toEqual([
    'ready',
    expect.objectContaining({
      outcome: 'fails',
      severity: 'advisory',
      text: 'NDC 55513071001 was marketed until 2025-12-31 by the NDC directory of 2026-11-30: a clearinghouse rejects it for a later day of service.',
    }),
  ])
})

test('a drug that Addendum B packages is reported in a hospital and not paid', async () => {
  const addendum = (status: string) => ({
    'addendum.csv': `Addendum B.-Final OPPS Payment by HCPCS Code for CY 2026\nHCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate,National Unadjusted Copayment,Minimum Unadjusted Copayment\nJ0897,x,${status},,,,,\n`,
  })
  const packaged = await judgedWith(IN_HOSPITAL, addendum('N'), '2026-01-01')
  expect(finding(packaged, 'code/is-paid-by-itself')).toMatchObject({
    outcome: 'fails',
    severity: 'advisory',
    text: expect.stringContaining('J0897 is packaged in'),
  })
  const paid = await judgedWith(IN_HOSPITAL, addendum('K'), '2026-01-01')
  expect(finding(paid, 'code/is-paid-by-itself')).toMatchObject({
    outcome: 'passes',
    text: expect.stringContaining('J0897 is paid by itself in'),
  })
})

test('a dose of last year is billed by the code and the unit of that year', async () => {
  const crosswalk = `"Effective January 1, 2025 through March 31, 2025"\n_2025_CODE,Short Description,LABELER NAME,NDC2,Drug Name,HCPCS dosage,PKG SIZE,PKG QTY,BILLUNITS,BILLUNITSPKG\nJ1300,x,Alexion,25682-0001-01,Soliris,10 MG,30,1,30,30\n`
  const codebook = await codebookWith({ 'asp-2025-01.csv': crosswalk }, '2025-01-01')
  const soliris = (on: string, effectiveCode?: string) =>
    judgedBy(codebook, {
      ndc: '25682-0001-01',
      text: 'Soliris 300 mg/30 mL',
      dose: 300,
      on,
      diagnosis: 'D59.5',
      attested: { containersOpened: 1, ...(effectiveCode !== undefined && { effectiveCode }) },
    })
  expect(linesOf(soliris('2025-02-02'))).toBe('J1300-JZ × 30')
  expect(linesOf(soliris('2026-02-02'))).toBe('J1299-JZ × 150')
  // Between the two quarters that are loaded it can be either.
  const between = soliris('2025-06-02')
  expect([between.verdict, between.wouldMakeReady]).toEqual([
    'needs-information',
    [expect.objectContaining({ remedy: expect.stringContaining('state it: J1300 or J1299.') })],
  ])
  expect(linesOf(soliris('2025-06-02', 'J1300'))).toBe('J1300-JZ × 30')
  expect(linesOf(soliris('2025-06-02', 'J1299'))).toBe('J1299-JZ × 150')
  const before = soliris('2024-02-02')
  expect([before.verdict, before.wouldMakeReady]).toEqual([
    'needs-information',
    [expect.objectContaining({ remedy: expect.stringContaining('look up whether it was in use on 2024-02-02') })],
  ])
})

const READY = 'medicare-prolia-charted-in-ml'
const IN_HOSPITAL = 'medicare-xgeva-breast-cancer-in-hospital'

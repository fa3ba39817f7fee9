import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'
import { codebookWith, ndcDirectory } from './testing/loaded.ts'

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

const READY = 'medicare-prolia-charted-in-ml'
const IN_HOSPITAL = 'medicare-xgeva-breast-cancer-in-hospital'

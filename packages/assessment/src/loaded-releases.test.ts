import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { inMemory, loadCodebook, loadReleases, planUpdate, RELEASES, readData, readFiles } from '@doseline/codebook'
import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import { day } from '@doseline/dose'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'

/** What a dose in order is told once a hospital has taken these files in, as the command does it. */
async function judgedWith(name: string, files: Readonly<Record<string, string>>, from: string): Promise<DoseAnswer> {
  const folder = mkdtempSync(join(tmpdir(), 'releases-'))
  cpSync(fileURLToPath(new URL('../', RELEASES)), folder, { recursive: true })
  const given = Object.entries(files).map(([file, text]) => inMemory(file, Buffer.from(text)))
  const codes = new Set(Object.values(readData().giving).flatMap(({ cpt }) => cpt))
  for await (const read of readFiles(given, { codes, loaded: () => undefined })) {
    if (!('bulletin' in read)) throw new Error(JSON.stringify(read))
    const about = { file: read.files.join(', '), digest: read.digest, read: day('2026-11-30'), from: day(from) }
    const { release } = planUpdate(read.bulletin, about, { data: readData(), releases: loadReleases() })
    writeFileSync(join(folder, 'releases', `${release.head.id}.tsv`), release.bytes)
  }
  const asked = scenario(name)
  const request = AssessmentRequest.parse(requestFor(asked))
  const [dose] = assess(request, loadCodebook(pathToFileURL(`${folder}/`)), asked.asOf).assessments
  if (!dose) throw new Error('the scenario has a dose')
  return dose
}

const finding = ({ findings }: DoseAnswer, rule: string) => findings.find(({ id }) => id === rule)

const directory = (end: string) => ({
  'product.txt':
    'PRODUCTID\tPRODUCTNDC\tPRODUCTTYPENAME\tPROPRIETARYNAME\tPROPRIETARYNAMESUFFIX\tNONPROPRIETARYNAME\tDOSAGEFORMNAME\tROUTENAME\tSTARTMARKETINGDATE\tENDMARKETINGDATE\tMARKETINGCATEGORYNAME\tAPPLICATIONNUMBER\tLABELERNAME\tSUBSTANCENAME\tACTIVE_NUMERATOR_STRENGTH\tACTIVE_INGRED_UNIT\tPHARM_CLASSES\tDEASCHEDULE\tNDC_EXCLUDE_FLAG\tLISTING_RECORD_CERTIFIED_THROUGH\n' +
    'a\t55513-710\tHUMAN PRESCRIPTION DRUG\tExample\t\tdenosumab\tINJECTION\tSUBCUTANEOUS\t20100601\t\tBLA\t\tExample\t\t60\tmg/mL\t\t\tN\t20261231\n',
  'package.txt':
    'PRODUCTID\tPRODUCTNDC\tNDCPACKAGECODE\tPACKAGEDESCRIPTION\tSTARTMARKETINGDATE\tENDMARKETINGDATE\tNDC_EXCLUDE_FLAG\tSAMPLE_PACKAGE\n' +
    `a\t55513-710\t55513-710-01\t1 SYRINGE in 1 CARTON (55513-710-01)  / 1 mL in 1 SYRINGE\t20100601\t${end}\tN\tN\n`,
})

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

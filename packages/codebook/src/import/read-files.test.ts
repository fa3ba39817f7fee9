import { day } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { readData } from '../load.ts'
import { asRelease } from '../releases/as-release.ts'
import { releasesOf } from '../releases/testing/releases-of.ts'
import { planUpdate } from '../releases/update.ts'
import type { Bulletin, PtpPart } from './bulletin.ts'
import { compare } from './compare.ts'
import { type FilesRead, type GivenFile, type Reading, readFiles } from './read-files.ts'
import { inMemory } from './source-file.ts'

const CODES = new Set(['96365', '96372', '96413'])

async function read(files: Record<string, string>, how: Partial<Reading> & { archive?: string } = {}) {
  const given = Object.entries(files).map(
    ([name, text]): GivenFile => ({
      ...inMemory(name, Buffer.from(text, 'latin1')),
      ...(how.archive !== undefined && { archive: how.archive }),
    }),
  )
  const results: FilesRead[] = []
  for await (const each of readFiles(given, { codes: CODES, loaded: () => undefined, ...how })) results.push(each)
  return results
}

async function bulletinIn(files: Record<string, string>, how?: Partial<Reading>): Promise<Bulletin> {
  const [first] = await read(files, how)
  if (!first || !('bulletin' in first)) throw new Error(first && 'problem' in first ? first.problem.message : 'nothing')
  return first.bulletin
}

const problem = (files: Record<string, string>) => expect(bulletinIn(files)).rejects.toThrow
const given = { file: 'file', digest: '0', read: day('2026-11-30') }

/** As CMS has it: a notice, a title, a header over four lines; data rows end in a rationale. */
const PTP_HEAD = [
  'CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t',
  'Column1/Column2 Edits\t\t\t\t\t\t',
  'Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale',
  '\t\tprior to 1996\tDate\tDate\t0=not allowed\t',
  '\t\t\t\t*=no data\t1=allowed\t',
  '\t\t\t\t\t9=not applicable\t',
]
const ptp = (...rows: string[]) => `${[...PTP_HEAD, ...rows].join('\r\n')}\r\n`
/** A table to its end: edits of codes that begin with a letter come last. */
const wholePtp = (...rows: string[]) => ptp(...rows, edit('G0008', '99211'))
const edit = (one: string, other: string, from = '20220101', deleted = '*', modifier = '1') =>
  `${one}\t${other}\t\t${from}\t${deleted}\t${modifier}\tMisuse of Column Two code with Column One code`

describe('a table of NCCI edits', () => {
  const NAME = 'ccipra-v323r0-f1.txt'

  test('keeps the edits of codes of giving a drug, with the quarter of its version', async () => {
    const bulletin = await bulletinIn({
      [NAME]: wholePtp(
        edit('96365', '96372'),
        edit('10021', '10004'),
        edit('96413', '96365', '20050101', '20191231', '0'),
      ),
    })
    expect(bulletin).toMatchObject({ of: 'practitioner', span: { from: '2026-10-01', through: '2026-12-31' }, read: 4 })
    const on = (date: string) =>
      releasesOf([bulletin])
        .edits(['96365', '96413'], day(date), 'practitioner')
        .map(({ value }) => value)
    expect(on('2026-10-02')).toEqual([])
    const releases = releasesOf([bulletin])
    expect(releases.edits(['96372', '96365'], day('2026-11-02'), 'practitioner')).toMatchObject([
      { value: { column1: '96365', column2: '96372', modifier: '1', line: 7 }, isStale: false },
    ])
    expect(releases.edits(['96372', '96365'], day('2026-09-30'), 'practitioner')).toEqual([])
    expect(releases.edits(['96372', '96365'], day('2026-11-02'), 'outpatient')).toEqual([])
    expect(releases.edits(['96372', '96365'], day('2027-01-01'), 'practitioner')).toMatchObject([{ isStale: true }])
  })

  test('an edit that ended on the day it began, or does not apply, never did', async () => {
    const bulletin = await bulletinIn({
      [NAME]: wholePtp(
        edit('96365', '96372', '20261001', '20261001'),
        edit('96372', '96413', '20261001', '*', '9'),
        edit('96365', '96413', '20261001', '20261115'),
      ),
    })
    const releases = releasesOf([bulletin])
    const found = (one: string, other: string, date: string) =>
      releases.edits([one, other], day(date), 'practitioner').length
    expect(found('96365', '96372', '2026-10-01')).toBe(0)
    expect(found('96372', '96413', '2026-10-01')).toBe(0)
    expect(found('96365', '96413', '2026-11-15')).toBe(1)
    expect(found('96365', '96413', '2026-11-16')).toBe(0)
  })

  test('is read of all of its parts, in their order', async () => {
    const parts = {
      'CCIOPH-V323R0-F2.TXT': wholePtp(edit('96372', '96365')),
      'ccioph-v323r0-f1.TXT': ptp(edit('0001A', '96372')),
    }
    const [whole] = await read(parts)
    expect(whole).toMatchObject({
      files: ['ccioph-v323r0-f1.TXT', 'CCIOPH-V323R0-F2.TXT'],
      bulletin: { of: 'outpatient', read: 3 },
    })
    const rows = whole && 'bulletin' in whole && 'rows' in whole.bulletin ? [...whole.bulletin.rows.lines()] : []
    expect(rows).toEqual([expect.stringMatching(/\t1\t7$/), expect.stringMatching(/\t2\t7$/)])
    await problem({ 'ccipra-v323r0-f2.txt': ptp(edit('96372', '96365')) })('part f1 of the table is missing')
    const first = { 'ccioph-v323r0-f1.TXT': ptp(edit('0001A', '96372'), edit('96372', '96365')) }
    await problem(first)(
      'the table ends at 96372: edits of codes that begin with a letter, such as G0008, come last in it',
    )
  })

  test.each<[string, Record<string, string>, string]>([
    [
      'a header that was moved',
      {
        [NAME]: [
          ...PTP_HEAD.slice(0, 2),
          'Column 1\tColumn 2\t*=in existence\tDeletion\tEffective\tModifier\tPTP Edit Rationale',
          edit('1', '2'),
        ].join('\n'),
      },
      'line 3, column 4: expected the column Effective Date, and there stands “Deletion”',
    ],
    [
      'a row without its last column',
      { [NAME]: ptp('96365\t96372\t\t20220101\t*\t1') },
      `${NAME}, line 7, column 7: expected seven columns`,
    ],
    ['a row cut short', { [NAME]: ptp('96365\t96372\t\t2022') }, `${NAME}, line 7, column 5: expected seven columns`],
    ['a day there is not', { [NAME]: ptp(edit('96365', '96372', '20220231')) }, 'line 7, column 4: expected a day'],
    [
      'an indicator there is not',
      { [NAME]: ptp(edit('96365', '96372', '20220101', '*', '2')) },
      'line 7, column 6: expected 0, 1 or 9',
    ],
    ['no code', { [NAME]: ptp(edit('9636', '96372')) }, 'line 7, column 1: expected a HCPCS or CPT code'],
    ['no edits', { [NAME]: ptp() }, 'expected edits below the header'],
    [
      'the quarter of another table',
      { 'ccipra-v322r0-f1.txt': ptp(edit('96365', '96372', '20261001')) },
      'line 7, column 4: expected an edit of the quarter that ends on 2026-09-30',
    ],
    [
      'a name that does not say whose claims',
      { 'edits.txt': ptp(edit('96365', '96372')) },
      'expected a name such as ccipra',
    ],
  ])('%s is named', async (_, files, message) => problem(files)(message))

  test('without an edit of a code that gives a drug is refused: it may be another file', async () => {
    await problem({ [NAME]: ptp(edit('10021', '10004')) })(
      'ccipra-v323r0-f1.txt: holds no edit of the codes that give a drug: is it the right file?',
    )
    const parts = { [NAME]: ptp(edit('10021', '10004')), 'ccipra-v323r0-f2.txt': wholePtp(edit('96365', '96372')) }
    expect(await bulletinIn(parts)).toMatchObject({ read: 3 })
  })

  test('a part that was read before a run was broken off is not read again', async () => {
    const kept = new Map<string, PtpPart>()
    const keeping = {
      get: (digest: string) => kept.get(digest),
      put: (digest: string, part: PtpPart) => kept.set(digest, part),
    }
    const parts = { [NAME]: ptp(edit('96365', '96372')), 'ccipra-v323r0-f2.txt': 'Column1/Column2 Edits\nnot an edit' }
    expect(await read(parts, { kept: keeping })).toMatchObject([
      { problem: { message: expect.stringContaining('-f2.txt') } },
    ])
    expect(kept.size).toBe(1)
    const told: string[] = []
    const again = { ...parts, 'ccipra-v323r0-f2.txt': wholePtp(edit('96413', '96372')) }
    const [whole] = await read(again, { kept: keeping, progress: (file) => told.push(file) })
    expect(whole).toMatchObject({ bulletin: { read: 3 } })
    expect(told).toEqual(['ccipra-v323r0-f2.txt'])
  })
})

const PRODUCT_HEAD =
  'PRODUCTID\tPRODUCTNDC\tPRODUCTTYPENAME\tPROPRIETARYNAME\tPROPRIETARYNAMESUFFIX\tNONPROPRIETARYNAME\tDOSAGEFORMNAME\tROUTENAME\tSTARTMARKETINGDATE\tENDMARKETINGDATE\tMARKETINGCATEGORYNAME\tAPPLICATIONNUMBER\tLABELERNAME\tSUBSTANCENAME\tACTIVE_NUMERATOR_STRENGTH\tACTIVE_INGRED_UNIT\tPHARM_CLASSES\tDEASCHEDULE\tNDC_EXCLUDE_FLAG\tLISTING_RECORD_CERTIFIED_THROUGH'
const PACKAGE_HEAD =
  'PRODUCTID\tPRODUCTNDC\tNDCPACKAGECODE\tPACKAGEDESCRIPTION\tSTARTMARKETINGDATE\tENDMARKETINGDATE\tNDC_EXCLUDE_FLAG\tSAMPLE_PACKAGE'
const product = (id: string, start = '20100601', end = '') =>
  `${id}\t${id.split('_')[0]}\tHUMAN PRESCRIPTION DRUG\tExample\t\texamplumab\tINJECTION\tSUBCUTANEOUS\t${start}\t${end}\tBLA\tBLA000001\tExample Inc\tEXAMPLUMAB\t60\tmg/mL\t\t\tN\t20261231`
const pack = (id: string, ndc: string, words: string, { start = '20100601', end = '', flag = 'N' } = {}) =>
  `${id}\t${id.split('_')[0]}\t${ndc}\t${words}\t${start}\t${end}\t${flag}\tN`
const directory = (products: string[], packages: string[]) => ({
  'package.txt': `${[PACKAGE_HEAD, ...packages].join('\r\n')}\r\n`,
  'product.txt': `${[PRODUCT_HEAD, ...products].join('\r\n')}\r\n`,
})

describe('the NDC directory', () => {
  test('is read of product and package: an NDC inside a carton has the days of the carton', async () => {
    const bulletin = await bulletinIn(
      directory(
        [product('99999-710_a')],
        [
          pack(
            '99999-710_a',
            '99999-710-10',
            '10 VIAL, SINGLE-DOSE in 1 CARTON (99999-710-10)  / 1 mL in 1 VIAL, SINGLE-DOSE (99999-710-01)',
            { end: '20260630' },
          ),
        ],
      ),
    )
    const releases = releasesOf([bulletin, { from: day('2026-11-30') }])
    const common = {
      start: '2010-06-01',
      end: '2026-06-30',
      container: 'VIAL, SINGLE-DOSE',
      singleDose: true,
      route: 'SUBCUTANEOUS',
      category: 'BLA',
      form: 'INJECTION',
    }
    expect(releases.marketing('99999071010')).toMatchObject([{ value: { ...common, ndc: '99999071010', line: 2 } }])
    expect(releases.marketing('99999071001')).toMatchObject([{ value: { ...common, within: '99999071010' } }])
    expect(releases.marketing('99999071002')).toEqual([])
    expect(releases.heads).toMatchObject([
      { id: 'ndc-directory-2026-11-30', publisher: 'U.S. Food and Drug Administration', rows: 2 },
    ])
  })

  test('of two days is refused: no package is of a product of the other file', () =>
    problem(directory([product('99999-710_a')], [pack('99999-711_b', '99999-711-10', '1 VIAL in 1 CARTON')]))(
      /^package\.txt, line 2.*a product of product\.txt.*99999-711_b/,
    ))

  test('product and package: the later start and the earlier end; a package that was listed again has both', async () => {
    const bulletin = await bulletinIn(
      directory(
        [product('99999-711_a', '20120101', '20251231')],
        [
          pack('99999-711_a', '99999-711-01', '5 mL in 1 VIAL, MULTI-DOSE (99999-711-01)', { start: '20110101' }),
          pack('99999-711_a', '99999-711-01', '5 mL in 1 VIAL (99999-711-01)', { start: '20240501', flag: 'E' }),
        ],
      ),
    )
    expect(
      releasesOf([bulletin])
        .marketing('99999071101')
        .map(({ value }) => value),
    ).toMatchObject([
      { start: '2012-01-01', end: '2025-12-31', singleDose: false },
      { start: '2024-05-01', end: '2025-12-31', excluded: 'E' },
    ])
  })

  test('a row that is no NDC, or has no product, is named and passed over', async () => {
    const bulletin = await bulletinIn(
      directory(
        [product('99999-710_a')],
        [
          pack('99999-710_a', '99999-710-01', '1 VIAL'),
          pack('99999-710_a', '999-1', '1 VIAL'),
          pack('99999-712_b', '99999-712-01', '1 VIAL'),
        ],
      ),
    )
    expect(bulletin).toMatchObject({
      read: 3,
      passedOver: [
        { line: 3, column: 3 },
        { line: 4, column: 1 },
      ],
    })
  })

  test.each<[string, Record<string, string>, string]>([
    [
      'one of its two files',
      { 'package.txt': directory([], [])['package.txt'] },
      'product.txt and package.txt of one day',
    ],
    [
      'columns in another order',
      {
        ...directory([product('1_a')], []),
        'package.txt': `${PACKAGE_HEAD.replace('PRODUCTNDC\tNDCPACKAGECODE', 'NDCPACKAGECODE\tPRODUCTNDC')}\n`,
      },
      'package.txt, line 1, column 2: expected the column PRODUCTNDC, and there stands “NDCPACKAGECODE”',
    ],
    [
      'a column that nobody knows',
      { ...directory([product('1_a')], []), 'package.txt': `${PACKAGE_HEAD}\tNEW_FLAG\n` },
      'package.txt, line 1, column 9: expected the end of the header, and there stands “NEW_FLAG”',
    ],
    [
      'a row cut short',
      {
        ...directory([product('1_a')], []),
        'package.txt': `${PACKAGE_HEAD}\n1_a\t99999-710\t99999-710-01\t1 VIAL\t2010`,
      },
      'package.txt, line 2, column 6: expected 8 columns',
    ],
    [
      'a day there is not',
      directory([product('1_a', '20101301')], []),
      'product.txt, line 2, column 9: expected a day',
    ],
  ])('%s is named', async (_, files, message) => problem(files)(message))

  test('what it says against a product that is entered by hand contradicts it', async () => {
    const bulletin = await bulletinIn(
      directory(
        [product('55513-710_a')],
        [pack('55513-710_a', '55513-710-01', '1 mL in 1 VIAL, MULTI-DOSE (55513-710-01)')],
      ),
    )
    expect(compare(bulletin, readData())).toEqual([
      {
        kind: 'contradicts',
        about: 'NDC 55513071001',
        says: 'is a VIAL, MULTI-DOSE, and the code book says for one dose',
      },
    ])
  })
})

describe('the NDCs of RxNorm', () => {
  const row = (rxcui: string, ndc: string) => `${rxcui}|||4|AUI|${rxcui}|AT4||NDC|RXNORM|${ndc}|N|4096|`

  test('are kept by RxNorm code, and compared with what is entered by hand', async () => {
    const bulletin = await bulletinIn({
      'RXNSAT.RRF': [row('993456', '55513071001'), row('1', '00006302602'), row('2', '55513073001')].join('\n'),
    })
    expect(bulletin).toMatchObject({ kind: 'RxNorm NDCs', read: 3 })
    const releases = releasesOf([bulletin, { from: day('2026-02-02') }])
    expect(releases.ndcsOfRxnorm('1')).toEqual(['00006302602'])
    expect(compare(bulletin, readData())).toEqual([
      { kind: 'confirms', about: 'NDC 55513071001', says: 'is RxNorm code 993456' },
      { kind: 'adds', about: 'NDC 55513073001', says: 'is RxNorm code 2' },
    ])
    expect(() => asRelease(bulletin, given)).toThrow('does not say from which day on')
  })

  test.each<[string, string, string]>([
    ['a row cut short', `${row('1', '00006302602')}\n2|||4|AUI|2`, 'line 2, column 6: expected 13 columns'],
    ['an NDC with hyphens', row('1', '0006-3026-02'), 'line 1, column 11: expected an NDC of eleven digits'],
    ['no NDC', '1|||4|AUI|1|AT4||RXTERM_FORM|RXNORM|Cap|N|4096|', 'expected rows of NDC'],
  ])('%s is named', async (_, text, message) => problem({ 'RXNSAT.RRF': text })(message))
})

describe('OPPS Addendum B', () => {
  const HEAD =
    'HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate,National Unadjusted Copayment,Minimum Unadjusted Copayment,IRA Coinsurance Percentage,Adjusted Beneficiary Copayment,Drug and Device Pass-Through Expiration during Calendar Year,Note,* Indicates a Change'
  const file = (...rows: string[]) => ({
    'addendum.csv': [
      'Addendum B.-Final OPPS Payment by HCPCS Code for CY 2026,,,,,,,,,,,,',
      ',,,,,,,,,,,,',
      HEAD,
      ...rows,
    ].join('\r\n'),
  })
  const DENOSUMAB = 'J0897,x,K,9272,,$29.457 ,.,$5.89 ,17.6%,$5.18,,,'

  test('keeps status, APC and rate; a full stop is none, and a byte 255 is no part of a code', async () => {
    const bulletin = await bulletinIn(
      file(DENOSUMAB, 'J0120\xff,x,N,,,,,,,,,,', 'Q5999,x,K,1,,"$3,307.24 ",.,$661.45,,,,,'),
    )
    const releases = releasesOf([bulletin, { from: day('2026-01-01') }])
    const on = (code: string) => releases.status(code, day('2026-03-02'))?.value
    expect(on('J0897')).toEqual({ code: 'J0897', status: 'K', apc: '9272', rate: '29.457', copay: '5.89', line: 4 })
    expect(on('J0120')).toEqual({ code: 'J0120', status: 'N', line: 5 })
    expect(on('Q5999')).toMatchObject({ rate: '3307.24', copay: '661.45' })
    expect(releases.status('J0897', day('2026-04-01'))).toMatchObject({ isStale: true })
  })

  test('says a status that contradicts one that was confirmed for the day', async () => {
    const bulletin = await bulletinIn(file(DENOSUMAB.replace(',K,', ',N,')))
    const said = (from: string) => compare(bulletin, readData(), day(from)).map(({ kind, says }) => `${kind}: ${says}`)
    expect(said('2025-10-01')).toEqual(['contradicts: payment status N, and the code book says K for the same day'])
    expect(said('2026-01-01')).toEqual(['changes: payment status N, until now K'])
  })

  test.each<[string, string[], string]>([
    ['a status there is not', [DENOSUMAB.replace(',K,', ',paid,')], 'line 4, column 3: expected a status indicator'],
    ['a rate that is no amount', [DENOSUMAB.replace('$29.457', 'about 30')], 'line 4, column 6: expected dollars'],
    ['no code', [DENOSUMAB.replace('J0897', 'J089')], 'line 4, column 1: expected a HCPCS or CPT code'],
  ])('%s is named', async (_, rows, message) => problem(file(...rows))(message))

  test('a code that stands twice is taken once where both rows say the same, and refused where they do not', async () => {
    expect(await bulletinIn(file(DENOSUMAB, DENOSUMAB))).toMatchObject({ records: [{ code: 'J0897', line: 4 }] })
    await problem(file(DENOSUMAB, DENOSUMAB.replace(',K,', ',N,')))(
      'line 5, column 1: expected J0897 once: line 4 says something else of it, and there stands “J0897”',
    )
  })

  test('a column that is missing, moved or new is named', async () => {
    const as = (head: string) => ({ 'addendum.csv': ['Addendum B', head, DENOSUMAB].join('\n') })
    await problem(as(HEAD.replace('SI,APC', 'APC,SI')))('line 2, column 4: expected the columns in the order')
    await problem(as(HEAD.replace('Note', 'Remark')))('line 2, column 12: expected one of the columns')
    await problem(as(HEAD.replace('SI,', '')))('line 2, column 3: expected the column SI')
  })

  test('of another year than is stated is not taken', async () => {
    const bulletin = await bulletinIn(file(DENOSUMAB))
    expect(() => asRelease(bulletin, { ...given, from: day('2025-10-01') })).toThrow('is of calendar year 2026')
    expect(() => asRelease(bulletin, given)).toThrow('does not say from which day on')
  })
})

describe('the ICD-10-CM order file', () => {
  const row = (order: number, code: string, valid: 0 | 1, words: string) =>
    `${String(order).padStart(5, '0')} ${code.padEnd(7)} ${valid} ${words.slice(0, 60).padEnd(60)} ${words}`
  const ROWS = [
    row(1, 'A00', 0, 'Cholera'),
    row(2, 'A000', 1, 'Cholera due to Vibrio cholerae 01, biovar cholerae'),
    row(3, 'QA00101', 1, 'An example of a category without a digit in the second place'),
  ]
  const NAME = 'icd10cm-order-2027.txt'

  test('keeps what a claim takes, from October to September', async () => {
    const releases = releasesOf([await bulletinIn({ [NAME]: ROWS.join('\r\n') })])
    const is = (code: string, date = '2026-10-01') => releases.isDiagnosis(code, day(date))
    expect([is('A00.0'), is('A00'), is('QA0.0101'), is('A00.1')]).toEqual([true, false, true, false])
    expect([is('A00.0', '2026-09-30'), is('A00.0', '2027-10-01')]).toEqual([undefined, undefined])
    expect(releases.heads).toMatchObject([
      { id: 'icd-10-cm-2026-10', from: '2026-10-01', through: '2027-09-30', rows: 2 },
    ])
  })

  test('of April stands beside that of October', async () => {
    const october = await bulletinIn({ [NAME]: ROWS.join('\n') })
    const april = await bulletinIn({
      [NAME]: [...ROWS, row(4, 'A001', 1, 'Cholera due to Vibrio cholerae 01')].join('\n'),
    })
    const releases = releasesOf([october], [april, { from: day('2027-04-01') }])
    expect(releases.isDiagnosis('A00.1', day('2027-03-31'))).toBe(false)
    expect(releases.isDiagnosis('A00.1', day('2027-04-01'))).toBe(true)
    expect(() => asRelease(april, { ...given, from: day('2028-04-01') })).toThrow(
      'applies from 2026-10-01, and 2028-04-01 is stated',
    )
  })

  test.each<[string, string[], string]>([
    ['a row that is missing', [ROWS[0] ?? '', ROWS[2] ?? ''], 'line 2, column 1: expected the order number 00002'],
    ['rows in another order', [ROWS[1] ?? '', ROWS[0] ?? ''], 'line 1, column 1: expected the order number 00001'],
    ['a row cut short', [ROWS[0] ?? '', '00002 A000    1 Chol'], 'line 2, column 78: expected the long description'],
    [
      'no flag',
      [ROWS[0] ?? '', (ROWS[1] ?? '').replace(' 1 ', ' x ')],
      'line 2, column 15: expected 0 (a header) or 1',
    ],
  ])('%s is named', async (_, rows, message) => problem({ [NAME]: rows.join('\n') })(message))

  test('the list beside it in its archive holds the same', async () => {
    const files = {
      'icd10cm-codes-2027.txt': 'A000    Cholera due to Vibrio\n',
      [NAME]: ROWS.join('\n'),
      'layout.pdf': '%PDF-1.7',
    }
    const results = await read(files, { archive: 'codes.zip' })
    const kindOf = (each: FilesRead) => ('skipped' in each ? 'skipped' : 'bulletin' in each ? 'read' : 'problem')
    expect(Object.fromEntries(results.map((each) => [each.files[0], kindOf(each)]))).toEqual({
      'layout.pdf': 'skipped',
      'icd10cm-codes-2027.txt': 'skipped',
      [NAME]: 'read',
    })
  })
})

describe('files of several kinds', () => {
  test('one that is loaded is not read again', async () => {
    const files = { 'ccipra-v323r0-f1.txt': ptp('not an edit') }
    expect(await read(files, { loaded: () => 'ptp-practitioner-2026-10' })).toMatchObject([
      { isLoaded: 'ptp-practitioner-2026-10' },
    ])
  })

  test('one that cannot be read keeps no other out', async () => {
    const results = await read({ 'a.txt': 'hello', 'icd10cm_codes_2026.txt': 'A000    Cholera\n' })
    expect(results).toMatchObject([
      { problem: { message: expect.stringMatching(/^a\.txt, line 1, column 1: expected a HCPCS release/) } },
      { bulletin: { kind: 'ICD-10-CM code list' } },
    ])
  })

  test('what changed since the release before is found of rows in order', async () => {
    const one = await bulletinIn({
      'ccipra-v322r0-f1.txt': wholePtp(edit('96365', '96372'), edit('96365', '96413'), edit('96372', '96365')),
    })
    const other = await bulletinIn({
      'ccipra-v323r0-f1.txt': wholePtp(
        edit('96365', '96372'),
        edit('96365', '96413', '20220101', '20260930'),
        edit('96413', '96372'),
      ),
    })
    const { release } = planUpdate(other, given, { data: readData(), releases: releasesOf([one]) })
    expect(release.since).toMatchObject({ added: ['96413 96372'], changed: ['96365 96413'], ended: ['96372 96365'] })
  })
})

import { day } from '@doseline/dose'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readData } from '../load.ts'
import { type Bulletin, type Difference, ImportProblem } from './bulletin.ts'
import { compare } from './compare.ts'
import { readBulletin } from './read-bulletin.ts'

const data = readData()
const read = (text: string): Bulletin => readBulletin(Buffer.from(text, 'latin1'))
const said = (text: string) => compare(read(text), data).map(({ kind, about, says }) => `${kind} ${about}: ${says}`)

interface Row {
  readonly code: string
  readonly id?: string
  readonly words: string
  readonly added?: string
  readonly ended?: string
}

/** A row of the fixed-width release, in its columns. */
function row({ code, id = '3', words, added = '', ended = '' }: Row, width = 293): string {
  const text = `${code.padStart(5)}00100${id}${words.padEnd(80)}`.padEnd(268) + added.padEnd(16) + ended.padEnd(8)
  return text.padEnd(width)
}
const release = (...rows: Row[]) => rows.map((each) => row(each)).join('\r\n')
const DENOSUMAB: Row = { code: 'J0897', words: 'Injection, denosumab, 1 mg', added: '20120101' }

describe('a HCPCS release in fixed width', () => {
  test.each([320, 293])('of %s columns is read', (width) => {
    expect(said(row(DENOSUMAB, width))).toEqual(['confirms J0897: Injection, denosumab, 1 mg'])
  })

  test('joins a description that goes on in the next record', () => {
    const bulletin = read(
      release(
        { code: 'J3397', words: 'Injection, vestronidase' },
        { code: 'J3397', id: '4', words: 'alfa-vjbk, 1 mg' },
      ),
    )
    expect(bulletin).toMatchObject({
      records: [{ code: 'J3397', description: 'Injection, vestronidase alfa-vjbk, 1 mg' }],
    })
  })

  test('what goes on in the next record need not be padded, as in the files of 2026', () => {
    const further = row({ code: 'J3397', id: '4', words: 'alfa-vjbk, 1 mg' }).trimEnd()
    const text = `${row({ code: 'J3397', words: 'Injection, vestronidase' })}\r\n${further}\r\n`
    expect(read(text)).toMatchObject({ records: [{ description: 'Injection, vestronidase alfa-vjbk, 1 mg' }] })
  })

  test.each<[string, Row, string]>([
    [
      'another drug under our code',
      { ...DENOSUMAB, words: 'Injection, examplumab, 1 mg' },
      'contradicts J0897: is “Injection, examplumab, 1 mg”, and the code book says denosumab',
    ],
    [
      'another unit',
      { ...DENOSUMAB, words: 'Injection, denosumab, 10 mg' },
      'contradicts J0897: is “Injection, denosumab, 10 mg”, and the code book says 1 mg a unit',
    ],
    [
      'another start',
      { ...DENOSUMAB, added: '20120401' },
      'contradicts J0897: was added on 2012-04-01, and the code book says 2012-01-01',
    ],
    ['an end', { ...DENOSUMAB, ended: '20261231' }, 'ends J0897: on 2026-12-31'],
    [
      'a start that the book has from memory',
      { code: 'Q5136', words: 'Injection, denosumab-bbdz (jubbonti/wyost), biosimilar, 1 mg', added: '20240701' },
      'changes Q5136: was added on 2024-07-01, and the code book says 2024-10-01',
    ],
    [
      'a new code for a drug it holds',
      { code: 'Q5999', words: 'Injection, denosumab-qbde (enoby), biosimilar, 1 mg' },
      'adds Q5999: “Injection, denosumab-qbde (enoby), biosimilar, 1 mg” is not in the code book',
    ],
    [
      'a modifier that ended',
      { code: 'JG', id: '7', words: 'Drug acquired with 340b', ended: '20241231' },
      'confirms JG: ended on 2024-12-31',
    ],
    [
      'a modifier that ended, and is taken after',
      { code: 'TB', id: '7', words: 'Drug acquired with 340b', ended: '20251231' },
      'contradicts TB: ended on 2025-12-31, and the code book takes it after that day',
    ],
  ])('%s', (_, each, expected) => expect(said(release(each))).toEqual([expected]))

  test('says nothing of codes that concern nobody here', () => {
    expect(said(release({ code: 'J0120', words: 'Injection, tetracycline, up to 250 mg' }))).toEqual([])
  })

  test.each<[string, string, string]>([
    ['a line cut short', row(DENOSUMAB).slice(0, 200), 'line 1, column 201: expected at least 293 columns'],
    [
      'a day that does not exist',
      release(DENOSUMAB, { ...DENOSUMAB, added: '20190231' }),
      'line 2, column 269: expected a day (yyyymmdd) or nothing, and there stands “20190231”',
    ],
    [
      'a continuation of nothing',
      release(DENOSUMAB, { code: 'J3397', id: '4', words: 'x' }),
      'line 2, column 11: expected 3, 4, 7 or 8',
    ],
  ])('%s is named', (_, text, message) => expect(() => read(text)).toThrow(message))
})

test('a HCPCS release as CSV', () => {
  const head = 'HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,ADD DT,ACT EFF DT,TERM DT,ACTION CD'
  expect(said(`${head}\n   JG,0010,7,"Drug, 340b",340b,20180101,20250101,20241231,N\n`)).toEqual([
    'confirms JG: ended on 2024-12-31',
  ])
  expect(() => read(`${head}\nJ0897,0010,3,"Injection, denosumab",x,2012,,,N\n`)).toThrow(
    'line 2, column 6: expected a day',
  )
  expect(() => read(`${head}\nJ0897,0010,3,"Injection`)).toThrow(
    /line \d, column 1: expected a row of a CSV file with its quotes closed/,
  )
})

describe('the NDC–HCPCS crosswalk', () => {
  const file = (...rows: string[]) =>
    [
      'January 2026 ASP NDC - HCPCS Crosswalk,,',
      '" Effective January 1, 2026 through March 31, 2026",,',
      ',,',
      '_2026_CODE,Short Description,LABELER NAME,NDC2,Drug Name,HCPCS dosage,PKG SIZE,PKG QTY,BILLUNITS,BILLUNITSPKG',
      ...rows,
    ].join('\n')

  test.each([
    ['moved', 'PKG SIZE,PKG QTY', 'PKG QTY,PKG SIZE', 'line 4, column 8: expected the columns in the order'],
    ['new', 'PKG QTY', 'PKG QTY,PKG KIND', 'line 4, column 9: expected one of the columns'],
    ['missing', 'PKG QTY,', '', 'line 4, column 8: expected the column PKG QTY'],
    [
      'renamed',
      'PKG SIZE',
      'PACKAGE SIZE',
      'line 4, column 7: expected the column PKG SIZE, and there stands “PACKAGE',
    ],
    ['renamed', '_2026_CODE', 'HCPCS', 'line 4, column 1: expected the column _2026_CODE, and there stands “HCPCS”'],
  ])('a column that was %s is named', (_, column, instead, message) => {
    expect(() => read(file().replace(column, instead))).toThrow(message)
  })

  test('says which days it speaks for', () => {
    expect(read(file())).toMatchObject({ span: { from: '2026-01-01', through: '2026-03-31' } })
  })

  test.each([
    [
      'an NDC we bill so',
      'J0897,Denosumab,Amgen,55513-0710-01,Prolia,1 MG,1,1,60,60',
      'confirms NDC 55513071001: Prolia is billed with J0897',
    ],
    [
      'an NDC we bill otherwise',
      'J3397,Denosumab,Amgen,55513-0710-01,Prolia,1 MG,1,1,60,60',
      'contradicts NDC 55513071001: Prolia is billed with J3397, and the code book says J0897',
    ],
    [
      'an NDC of a code of ours',
      'J0897,Denosumab,Amgen,55513-0999-01,Prolia,1 MG,1,1,60,60',
      'adds NDC 55513099901: Prolia, billed with J0897',
    ],
    [
      'an NDC that holds another amount',
      'J0897,Denosumab,Amgen,55513-0710-01,Prolia,1 MG,1,1,6,6',
      'contradicts NDC 55513071001: a container of Prolia is 6 units of J0897, and the code book says 60 mg',
    ],
    [
      'a code of another unit',
      'J0897,Denosumab,Amgen,55513-0999-01,Prolia,10 MG,1,1,6,6',
      'adds NDC 55513099901: Prolia, billed with J0897; contradicts J0897: one unit is 10 mg (“10 MG”), and the code book says 1 mg',
    ],
    [
      'a dosage text that is not read, which says nothing of the unit',
      'J0897,Denosumab,Amgen,55513-0710-01,Prolia,1 furlong,1,1,60,60',
      'confirms NDC 55513071001: Prolia is billed with J0897',
    ],
  ])('%s', (_, line, expected) => expect(said(file(line)).join('; ')).toBe(expected))

  test.each([
    [
      'a size that is no number',
      'J0897,x,Amgen,55513-0710-01,Prolia,1 MG,one,1,60,60',
      'line 5, column 7: expected a number above 0, and there stands “one”',
    ],
    [
      'a size of nothing',
      'J0897,x,Amgen,55513-0710-01,Prolia,1 MG,0,1,60,60',
      'line 5, column 7: expected a number above 0',
    ],
    ['no units', 'J0897,x,Amgen,55513-0710-01,Prolia,1 MG,1,1,60,', 'line 5, column 10: expected a number above 0'],
    ['no code', '  ,x,Amgen,55513-0710-01,Prolia,1 MG,1,1,60,60', 'line 5, column 1: expected a HCPCS or CPT code'],
    [
      'a value under no column',
      'J0897,x,Amgen,55513-0710-01,Prolia,1 MG,1,1,60,60,7',
      'line 5, column 11: expected nothing, since the header has no column, and there stands “7”',
    ],
    [
      'an end within a row',
      'J0897,x,Amgen,55513-0710-01,Prolia,1 MG,1,1,60',
      'line 5, column 9: expected 10 columns, as the header has: the file ends within a row',
    ],
  ])('%s is named', (_, line, message) => expect(() => read(file(line))).toThrow(message))

  test('an NDC that stands twice under a code is taken once where both rows say the same, and refused where they do not', () => {
    const row = 'J0897,x,Amgen,55513-0710-01,Prolia,1 MG,1,1,60,60'
    expect(read(file(row, row))).toMatchObject({ records: [{ ndc: '55513071001', line: 5 }] })
    expect(() => read(file(row, row.replace('60,60', '60,120')))).toThrow(
      'line 6, column 4: expected J0897 with NDC 55513071001 once: line 5 says something else of it',
    )
  })

  test('days that end before they begin are named', () => {
    expect(() => read(file().replace('March 31, 2026', 'March 31, 2025'))).toThrow(
      'line 2, column 1: expected a last day after the first',
    )
  })

  test('a title of another quarter than the days below it is named', () => {
    const moved = file().replace('January 1, 2026 through March 31, 2026', 'April 1, 2026 through June 30, 2026')
    expect(() => read(moved)).toThrow(
      'line 1, column 1: expected a title of the month that begins on 2026-04-01, as the days below it say, and there stands “January 2026 ASP”',
    )
  })

  test('a file that was saved again as UTF-8 reads as CMS published it', () => {
    const text = file('J9030,x,Merck,00052-0602-02,Tice\u00A0Bcg\u00A0,1 million\u00A0PFU,1,1,1,1')
    const [latin, utf] = [read(text), readBulletin(Buffer.from(`\uFEFF${text}`, 'utf8'))]
    expect(utf).toEqual(latin)
    expect(latin).toMatchObject({ records: [{ dosage: '1 million PFU', drug: 'Tice Bcg' }] })
  })

  test('names a row that lists no NDC, and reads the others', () => {
    const bulletin = read(
      file(
        'J7321,Hyalgan,Fidia,888867413689,Hyalgan,1 MG,1,1,1,1',
        'J0897,Denosumab,Amgen,55513-0710-01,Prolia,1 MG,1,1,60,60',
      ),
    )
    expect(bulletin).toMatchObject({ records: [{ line: 6 }], passedOver: [{ line: 5, column: 4 }] })
  })
})

describe('the Part B payment limits', () => {
  const HEAD =
    'HCPCS Code,Short Description,HCPCS Code Dosage,Payment Limit,Co-insurance Percentage,Vaccine AWP%,Vaccine Limit,Blood AWP%,Blood limit,Clotting Factor,Notes'
  const file = (...rows: string[]) =>
    ['Payment Allowance Limits for Medicare Part B Drugs,', HEAD, ...rows.map((row) => `${row}20.000,,,,,,`)].join('\n')

  test.each([
    ['as we hold it', 'J0897,Denosumab,1 MG,29.457,', ['confirms J0897: $29.457 a unit']],
    ['another one', 'J0897,Denosumab,1 MG,30.1,', ['changes J0897: $30.1 a unit, until now $29.457']],
    ['the first we see', 'J3397,Vestronidase,1 MG,512.300,', ['adds J3397: $512.300 a unit']],
    ['none', 'J0897,Denosumab,1 MG,N/A,', []],
    [
      'of another unit',
      'J0897,Denosumab,10 MG,29.457,',
      ['confirms J0897: $29.457 a unit', 'contradicts J0897: one unit is 10 mg (“10 MG”), and the code book says 1 mg'],
    ],
    ['of another drug', 'J0120,Tetracycline,250 MG,1.0,', []],
  ])('%s', (_, line, expected) => expect(said(file(line))).toEqual(expected))

  test('a limit that was confirmed for the first day of the file is contradicted by another', () => {
    const differences = compare(read(file('J0897,Denosumab,1 MG,30.1,')), data, day('2026-01-01'))
    expect(differences).toEqual([
      {
        kind: 'contradicts',
        about: 'J0897',
        says: '$30.1 a unit, and the code book says $29.457 for the same day',
      },
    ])
    const later = compare(read(file('J0897,Denosumab,1 MG,30.1,')), data, day('2026-04-01'))
    expect(later).toMatchObject([{ kind: 'changes' }])
  })

  test('a limit that is no amount is named', () => {
    expect(() => read(file('J0897,Denosumab,1 MG,about 30,'))).toThrow(
      'line 3, column 4: expected a number such as 29.457, and there stands “about 30”',
    )
  })

  const WHOLE = 'J0897,Denosumab,1 MG,29.457,'
  test.each<[string, string, string]>([
    [
      'a column of another name',
      file(WHOLE).replace('Payment Limit', 'ASP Limit'),
      'line 2, column 4: expected the column Payment Limit, and there stands “ASP Limit”',
    ],
    [
      'a code that is none',
      file(WHOLE, 'J089,x,1 MG,1.0,'),
      'line 4, column 1: expected a HCPCS or CPT code, and there stands “J089”',
    ],
    ['no limit', file('J0897,Denosumab,1 MG,,'), 'line 3, column 4: expected a number such as 29.457, or N/A'],
    [
      'a coinsurance above all',
      file(WHOLE).replace('20.000', '117.585'),
      'line 3, column 5: expected a share of at most 100',
    ],
    ['no coinsurance', file(WHOLE).replace('20.000', ''), 'line 3, column 5: expected a number such as 29.457, or N/A'],
    ['a file that ends within a row', file(WHOLE, WHOLE).slice(0, -8), 'line 4, column 5: expected 11 columns'],
    [
      'a code that stands twice',
      file(WHOLE, 'J0897,Denosumab,1 MG,99.000,'),
      'line 4, column 1: expected J0897 once: line 3 says something else of it',
    ],
  ])('%s is named', (_, text, message) => expect(() => read(text)).toThrow(message))
})

describe('the MUE table', () => {
  const file = (...rows: string[]) =>
    [
      '"A notice',
      '',
      'of three lines",,,',
      '"HCPCS/',
      'CPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale',
      ...rows,
    ].join('\n')

  test.each([
    ['as we hold it', 'J0897,120,3 Date of Service Edit: Clinical,x', ['confirms J0897: 120 units a day (MAI 3)']],
    [
      'another one',
      'J0897,180,3 Date of Service Edit: Clinical,x',
      ['changes J0897: 180 units a day (MAI 3), until now 120 (MAI 3)'],
    ],
    ['the first we see', 'Q5136,120,3 Date of Service Edit: Clinical,x', ['adds Q5136: 120 units a day (MAI 3)']],
  ])('%s', (_, line, expected) => expect(said(file(line))).toEqual(expected))

  test.each([
    ['a code that is none', 'J089,1,3 x,x', 'column 1: expected a HCPCS or CPT code'],
    ['units that are no number', 'J0897,many,3 x,x', 'column 2: expected a whole number of units'],
    ['an indicator there is not', 'J0897,1,4 x,x', 'column 3: expected 1, 2 or 3'],
  ])('%s are named', (_, line, message) => expect(() => read(file(line))).toThrow(message))

  test('a column of another name is named in plain words', () => {
    expect(() => read(file().replace('Practitioner Services MUE Values', 'MUE Values'))).toThrow(
      'column 2: expected the column Practitioner (Outpatient Hospital, DME Supplier) Services MUE Values, and there stands “MUE Values”',
    )
  })
})

test('the ICD-10-CM code list: dots are put in, what we name must be there', () => {
  const differences = (text: string): Difference[] => compare(read(text), data)
  const of = (text: string, about: string) => differences(text).find((each) => each.about === about)
  const list = 'A000    Cholera\nM80051A Fracture\nM810    Osteoporosis\nC61     Prostate\n'
  expect(of(list, 'M81.0')).toMatchObject({ kind: 'confirms' })
  expect(of(list, 'C61')).toMatchObject({ kind: 'confirms' })
  expect(of(list, 'M80.0-')).toMatchObject({ kind: 'confirms', says: 'has 1 full-length codes' })
  expect(of(list, 'E76.29')).toMatchObject({ kind: 'contradicts' })
  expect(() => read(`${list}not a code\n`)).toThrow('line 5, column 1: expected an ICD-10-CM code without its dot')
})

test('an outline of ICD-10-CM: of chapters, blocks, categories and codes those are kept that a claim takes', () => {
  const outline = '1\nC30-C39\nC34\nC340\nC3400\nC3401\nO09\nO09\nO0900\nS01\nS0100\nS0100XA\n'
  const bulletin = read(outline)
  if (bulletin.kind !== 'ICD-10-CM code list') throw new Error(bulletin.kind)
  expect([...bulletin.rows.lines()]).toEqual(['C34.00\t5', 'C34.01\t6', 'O09.00\t9', 'S01.00XA\t12'])
  expect(() => read(`${outline}C34 has words\n`)).toThrow('line 13, column 1: expected a chapter, a block or a code')
})

test('a file of no such kind says which kinds there are', () => {
  expect(() => read('hello')).toThrow(
    /line 1, column 1: expected a HCPCS release.*RXNSAT.RRF of RxNorm, and there stands “hello”/,
  )
  expect(() => read('')).toThrow(ImportProblem)
})

test('whatever is wrong in a file, the answer is a place in it and never a crash', () => {
  const good = [release(DENOSUMAB), 'A000    Cholera\nM810    Osteoporosis\n']
  fc.assert(
    fc.property(fc.constantFrom(...good), fc.nat(400), fc.string({ maxLength: 12 }), (text, at, noise) => {
      try {
        read(text.slice(0, at) + noise + text.slice(at + noise.length))
      } catch (error) {
        expect(error).toBeInstanceOf(ImportProblem)
        expect((error as ImportProblem).line).toBeGreaterThan(0)
      }
    }),
  )
})

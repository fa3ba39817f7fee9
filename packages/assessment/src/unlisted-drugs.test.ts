import { type Codebook, loadCodebook } from '@doseline/codebook'
import type { DoseAnswer } from '@doseline/contract'
import { describe, expect, test } from 'vitest'
import { codebookWith, ndcDirectory } from './testing/loaded.ts'
import { type Given, heldBy, judgedBy, linesOf } from './testing/one-dose.ts'

/** Drugs of which no list that is loaded has the NDC: new ones, and packages that CMS does not list. */
const codebook = loadCodebook()
const NDC = '99207-0650-01'
const NUVEXIL: Given = { ndc: NDC, text: 'Nuvexil 500 mg/20 mL vial', dose: 500, attested: { openedMg: '500' } }
const HOSPITAL = '22'
const KEYTRUDA_OF_ANOTHER_PACKAGE: Given = { ndc: '00006-3026-99', text: 'Keytruda', dose: 200 }

const judged = (given: Partial<Given> = {}, by: Codebook = codebook): DoseAnswer =>
  judgedBy(by, { ...NUVEXIL, ...given })
const stating = (effectiveCode: string, given: Partial<Given> = {}, by: Codebook = codebook): DoseAnswer =>
  judged({ ...given, attested: { openedMg: '500', ...given.attested, effectiveCode } }, by)
const finding = ({ findings }: DoseAnswer, rule: string) => findings.find(({ id }) => id === rule)

describe('a drug that no list has, injected, with its NDC and its name', () => {
  test('waits until a person states which unclassified code bills it, and says in which lists it was looked for', () => {
    const dose = judged()
    expect([dose.verdict, linesOf(dose)]).toEqual(['needs-information', ''])
    expect(finding(dose, 'code/was-in-force')).toMatchObject({
      text: expect.stringContaining(
        'looked in: NDC–HCPCS crosswalk of 2026-01-01; Part B payment limits of 2026-01-01',
      ),
      who: 'biller',
    })
    expect(dose.wouldMakeReady).toEqual([
      expect.objectContaining({
        remedy: expect.stringContaining(
          'state the code: J9999 for one against cancer, J3590 for a biological, J3490 for any other drug',
        ),
      }),
    ])
  })

  test.each(['J3490', 'J3590', 'J9999'])('is one unit of %s in an office, with all of it in the narrative', (code) => {
    const dose = stating(code)
    expect([dose.verdict, linesOf(dose)]).toEqual(['ready', `${code}-JZ × 1`])
    expect(dose.sentence).toContain(`${code}, no authorization needed`)
    expect(dose.lines[0]).toMatchObject({
      ndc: { ndc: '99207065001' },
      narrative: 'Nuvexil 500 mg/20 mL vial: 500 mg given, intravenous, NDC 99207065001',
    })
  })

  test('is C9399 in a hospital outpatient department alone', () => {
    expect(linesOf(stating('C9399', { place: HOSPITAL }))).toBe('C9399-JZ × 1')
    const office = stating('C9399')
    expect([office.verdict, heldBy(office)]).toEqual([
      'needs-information',
      expect.arrayContaining(['code/was-in-force']),
    ])
    expect(judged({ place: HOSPITAL }).wouldMakeReady[0]?.remedy).toContain(
      'C9399 where FDA approved it from 2004-01-01 on and it was given here',
    )
  })

  test('is billed by volume where it is charted so, with the volume beside its NDC', () => {
    const attested = { openedMg: undefined, opened: { value: '5', unit: 'mL' } }
    const dose = stating('J3490', { dose: 5, unit: 'mL', attested })
    expect(dose.lines[0]).toMatchObject({ units: 1, ndc: { ndc: '99207065001', quantity: '5', unit: 'ML' } })
  })

  test('with a part discarded goes out by hand: one unit has no part', () => {
    const attested = { openedMg: '600', discardedMg: '100', extraContainersReason: 'only vials of 300 mg were there' }
    const dose = stating('J9999', { attested })
    expect(dose.verdict).toBe('needs-information')
    expect(heldBy(dose)).toEqual(['amount/discard-is-documented'])
  })

  test.each<[string, Partial<Given>]>([
    ['its name is of a drug that has a code', { text: 'pembrolizumab 100 mg' }],
    ['a second drug is in its name', { text: 'Nuvexil with dexamethasone' }],
    ['nothing names it', { text: 'as ordered' }],
    ['it has no NDC', { ndc: undefined }],
    ['nobody charted how it was given', { route: 'by the usual way' }],
    ['a code of another drug is stated', { attested: { openedMg: '500', effectiveCode: 'J9271' } }],
  ])('is not ready where %s, whatever is stated', (_, differs) => {
    const { attested = { openedMg: '500', effectiveCode: 'J9999' } } = differs
    expect(judged({ ...differs, attested }).verdict).toBe('needs-information')
  })

  test('is no question where nobody injects it and nobody bills it so', () => {
    expect(judged({ route: 'Oral' }).supported).toBe(false)
  })
})

describe('a drug that FDA’s NDC directory alone knows', () => {
  const listed = codebookWith(
    ndcDirectory([
      {
        ndc: NDC.replace('-0650-', '-650-'),
        brand: 'Nuvexil',
        generic: 'nuvexilimab-abcd',
        holds: '20 mL in 1 VIAL, SINGLE-DOSE',
        strength: ['25', 'mg/mL'],
      },
    ]),
    '2026-02-01',
  )
  const WITHOUT_CONTAINER = { container: undefined, openedMg: undefined, containersOpened: 1 }

  test('is named by it, with its content, its kind and its container, so that nobody is asked for these', async () => {
    const dose = stating('J3590', { attested: WITHOUT_CONTAINER }, await listed)
    expect([dose.verdict, linesOf(dose)]).toEqual(['ready', 'J3590-JZ × 1'])
    expect(dose.lines[0]).toMatchObject({
      ndc: { ndc: '99207065001', quantity: '20', unit: 'ML' },
      narrative: 'Nuvexil (nuvexilimab-abcd), 500 mg: 500 mg given, intravenous, NDC 99207065001',
    })
  })

  test('is a biological there, which J3490 does not bill', async () => {
    const dose = stating('J3490', { attested: WITHOUT_CONTAINER }, await listed)
    expect(dose.verdict).toBe('needs-information')
    expect(finding(dose, 'code/was-in-force')?.text).toContain('it is none of J3590, J9999')
  })
})

test('a drug that HCPCS describes is billed with no unclassified code, whatever is stated', async () => {
  const hcpcs =
    'HCPC,SEQNUM,RECID,LONG DESCRIPTION,ADD DT,TERM DT\nJ9999,0010,3,"Not otherwise classified, antineoplastic drugs",19860101,\n'
  const before = stating('J9999', {}, await codebookWith({ 'hcpcs.csv': hcpcs }, '2026-01-01'))
  expect(before.verdict).toBe('ready')
  const named = `${hcpcs}J1599,0010,3,"Injection, nuvexil, 1 mg",20260101,\n`
  const dose = stating('J9999', {}, await codebookWith({ 'hcpcs.csv': named }, '2026-01-01'))
  expect(dose.verdict).toBe('needs-information')
  expect(finding(dose, 'code/was-in-force')?.text).toContain('HCPCS describes J1599 as “Injection, nuvexil, 1 mg”')
})

describe('a package that CMS does not list, of a labeler and product that it does', () => {
  test('waits until a person states the code of the listed package', () => {
    const dose = judged({ ...KEYTRUDA_OF_ANOTHER_PACKAGE, attested: { containersOpened: 2 } })
    expect(dose.verdict).toBe('needs-information')
    expect(finding(dose, 'code/was-in-force')?.text).toContain(
      'of the same labeler and product, under J9271: it is another package of it, or a digit is wrong.',
    )
    const stated = judged({
      ...KEYTRUDA_OF_ANOTHER_PACKAGE,
      attested: { containersOpened: 2, effectiveCode: 'J9271' },
    })
    expect([stated.verdict, linesOf(stated)]).toEqual(['ready', 'J9271-JZ × 200'])
  })

  test('is billed as the carton that holds it, by FDA’s NDC directory', async () => {
    const directory = ndcDirectory([
      {
        ndc: '0006-3026-02',
        inner: '0006-3026-99',
        brand: 'Keytruda',
        generic: 'pembrolizumab',
        holds: '4 mL in 1 VIAL, SINGLE-DOSE',
        strength: ['25', 'mg/mL'],
      },
    ])
    const given = { ...KEYTRUDA_OF_ANOTHER_PACKAGE, attested: { containersOpened: 2, container: undefined } }
    const dose = judged(given, await codebookWith(directory, '2026-02-01'))
    expect([dose.verdict, linesOf(dose)]).toEqual(['ready', 'J9271-JZ × 200'])
  })
})

import { type ListedDrug, loadCodebook, loadReleases, type Product, readListedRoutes } from '@doseline/codebook'
import type { DoseAnswer, Measure } from '@doseline/contract'
import { day, exactly, exactText, routesNamed, wholePartsUp } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { coded, type Given, heldBy, judgedBy, linesOf, ON } from './testing/one-dose.ts'

/** Drugs that nobody entered by hand: the NDC–HCPCS crosswalk of CMS alone knows them. */
const codebook = loadCodebook()
const releases = loadReleases()
const judged = (given: Given): DoseAnswer => judgedBy(codebook, given)
const ONE_BAG = { containersOpened: 1 }
const KEYTRUDA = '00006-3026-02'
const ARANESP = '55513-0004-04'

describe('a drug that the crosswalk alone knows', () => {
  test('is billed by the unit of its code, with what a person looked up', () => {
    const dose = judged({ ndc: KEYTRUDA, text: 'Keytruda 100 mg/4 mL', dose: 200, attested: { containersOpened: 2 } })
    expect([dose.verdict, linesOf(dose)]).toEqual(['ready', 'J9271-JZ × 200'])
    expect(dose.sentence).toContain('looked up by Rosa Alvarez')
    expect(dose.lines[0]).toMatchObject({ ndc: { ndc: '00006302602' }, diagnoses: ['C34.90'] })
  })

  test('has a JW line where a part of it is written down as discarded', () => {
    const attested = { containersOpened: 2, discardedMg: '50' }
    expect(linesOf(judged({ ndc: KEYTRUDA, dose: 150, attested }))).toBe('J9271 × 150, J9271-JW × 50')
  })

  test.each<[string, Partial<Given>, readonly string[]]>([
    [
      'nobody read the payer’s policy',
      { attested: { containersOpened: 2, policyMet: undefined } },
      ['amount/is-within-the-mue', 'necessity/diagnosis-supports-the-product'],
    ],
    [
      'nobody says whether the vial is for one dose',
      { attested: { containersOpened: 2, container: undefined } },
      ['amount/discard-is-documented'],
    ],
    [
      'nobody says whether an authorization is needed',
      { attested: { containersOpened: 2, noAuthorizationNeeded: undefined } },
      ['coverage/prior-authorization-is-on-file'],
    ],
    [
      'nobody says for which diagnosis the policy is met',
      { attested: { containersOpened: 2, diagnoses: undefined } },
      ['necessity/diagnosis-supports-the-product'],
    ],
    [
      'the name is of another drug',
      { text: 'Opdivo 240 mg', attested: { containersOpened: 2 } },
      ['administration/texts-agree-with-the-codes'],
    ],
    ['it is charted by volume', { dose: 8, unit: 'mL', attested: { containersOpened: 2 } }, []],
    [
      'the crosswalk ended before the day',
      { on: '2026-05-02', attested: { containersOpened: 2 } },
      ['code/was-in-force'],
    ],
    [
      'the crosswalk begins after the day',
      { on: '2025-12-30', attested: { containersOpened: 2 } },
      ['code/was-in-force'],
    ],
  ])('needs information where %s', (_, differs, holding) => {
    const dose = judged({ ndc: KEYTRUDA, text: 'Keytruda', dose: 200, ...differs })
    expect(dose.verdict).toBe('needs-information')
    expect(heldBy(dose)).toEqual(expect.arrayContaining([...holding]))
  })

  test('is billed by the code that a person looked up, where the crosswalk ended', () => {
    const attested = { containersOpened: 2, effectiveCode: 'J9271' }
    const dose = judged({ ndc: KEYTRUDA, dose: 200, on: '2026-05-02', attested })
    expect([dose.verdict, linesOf(dose)]).toEqual(['ready', 'J9271-JZ × 200'])
  })

  test('is not billed by a code that the crosswalk never gave it', () => {
    const attested = { containersOpened: 2, effectiveCode: 'J9299' }
    expect(judged({ ndc: KEYTRUDA, dose: 200, on: '2026-05-02', attested }).verdict).toBe('needs-information')
  })

  test('is already charged by a charge of its code', () => {
    const charge = {
      resourceType: 'ChargeItem',
      id: 'ci1',
      status: 'billable',
      code: coded('http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', 'J9271'),
      subject: { reference: 'Patient/p1' },
      context: { reference: 'Encounter/e1' },
      occurrenceDateTime: ON,
      quantity: { value: 200 },
    }
    const dose = judged({ ndc: KEYTRUDA, dose: 200, attested: { containersOpened: 2 }, charges: [charge] })
    expect([dose.verdict, heldBy(dose)]).toEqual(['not-ready', ['charges/not-already-charged']])
  })

  test('under two codes waits until a person states which: dialysis decides', () => {
    const about = { ndc: ARANESP, text: 'Aranesp', dose: 60, unit: 'ug', diagnosis: 'D63.1' }
    const open = judged({ ...about, attested: { containersOpened: 1 } })
    expect(open.verdict).toBe('needs-information')
    expect(open.wouldMakeReady).toEqual([
      expect.objectContaining({ remedy: expect.stringMatching(/state it: J0881 or J0882/), who: 'biller' }),
    ])
    const given = { ...about, attested: { containersOpened: 1, effectiveCode: 'J0882' } }
    expect(heldBy(judged(given))).toEqual(['code/fits-the-product'])
    const stated = judged({ ...given, isOnDialysis: true })
    expect([stated.verdict, linesOf(stated)]).toEqual(['ready', 'J0882-JZ × 60'])
  })

  test('for anemia without dialysis names the anemia by its modifier, which stands on no other drug', () => {
    const about = { ndc: ARANESP, text: 'Aranesp', dose: 60, unit: 'ug', diagnosis: 'D64.81' }
    const given = { ...about, attested: { containersOpened: 1, effectiveCode: 'J0881' } }
    expect(heldBy(judged(given))).toEqual(['modifiers/fit-the-code'])
    const named = judged({ ...given, modifiers: ['EA'] })
    expect([named.verdict, linesOf(named)]).toEqual(['ready', 'J0881-JZ-EA × 60'])
    expect(heldBy(judged({ ...given, modifiers: ['EA', 'EB'] }))).toEqual(['modifiers/belong-on-a-drug-line'])
    const keytruda = { ndc: KEYTRUDA, text: 'Keytruda 100 mg/4 mL', dose: 200, attested: { containersOpened: 2 } }
    expect(heldBy(judged({ ...keytruda, modifiers: ['EA'] }))).toEqual(['modifiers/fit-the-code'])
  })

  test('charted with its code and its name is billed by the code, with what a person read on the container', () => {
    const coded = { hcpcs: 'J9271', text: 'Keytruda 100 mg/4 mL', dose: 200, attested: { openedMg: '200' } }
    const dose = judged(coded)
    expect([dose.verdict, linesOf(dose), dose.lines[0]?.ndc]).toEqual(['ready', 'J9271-JZ × 200', undefined])
    expect(heldBy(judged({ ...coded, attested: { containersOpened: 2 } }))).toEqual(['amount/discard-is-documented'])
    expect(judged({ ...coded, text: 'Opdivo 240 mg' }).verdict).toBe('needs-information')
    expect(judged({ ...coded, text: 'as ordered' }).verdict).toBe('needs-information')
  })

  test.each<[string, Partial<Given>, string]>([
    [
      'of a drug that several labelers have codes of their own for',
      { text: 'pemetrexed 500 mg' },
      'CMS bills “pemetrexed 500 mg” with J9292, J9294, J9296, J9297, J9304, J9305, J9314, J9323, J9324, by who makes it',
    ],
    [
      'of such a drug, next to one of its codes',
      { text: 'pemetrexed 500 mg', hcpcs: 'J9305' },
      'CMS bills “pemetrexed 500 mg” with J9292,',
    ],
    ['of a drug with one code', { text: 'Keytruda' }, 'CMS bills “Keytruda” with J9271: the NDC, or J9271 on the dose'],
  ])('a name alone %s cannot be told, and what would tell it is said', (_, named, says) => {
    const dose = judged({ dose: 500, attested: { openedMg: '500' }, ...named })
    expect([dose.verdict, dose.lines]).toEqual(['needs-information', []])
    expect(dose.findings.find(({ id }) => id === 'code/product-is-recognised')).toMatchObject({
      outcome: 'cannot-tell',
      text: expect.stringContaining(says),
    })
  })

  test('with ten digits that are two NDCs is not taken for either', () => {
    expect(judged({ ndc: '6175500501', text: 'aflibercept', dose: 2 }).lines).toEqual([])
  })

  test('whose columns contradict each other has no content, so that what was opened is stated', () => {
    const about = { ndc: '39822-4500-02', text: 'Edaravone', dose: 60, diagnosis: 'G12.21' }
    expect(heldBy(judged({ ...about, attested: { containersOpened: 2 } }))).toEqual(['amount/discard-is-documented'])
    const stated = judged({ ...about, attested: { openedMg: '60' } })
    expect([stated.verdict, linesOf(stated)]).toEqual(['ready', 'J1301-JZ × 60'])
  })
})

describe('a drug that is not counted by mass', () => {
  const opened = (value: string, unit: string) => ({ opened: { value, unit } })
  test.each<[string, Given, string]>([
    [
      'is billed by the units of potency on its carton, of which CMS gives none',
      {
        ndc: '00026-3821-25',
        text: 'Kovaltry',
        dose: 1000,
        unit: '[iU]',
        diagnosis: 'D66',
        attested: opened('1000', 'IU'),
      },
      'J7211-JZ × 1000',
    ],
    [
      'and charted in units, as charts write international units',
      {
        ndc: '00026-3821-25',
        text: 'Kovaltry',
        dose: 1000,
        unit: 'U',
        diagnosis: 'D66',
        attested: opened('1000', 'IU'),
      },
      'J7211-JZ × 1000',
    ],
    ['is billed by the dose, whatever its volume', { ...HYALGAN, attested: { containersOpened: 1 } }, 'J7321-JZ × 1'],
    [
      'is billed by the bag, of three codes that CMS lists it under',
      { ndc: '00264-7800-09', text: 'sodium chloride 0.9 %', dose: 1000, unit: 'mL', attested: ONE_BAG },
      'J7030-JZ × 1',
    ],
    [
      'is billed by the code of its route, of two that CMS lists it under',
      {
        ndc: '70257-0051-51',
        text: 'HepaGam B',
        dose: 5,
        unit: 'mL',
        route: 'Intramuscular',
        attested: { containersOpened: 1 },
      },
      'J1571-JZ × 10',
    ],
    [
      'is billed by the code for dialysis where a diagnosis says so',
      {
        ndc: ARANESP,
        text: 'Aranesp',
        dose: 60,
        unit: 'ug',
        route: 'Subcutaneous',
        isOnDialysis: true,
        diagnosis: 'Z99.2',
        attested: { containersOpened: 1 },
      },
      'J0882-JZ × 60',
    ],
    [
      'is known by its code and its name, where the crosswalk lists no NDC of it',
      {
        hcpcs: 'A9606',
        text: 'Radium Ra-223 dichloride',
        dose: 4.07,
        unit: 'MBq',
        diagnosis: 'C61',
        gender: 'male',
        attested: { ...opened('110', 'microcurie'), discarded: { value: '0', unit: 'microcurie' } },
      },
      'A9606-JZ × 110',
    ],
  ])('%s', (_, given, lines) => {
    const dose = judged(given)
    expect([dose.verdict, linesOf(dose), heldBy(dose)]).toEqual(['ready', lines, []])
  })
})

/** A charge of the visit that names no dose. */
const charged = (code: string, quantity: number, id = 'ci1') => ({
  resourceType: 'ChargeItem',
  id,
  status: 'billable',
  code: coded('http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code),
  subject: { reference: 'Patient/p1' },
  context: { reference: 'Encounter/e1' },
  occurrenceDateTime: ON,
  quantity: { value: quantity },
})

/** Another dose of the visit, ten minutes later. */
const alsoGiven = (medicationCodeableConcept: object, dose: number) => ({
  resourceType: 'MedicationAdministration',
  id: 'm2',
  status: 'completed',
  medicationCodeableConcept,
  subject: { reference: 'Patient/p1' },
  context: { reference: 'Encounter/e1' },
  effectiveDateTime: `${ON}T10:10:00-05:00`,
  dosage: { dose: { value: dose, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' } },
})

/** Two thousand international units, with what was opened of them. */
const KOVALTRY: Given = {
  ndc: '00026-3821-25',
  text: 'Kovaltry',
  dose: 2000,
  unit: '[iU]',
  diagnosis: 'D66',
  attested: { opened: { value: '2000', unit: 'IU' } },
}
const ONCASPAR: Given = { ndc: '72694-0954-01', text: 'Oncaspar', dose: 3750, unit: '[iU]' }
const HYALGAN: Given = {
  ndc: '89122-0724-20',
  text: 'Hyalgan',
  dose: 2,
  unit: 'mL',
  diagnosis: 'M17.11',
  route: 'Intraarticular',
}
const SUBLOCADE = '12496-0300-01'
const VYXEOS = '68727-0745-02'
const LEQVIO = '00078-1000-60'
const HUMATE = '63833-0615-02'
const NDC = 'http://hl7.org/fhir/sid/ndc'
const TWO = { containersOpened: 2 }

describe('a drug that the crosswalk alone knows is never ready where a coder would stop', () => {
  test.each<[string, Given]>([
    [
      'a pair of drugs of which the unit counts one',
      { ndc: '69639-0105-01', dose: 235, attested: { openedMg: '235' } },
    ],
    [
      'a unit of which a note says that it holds two',
      { ndc: '67919-0030-01', text: 'Zerbaxa', dose: 1000, attested: { openedMg: '1000' } },
    ],
    [
      'a container whose row the file itself speaks against',
      { ndc: '61703-0339-56', text: 'carboplatin', dose: 450, attested: { containersOpened: 1, discardedMg: '150' } },
    ],
    [
      'the same drug beside it, named by text alone',
      { ndc: KEYTRUDA, dose: 200, attested: TWO, charges: [alsoGiven({ text: 'pembrolizumab' }, 200)] },
    ],
    [
      'the same drug beside it, by an RxNorm code alone',
      {
        ndc: KEYTRUDA,
        dose: 200,
        attested: TWO,
        charges: [alsoGiven(coded('http://www.nlm.nih.gov/research/umls/rxnorm', '1547550'), 200)],
      },
    ],
    [
      'two unequal records of it within minutes',
      { ndc: KEYTRUDA, dose: 200, attested: TWO, charges: [alsoGiven(coded(NDC, KEYTRUDA), 100)] },
    ],
    [
      'another labeler’s of the same molecule beside it',
      {
        ndc: '00002-7623-01',
        text: 'Alimta',
        dose: 500,
        attested: { containersOpened: 1, effectiveCode: 'J9305' },
        charges: [alsoGiven(coded(NDC, '00409-1045-01'), 500)],
      },
    ],
    [
      'a charge by the code of another labeler of the molecule',
      {
        ndc: '55513-0207-01',
        text: 'Mvasi',
        dose: 400,
        attested: { containersOpened: 1, notCharged: undefined },
        charges: [charged('J9035', 40)],
      },
    ],
    ['a name of another drug beside its own', { ndc: KEYTRUDA, text: 'Keytruda or Opdivo', dose: 200, attested: TWO }],
    [
      'a name that shares a salt with it',
      { ndc: '00404-9940-01', text: 'Diphenhydramine HCl', dose: 4, attested: { openedMg: '4' } },
    ],
    [
      'a code stated that the crosswalk in force does not give',
      { ndc: KEYTRUDA, dose: 200, attested: { ...TWO, effectiveCode: 'J9299' } },
    ],
    ['directions of another amount in international units', { ...KOVALTRY, directions: '1,500 IU IV' }],
    ['a note of another amount in units', { ...KOVALTRY, note: 'Gave 500 units IV.' }],
    ['a note of a mass beside a drug that is counted in units', { ...KOVALTRY, note: 'Gave 5 mg IV.' }],
    [
      'a number of units of bleomycin in international units, which are a thousandth of one',
      {
        ndc: '00143-9240-01',
        text: 'Bleomycin',
        dose: 15,
        unit: '[iU]',
        attested: { opened: { value: '15', unit: 'unit' } },
      },
    ],
    ['a vial that a chart states by mass, and nobody says how many', ONCASPAR],
    [
      'a part of a vial that was discarded, where the code counts vials',
      { ...ONCASPAR, attested: { containersOpened: 1, discarded: { value: '500', unit: 'IU' } } },
    ],
    [
      'a volume that was discarded, where no source gives the concentration',
      { ndc: KEYTRUDA, dose: 200, attested: { containersOpened: 2, discarded: { value: '1', unit: 'mL' } } },
    ],
    [
      'a dose of a code that counts doses, charted as stopped',
      { ...HYALGAN, isStopped: true, attested: { containersOpened: 1 } },
    ],
    ['two syringes of a code that counts doses', { ...HYALGAN, dose: 4, attested: { containersOpened: 2 } }],
    [
      'half a dose of a code that counts doses',
      { ...HYALGAN, dose: 0.5, unit: '{dose}', attested: { containersOpened: 1 } },
    ],
    [
      'a dose of a code that is for more than 100 mg, and nobody says that it was',
      { ndc: SUBLOCADE, text: 'Sublocade', dose: 100, attested: { containersOpened: 1 } },
    ],
    [
      'a part of what was opened, where the code counts a pair of drugs by the vial',
      { ndc: VYXEOS, text: 'Vyxeos', dose: 80, attested: { containersOpened: 2, discardedMg: '8' } },
    ],
    [
      'a volume that was opened, where no source gives the concentration',
      { ndc: KEYTRUDA, dose: 200, attested: { opened: { value: '12', unit: 'mL' } } },
    ],
    [
      'a name of another strength in units',
      { ndc: '00023-1145-01', text: 'Botox 200 units', dose: 100, unit: 'U', attested: { containersOpened: 1 } },
    ],
    [
      'a name of two substances',
      { ndc: KEYTRUDA, text: 'pembrolizumab/quavonlimab', dose: 200, attested: { containersOpened: 2 } },
    ],
    [
      'a charge of the molecule by another brand, which CMS names by its brand alone',
      {
        ndc: '00069-0342-01',
        text: 'Zirabev',
        dose: 400,
        attested: { containersOpened: 1, notCharged: undefined },
        charges: [charged('J9035', 40)],
      },
    ],
    [
      'another brand of the molecule beside it, by its NDC',
      {
        ndc: '00069-0342-01',
        text: 'Zirabev',
        dose: 400,
        attested: { containersOpened: 1 },
        charges: [alsoGiven(coded(NDC, '55513-0207-01'), 400)],
      },
    ],
    [
      'the same drug beside it, by the name that only a short description has',
      {
        ndc: LEQVIO,
        text: 'Leqvio',
        dose: 284,
        route: 'Subcutaneous',
        attested: { containersOpened: 1 },
        charges: [alsoGiven({ text: 'inclisiran 284 mg' }, 284)],
      },
    ],
    [
      'a factor whose vial is labeled in the units of another one as well',
      { ndc: HUMATE, text: 'Humate-P', dose: 1000, unit: '[iU]', attested: { opened: { value: '1000', unit: 'IU' } } },
    ],
    [
      'a code and a name of a molecule that CMS bills with several codes',
      { hcpcs: 'J9305', text: 'pemetrexed', dose: 500, attested: { openedMg: '500' } },
    ],
    [
      'a code whose drug the text does not name',
      {
        hcpcs: 'A9606',
        text: 'Lutathera',
        dose: 4.07,
        unit: 'MBq',
        attested: { opened: { value: '110', unit: 'microcurie' } },
      },
    ],
    ['ten digits that no name says are that NDC', { ndc: '0006302602', dose: 200, attested: TWO }],
  ])('%s', (_, given) => {
    const dose = judged(given)
    expect([dose.verdict, linesOf(dose)]).not.toEqual(['ready', expect.anything()])
  })
})

describe('a product of the code book beside drugs that the crosswalk names', () => {
  test('is ready beside a charge of another drug by its NDC', () => {
    const product = { productCodeableConcept: coded(NDC, '00409-4755-01') }
    const charge = { ...charged('J2405', 4), ...product }
    const dose = judged({
      ndc: '55513-710-01',
      text: 'Prolia 60 mg',
      dose: 60,
      diagnosis: 'M81.0',
      attested: { containersOpened: 1 },
      charges: [charge],
    })
    expect(heldBy(dose)).not.toContain('charges/not-already-charged')
  })

  test('is no other drug for a lot that reads like a code', () => {
    const dose = judged({
      ndc: '55513-710-01',
      text: 'Prolia lot J1100',
      dose: 60,
      diagnosis: 'M81.0',
      attested: { containersOpened: 1 },
    })
    expect(heldBy(dose)).not.toContain('code/fits-the-product')
  })
})

/** A code, a row of it whose container CMS gives exactly, and how a chart writes the content of one. */
interface OneContainer {
  readonly code: string
  readonly listed: ListedDrug
  readonly charted: { readonly dose: number; readonly unit: string }
  readonly attested: Readonly<Record<string, unknown>>
}

/** How a chart writes an amount of each measure. */
const CHARTED: Readonly<Record<Measure, string>> = {
  mg: 'mg',
  mL: 'mL',
  unit: 'U',
  IU: '[iU]',
  'USP unit': "[USP'U]",
  mEq: 'meq',
  'cm²': 'cm2',
  microcurie: 'uCi',
  'million PFU': '10*6.[PFU]',
  dose: '{dose}',
  'billing unit': '{vial}',
}

/** One NDC of every code that bills a drug given by staff, and is no placeholder of its potency. */
function oneOfEachCode(): readonly OneContainer[] {
  return releases.codes(day(ON)).flatMap((code): OneContainer[] => {
    const isUpTo = releases.unitOf(code, day(ON))?.upTo
    const found = releases.ofCode(code, day(ON)).flatMap((listed): OneContainer[] => {
      const product = productOf(listed.row.ndc)
      const content = product?.amountPerContainer
      if (!product || !listed.units || isUpTo || !content || !/^\d+(\.\d)?$/.test(listed.row.perContainer)) return []
      const { measure, orElse } = product
      const isCounted = measure === 'dose' || measure === 'billing unit'
      const charted = { dose: isCounted ? 1 : Number(exactText(content)), unit: CHARTED[measure] }
      const amount = { value: exactText(content), unit: CHARTED[measure] }
      return [{ code, listed, charted, attested: orElse === undefined ? {} : { administered: amount } }]
    })
    // Of codes that go by the bag, a bag that is one unit of this one.
    const whole = found.find(({ listed }) => listed.row.perContainer === '1')
    return [whole ?? found[0]].filter((each) => each !== undefined)
  })
}
const PLACE = { resource: 'MedicationAdministration/m1', element: 'medication' }
/** The product that the code book makes of a row, where it has none of the NDC itself. */
function productOf(ndc: string): Product | undefined {
  const recognised = codebook.recognise({ ndc: [{ name: ndc, place: PLACE }], rxnorm: [], hcpcs: [], text: [] })
  return 'product' in recognised && recognised.product.listedUnder ? recognised.product : undefined
}

/** Their lines name the anemia. */
const RED_CELL_AGENTS: ReadonlySet<string> = new Set(['J0881', 'J0885', 'J0888', 'Q5106'])

describe('how a drug of the crosswalk is given, and how much of it', () => {
  const TWO_BAGS = { ndc: KEYTRUDA, text: 'Keytruda 100 mg/4 mL', dose: 200, attested: { containersOpened: 2 } }
  test.each(['Intravitreal', 'Subcutaneous', 'Intramuscular'])('into a vein alone, and charted as %s', (route) => {
    const dose = judged({ ...TWO_BAGS, route })
    expect([dose.verdict, heldBy(dose)]).toEqual(['not-ready', ['administration/route-fits-the-product']])
  })

  test('by a route that few drugs have, and nothing says that it has', () => {
    const dose = judged({ ndc: '00409-4755-03', text: 'ondansetron', dose: 4, route: 'Intrathecal' })
    expect(heldBy(dose)).toContain('administration/route-fits-the-product')
  })

  test('from two hundred vials, until somebody states why', () => {
    const much = { ...TWO_BAGS, dose: 20_000, attested: { containersOpened: 200 } }
    expect(heldBy(judged(much))).toEqual(['amount/is-the-labelled-dose'])
    const why = judged({ ...much, attested: { ...much.attested, dailyDoseReason: 'ordered so' } })
    expect([why.verdict, linesOf(why)]).toEqual(['ready', 'J9271-JZ × 20000'])
  })
})

test('one container of every code makes the units that CMS gives for it', () => {
  const each = oneOfEachCode()
  const entered = Object.entries(readListedRoutes())
  expect(each.length).toBeGreaterThan(650)
  const wrong = each.flatMap(({ code, listed: { row, units }, charted, attested }) => {
    if (charted.dose > 1_000_000) return []
    const modifiers = RED_CELL_AGENTS.has(code) ? { modifiers: ['EC'] } : {}
    const says = releases.described(code, day(ON))?.value.description ?? ''
    const [route = entered.find(([, codes]) => codes.includes(code))?.[0]] = routesNamed(says)
    const isOnDialysis = /\besrd\b/i.test(says) && !/non[- ]?esrd/i.test(says)
    const dose = judged({
      ndc: row.ndc,
      text: row.drug,
      ...charted,
      isOnDialysis,
      ...(route && { route }),
      ...modifiers,
      attested: { containersOpened: 1, effectiveCode: code, notCharged: true, ...attested },
    })
    const expected = units && wholePartsUp(units.perContainer, exactly(1))
    const drug = dose.lines.find(({ role }) => role === 'drug')
    return dose.verdict === 'ready' && drug?.code === code && BigInt(drug.units) === expected
      ? []
      : [
          `${code} ${row.ndc} ${row.drug} ${charted.dose} ${charted.unit}: ${dose.verdict} ${linesOf(dose)} ${heldBy(dose).join(', ')}`,
        ]
  })
  expect(wrong).toEqual([])
}, 60_000)

import type {
  CodeMeaning,
  Hcpcs,
  HeldProduct,
  Indication,
  Interval,
  LabelledDose,
  ModifierMeaning,
  PayerInfo,
  Product,
} from '@doseline/codebook'
import { exactly, type Route, type Source } from '@doseline/dose'

/**
 * Products and codes as the cases name them. They are stated here and not read from the code book, so that a bulletin
 * entered there changes no case; what is true of the real data is tested beside it.
 */
export const SOURCE: Source = {
  id: 'a-bulletin',
  title: 'A bulletin',
  address: 'https://example.org/bulletin',
  from: '2017-01-01',
  confidence: 'confirmed',
}

const product = (differs: Pick<Product, 'brand' | 'generic' | 'group'> & Partial<HeldProduct>): HeldProduct => ({
  id: differs.brand.toLowerCase(),
  family: differs.generic,
  container: 'vial',
  singleDose: true,
  measure: 'mg',
  amountPerContainer: exactly(60),
  mlPerContainer: exactly(1),
  ndcUnit: 'ML',
  ndcs: [],
  source: SOURCE,
  ...differs,
})

export const PRODUCTS = {
  Prolia: product({
    brand: 'Prolia',
    generic: 'denosumab',
    group: 'denosumab-60mg',
    container: 'prefilled syringe',
    ndcs: ['55513071001'],
  }),
  Xgeva: product({
    brand: 'Xgeva',
    generic: 'denosumab',
    group: 'denosumab-120mg',
    amountPerContainer: exactly(120),
    mlPerContainer: exactly('1.7'),
    ndcs: ['55513073001'],
  }),
  Mepsevii: product({
    brand: 'Mepsevii',
    generic: 'vestronidase alfa-vjbk',
    group: 'vestronidase',
    amountPerContainer: exactly(10),
    mlPerContainer: exactly(5),
    ndcs: ['69794000101'],
  }),
  Nameless: product({ brand: 'Nameless', generic: 'denosumab-none', group: 'denosumab-60mg' }),
  /** Known by CMS's crosswalk alone: nobody says whether its container is for one dose. */
  Listed: { ...product({ brand: 'Listed', generic: 'listedumab', group: 'listed-J0897' }), singleDose: undefined },
  /** Its code counts whole vials. */
  Countumab: {
    ...product({ brand: 'Countumab', generic: 'countumab', group: 'counted' }),
    measure: 'billing unit',
    amountPerContainer: exactly(1),
  },
  /** No source says how much a container of it holds. */
  Unmeasured: {
    ...product({ brand: 'Unmeasured', generic: 'unmeasumab', group: 'unmeasured' }),
    amountPerContainer: undefined,
  },
  Forteo: product({
    brand: 'Forteo',
    generic: 'teriparatide',
    group: 'teriparatide',
    container: 'pen',
    singleDose: false,
    amountPerContainer: exactly('0.56'),
    mlPerContainer: exactly('2.24'),
    ndcs: ['00002840001'],
  }),
} as const satisfies Record<string, Product>

const code = (name: string, descriptor: string, unit: string, unitAmount: string): Hcpcs => ({
  code: name,
  descriptor,
  unitText: unit,
  unitAmount: exactly(unitAmount),
})

export const CODES = {
  J0897: code('J0897', 'Injection, denosumab, 1 mg', '1 mg', '1'),
  J3397: code('J3397', 'Injection, vestronidase alfa-vjbk, 1 mg', '1 mg', '1'),
  J3590: { ...code('J3590', 'Unclassified biologics', 'container of 60 mg', '60'), unclassified: true },
  J9266: code('J9266', 'Injection, countumab, single-dose vial', '1 each', '1'),
  J3110: code('J3110', 'Injection, teriparatide, 10 mcg', '10 mcg', '0.01'),
  J0881: {
    ...code('J0881', 'Injection, darbepoetin alfa, 1 microgram (non-esrd use)', '1 mcg', '0.001'),
    oneOf: { modifiers: ['EA', 'EB', 'EC'], why: 'The code asks for it.', source: SOURCE },
  },
  Q0138: code('Q0138', 'Injection, listedumab, 1 mg (non-esrd use)', '1 mg', '1'),
  Q0139: code('Q0139', 'Injection, listedumab, 1 mg (for esrd on dialysis)', '1 mg', '1'),
  J1599: code('J1599', 'Injection, listedumab, intravenous, 1 mg', '1 mg', '1'),
  'J0897 that Cigna may not take': {
    ...code('J0897', 'Injection, denosumab, 1 mg', '1 mg', '1'),
    ofPayer: {
      says: 'Nobody knows whether Cigna takes J0897.',
      remedy: 'Look in the policy of Cigna, and state the code.',
    },
  },
  'J0897 where J3397 is stated': {
    ...code('J0897', 'Injection, denosumab, 1 mg', '1 mg', '1'),
    ofPayer: { stated: 'J3397' },
  },
} as const satisfies Record<string, Hcpcs>

const meaning = ({ code, descriptor }: Hcpcs, generic: string, ...products: Product[]): CodeMeaning => ({
  code,
  descriptor,
  generic,
  products: products.map(({ id }) => id),
  source: SOURCE,
})

/** What HCPCS says each code is. */
export const MEANINGS: Readonly<Record<string, CodeMeaning>> = {
  J0897: meaning(CODES.J0897, 'denosumab', PRODUCTS.Prolia, PRODUCTS.Xgeva),
  J3397: meaning(CODES.J3397, 'vestronidase alfa-vjbk', PRODUCTS.Mepsevii),
  J3110: meaning(CODES.J3110, 'teriparatide', PRODUCTS.Forteo),
  Q0138: meaning(CODES.Q0138, 'listedumab', PRODUCTS.Listed),
  Q0139: meaning(CODES.Q0139, 'listedumab', PRODUCTS.Listed),
  J1599: meaning(CODES.J1599, 'listedumab', PRODUCTS.Listed),
  J3590: { ...meaning(CODES.J3590, 'any biologic without a code of its own'), unclassified: true },
}

/** What a case need not say of a product: its code, how often it is given, and one reason to give it. */
export const USUALLY: Readonly<
  Record<
    string,
    {
      readonly hcpcs: Hcpcs
      readonly interval: Interval
      readonly indications: readonly Indication[]
      readonly route: Route
      readonly labelledDose: LabelledDose
    }
  >
> = {
  'denosumab-60mg': {
    route: 'subcutaneous',
    labelledDose: { mg: exactly(60) },
    hcpcs: CODES.J0897,
    interval: { every: 6, unit: 'months', earlyDays: 0 },
    indications: [{ id: 'osteoporosis', label: 'osteoporosis', anyOf: ['M81.0', 'M80.0-'], with: [] }],
  },
  'denosumab-120mg': {
    route: 'subcutaneous',
    labelledDose: { mg: exactly(120) },
    hcpcs: CODES.J0897,
    interval: { every: 28, unit: 'days', earlyDays: 0 },
    indications: [{ id: 'bone-metastases', label: 'bone metastases', anyOf: ['C79.51'], with: [] }],
  },
  vestronidase: {
    route: 'intravenous',
    labelledDose: { mgPerKg: exactly(4), within: exactly('0.1') },
    hcpcs: CODES.J3397,
    interval: { every: 14, unit: 'days', earlyDays: 0 },
    indications: [{ id: 'mps-vii', label: 'Sly syndrome', anyOf: ['E76.29'], with: [] }],
  },
  counted: {
    route: 'intravenous',
    labelledDose: { mg: exactly(1) },
    hcpcs: CODES.J9266,
    interval: { every: 1, unit: 'days', earlyDays: 0 },
    indications: [{ id: 'leukemia', label: 'leukemia', anyOf: ['C91.00'], with: [] }],
  },
  unmeasured: {
    route: 'intravenous',
    labelledDose: { mg: exactly(1) },
    hcpcs: CODES.J0897,
    interval: { every: 1, unit: 'days', earlyDays: 0 },
    indications: [{ id: 'leukemia', label: 'leukemia', anyOf: ['C91.00'], with: [] }],
  },
  teriparatide: {
    route: 'subcutaneous',
    labelledDose: { mg: exactly('0.02') },
    hcpcs: CODES.J3110,
    interval: { every: 1, unit: 'days', earlyDays: 0 },
    indications: [{ id: 'osteoporosis', label: 'osteoporosis', anyOf: ['M81.0'], with: [] }],
  },
}

export const MEDICARE: PayerInfo = { id: 'medicare-part-b', label: 'Medicare Part B' }

const modifier = (says: string, onDrugLines: ModifierMeaning['onDrugLines'], why: string): ModifierMeaning => ({
  says,
  onDrugLines,
  why,
  source: SOURCE,
})

const states = (what: Partial<NonNullable<ModifierMeaning['states']>>, why: string): ModifierMeaning['states'] => ({
  perhapsIn: [],
  ...what,
  why,
  source: SOURCE,
})

export const MODIFIERS: Readonly<Record<string, ModifierMeaning>> = {
  JW: modifier('drug discarded', 'taken', 'It goes on a line of its own.'),
  JZ: modifier('nothing discarded', 'taken', 'It attests that nothing was discarded.'),
  TB: {
    ...modifier('drug bought under 340B', 'taken', 'It reports a 340B drug.'),
    states: states({ acquired: '340B' }, 'It says 340B.'),
  },
  PO: {
    ...modifier('off-campus department', 'taken', 'Hospital outpatient claims only.'),
    states: states(
      { settings: ['off-campus outpatient hospital'], perhapsIn: ['outpatient'] },
      'It is for off-campus departments only.',
    ),
    notWith: { modifiers: ['PN'], why: 'a department is excepted or it is not', source: SOURCE },
  },
  PN: modifier('another off-campus department', 'taken', 'Hospital outpatient claims only.'),
  JA: {
    ...modifier('given into a vein', 'taken', 'Of codes with several routes.'),
    states: states({ route: 'intravenous' }, 'It says into a vein.'),
  },
  GZ: {
    ...modifier('denial expected', 'taken', 'The line is denied.'),
    asksForDenial: { why: 'It says that a denial is expected.', source: SOURCE },
  },
  EA: {
    ...modifier('anemia of chemotherapy', 'taken', 'It says why an anemia is treated.'),
    onCodes: { codes: ['J0881'], payers: ['medicare-part-b'], why: 'The code asks for it.', source: SOURCE },
  },
  KX: modifier('policy met', 'taken', 'Only where a policy asks for it.'),
  '50': modifier('procedure on both sides', 'refused', 'A drug has no side.'),
}

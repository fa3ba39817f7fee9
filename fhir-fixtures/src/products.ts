import type { DrugName } from './given.ts'

/** How a chart names a drug. The billing facts of a product are the code book’s and are not repeated here. */
export interface ChartedProduct {
  readonly brand: string
  readonly words: string
  /** With hyphens, as a package shows it. Source: openFDA NDC directory. */
  readonly ndc?: string
  /** As openFDA lists it for the product. */
  readonly rxnorm?: string
  readonly rxnormDisplay?: string
  readonly form: string
  readonly manufacturer: string
  readonly route: 'subcutaneous' | 'intravenous'
  readonly lot: string
  readonly expires: string
}

const PRODUCTS: readonly ChartedProduct[] = [
  {
    brand: 'Mepsevii',
    words: 'vestronidase alfa-vjbk (Mepsevii) 10 mg/5 mL intravenous solution',
    ndc: '69794-001-01',
    rxnorm: '1989828',
    rxnormDisplay: '5 ML vestronidase alfa-vjbk 2 MG/ML Injection [Mepsevii]',
    form: 'Solution for infusion, single-dose vial',
    manufacturer: 'Ultragenyx',
    route: 'intravenous',
    lot: 'MV2417B',
    expires: '2027-04-30',
  },
  {
    brand: 'Prolia',
    words: 'denosumab (Prolia) 60 mg/mL subcutaneous syringe',
    ndc: '55513-710-01',
    rxnorm: '993456',
    rxnormDisplay: '1 ML denosumab 60 MG/ML Prefilled Syringe [Prolia]',
    form: 'Solution for injection, prefilled syringe',
    manufacturer: 'Amgen',
    route: 'subcutaneous',
    lot: '1174523',
    expires: '2028-01-31',
  },
  {
    brand: 'Xgeva',
    words: 'denosumab (Xgeva) 120 mg/1.7 mL subcutaneous solution',
    ndc: '55513-730-01',
    rxnorm: '1046398',
    rxnormDisplay: '1.7 ML denosumab 70 MG/ML Injection',
    form: 'Solution for injection, single-dose vial',
    manufacturer: 'Amgen',
    route: 'subcutaneous',
    lot: '1180937',
    expires: '2027-11-30',
  },
  {
    brand: 'Jubbonti',
    words: 'denosumab-bbdz (Jubbonti) 60 mg/mL subcutaneous syringe',
    ndc: '61314-240-63',
    rxnorm: '2715520',
    rxnormDisplay: '1 ML denosumab-bbdz 60 MG/ML Prefilled Syringe [Jubbonti]',
    form: 'Solution for injection, prefilled syringe',
    manufacturer: 'Sandoz',
    route: 'subcutaneous',
    lot: 'SD0592A',
    expires: '2027-08-31',
  },
  {
    brand: 'Reclast',
    words: 'zoledronic acid (Reclast) 5 mg/100 mL intravenous piggyback',
    ndc: '0078-0435-61',
    rxnorm: '705824',
    rxnormDisplay: '100 ML zoledronic acid 0.05 MG/ML Injection',
    form: 'Solution for infusion, single-dose bottle',
    manufacturer: 'Novartis',
    route: 'intravenous',
    lot: 'SVR41',
    expires: '2027-06-30',
  },
  {
    brand: 'Stoboclo',
    words: 'denosumab-bmwo (Stoboclo) 60 mg/mL subcutaneous syringe',
    ndc: '72606-037-01',
    form: 'Solution for injection, prefilled syringe',
    manufacturer: 'Celltrion',
    route: 'subcutaneous',
    lot: 'ST25B04',
    expires: '2027-05-31',
  },
  {
    brand: 'Evenity',
    words: 'romosozumab-aqqg (Evenity) 105 mg/1.17 mL subcutaneous syringe',
    ndc: '55513-880-02',
    form: 'Solution for injection, prefilled syringe',
    manufacturer: 'Amgen',
    route: 'subcutaneous',
    lot: '1192206',
    expires: '2027-12-31',
  },
  {
    brand: 'Forteo',
    words: 'teriparatide (Forteo) 250 mcg/mL subcutaneous pen',
    ndc: '0002-8400-01',
    rxnorm: '1435117',
    rxnormDisplay: '2.4 ML teriparatide 0.25 MG/ML Pen Injector [Forteo]',
    form: 'Solution for injection, multi-dose pen',
    manufacturer: 'Eli Lilly',
    route: 'subcutaneous',
    lot: 'D612044',
    expires: '2027-02-28',
  },
  {
    brand: 'Keytruda',
    words: 'pembrolizumab (Keytruda) 100 mg/4 mL intravenous solution',
    // The code book has it of CMS's crosswalk alone.
    ndc: '0006-3026-02',
    form: 'Solution for infusion, single-dose vial',
    manufacturer: 'Merck',
    route: 'intravenous',
    lot: 'W038417',
    expires: '2027-10-31',
  },
  {
    brand: 'ceftriaxone',
    words: 'ceftriaxone 1 g intravenous solution',
    // From memory; no rule rests on it, since the code book does not hold this drug.
    rxnorm: '309092',
    rxnormDisplay: 'ceftriaxone 1000 MG Injection',
    form: 'Powder for solution for injection, vial',
    manufacturer: 'Hospira',
    route: 'intravenous',
    lot: 'CF70213',
    expires: '2027-09-30',
  },
]

/** The product of that brand. Throws where there is none, naming those there are. */
export function productNamed(brand: string): ChartedProduct {
  const product = PRODUCTS.find((each) => each.brand === brand)
  if (!product) throw new Error(`no product “${brand}”; there are ${PRODUCTS.map((each) => each.brand).join(', ')}`)
  return product
}

/** The product under fewer names, or other words, than it has. */
export function namedOnlyBy(product: ChartedProduct, names: readonly DrugName[], called?: string): ChartedProduct {
  const { ndc, rxnorm, rxnormDisplay, ...rest } = product
  return {
    ...rest,
    ...(ndc && names.includes('ndc') && { ndc }),
    ...(rxnorm && names.includes('rxnorm') && { rxnorm, rxnormDisplay }),
    words: names.includes('text') ? (called ?? product.words) : '',
  }
}

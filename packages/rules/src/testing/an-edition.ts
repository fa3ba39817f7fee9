import type {
  Administration,
  BookInfo,
  CodeMeaning,
  Edition,
  Hcpcs,
  Indication,
  Interval,
  Mue,
  Product,
  Published,
  PublishedName,
  PublishedValues,
  Sibling,
} from '@doseline/codebook'
import type { DiscardPolicy, Severity } from '@doseline/contract'
import { day, type Exact } from '@doseline/dose'
import { MEANINGS, MEDICARE, MODIFIERS, SOURCE, USUALLY } from './products.ts'

/** What a case says is in force; the rest is as usual for the product. */
export interface PublishedGiven {
  readonly listing?: Product | undefined
  readonly hcpcs?: Hcpcs | undefined
  readonly meaning?: CodeMeaning | undefined
  readonly discard?: DiscardPolicy | undefined
  readonly priorAuthorization?: PublishedValues['priorAuthorization'] | undefined
  readonly mue?: Mue | undefined
  readonly paymentLimit?: Exact | undefined
  readonly interval?: Interval | undefined
  readonly course?: PublishedValues['course'] | undefined
  readonly indications?: readonly Indication[] | undefined
  readonly icd10cm?: PublishedValues['icd10cm'] | undefined
  readonly siblings?: readonly Sibling[] | undefined
  readonly sizes?: PublishedValues['sizes'] | undefined
  readonly notTogether?: readonly string[] | undefined
  readonly administration?: Administration | undefined
  readonly administrationCodes?: PublishedValues['administrationCodes'] | undefined
  readonly modifier340B?: string | undefined
  readonly route?: PublishedValues['route'] | undefined
  readonly labelledDose?: PublishedValues['labelledDose'] | undefined
  readonly warnings?: PublishedValues['warnings'] | undefined
  readonly contractorPriced?: true | undefined
  readonly stepTherapy?: PublishedValues['stepTherapy'] | undefined
  readonly preferred?: PublishedValues['preferred'] | undefined
  readonly evidence?: PublishedValues['evidence'] | undefined
  readonly maximum?: PublishedValues['maximum'] | undefined
  readonly timelyFiling?: PublishedValues['timelyFiling'] | undefined
  readonly paymentWindow?: PublishedValues['paymentWindow'] | undefined
  readonly discardNotIn?: PublishedValues['discardNotIn'] | undefined
  readonly packagedIn?: PublishedValues['packagedIn'] | undefined
  readonly selfAdministered?: string | undefined
  /** Values that no source gives, each with its sentence. */
  readonly notPublished?: { readonly [K in PublishedName]?: string | undefined } | undefined
  /** Values the code book is silent about by design. */
  readonly silent?: { readonly [K in PublishedName]?: string | undefined } | undefined
  /** Values that stand on memory alone. */
  readonly unconfirmed?: readonly PublishedName[] | undefined
  readonly severity?: Severity | undefined
}

/** A payer that asks everything, for cases in which nothing may be passed over because nobody asks. */
export const ASKS_EVERYTHING: PublishedGiven = {
  contractorPriced: true,
  icd10cm: { fiscalYear: '2026', holds: () => true },
  stepTherapy: [],
  preferred: [],
  evidence: [],
  maximum: { units: 1000, says: '1000 units' },
  course: { doses: 100 },
  timelyFiling: { within: 12, unit: 'months' },
  paymentWindow: { days: 3 },
  packagedIn: [],
  selfAdministered: 'patients give it themselves',
}

const CMS: BookInfo = { id: 'cms', label: 'CMS', forSubmission: true, note: '' }

/** An edition for Medicare Part B on 2026-03-02, as CMS has it unless the case says otherwise. */
export function anEdition(differs: PublishedGiven = {}, book: BookInfo = CMS): Edition {
  return {
    id: `${book.id}@cases/medicare-part-b/2026-03-02`,
    book,
    day: day('2026-03-02'),
    payer: MEDICARE,
    values: (product) => valuesFor(product, differs),
    severityOf: () => ({ severity: differs.severity ?? 'required', why: 'the case says so' }),
    modifier: (code) => MODIFIERS[code],
    claimFrom: (setting) => ({ label: setting, claim: { known: false, says: 'No source says.' } }),
    denialOf: () => undefined,
  }
}

/** The published values a case speaks of, so that one which no rule reads is noticed. */
export function valuesStated({
  notPublished,
  silent,
  unconfirmed,
  severity: _,
  ...values
}: PublishedGiven): PublishedName[] {
  const named = [values, notPublished ?? {}, silent ?? {}].flatMap((each) => Object.keys(each) as PublishedName[])
  return [...named, ...(unconfirmed ?? [])]
}

/** What most payers do not ask: silent unless the case says otherwise. */
const SELDOM: ReadonlySet<PublishedName> = new Set([
  'contractorPriced',
  'icd10cm',
  'stepTherapy',
  'preferred',
  'evidence',
  'maximum',
  'timelyFiling',
  'paymentWindow',
  'packagedIn',
  'selfAdministered',
  'course',
])

function valuesFor(product: Product | undefined, differs: PublishedGiven): ReturnType<Edition['values']> {
  const usually = product && USUALLY[product.group]
  const hcpcs = differs.hcpcs ?? usually?.hcpcs
  const published = <K extends PublishedName>(name: K, value: PublishedValues[K] | undefined) =>
    publishedAs(name, differs[name] ?? value, differs) as Published<PublishedValues[K]>
  return {
    listing: published('listing', product),
    hcpcs: published('hcpcs', hcpcs),
    meaning: published('meaning', hcpcs && MEANINGS[hcpcs.code]),
    discard: published('discard', 'JW or JZ'),
    priorAuthorization: published('priorAuthorization', 'not required'),
    mue: published('mue', { units: 600, mai: 3 }),
    paymentLimit: published('paymentLimit', undefined),
    interval: published('interval', usually?.interval),
    course: published('course', undefined),
    indications: published('indications', usually?.indications),
    icd10cm: published('icd10cm', undefined),
    siblings: published('siblings', []),
    sizes: published(
      'sizes',
      product?.mgPerContainer ? [{ brand: product.brand, mgPerContainer: product.mgPerContainer }] : [],
    ),
    notTogether: published('notTogether', []),
    administration: published('administration', product && administrationOf(product)),
    administrationCodes: published('administrationCodes', ADMINISTRATION_CODES),
    modifier340B: published('modifier340B', 'TB'),
    route: published('route', usually?.route),
    labelledDose: published('labelledDose', usually?.labelledDose),
    discardNotIn: published('discardNotIn', []),
    warnings: published('warnings', []),
    contractorPriced: published('contractorPriced', undefined),
    stepTherapy: published('stepTherapy', undefined),
    preferred: published('preferred', undefined),
    evidence: published('evidence', undefined),
    maximum: published('maximum', undefined),
    timelyFiling: published('timelyFiling', undefined),
    paymentWindow: published('paymentWindow', undefined),
    packagedIn: published('packagedIn', undefined),
    selfAdministered: published('selfAdministered', undefined),
  }
}

const ADMINISTRATION_CODES: PublishedValues['administrationCodes'] = {
  initial: ['96365', '96374', '96413'],
  mue: { 96366: { practitioner: 8, outpatientHospital: 24 } },
}

const NOT_ASKED = { known: false, says: 'No source says that this is asked.', silent: true } as const

const administrationOf = ({ group }: Product): Administration =>
  group === 'vestronidase'
    ? {
        way: 'infusion',
        code: '96365',
        fromMinutes: 16,
        further: '96366',
        furtherFromMinutes: 31,
        push: '96374',
        sequential: '96367',
        sequentialPush: '96375',
      }
    : { way: 'injection', code: '96372' }

function publishedAs<Value>(name: PublishedName, value: Value | undefined, differs: PublishedGiven): Published<Value> {
  const silent = differs.silent?.[name]
  if (silent !== undefined) return { known: false, says: silent, silent: true }
  const says = differs.notPublished?.[name]
  if (says === undefined && value === undefined && SELDOM.has(name)) return NOT_ASKED
  if (says !== undefined || value === undefined)
    return { known: false, says: says ?? 'Without the product, nothing is known.' }
  const confidence = differs.unconfirmed?.includes(name) ? 'unconfirmed' : 'confirmed'
  return { known: true, value, source: { ...SOURCE, confidence } }
}

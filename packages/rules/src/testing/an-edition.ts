import {
  type Administration,
  type BookInfo,
  type Edition,
  type Hcpcs,
  type Product,
  PUBLISHED_NAMES,
  PUBLISHED_VALUES,
  type Published,
  type PublishedName,
  type PublishedValues,
} from '@doseline/codebook'
import type { Severity } from '@doseline/contract'
import { day } from '@doseline/dose'
import { MEANINGS, MEDICARE, MODIFIERS, SOURCE, USUALLY } from './products.ts'

type PublishedOrNone = { readonly [Name in PublishedName]: PublishedValues[Name] | undefined }

/** What a case says is in force; the rest is as usual for the product. */
export interface PublishedGiven extends Partial<PublishedOrNone> {
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
  icd10cm: { fiscalYear: '2026', holds: () => true, below: () => [] },
  marketing: { day: day('2026-03-01'), of: () => ({ kind: 'marketed' }) },
  pairedCodes: { from: day('2026-01-01'), of: () => undefined },
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

function valuesFor(product: Product | undefined, differs: PublishedGiven): ReturnType<Edition['values']> {
  const asUsual = usually(product, differs.hcpcs)
  const published = (name: PublishedName) => publishedAs(name, differs[name] ?? asUsual[name], differs)
  return Object.fromEntries(PUBLISHED_NAMES.map((name) => [name, published(name)])) as ReturnType<Edition['values']>
}

/** What is published of a product and by a payer, as far as cases take it for granted. */
function usually(product: Product | undefined, stated: Hcpcs | undefined): Partial<PublishedOrNone> {
  const known = product && USUALLY[product.group]
  const hcpcs = stated ?? known?.hcpcs
  const { brand, amountPerContainer } = product ?? {}
  return {
    ...known,
    listing: product,
    hcpcs,
    meaning: hcpcs && MEANINGS[hcpcs.code],
    discard: 'JW or JZ',
    priorAuthorization: 'not required',
    mue: { units: 600, mai: 3 },
    siblings: [],
    sizes: brand !== undefined && amountPerContainer ? [{ brand, amountPerContainer }] : [],
    notTogether: [],
    administration: product && administrationOf(product),
    administrationCodes: ADMINISTRATION_CODES,
    modifier340B: 'TB',
    discardNotIn: [],
    warnings: [],
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
  if (says === undefined && value === undefined && PUBLISHED_VALUES[name].isSeldom) return NOT_ASKED
  if (says !== undefined || value === undefined)
    return { known: false, says: says ?? 'Without the product, nothing is known.' }
  const confidence = differs.unconfirmed?.includes(name) ? 'unconfirmed' : 'confirmed'
  return { known: true, value, source: { ...SOURCE, confidence } }
}

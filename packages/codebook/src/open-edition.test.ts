import { type CoverageRecord, type DrugNames, day, exactly, exactText } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { openCodebook } from './codebook.ts'
import type { PublishedName } from './published-values.ts'
import { RowBytes } from './releases/row-bytes.ts'
import { releasesOf } from './releases/testing/releases-of.ts'
import type { BookData } from './schema.ts'

/**
 * A small code book of invented values, in which every published value has one: what is true of the real data is tested
 * beside that data, and a bulletin entered there changes nothing here.
 */
const at = (from: string, source = 'letter') => ({ from: day(from), source, confidence: 'confirmed' as const })
const seen = { checkedOn: day('2026-02-01'), source: 'letter', confidence: 'confirmed' as const }
const step = (label: string, differs: object = {}) => ({
  label,
  treatments: ['older'],
  how: 'any' as const,
  ...differs,
})

type DrugPolicy = BookData['payers'][string]['drugs'][string]
/** What a payer says of a drug, and nothing else. */
const drug = (says: Partial<DrugPolicy>): DrugPolicy => ({
  indications: [],
  interval: [],
  earlyDays: [],
  priorAuthorization: [],
  stepTherapy: [],
  preferred: [],
  evidence: [],
  maximum: [],
  administration: [],
  selfAdministered: [],
  ...says,
})

const DATA: BookData = {
  version: 'test',
  sources: {
    letter: { publisher: 'Example Health', title: 'A letter', read: day('2026-02-01') },
    table: { publisher: 'CMS', title: 'A table', address: 'https://example.org/table', read: day('2026-02-01') },
  },
  scope: { firstDay: day('2020-01-01'), mueTables: [{ ...at('2025-01-01', 'table'), through: day('2025-12-31') }] },
  codes: {
    X1: {
      descriptor: 'Injection, examplumab, 5 mg',
      generic: 'examplumab',
      unit: { amount: exactly(5), of: 'mg' },
      source: 'table',
      paymentLimit: [{ ...at('2026-01-01', 'table'), through: day('2026-03-31'), perUnit: exactly('12.5') }],
      opps: [
        { ...at('2025-01-01', 'table'), status: 'N' },
        { ...at('2026-03-01', 'table'), status: 'K' },
      ],
      contractorPriced: [{ ...at('2026-03-01', 'table'), value: true }],
      mue: [{ ...at('2025-01-01', 'table'), units: 40, mai: 2 }],
    },
    X2: {
      descriptor: 'Injection, examplumab, 20 mcg',
      generic: 'examplumab',
      unit: { amount: exactly(20), of: 'mcg' },
      source: 'table',
      paymentLimit: [],
      opps: [],
      contractorPriced: [],
      mue: [],
    },
  },
  groups: {
    strong: {
      label: 'examplumab strong',
      route: [{ ...at('2020-01-01'), value: 'intravenous' }],
      labelledDose: [{ ...at('2020-01-01'), mgPerKg: exactly(2), within: exactly('0.1') }],
      warnings: [{ ...seen, list: [{ result: 'salt', label: 'low salt', says: 'salt is to be corrected' }] }],
      interval: [
        {
          ...at('2020-01-01'),
          every: 4,
          unit: 'days',
          earlyDays: 0,
          loading: { days: [1, 3], indications: ['gout'] },
          shorter: [{ indications: ['both'], every: 2, unit: 'days' }],
        },
      ],
      indications: [
        {
          ...at('2020-01-01'),
          list: [
            { id: 'gout', label: 'gout', anyOf: ['M10.-'], with: [] },
            { id: 'both', label: 'both', anyOf: ['A01.0'], with: ['B02.0'] },
          ],
        },
      ],
      course: [{ ...at('2021-01-01'), doses: 5 }],
      notTogether: [{ ...at('2020-01-01'), groups: ['weak', 'elsewhere'] }],
      administration: [{ ...at('2020-01-01'), way: 'injection', code: '96372' }],
    },
    weak: {
      label: 'examplumab weak',
      route: [],
      labelledDose: [{ ...at('2020-01-01'), mg: exactly(50) }],
      warnings: [],
      interval: [],
      course: [],
      indications: [{ ...at('2020-01-01'), list: [{ id: 'itch', label: 'itch', anyOf: ['L29.9'], with: [] }] }],
      notTogether: [],
      administration: [
        {
          ...at('2020-01-01'),
          way: 'infusion',
          code: '96365',
          fromMinutes: 16,
          further: '96366',
          furtherFromMinutes: 31,
        },
      ],
    },
  },
  products: {
    strong: {
      brand: 'Strong',
      brandNames: [],
      alsoCalled: [],
      generic: 'examplumab',
      family: 'examplumab',
      group: 'strong',
      container: 'vial',
      singleDose: true,
      mg: exactly(100),
      ml: exactly(4),
      strengths: ['100 mg/4 mL'],
      ndcUnit: 'ML',
      ndc: ['99999000101'],
      rxnorm: [],
      source: 'table',
      confidence: 'confirmed',
    },
    weak: {
      brand: 'Weak',
      brandNames: ['Weakling'],
      alsoCalled: [],
      generic: 'examplumab-weak',
      family: 'examplumab',
      group: 'weak',
      container: 'syringe',
      singleDose: true,
      mg: exactly(50),
      ml: exactly(1),
      strengths: ['50 mg/mL'],
      ndcUnit: 'UN',
      ndc: [],
      rxnorm: ['77'],
      source: 'letter',
      confidence: 'unconfirmed',
    },
  },
  books: {
    cms: {
      label: 'CMS',
      forSubmission: true,
      note: 'n',
      bills: { strong: [{ ...at('2025-01-01', 'table'), code: 'X1' }], weak: [{ ...at('2025-01-01'), code: 'X2' }] },
    },
    silent: {
      label: 'Silent',
      forSubmission: false,
      note: 'n',
      silentOnCodes: 'The article says nothing.',
      bills: { strong: [{ ...at('2025-01-01'), code: 'X1', descriptor: 'its own words' }] },
    },
  },
  payers: {
    asks: {
      label: 'Asks Health',
      recognisedBy: {
        kinds: ['private'],
        names: ['Asks Health'],
        plans: 'any',
        branches: [],
        beside: [],
        identifiers: [{ system: 'urn:payers', values: ['A-1'] }],
      },
      discard: [{ ...at('2025-01-01'), value: 'JW or JZ', notIn: ['hospice'] }],
      modifier340B: [{ ...at('2025-01-01'), value: 'TB' }],
      paysByOpps: true,
      drugs: {
        strong: drug({
          priorAuthorization: [{ ...at('2025-01-01'), value: 'required' }],
          administration: [{ ...at('2026-01-01'), way: 'injection', code: '96401' }],
          earlyDays: [{ ...at('2026-02-01'), days: 1 }],
          stepTherapy: [{ ...at('2026-01-01'), steps: [step('an older drug'), step('a pill', { months: 3 })] }],
          preferred: [
            { ...at('2026-01-01'), steps: [step('Weak', { before: ['strong'] }), step('Other', { before: ['weak'] })] },
          ],
          evidence: [
            {
              ...at('2026-01-01'),
              list: [{ result: 'salt', label: 'salt below 3', atMost: exactly(3), orDiagnoses: [] }],
            },
          ],
          maximum: [{ ...at('2026-01-01'), units: 30, says: '30 units a week' }],
        }),
        weak: drug({ preferred: [{ ...at('2026-01-01'), steps: [step('Strong', { before: ['strong'] })] }] }),
      },
      timelyFiling: [{ ...at('2026-01-01'), within: 90, unit: 'days' }],
      paymentWindow: [{ ...at('2026-01-01'), days: 3 }],
    },
    quiet: {
      label: 'Quiet Health',
      recognisedBy: {
        kinds: ['public'],
        names: ['Quiet Health', 'QH'],
        plans: 'none',
        branches: [],
        beside: ['inc'],
        identifiers: [],
      },
      discard: [],
      modifier340B: [],
      drugs: {},
      timelyFiling: [],
      paymentWindow: [],
    },
  },
  rules: {
    some: { severity: 'required', why: 'always', payers: { quiet: { severity: 'advisory', why: 'not here' } } },
  },
  modifiers: {},
  denials: {},
  coverageKinds: {
    kinds: {
      private: { label: 'private insurance', pays: 'medical', replaces: [], mayPayBefore: [] },
      public: { label: 'the public program', pays: 'medical', replaces: [], mayPayBefore: [], paysLast: true },
      pharmacy: { label: 'a pharmacy benefit', pays: 'pharmacy', replaces: [], mayPayBefore: [] },
    },
    sets: { any: ['private', 'public', 'pharmacy'] },
    companyIds: { source: 'table', confidence: 'confirmed', ids: {} },
    longestFiling: [],
    employment: { mayPayBefore: ['public'], codes: {}, words: ['employer'], unless: ['retired'] },
    systems: [
      {
        system: 'urn:types',
        alsoWritten: ['types'],
        source: 'table',
        confidence: 'confirmed',
        codes: [
          { codes: ['1', '2'], kinds: ['private'] },
          { codes: ['3'], kinds: ['public'] },
          { codes: ['4'], kinds: ['any'] },
        ],
      },
    ],
    words: [
      { words: ['part d', 'pharmacy'], kinds: ['pharmacy'] },
      { words: ['state program'], kinds: ['public'] },
    ],
    placeholders: ['unknown'],
    contracts: { source: 'table', confidence: 'confirmed', letters: { H: ['public'] } },
    cardClasses: { classes: ['rxbin'], kinds: ['pharmacy', 'private'] },
  },
  results: {
    salt: {
      label: 'salt in blood',
      loinc: ['1-8'],
      words: ['salt', 'sodium level'],
      source: 'letter',
      confidence: 'confirmed',
    },
  },
  treatments: {
    older: {
      label: 'an older drug',
      names: ['oldumab', 'old pill'],
      groups: ['weak'],
      source: 'letter',
      confidence: 'confirmed',
    },
  },
  administrationCodes: {
    initial: { cpt: ['96365', '96374'], source: 'table', confidence: 'confirmed' },
    mue: {
      96366: [{ ...at('2020-01-01'), practitioner: 8, outpatientHospital: 24 }],
    },
  },
  giving: {
    injection: { cpt: ['96372'], source: 'letter', confidence: 'confirmed' },
    push: { cpt: ['96374'], source: 'letter', confidence: 'confirmed' },
    hydration: { cpt: ['96360'], source: 'letter', confidence: 'confirmed' },
    infusion: { cpt: ['96365'], source: 'letter', confidence: 'confirmed' },
  },
  settings: {
    office: { label: 'an office', claim: [{ ...at('2026-01-01'), value: 'CMS-1500' }], onceLookedUp: [], oneOf: [] },
  },
  article: { title: 't', address: 'https://example.org', read: day('2026-02-01'), claims: [] },
  openQuestions: [],
}

const LIST = { kind: 'ICD-10-CM code list', rows: RowBytes.of(['M10.9\t1']), read: 1, fiscalYear: '2026' } as const
const RELEASES = releasesOf([LIST])
const codebook = openCodebook(DATA, RELEASES)
const [strong, weak] = codebook.products()
if (!strong || !weak) throw new Error('the book holds two products')
const DAY = '2026-02-15'

/** A value as one text: what it is, its source and since when; or why it is not known. */
function told(
  name: PublishedName,
  differs: { on?: string | undefined; payer?: string; book?: string; of?: 'weak' } = {},
) {
  const { on = DAY, payer = 'asks', book = 'cms', of } = differs
  const edition = codebook.effectiveOn(
    on === 'no day' ? undefined : day(on),
    payer === 'nobody' ? undefined : payer,
    book,
  )
  const value = edition.values(of === 'weak' ? weak : strong)[name]
  if (!value.known)
    return `${value.silent ? 'silent' : `unknown${value.without ? ` without ${value.without}` : ''}`}: ${value.says}`
  const { id, from, confidence, value: shows } = value.source
  return `${shows} [${[id, from, confidence === 'unconfirmed' && 'unconfirmed'].filter(Boolean).join(', ')}]`
}

describe('what is in force', () => {
  test.each<[PublishedName, string, Parameters<typeof told>[1]?]>([
    ['hcpcs', 'X1 (5 mg) [table, 2025-01-01]'],
    ['hcpcs', 'X2 (20 mcg) [letter, 2025-01-01]', { of: 'weak' }],
    ['hcpcs', 'unknown: The code book “CMS” gives no code for Strong on 2024-12-31.', { on: '2024-12-31' }],
    ['hcpcs', 'unknown: The code book starts on 2020-01-01; it says nothing about 2019-12-31.', { on: '2019-12-31' }],
    ['hcpcs', 'unknown: The code book “Silent” gives no code for Weak on 2026-02-15.', { book: 'silent', of: 'weak' }],
    [
      'hcpcs',
      'unknown without day: Without the day of service, what was in force cannot be looked up.',
      { on: 'no day' },
    ],
    ['meaning', 'Injection, examplumab, 5 mg [table, 2025-01-01]'],
    ['listing', 'Strong 100 mg/4 mL vial [table]'],
    ['listing', 'Weak 50 mg/1 mL syringe [letter, unconfirmed]', { of: 'weak' }],
    ['mue', '40 units a day (MAI 2) [table, 2025-01-01]'],
    [
      'mue',
      'silent: No MUE is listed for X2 in the table of 2025-01-01, the latest that was read for this day.',
      { of: 'weak' },
    ],
    ['mue', 'silent: The article says nothing.', { book: 'silent' }],
    ['paymentLimit', '$12.5 a unit [table, 2026-01-01]'],
    [
      'paymentLimit',
      '$12.5 a unit (read in a source that speaks for 2026-01-01 to 2026-03-31) [table, 2026-01-01, unconfirmed]',
      { on: '2026-04-01' },
    ],
    ['paymentLimit', '$12.5 a unit [table, 2026-01-01]', { on: '2026-03-31' }],
    ['paymentLimit', 'silent: The article says nothing.', { book: 'silent' }],
    ['contractorPriced', 'no published payment limit [table, 2026-03-01]', { on: '2026-03-01' }],
    ['contractorPriced', 'silent: No source says that the contractor sets the price of X2.', { of: 'weak' }],
    ['contractorPriced', 'unknown: No source says that the contractor sets the price of X1.'],
    ['contractorPriced', 'silent: The article says nothing.', { on: '2026-03-01', book: 'silent' }],
    ['discardNotIn', 'not asked in hospice [letter, 2025-01-01]', { book: 'silent' }],
    ['route', 'intravenous [letter, 2020-01-01]'],
    ['route', 'unknown: The code book does not say by which route Weak is given.', { of: 'weak' }],
    ['labelledDose', '2 mg/kg [letter, 2020-01-01]'],
    ['labelledDose', '50 mg [letter, 2020-01-01]', { of: 'weak' }],
    ['warnings', 'low salt (no source gives a start; looked up on 2026-02-01) [letter, unconfirmed]'],
    [
      'warnings',
      'silent: The code book holds no warning on the label of Weak that a result could show.',
      { of: 'weak' },
    ],
    [
      'interval',
      'every 4 days, after 2 days for both, on days 1, 3 at the start where they load [letter, 2020-01-01]',
      { on: '2026-01-31' },
    ],
    ['course', '5 doses make the treatment [letter, 2021-01-01]'],
    ['course', 'silent: No source limits how many doses of Weak make a treatment.', { of: 'weak' }],
    [
      'interval',
      'every 4 days, after 2 days for both, on days 1, 3 at the start where they load, up to 1 days early [letter, 2026-02-01]',
      { on: '2026-02-01' },
    ],
    ['interval', 'unknown: The code book does not say how often Weak may be given.', { of: 'weak' }],
    ['indications', 'gout (M10.-); both (A01.0 with B02.0) [letter, 2020-01-01]'],
    ['siblings', 'examplumab weak [table]'],
    ['siblings', 'examplumab strong [letter, unconfirmed]', { of: 'weak' }],
    ['sizes', '100 mg [table]'],
    ['sizes', '50 mg [letter, unconfirmed]', { of: 'weak' }],
    ['notTogether', 'not while examplumab weak, elsewhere works [letter, 2020-01-01]'],
    ['notTogether', 'silent: No source names a drug that Weak is not given with.', { of: 'weak' }],
    ['administration', '96401 [letter, 2026-01-01]'],
    ['administrationCodes', 'at most 96366 8 (hospital 24) [letter, 2020-01-01]'],
    ['administrationCodes', 'at most 96366 8 (hospital 24) [letter, 2020-01-01]', { of: 'weak' }],
    ['administration', '96372 [letter, 2020-01-01]', { payer: 'quiet' }],
    ['administration', '96365 and 96366 for further hours [letter, 2020-01-01]', { of: 'weak' }],
    ['modifier340B', 'TB [letter, 2025-01-01]'],
    [
      'modifier340B',
      'unknown: No source says how Quiet Health wants a 340B drug reported on 2026-02-15.',
      { payer: 'quiet' },
    ],
    ['discard', 'JW or JZ [letter, 2025-01-01]'],
    [
      'discard',
      'unknown: No source says what Quiet Health asks about discarded drug on 2026-02-15.',
      { payer: 'quiet' },
    ],
    ['discard', 'unknown without payer: Without the payer, what it asks for cannot be looked up.', { payer: 'nobody' }],
    [
      'discardNotIn',
      'not asked in hospice, on-campus outpatient hospital, off-campus outpatient hospital [letter, 2025-01-01]',
    ],
    ['discardNotIn', 'not asked in hospice [letter, 2025-01-01]', { on: '2026-03-01' }],
    [
      'discardNotIn',
      'unknown without payer: Without the payer, what it asks for cannot be looked up.',
      { payer: 'nobody' },
    ],
    ['packagedIn', 'X1 has the payment status N [table, 2025-01-01]'],
    [
      'packagedIn',
      'silent: No source says that Asks Health packages Strong into another payment.',
      { on: '2026-03-01' },
    ],
    [
      'packagedIn',
      'silent: No source says that Quiet Health packages Strong into another payment.',
      { payer: 'quiet' },
    ],
    ['priorAuthorization', 'required [letter, 2025-01-01]'],
    [
      'priorAuthorization',
      'unknown: No source says whether Asks Health asked for a prior authorization of Weak on 2026-02-15.',
      { of: 'weak' },
    ],
    ['stepTherapy', 'an older drug; a pill [letter, 2026-01-01]'],
    [
      'stepTherapy',
      'silent: No source says that Asks Health asks for another treatment before Strong.',
      { on: '2025-12-31' },
    ],
    ['preferred', 'Weak [letter, 2026-01-01]'],
    ['preferred', 'silent: No source says that Asks Health prefers another product to Weak.', { of: 'weak' }],
    ['preferred', 'silent: Without the payer, what it asks for cannot be looked up.', { payer: 'nobody' }],
    ['evidence', 'salt below 3 [letter, 2026-01-01]'],
    ['evidence', 'silent: No source says that Asks Health looks for results in the record of Weak.', { of: 'weak' }],
    ['maximum', '30 units a week [letter, 2026-01-01]'],
    ['maximum', 'silent: No source says that Asks Health limits the units of Weak.', { of: 'weak' }],
    ['maximum', 'unknown: No source says how many units Asks Health paid at most on 2025-12-31.', { on: '2025-12-31' }],
    ['timelyFiling', 'within 90 days [letter, 2026-01-01]'],
    ['paymentWindow', '3 days before an admission [letter, 2026-01-01]'],
    ['timelyFiling', 'silent: No source says that Quiet Health takes claims only for a time.', { payer: 'quiet' }],
    ['icd10cm', '1 codes [icd-10-cm-2025-10, 2025-10-01]'],
    ['icd10cm', 'silent: No ICD-10-CM code list of fiscal year 2025 is loaded.', { on: '2025-09-30' }],
    ['icd10cm', '1 codes [icd-10-cm-2025-10, 2025-10-01]', { on: '2026-10-01' }],
    ['icd10cm', '1 codes [icd-10-cm-2025-10, 2025-10-01]', { on: '2026-09-30' }],
  ])('%s: %s', (name, shows, differs) => expect(told(name, differs)).toBe(shows))

  test('values are more than what they show', () => {
    const values = codebook.effectiveOn(day(DAY), 'asks', 'cms').values(strong)
    const value = (name: PublishedName) => (values[name].known ? values[name].value : undefined)
    expect(value('mue')).toEqual({ units: 40, mai: 2 })
    expect(value('maximum')).toEqual({ units: 30, says: '30 units a week' })
    expect(value('timelyFiling')).toEqual({ within: 90, unit: 'days' })
    expect(value('stepTherapy')).toMatchObject([{ label: 'an older drug' }, { label: 'a pill', months: 3 }])
    expect(value('evidence')).toMatchObject([{ result: 'salt' }])
    expect(value('warnings')).toMatchObject([{ result: 'salt', says: 'salt is to be corrected' }])
    expect(value('packagedIn')).toEqual(['on-campus outpatient hospital', 'off-campus outpatient hospital'])
    expect(value('interval')).toMatchObject({
      every: 4,
      earlyDays: 1,
      loading: { days: [1, 3], indications: [{ id: 'gout' }] },
    })
    expect(value('siblings')).toMatchObject([{ label: 'examplumab weak', indications: [{ id: 'itch' }] }])
    expect(value('labelledDose')).toEqual({ mgPerKg: exactly(2), within: exactly('0.1') })
    expect(value('contractorPriced')).toBeUndefined()
    const { icd10cm, hcpcs } = values
    expect(icd10cm.known && [icd10cm.value.holds('M10.9'), icd10cm.value.holds('M10.8')]).toEqual([true, false])
    expect(hcpcs.known && exactText(hcpcs.value.unitAmount)).toBe('5')
    const micro = codebook.effectiveOn(day(DAY), 'asks', 'cms').values(weak).hcpcs
    expect(micro.known && exactText(micro.value.unitAmount)).toBe('0.02')
  })

  test('a book’s own words stand with its code, and what HCPCS says stays beside them', () => {
    const { hcpcs, meaning } = codebook.effectiveOn(day(DAY), 'asks', 'silent').values(strong)
    expect(hcpcs.known && hcpcs.value.descriptor).toBe('its own words')
    expect(meaning.known && meaning.value.descriptor).toBe('Injection, examplumab, 5 mg')
  })

  test('a source is cited with its publisher, and its address where it has one', () => {
    const { mue, route } = codebook.effectiveOn(day(DAY), 'asks', 'cms').values(strong)
    expect(mue.known && mue.source).toMatchObject({ title: 'A table (CMS)', address: 'https://example.org/table' })
    expect(route.known && route.source).not.toHaveProperty('address')
  })

  test('a setting is claimed as its source says, from the day it says it', () => {
    const claim = (on: string) => codebook.effectiveOn(day(on), 'asks', 'cms').claimFrom('office')
    expect(claim('2026-01-01')).toMatchObject({ label: 'an office', claim: { known: true, value: 'CMS-1500' } })
    expect(claim('2025-12-31')).toMatchObject({
      claim: { known: false, says: 'No source in the code book says how a drug given in an office is claimed.' },
    })
    const edition = codebook.effectiveOn(undefined, 'asks', 'cms')
    expect(edition.claimFrom('hospice')).toMatchObject({ label: 'hospice', claim: { known: false, without: 'day' } })
  })

  test('a rule weighs what it weighs for the payer', () => {
    expect(codebook.effectiveOn(day(DAY), 'asks', 'cms').severityOf('some')).toMatchObject({ severity: 'required' })
    expect(codebook.effectiveOn(day(DAY), 'quiet', 'cms').severityOf('some')).toEqual({
      severity: 'advisory',
      why: 'not here',
    })
    expect(() => codebook.effectiveOn(day(DAY), 'quiet', 'cms').severityOf('other')).toThrow(
      'rules.yaml has no severity of the rule other: add “other: { severity: required, why: … }”',
    )
  })
})

describe('names of results and treatments', () => {
  test.each([
    ['its code', [{ system: 'http://loinc.org', code: '1-8' }], 'salt'],
    [
      'its code among others',
      [
        { system: 'urn:lab', code: '9' },
        { system: 'http://loinc.org', code: '1-8' },
      ],
      'salt',
    ],
    ['its code under another system', [{ system: 'urn:lab', code: '1-8' }], undefined],
    ['its words', [{ display: 'Sodium level, serum' }], 'salt'],
    ['a word that only contains it', [{ display: 'Saltpetre' }], undefined],
    ['nothing', [], undefined],
  ])('a result is known by %s', (_, codes, id) => expect(codebook.resultOf(codes)?.id).toBe(id))

  const drug = (differs: Partial<Record<keyof DrugNames, string>>): DrugNames => {
    const names = (name: string | undefined) =>
      name === undefined ? [] : [{ name, place: { resource: 'x', element: 'y' } }]
    return { ndc: names(differs.ndc), rxnorm: names(differs.rxnorm), hcpcs: [], text: names(differs.text) }
  }
  test.each([
    ['the product of its NDC', drug({ ndc: '99999000101' }), ['strong']],
    ['a product, and the class of its group', drug({ rxnorm: '77' }), ['weak', 'older']],
    ['a class, by the name of its drug', drug({ text: 'Oldumab 5 mg tablet' }), ['older']],
    ['nothing that anybody asks for', drug({ text: 'aspirin' }), []],
  ])('a treatment is %s', (_, names, is) => expect(codebook.treatmentsOf(names)).toEqual(is))
})

describe('recognising a product, and saying why not', () => {
  const names = (text: string | undefined) =>
    text === undefined ? [] : text.split('|').map((name) => ({ name, place: { resource: 'x', element: 'y' } }))
  const told = (differs: Partial<Record<keyof DrugNames, string>>) => {
    const found = codebook.recognise({
      ndc: names(differs.ndc),
      rxnorm: names(differs.rxnorm),
      hcpcs: names(differs.hcpcs),
      text: names(differs.text),
    })
    return 'product' in found ? `${found.product.brand} by ${found.by}` : `${found.noProduct}: ${found.says}`
  }
  test.each<[string, Parameters<typeof told>[0], string]>([
    ['an NDC', { ndc: '99999000101' }, 'Strong by ndc'],
    ['an NDC before words that say less', { ndc: '99999000101', text: 'examplumab' }, 'Strong by ndc'],
    ['an RxNorm code', { rxnorm: '77', text: 'examplumab' }, 'Weak by rxnorm'],
    ['a brand', { text: 'STRONG 100 mg vial' }, 'Strong by text'],
    ['another of its brands', { text: 'Weakling' }, 'Weak by text'],
    ['a generic with a suffix of its own', { text: 'examplumab-weak' }, 'Weak by text'],
    ['a generic with a strength', { text: 'examplumab 100 mg/4 mL' }, 'Strong by text'],
    [
      'a generic with a strength that only ends like one',
      { text: 'examplumab 2100 mg/4 mL' },
      'several products: “examplumab 2100 mg/4 mL” could be Strong or Weak; the chart has no NDC or RxNorm code that tells them apart.',
    ],
    [
      'a generic alone',
      { text: 'examplumab' },
      'several products: “examplumab” could be Strong or Weak; the chart has no NDC or RxNorm code that tells them apart.',
    ],
    ['a generic, and the code of one', { text: 'examplumab', hcpcs: 'x1' }, 'Strong by hcpcs'],
    [
      'a generic, and a code of neither',
      { text: 'examplumab', hcpcs: 'J9999' },
      'several products: “examplumab” could be Strong or Weak; the chart has no NDC or RxNorm code that tells them apart.',
    ],
    ['two texts that leave one', { text: 'examplumab|Weak' }, 'Weak by text'],
    [
      'an NDC and words of another',
      { ndc: '99999000101', text: 'Weak' },
      'contradictory: The chart contradicts itself: NDC “99999000101” means Strong, and text “Weak” means Weak.',
    ],
    [
      'an unknown NDC and a generic',
      { ndc: '11111000101', text: 'examplumab' },
      'several products: NDC 11111000101 is not in the code book, and “examplumab” without a brand does not say which product it is.',
    ],
    ['an unknown NDC and a brand', { ndc: '11111000101', text: 'Strong' }, 'Strong by text'],
    ['two NDCs of which one is known', { ndc: '11111000101|99999000101', text: 'examplumab' }, 'Strong by ndc'],
    ['an unknown NDC', { ndc: '11111000101' }, 'not supported: The code book does not hold “NDC 11111000101”.'],
    ['an unknown RxNorm code', { rxnorm: '5' }, 'not supported: The code book does not hold “RxNorm code 5”.'],
    ['unknown words', { text: 'aspirin' }, 'not supported: The code book does not hold “aspirin”.'],
    [
      'a code and nothing else',
      { hcpcs: 'x1' },
      'not named: The chart names only the code X1; a code does not say which product was given.',
    ],
    [
      'a code and unknown words',
      { hcpcs: 'x1', text: 'aspirin' },
      'not supported: The code book does not hold “aspirin”.',
    ],
    ['nothing', {}, 'not named: The chart does not say which drug was given.'],
  ])('%s', (_, drug, says) => expect(told(drug)).toBe(says))
})

describe('payers', () => {
  const coverage = (differs: Partial<CoverageRecord>): CoverageRecord => ({
    reference: 'Coverage/c',
    status: 'active',
    types: [],
    payors: [],
    place: { resource: 'Coverage/c', element: 'payor' },
    ...differs,
  })
  const named = (...names: string[]) => names.map((name) => ({ name, identifiers: [] }))
  const identified = (system: string, code: string, name?: string) => [
    { ...(name && { name }), identifiers: [{ system, code }] },
  ]
  const type = (code: string, system = 'urn:types') => ({ system, code })
  const plan = (display: string, code = 'plan') => ({
    system: 'http://terminology.hl7.org/CodeSystem/coverage-class',
    code,
    display,
  })
  test.each<[string, Partial<CoverageRecord>, string | undefined]>([
    ['its name', { payors: named('ASKS health') }, 'asks'],
    ['another of its names', { payors: named('QH') }, 'quiet'],
    ['a name with what may stand beside it', { payors: named('QH, Inc.') }, 'quiet'],
    ['the name of a plan where no payor is named', { types: [{ display: 'Asks Health' }] }, 'asks'],
    ['the only payer of its kind that has no plans', { types: [type('3')] }, 'quiet'],
    ['a type that several kinds have', { types: [type('4')] }, undefined],
    ['a name that only begins like it', { payors: named('Asks Health Plus') }, undefined],
    ['a plan of another kind', { payors: named('Asks Health'), types: [{ display: 'Part D' }] }, undefined],
    ['an unknown plan, of a payer with plans', { payors: named('Asks Health'), types: [plan('Blue')] }, 'asks'],
    ['an unknown plan, of a payer without', { payors: named('QH'), types: [plan('Blue')] }, undefined],
    ['a plan that is a number alone', { payors: named('QH'), types: [plan('100101')] }, 'quiet'],
    ['a contract number of its kind', { payors: named('QH'), types: [plan('H1234-001')] }, 'quiet'],
    [
      'a group like a contract number, of another kind',
      { payors: named('Asks Health'), types: [plan('H1234')] },
      'asks',
    ],
    ['a pharmacy card, of a payer that has one', { payors: named('Asks Health'), types: [plan('1', 'rxbin')] }, 'asks'],
    ['a pharmacy card, of a payer without', { payors: named('QH'), types: [plan('1', 'rxbin')] }, undefined],
    ['a sequence, which says nothing', { payors: named('QH'), types: [plan('second', 'sequence')] }, 'quiet'],
    ['its type beside its name', { payors: named('Asks Health'), types: [type('1')] }, 'asks'],
    ['its type under another writing', { payors: named('Asks Health'), types: [type('2', 'types')] }, 'asks'],
    ['a type that is not its', { payors: named('Asks Health'), types: [type('3')] }, undefined],
    ['a code that its system does not have', { payors: named('Asks Health'), types: [type('9')] }, undefined],
    ['a number of an unknown system', { payors: named('QH'), types: [type('9', 'urn:own')] }, undefined],
    ['the same, of a payer with plans', { payors: named('Asks Health'), types: [type('9', 'urn:own')] }, 'asks'],
    ['two types of which one is not its', { payors: named('Asks Health'), types: [type('1'), type('3')] }, undefined],
    [
      'a type and a display that contradict each other',
      { payors: named('Asks Health'), types: [{ ...type('4'), display: 'State program' }] },
      undefined,
    ],
    ['a placeholder beside its name', { payors: named('Unknown', 'Asks Health') }, 'asks'],
    ['two names of it', { payors: named('QH', 'Quiet Health') }, 'quiet'],
    ['two payers', { payors: named('QH', 'Asks Health') }, undefined],
    [
      'one name, and beside it another’s',
      { payors: [{ name: 'QH', alsoNamed: ['Asks Health'], identifiers: [] }] },
      undefined,
    ],
    ['a plan that is another company', { payors: named('QH'), types: [plan('Asks Health')] }, undefined],
    ['its identifier, whatever it calls itself', { payors: identified('urn:payers', 'A-1', 'Something') }, 'asks'],
    ['an identifier of another system', { payors: identified('urn:others', 'A-1') }, undefined],
    ['another’s name with its identifier', { payors: identified('urn:payers', 'A-1', 'QH') }, undefined],
    ['an unknown identifier, and its name', { payors: identified('urn:payers', 'B-2', 'QH') }, 'quiet'],
    ['its name where an identifier stands', { payors: [{ identifiers: [{ code: 'Quiet Health' }] }] }, 'quiet'],
    ['nothing', {}, undefined],
  ])('a payer is known by %s', (_, differs, id) => expect(codebook.readCoverage(coverage(differs)).payer?.id).toBe(id))

  test.each<[string, Partial<CoverageRecord>, string]>([
    ['no payer', { payors: named('unknown') }, 'The coverage does not name its payer.'],
    ['a stranger', { payors: named('Acme') }, 'The code book covers no payer that this coverage names (“Acme”).'],
    ['two payers', { payors: named('QH', 'Acme') }, 'Coverage/c names two payers, “QH” and “Acme”.'],
    [
      'a type that does not fit',
      { payors: named('QH'), types: [type('1')] },
      'Coverage/c names “QH” as its payer and “code 1” as its type, which does not fit Quiet Health.',
    ],
    [
      'another’s name with its identifier',
      { payors: identified('urn:payers', 'A-1', 'QH') },
      'Coverage/c names “QH” as its payer, which does not fit Asks Health.',
    ],
  ])('a coverage that names %s says so', (_, differs, says) =>
    expect(codebook.readCoverage(coverage(differs)).doubt).toBe(says),
  )

  test('the patient as payor pays alone', () => {
    const payors = [{ isPerson: true as const, identifiers: [] }]
    const { coverageKinds } = DATA
    const kinds = {
      ...coverageKinds.kinds,
      'self-pay': { label: 'the patient', pays: 'self-pay' as const, replaces: [], mayPayBefore: [] },
    }
    const { readCoverage } = openCodebook({ ...DATA, coverageKinds: { ...coverageKinds, kinds } }, RELEASES)
    expect(readCoverage(coverage({ payors })).benefit).toBe('self-pay')
    expect(readCoverage(coverage({ payors, types: [type('1')] })).benefit).toBe('medical')
  })
})

import { readFileSync } from 'node:fs'
import { type HeldProduct, loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type DoseAnswer } from '@doseline/contract'
import { exactText } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { assess } from './assess.ts'

const codebook = loadCodebook()
const DOSE = 'MedicationAdministration/m1'

interface Given {
  readonly codes: readonly string[]
  readonly mg?: number
  readonly minutes?: number
  readonly kg?: number
}
/** Of each group a dose in perfect order, and of each product what that bills: worked out by hand, and not by this program. */
const {
  given: GIVEN,
  ready: READY,
  day: DAY,
  open: OPEN,
} = parse(readFileSync(new URL('every-product.yaml', import.meta.url), 'utf8')) as {
  readonly given: Readonly<Record<string, Given>>
  readonly ready: Readonly<Record<string, string>>
  readonly day: Readonly<Record<string, string>>
  readonly open: readonly string[]
}

/** An NDC for products of which the code book holds none: that of the chart is theirs. */
const A_CHARTED_NDC = '99999-0123-01'

const coded = (system: string, code: string) => ({ coding: [{ system, code }] })
const condition = (code: string, at: number) => ({
  resourceType: 'Condition',
  id: `c${at}`,
  clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'),
  verificationStatus: coded('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed'),
  code: coded('http://hl7.org/fhir/sid/icd-10-cm', code),
  subject: { reference: 'Patient/p1' },
})

/** A chart in perfect order: one dose of the product, in an office, under Medicare Part B. */
function requestFor(
  product: HeldProduct,
  differs: {
    readonly payer?: string
    readonly day?: string
    readonly attested?: object
    readonly department?: true
  } = {},
) {
  const given = GIVEN[product.group]
  if (!given)
    throw new Error(
      `${product.group} is new: enter under given of packages/assessment/src/every-product.yaml a dose of it in perfect order`,
    )
  const mgGiven = given.mg ?? Number(exactText(product.amountPerContainer))
  const day = differs.day ?? DAY[product.id] ?? '2026-03-02'
  const opened = Math.ceil(mgGiven / Number(exactText(product.amountPerContainer)))
  const isVein = given.minutes !== undefined || product.group === 'ibandronate'
  const stop = `${String(10 + Math.floor((given.minutes ?? 0) / 60)).padStart(2, '0')}:${String((given.minutes ?? 0) % 60).padStart(2, '0')}`
  const resources = [
    { resourceType: 'Patient', id: 'p1', gender: 'female', birthDate: '1950-05-05' },
    {
      resourceType: 'Encounter',
      id: 'e1',
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: { reference: 'Patient/p1' },
      period: { start: `${day}T09:00:00-05:00`, end: `${day}T16:00:00-05:00` },
      location: [{ location: { reference: 'Location/l1' } }],
    },
    {
      resourceType: 'Location',
      id: 'l1',
      type: [
        coded(
          'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set',
          differs.department ? '22' : '11',
        ),
      ],
    },
    {
      resourceType: 'MedicationAdministration',
      id: 'm1',
      status: 'completed',
      medicationCodeableConcept: {
        coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: product.ndcs[0] ?? A_CHARTED_NDC }],
        text: `${product.brand} ${exactText(product.amountPerContainer)} mg/${exactText(product.mlPerContainer)} mL`,
      },
      subject: { reference: 'Patient/p1' },
      context: { reference: 'Encounter/e1' },
      ...(given.minutes === undefined
        ? { effectiveDateTime: `${day}T10:00:00-05:00` }
        : { effectivePeriod: { start: `${day}T10:00:00-05:00`, end: `${day}T${stop}:00-05:00` } }),
      performer: [{ actor: { reference: 'Practitioner/n1' } }],
      dosage: {
        route: coded('http://snomed.info/sct', isVein ? '47625008' : '34206005'),
        dose: { value: mgGiven, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
      },
    },
    ...given.codes.map(condition),
    {
      resourceType: 'Coverage',
      id: 'cov1',
      status: 'active',
      beneficiary: { reference: 'Patient/p1' },
      period: { start: '2015-01-01' },
      payor: [{ display: differs.payer ?? 'Medicare Part B' }],
    },
    ...(given.kg === undefined
      ? []
      : [
          {
            resourceType: 'Observation',
            id: 'w1',
            status: 'final',
            code: coded('http://loinc.org', '29463-7'),
            subject: { reference: 'Patient/p1' },
            effectiveDateTime: day,
            valueQuantity: { value: given.kg, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
          },
        ]),
  ]
  const attested = { containersOpened: opened, by: 'Rosa Alvarez, RN', at: `${day}T18:00:00Z`, ...differs.attested }
  return { resources, focus: DOSE, asOf: `${day}T20:00:00Z`, attested: { [DOSE]: attested } }
}

function judged(...about: Parameters<typeof requestFor>): DoseAnswer {
  const request = AssessmentRequest.parse(requestFor(...about))
  const [dose] = assess(request, codebook, '2026-11-28T12:00:00Z').assessments
  if (!dose) throw new Error('no dose')
  return dose
}

const shown = ({ verdict, lines, findings }: DoseAnswer): string =>
  [
    verdict,
    lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`).join(', '),
    ...findings.flatMap(({ severity, outcome, id }) =>
      severity === 'required' && (outcome === 'fails' || outcome === 'cannot-tell') ? [`${outcome}: ${id}`] : [],
    ),
  ].join(' | ')

/** What a contributor does about a dose that is not as its row says. */
const whyNot = (product: HeldProduct): string =>
  [
    `ready.${product.id} of packages/assessment/src/every-product.yaml is not what is answered.`,
    ...judged(product).findings.flatMap(({ severity, outcome, text }) =>
      severity === 'required' && (outcome === 'fails' || outcome === 'cannot-tell') ? [text] : [],
    ),
    `What is not known of the drug goes under groups.${product.group} of its file in packages/codebook/data/drugs; what`,
    `Medicare Part B asks of it, such as priorAuthorization, under drugs.${product.group} of packages/codebook/data/payers/medicare-part-b.yaml.`,
  ].join('\n')

describe('a dose in perfect order of every product of the code book', () => {
  test('is tried for each', () =>
    expect(
      [...Object.keys(READY), ...OPEN].toSorted(),
      'enter each new product under ready of packages/assessment/src/every-product.yaml: what a dose in perfect order bills',
    ).toEqual(
      codebook
        .products()
        .map(({ id }) => id)
        .toSorted(),
    ))

  test.each(codebook.products().map((product) => [product.id, product] as const))('%s', (id, product) => {
    if (!OPEN.includes(id)) expect(shown(judged(product)), whyNot(product)).toBe(READY[id])
    else {
      const dose = judged(product)
      expect(dose.verdict).toBe('needs-information')
      expect(dose.wouldMakeReady).toEqual([
        expect.objectContaining({
          who: 'biller',
          remedy: expect.stringMatching(
            new RegExp(`^Look up ${product.generic} in the HCPCS file of that quarter.*J3590`),
          ),
        }),
      ])
      expect(dose.sentence).toMatch(
        /^\w+ needs information before it can be billed: Which code billed \w+ on 2026-0\d-\d\d is not known: /,
      )
    }
  })

  test.each(
    codebook
      .products()
      .filter(({ id }) => OPEN.includes(id))
      .map((product) => [product.id, product] as const),
  )('%s is ready once a person looked the code up, with its narrative', (_, product) => {
    const dose = judged(product, { attested: { effectiveCode: 'J3590' } })
    expect(shown(dose)).toBe('ready | J3590-JZ × 1, 96372 × 1')
    expect(dose.lines[0]?.working).toMatch(
      new RegExp(
        `narrative: ${product.brand} \\(denosumab-\\w{4}\\), (60|120) mg(?:/1(\\.7)? mL)?: \\1 mg given, subcutaneous, NDC \\d{11}$`,
      ),
    )
    expect(dose.sentence).toContain('Not in the chart')
  })

  test('a code that was looked up never overrules one that is known', () => {
    const prolia = codebook.products().find(({ id }) => id === 'prolia') as HeldProduct
    expect(shown(judged(prolia, { attested: { effectiveCode: 'J3590' } }))).toBe(READY.prolia)
  })
})

describe('a biosimilar before it had a code of its own', () => {
  const stoboclo = codebook.products().find(({ id }) => id === 'stoboclo') as HeldProduct
  test('is J3590 in an office', () =>
    expect(shown(judged(stoboclo, { day: '2025-08-04' }))).toBe('ready | J3590-JZ × 1, 96372 × 1'))
  test('is C9399 in a hospital outpatient department', () =>
    expect(shown(judged(stoboclo, { day: '2025-08-04', department: true }))).toMatch(
      /^ready \| C9399(-JZ)? × 1, 96372 × 1$/,
    ))
  test('has its own code from the first day of the quarter', () =>
    expect(shown(judged(stoboclo, { day: '2025-10-01' }))).toBe(READY.stoboclo))
})

describe('a payer whose rules on discarded drug and authorization no source gives', () => {
  const prolia = codebook.products().find(({ id }) => id === 'prolia') as HeldProduct
  const payer = 'QualChoice'
  test('is asked about, in words a biller can act on', () => {
    const dose = judged(prolia, { payer })
    expect(dose.verdict).toBe('needs-information')
    expect(dose.wouldMakeReady.map(({ remedy }) => remedy)).toEqual([
      'Ask QualChoice, or look in its manual, and state what it asks about discarded drug: JW or JZ, JW alone, or nothing.',
      'Ask QualChoice whether it wants an authorization, and state its number or that none is needed.',
    ])
  })
  test('is ready once a person stated both', () => {
    const attested = { discardAsked: 'JW or JZ', noAuthorizationNeeded: true }
    expect(shown(judged(prolia, { payer, attested }))).toBe(READY.prolia)
    expect(shown(judged(prolia, { payer, attested: { ...attested, discardAsked: 'not asked' } }))).toBe(
      'ready | J0897 × 60, 96372 × 1',
    )
  })
})

describe('a drug bought under 340B', () => {
  const prolia = codebook.products().find(({ id }) => id === 'prolia') as HeldProduct
  const bought = { acquired: '340B' }
  test.each([
    ['2026-03-02', bought, 'ready | J0897-JZ-TB × 60, 96372 × 1'],
    ['2024-11-04', bought, 'ready | J0897-JZ-TB × 60, 96372 × 1'],
    ['2023-11-06', bought, 'needs-information | J0897-JZ × 60, 96372 × 1 | cannot-tell: modifiers/names-a-340b-drug'],
    ['2023-11-06', { ...bought, modifier340B: 'JG' }, 'ready | J0897-JZ-JG × 60, 96372 × 1'],
    ['2026-03-02', { ...bought, modifier340B: 'JG' }, 'ready | J0897-JZ-TB × 60, 96372 × 1'],
  ])('on %s, stated as %o', (day, attested, says) => expect(shown(judged(prolia, { day, attested }))).toBe(says))
})

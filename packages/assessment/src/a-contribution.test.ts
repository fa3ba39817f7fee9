import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, scenariosIn } from '@doseline/fhir-fixtures'
import { afterAll, describe, expect, test } from 'vitest'
import { assess } from './assess.ts'

/** The recipes of CONTRIBUTING.md, done as they are written there: data alone, and no list in the code to extend. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true })
})

/** A copy of the data and the scenarios, with more at the end of some files and with new ones. */
function contributed(more: Readonly<Record<string, string>>): { readonly data: URL; readonly scenarios: string } {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-contribution-'))
  made.push(folder)
  const [data, scenarios] = [join(folder, 'data'), join(folder, 'scenarios')]
  cpSync(join(ROOT, 'packages/codebook/data'), data, { recursive: true })
  cpSync(join(ROOT, 'fhir-fixtures/scenarios'), scenarios, { recursive: true })
  for (const [file, text] of Object.entries(more)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    appendFileSync(join(folder, file), text)
  }
  return { data: pathToFileURL(`${data}/`), scenarios }
}

const PAYER = {
  'data/sources.yaml': '\na-test-letter: { publisher: A New Payer, title: Drug policy, read: 2026-11-24 }\n',
  'data/payers/a-new-payer.yaml': `
payers:
  a-new-payer:
    label: A New Payer
    recognisedBy: { kinds: [commercial], names: [A New Payer] }
    discard: [{ from: 2026-01-01, value: JW or JZ, source: a-test-letter }]
    drugs: { denosumab-60mg: { priorAuthorization: [{ from: 2026-01-01, value: not required, source: a-test-letter }] } }
`,
  'scenarios/payers.yaml': `
a-new-payer: { id: payer-new, number: NEW, name: A New Payer, typology: { code: "512", display: Commercial Managed Care - PPO } }
`,
}
const PRODUCT = {
  'scenarios/products.yaml': `
Ospomyv:
  words: denosumab-dssb (Ospomyv) 60 mg/mL subcutaneous syringe
  form: Solution for injection, prefilled syringe
  manufacturer: Samsung Bioepis
  route: subcutaneous
  lot: OS1
  expires: 2027-05-31
`,
}
const SCENARIO = {
  'scenarios/a-new-payer-ospomyv-in-order/scenario.yaml': `
title: Ospomyv 60 mg under a payer that nobody knew before
like: medicare-prolia-in-order
given:
  patient: { family: Newcomer, given: Nora, birthDate: 1950-01-02, gender: female }
  dose: { product: Ospomyv }
  coverage: { payer: a-new-payer, from: 2016-11-01 }
then:
  verdict: ready
  lines: [Q5159-JZ × 60]
  written back: { flag: ready, charges: [Q5159-JZ × 60 billable] }
because: >-
  CMS bills denosumab-dssb 1 mg with Q5159, and the payer’s letter asks for JZ where nothing is left in the container.
`,
}

test('a payer, a product of a chart and a scenario are files alone: the dose is answered as its scenario says', () => {
  const { data, scenarios } = contributed({ ...PAYER, ...PRODUCT, ...SCENARIO })
  const added = scenariosIn(scenarios).find(({ name }) => name === 'a-new-payer-ospomyv-in-order')
  if (added === undefined) throw new Error('the scenario is not there')
  const { assessments } = assess(AssessmentRequest.parse(requestFor(added)), loadCodebook(data), added.asOf)
  const dose = assessments.find(({ focus }) => focus === added.focus)
  const lines = dose?.lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`)
  expect([dose?.verdict, dose?.payer, dose?.drug]).toEqual([added.then.verdict, 'A New Payer', 'Ospomyv'])
  expect(lines?.filter((line) => !/^\d/.test(line))).toEqual(added.then.lines)
})

/** A drug that no one knew: its group, product and code, and which code bills it. */
const DRUG = {
  'data/drugs/testumab.yaml': `
groups:
  testumab:
    label: testumab
    route: [{ from: 2026-01-01, value: subcutaneous, source: a-test-letter }]
    labelledDose: [{ from: 2026-01-01, mg: "100", source: a-test-letter }]
    interval: [{ from: 2026-01-01, every: 1, unit: months, source: a-test-letter }]
    indications: [{ from: 2026-01-01, source: a-test-letter, list: [{ id: gout, label: gout, anyOf: [M10.-] }] }]
    administration: [{ from: 2026-01-01, way: injection, code: "96372", source: a-test-letter }]
products:
  testumar:
    brand: Testumar
    generic: testumab
    family: testumab
    group: testumab
    container: vial
    singleDose: true
    mg: "100"
    ml: "4"
    strengths: [100 mg/4 mL]
    ndcUnit: ML
    ndc: [99997-0001-01]
    rxnorm: []
    source: a-test-letter
`,
  'data/codes/J9997.yaml': `
descriptor: Injection, testumab, 5 mg
generic: testumab
unit: { amount: "5", of: mg }
source: a-test-letter
`,
  'data/books/cms.yaml': '\n  testumar: [{ from: 2026-01-01, code: J9997, source: a-test-letter }]\n',
  'data/payers/a-new-payer.yaml': `${PAYER['data/payers/a-new-payer.yaml'].replace(/ {4}drugs: .*\n/, '')}    drugs: { testumab: { priorAuthorization: [{ from: 2026-01-01, value: not required, source: a-test-letter }] } }
`,
  'scenarios/products.yaml': `
Testumar:
  words: testumab (Testumar) 100 mg/4 mL subcutaneous vial
  ndc: 99997-0001-01
  form: Solution for injection, vial
  manufacturer: Example
  route: subcutaneous
  lot: EX1
  expires: 2027-05-31
`,
  'scenarios/a-new-payer-testumar-in-order/scenario.yaml': `
title: Testumar 100 mg, a month after the last one
like: medicare-prolia-in-order
given:
  patient: { family: Arrival, given: Ada, birthDate: 1950-01-03, gender: female }
  dose: { product: Testumar, amount: 100 mg, opened: 1 vial }
  reason: M10.9
  conditions: [{ icd10cm: M10.9, text: Gout, since: 2023-02-14 }]
  coverage: { payer: a-new-payer, from: 2016-11-01 }
  earlierDoses: [{ on: 2026-01-20 }]
then:
  verdict: ready
  lines: [J9997-JZ × 20]
  written back: { flag: ready, charges: [J9997-JZ × 20 billable] }
because: >-
  The descriptor of J9997 counts 5 mg, and the payer’s letter asks for JZ where nothing is left in the container.
`,
}

test('a drug with its code, a payer and a scenario of both are files alone', () => {
  const { data, scenarios } = contributed({ ...PAYER, ...DRUG })
  const added = scenariosIn(scenarios).find(({ name }) => name === 'a-new-payer-testumar-in-order')
  if (added === undefined) throw new Error('the scenario is not there')
  const { assessments } = assess(AssessmentRequest.parse(requestFor(added)), loadCodebook(data), added.asOf)
  const dose = assessments.find(({ focus }) => focus === added.focus)
  expect([dose?.verdict, dose?.payer, dose?.drug]).toEqual(['ready', 'A New Payer', 'Testumar'])
  const lines = dose?.lines.map(({ code, modifiers, units }) => `${[code, ...modifiers].join('-')} × ${units}`)
  expect(lines).toEqual([...added.then.lines, '96372 × 1'])
})

describe('a step that was missed or is wrong is named, with the file and what to do', () => {
  const scenarioOf = (yaml: string) => ({ 'scenarios/a-new-payer-new/scenario.yaml': yaml })
  const changed = (from: string, to: string) =>
    scenarioOf(SCENARIO['scenarios/a-new-payer-ospomyv-in-order/scenario.yaml'].replace(from, to))

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'a payer that no scenario had',
      { ...PRODUCT, ...SCENARIO },
      /^fhir-fixtures\/scenarios\/a-new-payer-ospomyv-in-order\/scenario\.yaml:7:15: given\.coverage\.payer: No chart has had the payer “a-new-payer” yet\. Add it to fhir-fixtures\/scenarios\/payers\.yaml, or use one that is there\. There are medicare-part-b, /,
    ],
    [
      'a product that no scenario had',
      { ...PAYER, ...SCENARIO },
      /scenario\.yaml:6:11: given\.dose\.product: No chart has had the product “Ospomyv” yet\. Add it to fhir-fixtures\/scenarios\/products\.yaml, or use one that is there\. There are /,
    ],
    [
      'a scenario that it is like, and that is not there',
      changed('medicare-prolia-in-order', 'medicare-prolia-in-oder'),
      /^fhir-fixtures\/scenarios\/a-new-payer-new\/scenario\.yaml:3:1: like: There is no scenario “medicare-prolia-in-oder”\. Write “medicare-prolia-in-order”\.$/,
    ],
    [
      'a verdict that is none, and no reason',
      changed('verdict: ready', 'verdict: billable'),
      /^fhir-fixtures\/scenarios\/a-new-payer-new\/scenario\.yaml:9:3: then\.verdict: “billable” is none of the values it can have\. There are ready, not-ready, needs-information, not-billable\.$/,
    ],
    [
      'a payer of a clinic without a typology',
      { 'scenarios/payers.yaml': '\na-new-payer: { id: payer-new, number: NEW, name: A New Payer }\n' },
      /^fhir-fixtures\/scenarios\/payers\.yaml:\d+:1: a-new-payer\.typology: “typology” is missing\. Add it\. Its Source of Payment Typology, such as /,
    ],
    [
      'a name of a drug with an NDC that is none',
      { 'scenarios/products.yaml': PRODUCT['scenarios/products.yaml'].replace('  form:', '  ndc: "12"\n  form:') },
      /^fhir-fixtures\/scenarios\/products\.yaml:\d+:3: Ospomyv\.ndc: “12” is not an NDC with hyphens, such as /,
    ],
    [
      'a line of an answer with a letter for the times sign',
      changed('Q5159-JZ × 60]\n', 'Q5159-JZ x 60]\n'),
      /then\.lines\.0: “Q5159-JZ x 60” is not a code, its modifiers and units, such as J3397-JW × 2\.$/,
    ],
    [
      'no line of an answer, which is not taken over from the scenario that it is like',
      changed('  lines: [Q5159-JZ × 60]\n', ''),
      /^fhir-fixtures\/scenarios\/a-new-payer-new\/scenario\.yaml:8:1: then\.lines: “lines” is missing\. Add it\. What would be charged, whatever the verdict: \[J0897-JZ × 60\]\.$/,
    ],
    [
      'an amount without a space before its unit',
      changed('product: Ospomyv', 'amount: 60mg'),
      /given\.dose\.amount: “60mg” is not an amount with its unit such as 88 mg\.$/,
    ],
    [
      'a unit that is slipped',
      { ...PAYER, ...changed('product: Ospomyv', 'amount: 60 mgs') },
      /given\.dose\.amount: “mgs” is no unit that a chart here is written in\. Write “mg”\./,
    ],
    [
      'an element that is slipped',
      changed('product: Ospomyv', 'discard: 2 mg'),
      /given\.dose\.discard: There is no element “discard” here\. Write “discarded”\.$/,
    ],
    [
      'a coverage of two slips',
      changed('{ payer: a-new-payer, from: 2016-11-01 }', '{ payr: a-new-payer, frm: 2016-11-01 }'),
      /given\.coverage\.payr: There is no element “payr” here\. Write “payer”\.\n.*given\.coverage\.frm: There is no element “frm” here\. Write “from”\.$/s,
    ],
    [
      'a reason that no condition has',
      { ...PAYER, ...PRODUCT, ...changed('  coverage:', '  reason: M10.9\n  coverage:') },
      /given\.reason: No condition of the patient has the code “M10\.9”\. Add it under “conditions”/,
    ],
    [
      'a tab',
      changed('  lines:', '\tlines:'),
      /scenario\.yaml:10:1: The line is indented by a tab\. Indent with spaces/,
    ],
  ])('%s', (_, more, says) => {
    expect(() => scenariosIn(contributed(more).scenarios)).toThrow(says)
  })

  test('a value whose source nobody entered', () => {
    const { 'data/sources.yaml': _, ...without } = PAYER
    expect(() => loadCodebook(contributed(without).data)).toThrow(
      /^payers\/a-new-payer\.yaml:6:\d+: .*“a-test-letter” is no source.*enter the document under sources/,
    )
  })
})

test('CONTRIBUTING names files that are there', () => {
  const page = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')
  const recipes = page.slice(0, page.indexOf('## What changes together'))
  for (const [, file = ''] of recipes.matchAll(/`((?:packages|fhir-fixtures)\/[\w./-]+\.(?:ts|yaml|md))`/g))
    expect(() => readFileSync(join(ROOT, file)), file).not.toThrow()
})

import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { loadCodebook, loadReleases, planUpdate, readBulletin, readData } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { day } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { assess } from './assess.ts'

const DATA = fileURLToPath(new URL('../../codebook/data', import.meta.url))

/** A copy of the data with more in it; nothing else of the program knows. */
function dataWith(files: Readonly<Record<string, string>>): URL {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-data-'))
  cpSync(DATA, folder, { recursive: true })
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return pathToFileURL(`${folder}/`)
}

const NEW_DRUG = {
  'sources.yaml': `${readFileSync(join(DATA, 'sources.yaml'), 'utf8')}
a-letter: { publisher: Example Health, title: A letter, read: 2026-11-24 }
`,
  'codes/J9998.yaml': `
descriptor: Injection, examplumab, 5 mg
generic: examplumab
unit: { amount: "5", of: mg }
source: a-letter
mue: [{ from: 2026-01-01, units: 40, mai: 2, source: a-letter }]
`,
  'drugs/examplumab.yaml': `
groups:
  examplumab:
    label: examplumab
    route: [{ from: 2026-01-01, value: subcutaneous, source: a-letter }]
    interval: [{ from: 2026-01-01, every: 1, unit: months, source: a-letter }]
    indications:
      - { from: 2026-01-01, source: a-letter, list: [{ id: gout, label: gout, anyOf: [M10.-] }] }
    administration: [{ from: 2026-01-01, way: injection, code: "96372", source: a-letter }]
products:
  examplar:
    brand: Examplar
    generic: examplumab
    family: examplumab
    group: examplumab
    container: vial
    singleDose: true
    mg: "100"
    ml: "4"
    strengths: [100 mg/4 mL]
    ndcUnit: ML
    ndc: [99999-0001-01]
    rxnorm: []
    source: a-letter
`,
  'payers/example-health.yaml': `
payers:
  example-health:
    label: Example Health
    recognisedBy: { kinds: [commercial], names: [Example Health] }
    discard: [{ from: 2026-01-01, value: JW or JZ, source: a-letter }]
    drugs: { examplumab: { priorAuthorization: [{ from: 2026-01-01, value: not required, source: a-letter }] } }
`,
  'books/example.yaml': `
label: An example book
forSubmission: true
note: For this test.
bills: { examplar: [{ from: 2026-01-01, code: J9998, source: a-letter }] }
`,
}

const DOSE = AssessmentRequest.parse({
  include: ['evidence'],
  codebook: 'example',
  attested: {
    'MedicationAdministration/m': { discardedMg: '13', containersOpened: 2, by: 'A nurse', at: '2026-03-02T12:00:00Z' },
  },
  resources: [
    {
      resourceType: 'MedicationAdministration',
      id: 'm',
      status: 'completed',
      medicationCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/ndc', code: '99999-0001-01' }] },
      subject: { reference: 'Patient/p' },
      effectiveDateTime: '2026-03-02',
      dosage: { dose: { value: 187, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' } },
    },
    {
      resourceType: 'Condition',
      id: 'c',
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      subject: { reference: 'Patient/p' },
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M10.9' }] },
    },
    {
      resourceType: 'Coverage',
      id: 'v',
      status: 'active',
      beneficiary: { reference: 'Patient/p' },
      payor: [{ display: 'Example Health' }],
    },
  ],
})

test('a drug, a payer and a code book are data: 187 of 200 mg at 5 mg a unit are billed without a line of code', () => {
  const { assessments } = assess(DOSE, loadCodebook(dataWith(NEW_DRUG)), '2026-03-03T12:00:00Z')
  const [dose] = assessments
  expect([dose?.verdict, dose?.payer, dose?.drug]).toEqual(['ready', 'Example Health', 'Examplar'])
  expect(dose?.lines.map(({ code, modifiers, units }) => [code, ...modifiers, units])).toEqual([
    ['J9998', 38],
    ['J9998', 'JW', 2],
    ['96372', 1],
  ])
})

/** The release that the command makes of a code list of fiscal year 2026. */
function codeList(text: string): Record<string, string> {
  const about = { file: 'icd10cm_codes_2026.txt', digest: '0', read: day('2026-01-02') }
  const bulletin = readBulletin(Buffer.from(text), about.file)
  const { release } = planUpdate(bulletin, about, { data: readData(), releases: loadReleases() })
  return { [`releases/${release.head.id}.tsv`]: release.bytes.toString('utf8') }
}

test('a code list that is loaded is looked up on the day of service, and only in its own fiscal year', () => {
  const listed = dataWith({ ...NEW_DRUG, ...codeList('M109    Gout, unspecified\nM100    Idiopathic gout\n') })
  const judged = (changes: object = {}) =>
    assess({ ...DOSE, ...changes }, loadCodebook(listed), '2026-03-03T12:00:00Z').assessments[0]
  const codes = (changes: object = {}) =>
    judged(changes)?.findings.find(({ id }) => id === 'necessity/diagnosis-codes-exist')
  expect(codes()).toMatchObject({
    outcome: 'passes',
    text: 'The ICD-10-CM list of fiscal year 2026 holds M10.9.',
    // It is used in place of the list that is shipped.
    sources: ['icd-10-cm-2025-10-r2'],
    confidence: 'confirmed',
  })
  expect(judged()?.sources).toContainEqual(
    expect.objectContaining({ key: 'icd-10-cm-2025-10-r2', from: '2025-10-01', confidence: 'confirmed' }),
  )
  const text = JSON.stringify(DOSE.resources)
  const short = JSON.parse(text.replace('M10.9', 'M10.00'))
  expect(codes({ resources: short })).toMatchObject({ outcome: 'fails', denial: { carc: ['11', '167', '146'] } })
  const nextYear = JSON.parse(text.replace('2026-03-02', '2026-10-01'))
  expect(codes({ resources: nextYear })?.text).toBe('No ICD-10-CM code list of fiscal year 2027 is loaded.')
})

describe('data that is wrong is named by its file and its place', () => {
  test.each([
    [
      'a value twice started',
      'books/example.yaml',
      NEW_DRUG['books/example.yaml'].replace('from: 2026-01-01,', ''),
      /^books\/example\.yaml:5:\d+: bills\.examplar\.0: This entry needs/,
    ],
    [
      'a day that does not exist',
      'codes/J9998.yaml',
      NEW_DRUG['codes/J9998.yaml'].replace('2026-01-01', '2026-02-30'),
      /^codes\/J9998\.yaml:6:9: mue\.0\.from: “2026-02-30” is not a day/,
    ],
    [
      'an NDC of nine digits',
      'drugs/examplumab.yaml',
      NEW_DRUG['drugs/examplumab.yaml'].replace('99999-0001-01', '9999-001-01'),
      /^drugs\/examplumab\.yaml:22:11: products\.examplar\.ndc\.0: “9999-001-01” is not/,
    ],
    [
      'a release that is none',
      'releases/icd-10-cm-2025-10.tsv',
      'hello\n',
      /^releases\/icd-10-cm-2025-10\.tsv: the head has no/,
    ],
    ['YAML that is none', 'payers/example-health.yaml', 'label: [', /^payers\/example-health\.yaml:\d+:\d+: /],
  ])('%s', (_, file, text, message) => {
    expect(() => loadCodebook(dataWith({ ...NEW_DRUG, [file]: text }))).toThrow(message)
  })
})

import { FileProblem } from '@doseline/yaml-files'
import { describe, expect, test } from 'vitest'
import { loadCodebook } from '../load.ts'

/** A site’s policy for a payer that is not shipped: in order, until a case spoils it. */
const PAYER = `sources:
  a-letter: { publisher: Example Health, title: Drug policy, read: 2026-11-24 }
payers:
  test-of-payers:
    label: Example Health
    recognisedBy: { kinds: [commercial], names: [Example Health] }
    discard: [{ from: 2026-01-01, value: JW or JZ, source: a-letter }]
    drugs:
      denosumab-60mg:
        interval:
          - from: 2026-01-01
            every: 6
            unit: months
            source: a-letter
        preferred:
          - from: 2026-01-01
            steps: [{ label: Jubbonti, treatments: [jubbonti], before: [prolia] }]
            source: a-letter
`

/** What is said of files of a site. */
function saidOf(...files: readonly (readonly [file: string, text: string])[]): readonly string[] {
  try {
    loadCodebook(
      undefined,
      files.map(([file, text]) => ({ layer: 'site', file, text })),
    )
    return []
  } catch (error) {
    if (error instanceof FileProblem) return error.message.split('\n')
    throw error
  }
}

const spoiled = (from: string, to: string): string => {
  if (!PAYER.includes(from)) throw new TypeError(`the file does not contain ${from}`)
  return PAYER.replace(from, to)
}

test('a payer that is written as the page shows is in order', () => expect(saidOf(['a.yaml', PAYER])).toEqual([]))

describe('what is wrong with a policy file is said with file, line, column and what to do', () => {
  test.each<[string, string, RegExp]>([
    [
      'a misspelled element',
      spoiled('preferred:', 'prefered:'),
      /^a\.yaml:15:9: payers\.test-of-payers\.drugs\.denosumab-60mg\.prefered: There is no element “prefered” here\. Write “preferred”\.$/,
    ],
    [
      'a product that there is not',
      spoiled('[jubbonti]', '[jubonti]'),
      /^a\.yaml:17:53: .*“jubonti” is no class of treatments or product\. Write “jubbonti”\./,
    ],
    [
      'a drug that there is not',
      spoiled('denosumab-60mg:', 'denosumab-60:'),
      /^a\.yaml:9:7: payers\.test-of-payers\.drugs\.denosumab-60: “denosumab-60” is no drug .* Write “denosumab-60mg”\./,
    ],
    [
      'a document that nobody entered',
      spoiled('value: JW or JZ, source: a-letter', 'value: JW or JZ, source: another'),
      /^a\.yaml:7:52: .*discard\.0\.source: “another” is no source\. .*Or enter the document under sources\.$/,
    ],
    [
      'a kind of coverage that there is not',
      spoiled('[commercial]', '[comercial]'),
      /^a\.yaml:6:29: .*“comercial” is no kind of coverage\. Write “commercial”\.$/,
    ],
    [
      'a day that does not exist',
      spoiled('from: 2026-01-01, value', 'from: 2026-02-30, value'),
      /^a\.yaml:7:17: .*discard\.0\.from: “2026-02-30” is not a day .* Write it as 2026-01-01\./,
    ],
    [
      'a value that there is not',
      spoiled('value: JW or JZ', 'value: JZ or JW'),
      /^a\.yaml:7:35: .*discard\.0\.value: “JZ or JW” is none of the values it can have\. (Write|There are) .*JW or JZ/,
    ],
    [
      'an interval without a unit',
      spoiled('            unit: months\n', ''),
      /^a\.yaml:11:13: .*interval\.0\.unit: “unit” is missing\. Add it, one of months, days\./,
    ],
    [
      'a payer without a recognizer',
      spoiled('    recognisedBy: { kinds: [commercial], names: [Example Health] }\n', ''),
      /^a\.yaml:4:3: payers\.test-of-payers\.recognisedBy: “recognisedBy” is missing\. Add it\. How a coverage is known/,
    ],
    [
      'a payer without a name',
      spoiled(', names: [Example Health] }', ' }'),
      /^a\.yaml:6:5: payers\.test-of-payers\.recognisedBy\.names: “names” is missing\. Add it\. Every name it goes by/,
    ],
    [
      'a value without a start',
      spoiled('{ from: 2026-01-01, value', '{ value'),
      /^a\.yaml:7:15: .*discard\.0: This entry needs either `from` .* or `checkedOn`\./,
    ],
    [
      'two values from one day',
      spoiled('discard: [', 'discard: [{ from: 2026-01-01, value: JW when discarded, source: a-letter }, '),
      /^a\.yaml:7:\d+: .*discard\.1: It begins on 2026-01-01, as the entry before it does: two overlap in time\. Keep one/,
    ],
    [
      'a value that begins before the one above it',
      spoiled('discard: [', 'discard: [{ from: 2026-07-01, value: JW when discarded, source: a-letter }, '),
      /discard\.1: It begins on 2026-01-01, before the entry above it \(2026-07-01\)\. Put entries in the order/,
    ],
    [
      'a value that begins while another still speaks',
      spoiled(
        'discard: [',
        'discard: [{ from: 2025-01-01, through: 2026-03-31, value: JW when discarded, source: a-letter }, ',
      ),
      /discard\.1: It begins on 2026-01-01, and the entry above it speaks until 2026-03-31: they overlap in time\./,
    ],
    [
      'an element that is there twice',
      spoiled('    label: Example Health\n', '    label: Example Health\n    label: Example\n'),
      /^a\.yaml:6:5: This element is there twice\. Keep one of them/,
    ],
    [
      'a tab',
      spoiled('    label: Example Health\n', '\tlabel: Example Health\n'),
      /^a\.yaml:5:1: The line is indented by a tab\. Indent with spaces, two for each level\.$/,
    ],
    [
      'a bracket that is not closed',
      spoiled('names: [Example Health] }', 'names: [Example Health }'),
      /^a\.yaml:6:65: .* a bracket before it is not closed\. Close the bracket/,
    ],
    [
      'a colon in a text',
      spoiled('label: Example Health', 'label: Example: Health'),
      /^a\.yaml:5:12: There is a second colon/,
    ],
    ['a line of one word', 'hello\n', /^a\.yaml:1:1: This is no policy file: it has no elements\. Begin with sources/],
    [
      'an amount without quotation marks',
      'groups: { denosumab-60mg: { labelledDose: [{ from: 2026-01-01, mg: 60, source: fda-ndc-prolia }] } }\n',
      /^a\.yaml:1:64: .*labelledDose\.0\.mg: 60 is read as a number, and has to be text\. Put it in quotation marks: "60"\./,
    ],
    [
      'a way of giving that there is not',
      spoiled(
        '        preferred:',
        '        administration: [{ from: 2026-01-01, way: push, code: "96372", source: a-letter }]\n        preferred:',
      ),
      /^a\.yaml:15:46: .*administration\.0\.way: “push” is none of the values it can have\. There are injection, infusion\.$/,
    ],
    [
      'an indication that the drug has not',
      spoiled('before: [prolia]', 'indications: [gout]'),
      /^a\.yaml:17:78: .*“gout” is no indication of this drug\. There are osteoporosis, /,
    ],
  ])('%s', (_, text, says) => {
    const said = saidOf(['a.yaml', text])
    expect(said).toEqual([expect.stringMatching(says)])
    expect(said.join('\n')).not.toMatch(/\b(Invalid|expected|received|undefined|Unrecognized|zod|Map keys)\b/)
  })

  test('two files of one site that say the same thing for the same days', () => {
    const another = `payers: { test-of-payers: { discard: [{ from: 2026-06-01, value: JW when discarded, source: a-letter }] } }\n`
    expect(saidOf(['a.yaml', PAYER], ['b.yaml', another])).toEqual([
      'b.yaml:1:39: payers.test-of-payers.discard.0: a.yaml says the same thing for some of these days: two policies overlap in time. Keep one of them, or end the earlier one with `through` before this one begins.',
    ])
    const ended = PAYER.replace('{ from: 2026-01-01, value', '{ from: 2026-01-01, through: 2026-05-31, value')
    expect(saidOf(['a.yaml', ended], ['b.yaml', another])).toEqual([])
  })

  test('two files of one site that call a payer differently', () =>
    expect(saidOf(['a.yaml', PAYER], ['b.yaml', 'payers:\n  test-of-payers:\n    label: Example\n'])).toEqual([
      'b.yaml:3:5: payers.test-of-payers.label: It is “Example Health” in a.yaml. Leave it out here, or write the same: only names are added to, and only what has days can change.',
    ]))

  describe('an NDC that another product has', () => {
    const productOf = (key: string, ndc: string) => `  ${key}:
    brand: ${key}
    generic: denosumab
    family: denosumab
    group: denosumab-60mg
    container: prefilled syringe
    singleDose: true
    mg: "60"
    ml: "1"
    ndcUnit: ML
    ndc: [${ndc}]
    source: a-letter
`
    const file = (...products: string[]) =>
      `sources:\n  a-letter: { publisher: Example, title: Label, read: 2026-11-24 }\nproducts:\n${products.join('')}`

    test('one that is shipped', () =>
      expect(saidOf(['a.yaml', file(productOf('ours', '"55513071001"'))])).toContainEqual(
        expect.stringMatching(
          /^a\.yaml:14:11: products\.ours\.ndc\.0: NDC 55513071001 is that of prolia in drugs\/denosumab\.yaml: an NDC is of one product\. Correct it, or leave ours out and use prolia\.$/,
        ),
      ))

    test('one of another file of the site', () =>
      expect(
        saidOf(
          ['a.yaml', file(productOf('ours', '99999-710-01'))],
          ['b.yaml', file(productOf('theirs', '"99999071001"'))],
        ),
      ).toContainEqual(
        expect.stringMatching(/^b\.yaml:14:11: products\.theirs\.ndc\.0: NDC 99999071001 is that of ours in a\.yaml/),
      ))

    test('and none where each has its own', () =>
      expect(
        saidOf(['a.yaml', file(productOf('ours', '99999-710-01'), productOf('theirs', '99999-710-02'))]),
      ).not.toContainEqual(expect.stringMatching(/is that of/)))
  })

  test('everything that is wrong is said at once, from top to end', () => {
    const said = saidOf(['a.yaml', spoiled('unit: months', 'unit: weeks').replace('preferred:', 'prefered:')])
    expect(said.map((line) => line.split(':')[1])).toEqual(['13', '15'])
  })
})

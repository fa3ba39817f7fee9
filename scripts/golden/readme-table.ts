import { readFileSync } from 'node:fs'
import { table } from '@doseline/cli/markdown'
import type { BookData } from '@doseline/codebook'
import { RULEBOOK } from '@doseline/rules'
import { type Count, conformanceCounts } from '../conformance/counts.ts'

const START = '<!-- Counted by `pnpm golden`, which does what it counts: edit nothing between here -->'
const END = '<!-- and here. -->'

/** The README with its table of what was counted today. */
export function readmeWithCounts(data: BookData): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const [before, rest] = readme.split(START)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined)
    throw new Error(`README.md: put back the lines “${START}” and “${END}”.`)
  return `${before}${START}\n\n${counted(data)}\n\n${END}${after}`
}

function counted(data: BookData): string {
  const { scenarios, otherServers, hl7Examples, written, hooks, smart, smartElsewhere } = conformanceCounts()
  const { codes, products, payers } = data
  const bills = Object.values(codes).filter(({ unit }) => unit !== undefined).length
  return [
    table(
      ['Conformance', 'Held', 'By'],
      [
        ['scenarios answered as their documents say', of(scenarios), '[fixtures](fhir-fixtures/README.md)'],
        ['… of which charts in the shapes of other servers', of(otherServers), '[fixtures](fhir-fixtures/README.md)'],
        [
          'HL7’s R4 examples, answered as worked out by hand',
          of(hl7Examples),
          '[each with why](fhir-fixtures/hl7-examples/expected.yaml)',
        ],
        ['resources that an approval writes, valid by HL7’s R4 definitions', of(written), 'all scenarios'],
        [
          'CDS Hooks 2.0, requirements on a service met',
          of(hooks),
          '[each by a test that passed](docs/cds-hooks-conformance.md)',
        ],
        [
          'SMART App Launch 2.2, requirements on a client met',
          `${of(smart)} (${smartElsewhere} do not apply)`,
          '[each by a test that passed](docs/smart-conformance.md)',
        ],
      ],
    ),
    '',
    `It asks **${RULEBOOK.length} questions** of a dose, and knows ${bills} HCPCS codes that bill, ${Object.keys(products).length} products and ${Object.keys(payers).length} payers`,
    '([the rulebook](docs/rulebook.md)). Other drugs are judged by CMS’s crosswalk alone.',
  ].join('\n')
}

const of = ({ held, all }: Count): string => `${held} of ${all}`

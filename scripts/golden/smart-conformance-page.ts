import { table } from '@doseline/cli/markdown'
import { REQUIREMENTS_READ_ON, REQUIREMENTS_SOURCE, SMART_REQUIREMENTS } from '../conformance/smart-requirements.ts'
import { linkedTest } from './linked-test.ts'

const GENERATED =
  '<!-- Written by `pnpm golden` from scripts/conformance/smart-requirements.ts. Edit that, not this page. -->'

/** Each requirement of SMART App Launch 2.2 on a client, with the test that covers it or why there is none. */
export function smartConformancePage(): string {
  const inOrder = SMART_REQUIREMENTS.toSorted((a, b) => a.id - b.id)
  const covered = inOrder.filter(({ test }) => test !== undefined)
  const others = Map.groupBy(
    inOrder.filter(({ test }) => test === undefined),
    ({ reason = '' }) => reason,
  )
  return [
    GENERATED,
    '',
    '# SMART App Launch 2.2: what is asked of a client',
    '',
    `${inOrder.length} requirements, by the ids that Inferno’s SMART client test kit gives them ([its list](${REQUIREMENTS_SOURCE}), read on ${REQUIREMENTS_READ_ON}). ${covered.length} are covered by a`,
    `test that is named here, ${inOrder.length - covered.length} do not apply to this app. The kit itself was not run: it wants a network.`,
    '',
    '## Covered by a test',
    '',
    table(
      ['id', '', 'what is asked', 'test'],
      covered.map(({ id, strength, asks, test = '' }) => [String(id), strength, asks, linkedTest(test)]),
    ),
    '',
    '## Not applicable, and why',
    ...[...others].flatMap(([reason, rows]) => [
      '',
      reason,
      '',
      table(
        ['id', '', 'what is asked'],
        rows.map(({ id, strength, asks }) => [String(id), strength, asks]),
      ),
    ]),
    '',
  ].join('\n')
}

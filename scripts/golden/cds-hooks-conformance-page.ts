import { table } from '@doseline/cli/markdown'
import { HOOKS_READ_ON, HOOKS_REQUIREMENTS, HOOKS_SOURCE } from '../conformance/cds-hooks-requirements.ts'
import { linkedTest } from './linked-test.ts'

const GENERATED =
  '<!-- Written by `pnpm golden` from scripts/conformance/cds-hooks-requirements.ts. Edit that, not this page. -->'

/** Each requirement of CDS Hooks 2.0 on a service, with the test that covers it. */
export const cdsHooksConformancePage = (): string =>
  [
    GENERATED,
    '',
    '# CDS Hooks 2.0: what is asked of a service',
    '',
    `${HOOKS_REQUIREMENTS.length} requirements, read from [the specification](${HOOKS_SOURCE}) on ${HOOKS_READ_ON}, in our words. Each is covered by a test that is named here.`,
    'TLS is left to the proxy in front of the service. No test kit of HL7 was run: none could be had without a network.',
    '',
    table(
      ['Section', '', 'What is asked', 'Test'],
      HOOKS_REQUIREMENTS.map(({ section, strength, asks, test }) => [section, strength, asks, linkedTest(test)]),
    ),
    '',
  ].join('\n')

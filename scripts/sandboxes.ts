import './support/help.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { table } from '@doseline/cli/markdown'
import { launched, startedSandbox } from '@doseline/ehr-sandbox/testing/launch'
import { scenario } from '@doseline/fhir-fixtures'
import { type Ran, ranOn } from './sandboxes/ran-on.ts'
import { usage } from './support/usage.ts'

const USAGE = `pnpm sandboxes [--write] [EHR of the sandbox …]
  Starts the sandbox, does what doctor and sandbox-test do on each of its EHRs, and prints what came of it as a table.
  --write  puts the table into docs/sandboxes.md`

const PAGE = new URL('../docs/sandboxes.md', import.meta.url)
export const BEGIN = '<!-- What ran: written by `pnpm sandboxes --write`. -->'
export const END = '<!-- End of what ran. -->'
const USUAL = scenario('medicare-mepsevii-discard-recorded')
/** Its tokens end after twenty seconds, sooner than a run: e2e/failures.test.ts renews them. */
const TOO_SHORT = 'expiring'

if (import.meta.main) await main()

async function main(): Promise<void> {
  const { values, positionals } = argumentsOf()
  const rows = await ranOnEhrs(positionals)
  const text = pageTable(rows)
  console.log(text)
  if (!values.write) return
  if (positionals.length > 0) usage('--write wants every EHR of the sandbox.')
  const page = readFileSync(PAGE, 'utf8')
  const [before = '', rest = ''] = page.split(BEGIN)
  const [, after = ''] = rest.split(END)
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${text}\n\n${END}${after}`)
}

/** What ran on these EHRs of a sandbox that is started for it, all where none is named. */
export async function ranOnEhrs(named: readonly string[] = []): Promise<Ran[]> {
  const sandbox = await startedSandbox({ scenarios: [USUAL] })
  try {
    const known = sandbox.ehrs.map(({ key }) => key)
    const wrong = named.find((key) => !known.some((one) => one === key))
    if (wrong !== undefined) usage(`The sandbox has no EHR “${wrong}”.\n${USAGE}`)
    const wanted = known.filter((key) => (named.length === 0 ? key !== TOO_SHORT : named.includes(key)))
    const rows: Ran[] = []
    for (const key of wanted) {
      const ehr = sandbox.ehr(key)
      const patient = ehr.stored('Patient')[0]?.id ?? ''
      const row = await ranOn({
        name: key,
        base: ehr.fhirBase,
        scenario: USUAL,
        patient,
        ...(ehr.billCodes && { billCodes: ehr.billCodes }),
        mayKeep: true,
        tokenFor: async (purpose, { would }) => {
          const everything = would.version === 'v1' ? 'launch user/*.read user/*.write' : 'launch user/*.cruds'
          const scopes = purpose === 'own chart' && !ehr.billCodes ? everything : would.scopes
          return (await launched({ ...ehr, origin: sandbox.origin }, scopes, { patient })).access_token
        },
      })
      rows.push({ ...row, commands: row.commands.replace(patient, '…') })
    }
    return rows
  } finally {
    await sandbox.close()
  }
}

/** The rows as they stand on the page, with the day and the versions they ran with. */
function pageTable(rows: readonly Ran[]): string {
  const day = new Date().toISOString().slice(0, 10)
  return [
    `On ${day}, Node ${process.versions.node}, ${USUAL.name}:`,
    '',
    table(
      ['EHR of the sandbox', 'software', 'commands', 'what came of it'],
      rows.map(({ name, software, commands, outcome }) => [name, software, commands, outcome]),
    ),
  ].join('\n')
}

function argumentsOf() {
  try {
    return parseArgs({ allowPositionals: true, options: { write: { type: 'boolean', default: false } } })
  } catch (error) {
    return usage(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

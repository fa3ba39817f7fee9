import { parseArgs } from 'node:util'
import { baseFrom, secondsFrom } from './ehr/arguments.ts'
import { doctorReport } from './ehr/doctor-report.ts'
import { EXIT, examine } from './ehr/examination.ts'
import { without } from './ehr/text.ts'
import { usage } from './support/usage.ts'

const USAGE = `pnpm run doctor <FHIR base> [--token …] [--patient id] [--write] [--timeout seconds] [--json]
  (without “run”, pnpm examines itself)
  Says what an EHR offers, what the app would ask of it, how it would write back, and what to do next.
  --token    access token for reading; better in DOCTOR_TOKEN, where no list of processes shows it
  --patient  a test patient: then the searches are tried too
  --write    writes for a trial, under a run tag, and takes it away again; test servers only
  Exit: 0 the main job is possible, 1 possible with losses, 2 usage, 3 not possible.`

const { values, positionals } = argumentsOf()
const [address] = positionals
if (address === undefined || positionals.length > 1) usage(USAGE)
const base = baseFrom(address) ?? usage(`“${address}” is no FHIR base: expected https://… without a query.\n${USAGE}`)
const seconds = secondsFrom(values.timeout) ?? usage(`--timeout is in seconds, such as 20.\n${USAGE}`)
const token = values.token ?? process.env.DOCTOR_TOKEN
const { patient, write } = values
if (patient !== undefined && !/^[A-Za-z0-9\-.]{1,64}$/.test(patient))
  usage(`--patient is the bare id of a Patient.\n${USAGE}`)
if (write && !patient) usage(`--write needs --patient: whose chart may be written to?\n${USAGE}`)

const examination = await examine({ base, token, patient, write, seconds })
const report = values.json
  ? JSON.stringify({ ...examination, exit: EXIT[examination.verdict.main] }, undefined, 2)
  : doctorReport(examination, { patient, token: token !== undefined, write })
console.log(without(token, report))
process.exitCode = EXIT[examination.verdict.main]

function argumentsOf() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        token: { type: 'string' },
        patient: { type: 'string' },
        write: { type: 'boolean', default: false },
        timeout: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    return usage(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

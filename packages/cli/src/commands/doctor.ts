import { Command } from '@commander-js/extra-typings'
import { address, patientId, seconds } from '../arguments.ts'
import { doctorReport } from '../ehr/doctor-report.ts'
import { EXIT, examine } from '../ehr/examination.ts'
import { Progress } from '../progress.ts'
import { without } from '../text/columns.ts'
import { WrongUsage } from '../wrong-usage.ts'

export const doctor = new Command()
  .description(
    `Says what an EHR offers, what the app would ask of it, how it would write back and what is lost, and what to do next. Changes nothing without --write. Exit code: ${EXIT.possible} the main job is possible, ${EXIT['possible with losses']} possible with losses, ${EXIT['not possible']} not possible.`,
  )
  .argument('<FHIR base>', 'of the EHR, such as https://ehr.example/fhir', address)
  .option('--token <token>', 'access token for reading; better in DOCTOR_TOKEN, where no list of processes shows it')
  .option('--patient <id>', 'a test patient: then the searches are tried too', patientId)
  .option('--write', 'write for a trial, under a run tag, and take it away again; test servers only', false)
  .option('--timeout <seconds>', 'for one answer', seconds, 20)
  .option('--json', 'print everything that was found as JSON', false)
  .action(async (base, { token = process.env.DOCTOR_TOKEN, patient, write, timeout, json }) => {
    if (write && patient === undefined) throw new WrongUsage('--write needs --patient: whose chart may be written to?')
    const progress = new Progress()
    const tell = (doing: string) => progress.tell(`${doing} …`)
    const examination = await examine({ base, token, patient, write, seconds: timeout, tell })
    progress.clear()
    const exit = EXIT[examination.verdict.main]
    const report = json
      ? JSON.stringify({ ...examination, exit }, undefined, 2)
      : doctorReport(examination, { patient, token: token !== undefined, write })
    console.log(without(token, report))
    process.exitCode = exit
  })

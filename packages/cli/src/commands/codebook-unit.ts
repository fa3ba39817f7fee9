import { Command } from '@commander-js/extra-typings'
import { billingUnit } from '@doseline/codebook'
import { unitAsJson } from '../text/unit-as-json.ts'

export const unit = new Command('unit')
  .summary('how a dosage text of CMS is read')
  .description(
    'Reads a text of the column “HCPCS dosage” as one billing unit, and prints it as JSON. Exit code: 0 it is read, 1 it is not: then it is never guessed.',
  )
  .argument('<text>', 'such as "0.25 MG - 5 MG"')
  .action((text) => {
    const read = billingUnit(text)
    if (!read) process.exitCode = 1
    console.log(JSON.stringify({ text, reading: read ? unitAsJson(read) : null }, undefined, 2))
  })

import { Command } from '@commander-js/extra-typings'
import { check } from './codebook-check.ts'
import { drug } from './codebook-drug.ts'
import { publish } from './codebook-publish.ts'
import { schema } from './codebook-schema.ts'
import { status } from './codebook-status.ts'
import { unit } from './codebook-unit.ts'
import { update } from './codebook-update.ts'

export const codebook = new Command()
  .description(
    'What CMS and payers publish: take a release in, see what is loaded, look a drug up, check policies, publish it as FHIR.',
  )
  .addCommand(update)
  .addCommand(status)
  .addCommand(drug)
  .addCommand(unit)
  .addCommand(check)
  .addCommand(schema)
  .addCommand(publish)

import { Command } from '@commander-js/extra-typings'
import { drug } from './codebook-drug.ts'
import { publish } from './codebook-publish.ts'
import { status } from './codebook-status.ts'
import { update } from './codebook-update.ts'

export const codebook = new Command()
  .description('What CMS publishes: take a release in, see what is loaded, look a drug up, publish it as FHIR.')
  .addCommand(update)
  .addCommand(status)
  .addCommand(drug)
  .addCommand(publish)

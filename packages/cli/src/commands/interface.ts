import { Command } from '@commander-js/extra-typings'
import { checkInterfaces } from '@doseline/rules-service/interface'
import { WrongUsage } from '../wrong-usage.ts'

export const billingInterface = new Command('interface').description(
  'The HL7 v2 interfaces by which approved charges reach a billing system: billingInterface of an EHR in the file of tenants.',
)

billingInterface
  .command('check')
  .summary('check the site profiles; print an example of each message')
  .description(
    'Reads the billingInterface of each EHR in the file of tenants and prints what would be sent for an example, without sending it. Give the output to the interface team. Exit code: 0 in order, 1 not.',
  )
  .argument('[tenants file]', 'the file of tenants; that of DOSELINE_TENANTS where absent')
  .option('--issuer <key>', 'of this EHR alone')
  .action((named, { issuer }) => {
    const file = named ?? process.env.DOSELINE_TENANTS
    if (file === undefined) throw new WrongUsage('Name the file of tenants, or set DOSELINE_TENANTS to where it is.')
    process.exitCode = checkInterfaces(file, issuer, console.log)
  })

import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { ClaimFault, claimSegments, type ServiceClaim } from '@doseline/billing-interface'
import type { Claim } from 'fhir/r4'
import { timeZone } from '../arguments.ts'
import { serviceClaim } from '../service-claim.ts'
import { answered, requestOf } from './explain.ts'

export const claim = new Command().description('Doses that are ready, as parts of a claim.')

claim
  .command('837')
  .summary('the diagnoses and service lines of an X12 837 claim')
  .description(
    'Prints REF*G1, HI and the service lines (LX, SV1 or SV2, DTP*472, LIN*N4, CTP) of an 837P or 837I of version 5010 for each claim of doses that are ready. Envelope, provider, subscriber, payer and charge amounts are for the billing system; the amount is 0. Exit code: 0 done, 1 no dose is ready, or a line that a payer would refuse.',
  )
  .argument('<scenario | file>', 'an example that “doseline scenario” lists, or a file of FHIR JSON')
  .option('--zone <time zone>', 'of the chart, such as America/New_York', timeZone)
  .option(
    '--revenue-code <code=revenue code>',
    'for an institutional claim, for each code: 96365=0260',
    revenueCode,
    new Map(),
  )
  .action((what, { zone, revenueCode: revenueCodes }) => {
    const { claims = [] } = answered(
      what,
      { ...requestOf(what), draftClaims: true, ...(zone && { timeZone: zone }) },
      undefined,
    )
    if (claims.length === 0)
      throw new Error(
        `${what}: no dose of it is ready and has a coverage. “doseline explain ${what}” says what is open.`,
      )
    for (const [at, each] of claims.entries()) {
      const service = serviceClaim(each as unknown as Claim, revenueCodes)
      // Beside the claim, so that what is printed can be taken as it is.
      console.error(`Claim ${at + 1} of ${claims.length}: ${service.type}, ${service.lines.length} lines`)
      for (const segment of segmentsOf(what, service)) console.log(`${segment}~`)
    }
  })

function segmentsOf(what: string, service: ServiceClaim): readonly string[] {
  try {
    return claimSegments(service)
  } catch (error) {
    throw error instanceof ClaimFault ? new Error(`${what}: ${error.message}`) : error
  }
}

function revenueCode(typed: string, before: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [, code = '', revenue = ''] = /^([A-Z0-9]{5})=(\d{4})$/.exec(typed) ?? []
  if (code === '') throw new InvalidArgumentError('It is a HCPCS or CPT code and four digits, such as 96365=0260.')
  return new Map([...before, [code, revenue]])
}

import { table } from '@doseline/cli/markdown'
import { BEHAVIORS, type Behavior, type Confirmed, VENDOR_NAMES, type Vendor } from '@doseline/ehr-sandbox/behaviors'

const GENERATED =
  '<!-- Written by `pnpm golden` from services/ehr-sandbox/src/behaviors. Edit those, not this page. -->'

const KNOWN: Readonly<Record<Confirmed, string>> = {
  run: 'run by us',
  read: 'read',
  reported: 'reported',
  captured: 'captured, address not kept',
  memory: '**from memory, unconfirmed**',
}

/** What other people's FHIR servers do, as the table has it. */
export function vendorBehaviorPage(): string {
  const counted = Object.entries(KNOWN).map(
    ([how, says]) => `${BEHAVIORS.filter(({ confirmed }) => confirmed === how).length} ${says.replaceAll('**', '')}`,
  )
  return [
    GENERATED,
    '',
    '# What other people’s FHIR servers do',
    '',
    `${BEHAVIORS.length} behaviors that a client has to know, each with where it is said, the day that was read, and the test that covers it: ${counted.join(', ')}.`,
    '*Read* is a document or source of the vendor, *reported* a thread in which somebody tells it, *captured* a CapabilityStatement a third party took from a',
    'live server. The EHRs of the sandbox play the rows that are marked: they take their offers, refusals, pages and headers from this table and nowhere else.',
    'A server of a hospital may be set up otherwise: `doseline doctor <FHIR base>` asks it.',
    ...Object.entries(VENDOR_NAMES).flatMap(([vendor, name]) => ['', `## ${name}`, '', tableOf(vendor as Vendor)]),
    '',
  ].join('\n')
}

const tableOf = (vendor: Vendor): string =>
  table(
    ['element or interaction', 'what it does', 'known', 'day', 'played', 'test'],
    BEHAVIORS.filter((each) => each.vendor === vendor).map((each) => [
      each.about,
      each.does,
      knownBy(each),
      each.on,
      each.plays ? 'yes' : '',
      testOf(each),
    ]),
  )

function knownBy({ confirmed, source }: Behavior): string {
  if (!source) return KNOWN[confirmed]
  return `[${KNOWN[confirmed]}](${source.startsWith('https:') ? source : `../${source}`})`
}

/** The file, short enough for a cell; the name of the test stands behind it. */
function testOf({ test }: Behavior): string {
  const [file = '', name = ''] = test.split(' › ')
  return `[${file
    .split('/')
    .at(-1)
    ?.replace(/\.test\.ts$/, '')}](../${file}): ${name}`
}

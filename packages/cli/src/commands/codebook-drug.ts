import { Command } from '@commander-js/extra-typings'
import { type ListedDrug, loadReleases, type Releases, unitText } from '@doseline/codebook'
import { type CalendarDate, day, exactText, ndc11, partialNdc } from '@doseline/dose'
import { day as calendarDay } from '../arguments.ts'
import { WrongUsage } from '../wrong-usage.ts'

export const drug = new Command('drug')
  .summary('what the releases of CMS say of an NDC or a code')
  .description(
    'Looks an NDC or a HCPCS code up in the releases of CMS: unit, units in a container and in the package, payment limit and what the patient pays of it, and where the files contradict each other. An NDC that is not listed is not therefore not paid. Exit code: 0 it is listed, 1 it is not.',
  )
  .argument('<NDC or code>', 'such as 55513-0710-01, or a HCPCS code')
  .argument(
    '[day]',
    'the day of service; today where none is named',
    calendarDay,
    day(new Date().toISOString().slice(0, 10)),
  )
  .action((asked, serviceDay) => {
    const releases = loadReleases()
    const lines = linesFor(asked.trim(), serviceDay, releases)
    if (lines.length === 0) {
      console.log(`${asked} is not listed in the releases that are loaded for ${serviceDay}.`)
      process.exitCode = 1
    }
    for (const line of lines) console.log(line)
  })

function linesFor(asked: string, on: CalendarDate, releases: Releases): string[] {
  if (/^[A-Z0-9]\d{4}$/i.test(asked)) return codeLines(asked.toUpperCase(), on, releases)
  const ndc = ndc11(asked)
  if (ndc !== undefined) return ndcLines([ndc], on, releases)
  const partial = partialNdc(asked)
  if (!partial) throw new WrongUsage(`“${asked}” is neither an NDC nor a HCPCS code.`)
  const listed = partial.could.filter((each) => releases.listed(each, on).length > 0)
  if (listed.length < 2) return ndcLines(listed, on, releases)
  return [`“${asked}” ${partial.lacks}: it can be any of these.`, ...ndcLines(listed, on, releases)]
}

const ndcLines = (ndcs: readonly string[], on: CalendarDate, releases: Releases): string[] =>
  ndcs.flatMap((ndc) => {
    const listed = releases.listed(ndc, on)
    const [first] = listed
    if (!first) return []
    const several = listed.length > 1 ? [`  ${SEVERAL}`] : []
    return [
      `NDC ${ndc} ${first.row.drug} (${first.row.labeler})`,
      ...several,
      ...listed.flatMap((each) => [
        ...codeLines(each.row.code, on, releases).map((line) => `  ${line}`),
        ...rowLines(each),
      ]),
    ]
  })

const SEVERAL = 'CMS lists it under several codes; route, dialysis, bag or wording decides which one bills a dose.'

function rowLines({ row, units, roundedUp, says, doubts, release }: ListedDrug): string[] {
  const held = units
    ? `${exactText(units.perContainer)} units a container × ${row.containers}; ${exactText(units.perPackage)} units the package${roundedUp ? ' (rounded up)' : ''}`
    : says
  return [held, ...doubts.map((doubt) => doubt.says), `${release.id}, line ${row.line}`].map((line) => `    ${line}`)
}

function codeLines(code: string, on: CalendarDate, releases: Releases): string[] {
  const unit = releases.unitOf(code, on)
  if (!unit) return []
  const described = releases.described(code, on)?.value.description
  const limit = releases.limit(code, on)
  const { perUnit, coinsurance, notes = [] } = limit?.value ?? {}
  const paid = perUnit === undefined ? [] : [`$${perUnit} a unit, of which the patient pays ${coinsurance ?? '?'} %`]
  const stale = limit?.isStale ? [`the limit ended on ${limit.release.through}`] : []
  return [
    `${code}: one unit is ${unitText(unit)}${described === undefined ? '' : ` · ${described}`}`,
    ...(paid.length + notes.length > 0 ? [`  ${[...paid, ...stale, ...notes].join(' · ')}`] : []),
  ]
}

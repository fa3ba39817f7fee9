import { Command } from '@commander-js/extra-typings'
import { type ListedDrug, loadReleases, type Releases, unitText } from '@doseline/codebook'
import { type CalendarDate, day, exactText, ndc11, partialNdc } from '@doseline/dose'
import { day as calendarDay } from '../arguments.ts'
import { unitAsJson } from '../text/unit-as-json.ts'
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
  .option('--json', 'print what the rows say as JSON: every number as CMS writes it, as text')
  .action((asked, serviceDay, { json }) => {
    const releases = loadReleases()
    if (json) {
      const found = asJson(asked.trim(), serviceDay, releases)
      if (found.listed.length === 0) process.exitCode = 1
      console.log(JSON.stringify(found, undefined, 2))
      return
    }
    const lines = linesFor(asked.trim(), serviceDay, releases)
    if (lines.length === 0) {
      console.log(`${asked} is not listed in the releases that are loaded for ${serviceDay}.`)
      process.exitCode = 1
    }
    for (const line of lines) console.log(line)
  })

/** The rows of an NDC or a code, and what is read of each. */
function asJson(asked: string, on: CalendarDate, releases: Releases) {
  const ndcs = ndcsOf(asked)
  const rows =
    ndcs.length > 0 ? ndcs.flatMap((ndc) => releases.listed(ndc, on)) : releases.ofCode(asked.toUpperCase(), on)
  const codes = ndcs.length > 0 ? [...new Set(rows.map(({ row }) => row.code))] : [asked.toUpperCase()]
  return {
    asked,
    day: on,
    codes: codes.flatMap((code) => {
      const unit = releases.unitOf(code, on)
      const status = releases.status(code, on)
      return unit
        ? [{ code, unit: unitAsJson(unit), limit: releases.limit(code, on)?.value, status: status?.value.status }]
        : []
    }),
    listed: rows.map(({ row, unit, units, roundedUp, cause, says, doubts, release }) => ({
      ...row,
      unit: unit && unitAsJson(unit),
      unitsPerContainer: units && exactText(units.perContainer),
      unitsPerPackage: units && exactText(units.perPackage),
      roundedUp: roundedUp === true,
      cause,
      says,
      doubts: doubts.map((doubt) => doubt.says),
      release: release.id,
    })),
    marketing: ndcs.flatMap((ndc) =>
      releases.marketing(ndc).map(({ value, release }) => ({ ...value, release: release.id })),
    ),
  }
}

/** Every NDC that a text can be; none for a code. */
function ndcsOf(asked: string): readonly string[] {
  if (CODE.test(asked)) return []
  const ndc = ndc11(asked)
  const could = ndc === undefined ? partialNdc(asked)?.could : [ndc]
  if (!could) throw new WrongUsage(`“${asked}” is neither an NDC nor a HCPCS code.`)
  return could
}

const CODE = /^[A-Z0-9]\d{4}$/i

function linesFor(asked: string, on: CalendarDate, releases: Releases): string[] {
  if (CODE.test(asked)) return codeLines(asked.toUpperCase(), on, releases)
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
      ...marketingLines(ndc, releases),
      ...listed.flatMap((each) => [
        ...codeLines(each.row.code, on, releases).map((line) => `  ${line}`),
        ...rowLines(each),
      ]),
    ]
  })

const SEVERAL = 'CMS lists it under several codes; route, dialysis, bag or wording decides which one bills a dose.'

/** What the NDC directory says, where one is loaded. */
const marketingLines = (ndc: string, releases: Releases): string[] =>
  releases.marketing(ndc).map(({ value: { start, end, excluded, container }, release }) => {
    const span = `marketed from ${start ?? 'a day that is not said'}${end === undefined ? '' : ` to ${end}`}`
    const flag = excluded === undefined ? '' : `, left out of the directory (${excluded})`
    return `  ${span}${flag}${container === undefined ? '' : ` · ${container}`} · ${release.id}`
  })

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
  const opps = releases.status(code, on)
  const status = opps ? [`payment status ${opps.value.status} (${opps.release.id})`] : []
  const stale = limit?.isStale ? [`the limit ended on ${limit.release.through}`] : []
  return [
    `${code}: one unit is ${unitText(unit)}${described === undefined ? '' : ` · ${described}`}`,
    ...(paid.length + notes.length + status.length > 0
      ? [`  ${[...paid, ...stale, ...status, ...notes].join(' · ')}`]
      : []),
  ]
}

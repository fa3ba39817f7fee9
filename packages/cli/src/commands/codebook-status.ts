import { Command } from '@commander-js/extra-typings'
import { loadReleases, type ReleaseHead } from '@doseline/codebook'
import { day } from '@doseline/dose'
import { day as calendarDay } from '../arguments.ts'
import { columns } from '../text/columns.ts'

export const status = new Command('status')
  .summary('which releases are loaded, and which are stale for a day of service')
  .description(
    'Lists every release of CMS that is loaded. For a day of service (today unless given) it says which of them speaks for it, and which has ended before it. Exit code: 0 every kind speaks for the day, 1 one is stale or missing.',
  )
  .argument('[day]', 'the day of service, such as 2026-03-02', calendarDay, day(new Date().toISOString().slice(0, 10)))
  .action((serviceDay) => {
    const { heads, effectiveOn } = loadReleases()
    const states = heads.map((head) => [head, stateOf(head, effectiveOn(head.kind, serviceDay), serviceDay)] as const)
    for (const line of columns(states.map(([head, state]) => [head.id, `${head.rows} rows`, spanText(head), state]))) {
      console.log(line)
    }
    const kinds = new Set(heads.map(({ kind }) => kind))
    for (const kind of kinds) {
      if (!effectiveOn(kind, serviceDay)) console.log(`No ${kind} that is loaded had begun by ${serviceDay}.`)
    }
    const isFine = [...kinds].every((kind) => {
      const head = effectiveOn(kind, serviceDay)
      return head !== undefined && (head.through === undefined || head.through >= serviceDay)
    })
    if (!isFine) process.exitCode = 1
  })

const spanText = ({ from, through }: ReleaseHead): string => `${from} to ${through ?? 'the next'}`

function stateOf(head: ReleaseHead, used: ReleaseHead | undefined, serviceDay: string): string {
  if (used?.id !== head.id) return 'not used that day'
  return head.through !== undefined && head.through < serviceDay
    ? `stale: it ended on ${head.through}; load the release that follows`
    : 'in force'
}

import { Command } from '@commander-js/extra-typings'
import { type Freshness, freshnessOn, loadReleases } from '@doseline/codebook'
import { day } from '@doseline/dose'
import { day as calendarDay } from '../arguments.ts'

export const status = new Command('status')
  .summary('which releases are loaded, and which are stale for a day of service')
  .description(
    'Says of each data set whether what is loaded speaks for a day of service (today unless given), and of one that ended before it, by how many days. What to load next, and when CMS publishes it: docs/release-calendar.md. Exit code: 0 all that is loaded speaks for the day, 1 something that is loaded is stale or begins after it. What is not loaded at all is said, and changes no exit code.',
  )
  .argument('[day]', 'the day of service, such as 2026-03-02', calendarDay, day(new Date().toISOString().slice(0, 10)))
  .action((serviceDay) => {
    const sets = freshnessOn(serviceDay, loadReleases())
    for (const set of sets) console.log(sentence(set, serviceDay))
    const old = sets.filter(({ state }) => state === 'stale' || state === 'too late')
    if (old.length === 0) return
    console.log(`\n${old.length} to load: “doseline codebook update <file> --write”.`)
    process.exitCode = 1
  })

function sentence(each: Freshness, serviceDay: string): string {
  switch (each.state) {
    case 'in force':
      return `${each.set}: in force${each.through === undefined ? '' : ` until ${each.through}`} (${each.edition})`
    case 'stale':
      return `${each.set}: ended ${each.ended}; day of service ${serviceDay} is ${each.daysLater} ${each.daysLater === 1 ? 'day' : 'days'} later (${each.edition})`
    case 'too late':
      return `${each.set}: none that is loaded had begun by ${serviceDay}`
    case 'not loaded':
      return `${each.set}: not loaded`
  }
}

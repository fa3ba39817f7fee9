import { called } from '../../chart/called.ts'
import { chargedModifiers } from '../../facts/charged-modifiers.ts'
import { list } from '../../shape.ts'
import type { Targets } from '../targets/targets.ts'
import { type Decided, together, warned } from './decision.ts'
import { decideFlag } from './flag.ts'
import { decideLines } from './lines.ts'

/** What happens to each resource of a visit, and what a person should know before it does. */
export const decide = (targets: Targets): Decided =>
  together([
    warned(...whatWasNotRead(targets)),
    decideFlag(targets),
    decideLines(targets),
    warned(...linesOfTheDemonstration(targets)),
  ])

/** What could not be read may hold what we wrote before; only the server's own check of the identifier is left then. */
const whatWasNotRead = ({ unread }: Targets): string[] =>
  unread.map((type) => `It is not known whether Doseline wrote ${called(type)} before: they could not be read.`)

const linesOfTheDemonstration = ({ ofDemonstration }: Targets): string[] =>
  ofDemonstration.map(({ key, resource }) => {
    const code = [list(resource.code?.coding)[0]?.code, ...chargedModifiers(resource)].join('-')
    return `${key} (${code}) was written under the article’s code book and is not for submission; it can be voided there.`
  })

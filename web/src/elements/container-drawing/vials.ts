import type { ContainersAnswer } from '@doseline/contract'

/** What became of one container's content, in thousandths of its measure. */
export interface Vial {
  readonly administered: number
  readonly discarded: number
  /** Of which the chart does not say what became. */
  readonly unrecorded: number
  /** How many are alike and drawn as one. */
  readonly count: number
}

/** Above this many, those that are alike are drawn as one. */
const MOST = 10
const COUNTABLE = 999

/** The containers as they can be drawn; undefined where the amounts do not say how many there were, or contradict each other. */
export function vialsOf(containers: ContainersAnswer): Vial[] | undefined {
  const { each, ...amounts } = containers
  const [size, opened, administered] = [each, amounts.opened, amounts.administered].map(thousandths)
  const discarded = thousandths(amounts.discarded) ?? 0
  if (!size || !opened || administered === undefined) return undefined
  const count = opened / size
  if (!Number.isInteger(count) || count > COUNTABLE || administered + discarded > opened) return undefined
  const vials = Array.from({ length: count }, (_, at): Vial => {
    const within = (amount: number): number => Math.min(size, Math.max(0, amount - at * size))
    const gone = within(administered)
    const thrown = within(administered + discarded) - gone
    return { administered: gone, discarded: thrown, unrecorded: size - gone - thrown, count: 1 }
  })
  return count > MOST ? grouped(vials) : vials
}

function grouped(vials: readonly Vial[]): Vial[] {
  const groups: Vial[] = []
  for (const vial of vials) {
    const last = groups.at(-1)
    const isAlike = last?.administered === vial.administered && last.discarded === vial.discarded
    if (last && isAlike) groups[groups.length - 1] = { ...last, count: last.count + 1 }
    else groups.push(vial)
  }
  return groups
}

/** How much of what was opened the chart does not account for, as decimal text; undefined where nothing is missing. */
export function unrecordedIn({ discarded: written = '0', ...amounts }: ContainersAnswer): string | undefined {
  const [opened, administered, discarded] = [amounts.opened, amounts.administered, written].map(thousandths)
  if (opened === undefined || administered === undefined || discarded === undefined) return undefined
  const rest = opened - administered - discarded
  return rest > 0 ? decimal(rest) : undefined
}

/** Whole thousandths of a decimal text: no float stands between two amounts. */
function thousandths(text: string | undefined): number | undefined {
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text ?? '') ?? []
  return whole === undefined ? undefined : Number(whole) * 1000 + Number(part.padEnd(3, '0'))
}

function decimal(amount: number): string {
  const [whole, part] = [
    Math.floor(amount / 1000),
    String(amount % 1000)
      .padStart(3, '0')
      .replace(/0{1,3}$/, ''),
  ]
  return part ? `${whole}.${part}` : String(whole)
}

/** How many containers make the amount opened; undefined where they are not all of one size. */
export function countOf({ each, opened: all }: ContainersAnswer): number | undefined {
  const [size, opened] = [thousandths(each), thousandths(all)]
  return size && opened && opened % size === 0 ? opened / size : undefined
}

import type { Attested } from '@doseline/assessment'
import type { Statement } from '../../events/facts-attested.ts'
import { words } from '../../words.ts'

/** One thing that was stated, and the statement without it. */
export interface Stated {
  readonly says: string
  /** Undefined where nothing else was stated. */
  readonly without: Statement | undefined
}

/** What was stated, thing by thing, so that each can be taken back by itself. */
export function statedIn({ by: _, at: __, ...statement }: Attested): Stated[] {
  const { stated: says, acquiredAs } = words.attest
  const { discardedMg, openedMg, containersOpened, acquired, notCharged, authorization, diagnoses, earlierTreatments } =
    statement
  const each: Partial<Record<keyof Statement, string | undefined>> = {
    discardedMg: discardedMg && says.discarded(discardedMg),
    openedMg: openedMg && says.opened(openedMg),
    containersOpened: containersOpened === undefined ? undefined : says.containers(containersOpened),
    acquired: acquired && says.acquired(acquiredAs[acquired]),
    notCharged: notCharged && says.notCharged,
    authorization: authorization && says.authorization(authorization.number),
    diagnoses: diagnoses && says.diagnoses(diagnoses),
    earlierTreatments:
      earlierTreatments && says.treatments(earlierTreatments.map(({ name, outcome }) => `${name} (${outcome})`)),
  }
  return Object.entries(each).flatMap(([key, text]) => {
    if (!text) return []
    const { [key as keyof Statement]: taken, ...rest } = statement
    return [{ says: text, without: Object.keys(rest).length > 0 ? rest : undefined }]
  })
}

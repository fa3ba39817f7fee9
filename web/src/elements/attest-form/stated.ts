import type { Attested } from '@doseline/contract'
import type { Statement } from '../../events/facts-attested.ts'
import { words } from '../../later-words.ts'
import { measured } from '../../words/measured.ts'

/** One thing that was stated, and the statement without it. */
export interface Stated {
  readonly says: string
  /** Undefined where nothing else was stated. */
  readonly without: Statement | undefined
}

/** What was stated, thing by thing, so that each can be taken back by itself. */
export function statedIn({ by: _, at: __, ...statement }: Attested): Stated[] {
  const { stated: says, acquiredAs } = words.attest
  const { discardedMg, openedMg, administeredMg, discarded, opened, administered } = statement
  const { containersOpened, acquired, notCharged, authorization, diagnoses, earlierTreatments } = statement
  const { dailyDoseReason, wholeChart } = statement
  const { coverage, payer } = statement
  const { earlierDoses, drugChangeReason, effectiveCode, modifier340B, discardAsked, noAuthorizationNeeded } = statement
  const { dateOfService, infusionMinutes, isInitialInfusion, extraContainersReason } = statement
  const each: Partial<Record<keyof Statement, string | undefined>> = {
    dateOfService: dateOfService && says.dateOfService(dateOfService),
    administeredMg: administeredMg && says.given(measured(administeredMg)),
    administered: administered && says.given(amountText(administered)),
    infusionMinutes: infusionMinutes === undefined ? undefined : says.infusionMinutes(infusionMinutes),
    isInitialInfusion: isInitialInfusion === undefined ? undefined : says.isInitialInfusion(isInitialInfusion),
    extraContainersReason: extraContainersReason && says.extraContainersReason(extraContainersReason),
    discardedMg: discardedMg && says.discarded(measured(discardedMg)),
    discarded: discarded && says.discarded(amountText(discarded)),
    openedMg: openedMg && says.opened(measured(openedMg)),
    opened: opened && says.opened(amountText(opened)),
    containersOpened: containersOpened === undefined ? undefined : says.containers(containersOpened),
    acquired: acquired && says.acquired(acquiredAs[acquired]),
    setting: statement.setting && says.setting(words.attest.settingAs[statement.setting]),
    notCharged: notCharged && says.notCharged,
    wholeChart: wholeChart && says.wholeChart,
    dailyDoseReason: dailyDoseReason && says.dailyDoseReason(dailyDoseReason),
    earlierDoses: earlierDoses && says.earlierDoses(earlierDoses),
    reviewed: statement.reviewed && says.reviewed(statement.reviewed),
    drugChangeReason: drugChangeReason && says.drugChangeReason(drugChangeReason),
    effectiveCode: effectiveCode && says.effectiveCode(effectiveCode),
    modifier340B: modifier340B && says.modifier340B(modifier340B),
    departmentModifier: statement.departmentModifier && says.departmentModifier(statement.departmentModifier),
    discardAsked: discardAsked && says.discardAsked(words.attest.discardAskedAs[discardAsked]),
    filingDays: statement.filingDays === undefined ? undefined : says.filingDays(statement.filingDays),
    chargedAt: statement.chargedAt && says.chargedAt(words.attest.settingAs[statement.chargedAt]),
    noAuthorizationNeeded: noAuthorizationNeeded && says.noAuthorizationNeeded,
    policyMet: statement.policyMet && says.policyMet,
    container: statement.container && says.container(words.attest.containerAs[statement.container]),
    coverage: coverage && says.coverage(coverage),
    payer: payer && says.payer(payer),
    authorization: authorization && says.authorization(authorization.number),
    diagnoses: diagnoses && says.diagnoses(diagnoses),
    earlierTreatments:
      earlierTreatments &&
      says.treatments(earlierTreatments.map(({ name, outcome }) => `${name} (${words.attest.outcomes[outcome]})`)),
  }
  return Object.entries(each).flatMap(([key, text]) => {
    if (!text) return []
    const { [key as keyof Statement]: taken, ...rest } = statement
    return [{ says: text, without: Object.keys(rest).length > 0 ? rest : undefined }]
  })
}

const amountText = ({ value, unit }: NonNullable<Statement['opened']>): string => measured(value, unit)

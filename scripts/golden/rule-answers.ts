import { readFileSync } from 'node:fs'
import type { Outcome } from '@doseline/contract'
import type { Rule, RuleFinding } from '@doseline/rules'
import { findingOf, ruleCases } from '../../packages/rules/src/testing/rule-case.ts'

/** The first answer that a rule’s own cases hear with each of its messages, by the name of the message. */
export function answersOf(rule: Rule): ReadonlyMap<string, RuleFinding> {
  const known = heard.get(rule)
  if (known) return known
  const file = `../../packages/rules/src/rules/${rule.id}.cases.yaml`
  const answers = new Map<string, RuleFinding>()
  for (const each of ruleCases(readFileSync(new URL(file, import.meta.url), 'utf8'), file)) {
    const finding = findingOf(rule, each)
    const key = finding.message === undefined ? undefined : `${finding.message} ${finding.outcome}`
    if (key !== undefined && !answers.has(key)) answers.set(key, finding)
  }
  heard.set(rule, answers)
  return answers
}

const heard = new WeakMap<Rule, ReadonlyMap<string, RuleFinding>>()

/** What a rule says where it answers so: its own cases hear every message it has. */
export function saidWhere(rule: Rule, outcome: Outcome): readonly string[] {
  const keys = new Set(
    [...answersOf(rule).values()].flatMap((each) => (each.outcome === outcome ? [each.message] : [])),
  )
  const messages = Object.entries(rule.messages).flatMap(([key, { says }]) => (keys.has(key) ? [says] : []))
  return outcome === 'does-not-apply' && rule.skips ? [...messages, rule.skips] : messages
}

import { type Kysely, sql } from 'kysely'
import { type AuditEntry, recorded } from './audit.ts'
import type { Tables } from './tables.ts'

/** What a card spoke of. */
export interface CardRule {
  readonly card: string
  /** The suggestion that would mend it; empty where there is none. */
  readonly suggestion: string
  readonly rule: string
}

/** What somebody did with one card. */
export interface CardFeedback {
  readonly card: string
  readonly outcome: 'accepted' | 'overridden'
  readonly suggestions: readonly string[]
  /** Code of the reason a card was set aside for. */
  readonly reason: string
  readonly outcomeAt: string
}

/** Stores feedback; the same feedback twice is one. Answers how many were new. */
export function storeFeedback(
  db: Kysely<Tables>,
  service: string,
  given: readonly CardFeedback[],
  entry: Omit<AuditEntry, 'act' | 'about' | 'subject'>,
): Promise<number> {
  return recorded(db, async (trx, record) => {
    const rows = given.map(({ card, outcome, suggestions, reason, outcomeAt }) => ({
      tenant: entry.tenant,
      service,
      card,
      outcome,
      suggestions: JSON.stringify(suggestions),
      reason,
      outcome_at: outcomeAt,
    }))
    const stored = await trx
      .insertInto('feedback')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .returning('card')
      .execute()
    if (stored.length > 0) {
      const about = { service, cards: stored.map(({ card }) => card) }
      await record([{ ...entry, act: 'card feedback', subject: '', about }])
    }
    return stored.length
  })
}

/** How often what a rule said was accepted or set aside. */
export interface FeedbackSum {
  readonly service: string
  readonly rule: string
  readonly outcome: string
  readonly reason: string
  readonly count: number
}

/** An accepted suggestion counts for its rule; a card that was set aside for every rule it spoke of. */
export async function sumFeedback(db: Kysely<Tables>, tenant: string): Promise<FeedbackSum[]> {
  return db
    .selectFrom('feedback')
    .innerJoin('card_rule', (join) =>
      join.onRef('card_rule.tenant', '=', 'feedback.tenant').onRef('card_rule.card', '=', 'feedback.card'),
    )
    .select(['feedback.service', 'card_rule.rule', 'feedback.outcome', 'feedback.reason'])
    .select(sql<number>`count(*)::int`.as('count'))
    .where('feedback.tenant', '=', tenant)
    .where(({ or, eb }) =>
      or([
        eb('feedback.outcome', '=', 'overridden'),
        sql<boolean>`jsonb_exists(feedback.suggestions::jsonb, card_rule.suggestion)`,
      ]),
    )
    .groupBy(['feedback.service', 'card_rule.rule', 'feedback.outcome', 'feedback.reason'])
    .orderBy('card_rule.rule')
    .orderBy('feedback.outcome')
    .orderBy('feedback.reason')
    .execute()
}

import { createHash } from 'node:crypto'
import type { DoseAnswer } from '@doseline/contract'
import type { CardRule } from '../../ledger/feedback.ts'
import { OVERRIDE_REASON, OVERRIDE_REASONS } from './override-reasons.ts'
import type { Unread } from './prefetched.ts'

/** A card of CDS Hooks 2.0. @see https://cds-hooks.hl7.org/2.0/#card-attributes */
export interface Card {
  readonly uuid: string
  readonly summary: string
  readonly detail: string
  readonly indicator: 'info' | 'warning'
  readonly source: { readonly label: string }
  readonly suggestions?: readonly object[]
  readonly selectionBehavior?: 'any'
  readonly overrideReasons?: readonly { readonly system: string; readonly code: string; readonly display: string }[]
  readonly links?: readonly object[]
}

/** A card, and the rules it speaks of: feedback on it is feedback on them. */
export interface Issued {
  readonly card: Card
  readonly rules: readonly CardRule[]
}

/** What every card of one answer shares. */
export interface About {
  /** Of the answer it rests on; without one, of what was asked. */
  readonly digest: string
  /** Where the app is launched; undefined where this service does not serve it. */
  readonly launchUrl: string | undefined
  readonly patient: string
  /** What was not read to the end. */
  readonly unread: readonly Unread[]
  /** Prefetch keys by which the EHR said that there is none. */
  readonly none: readonly string[]
}

const SUMMARY_LIMIT = 140

const REASONS = Object.entries(OVERRIDE_REASONS).map(([code, display]) => ({ system: OVERRIDE_REASON, code, display }))

/**
 * One dose that cannot be billed yet, with what would mend it. Never critical: money is no danger to a patient. It may
 * suggest a Task for whoever can fix it, and never a charge: lines are written only after a person approves them.
 */
export function doseCard(dose: DoseAnswer, about: About): Issued {
  const todo = dose.wouldMakeReady
  const uuid = uuidOf(about.digest, dose.focus)
  const suggestionOf = (rule: string): string => uuidOf(about.digest, dose.focus, rule)
  const card: Card = {
    uuid,
    summary: shortened(`${dose.drug ?? 'A dose'} of ${dose.dateOfService ?? 'a day not known'}: ${WORD[dose.verdict]}`),
    detail: [
      dose.sentence,
      ...todo.map(({ remedy, who }) => `- ${remedy} *(${who})*`),
      ...saidNone(about),
      ...notRead(about),
    ]
      .map(plain)
      .join('\n\n'),
    indicator: dose.verdict === 'ready' ? 'info' : 'warning',
    source: { label: 'Doseline' },
    ...(todo.length > 0 && {
      selectionBehavior: 'any' as const,
      suggestions: todo.map(({ remedy, who, rule }) => ({
        label: shortened(`Ask the ${who}: ${remedy}`, 80),
        uuid: suggestionOf(rule),
        actions: [
          {
            type: 'create',
            description: `A task for the ${who}.`,
            resource: {
              resourceType: 'Task',
              status: 'requested',
              intent: 'proposal',
              code: { text: 'Billing readiness' },
              description: remedy,
              for: { reference: `Patient/${about.patient}` },
              focus: { reference: dose.focus },
            },
          },
        ],
      })),
    }),
    overrideReasons: REASONS,
    ...links(about, dose.focus),
  }
  return { card, rules: todo.map(({ rule }) => ({ card: uuid, suggestion: suggestionOf(rule), rule })) }
}

/** All doses of a patient in one card; undefined where there is nothing to say. */
export function chartCard(doses: readonly DoseAnswer[], about: About): Issued | undefined {
  const open = doses.filter(
    ({ supported, verdict }) => supported && (verdict === 'not-ready' || verdict === 'needs-information'),
  )
  if (open.length === 0) return undefined
  const count = open.length === 1 ? '1 dose cannot' : `${open.length} doses cannot`
  const uuid = uuidOf(about.digest, 'chart')
  const card: Card = {
    uuid,
    summary: `${count} be billed yet${areDosesUnread(about) ? '; not every dose was read' : ''}`,
    detail: [
      ...open.map(({ dateOfService, sentence }) => `- ${dateOfService ?? 'Day not known'}: ${sentence}`),
      ...notRead(about),
    ]
      .map(plain)
      .join('\n'),
    indicator: 'info',
    source: { label: 'Doseline' },
    ...links(about, undefined),
  }
  return {
    card,
    rules: spokenOf(
      uuid,
      open.flatMap(({ wouldMakeReady }) => wouldMakeReady.map(({ rule }) => rule)),
    ),
  }
}

/**
 * That the chart was not read to the end, where no other card says so: a hook that brought only a part is never answered
 * as if nothing were open.
 */
export function unreadCard(about: About): Issued {
  const isOfDoses = areDosesUnread(about)
  const types = [...new Set(about.unread.map(({ type }) => type))].join(', ')
  return {
    card: {
      uuid: uuidOf(about.digest, 'unread'),
      summary: shortened(isOfDoses ? 'Not every dose was read, so one may be open' : `Not read to the end: ${types}`),
      detail: notRead(about).map(plain).join('\n'),
      indicator: isOfDoses ? 'warning' : 'info',
      source: { label: 'Doseline' },
      ...links(about, undefined),
    },
    rules: [],
  }
}

/** Rules that can be asked of an order, before anything is given. */
const BEFORE_GIVING = ['code/', 'necessity/', 'coverage/']

/** What would keep the dose of an order from being billed; undefined where nothing would. */
export function orderCard(dose: DoseAnswer, about: About): Issued | undefined {
  const open = dose.findings.filter(
    ({ id, severity, outcome }) =>
      severity === 'required' &&
      (outcome === 'fails' || outcome === 'cannot-tell') &&
      BEFORE_GIVING.some((question) => id.startsWith(question)),
  )
  if (!dose.supported || open.length === 0) return undefined
  const texts = [...new Set(open.map(({ text, remedy }) => `- ${text}${remedy ? ` ${remedy}` : ''}`))]
  const uuid = uuidOf(about.digest, dose.focus, 'order')
  const card: Card = {
    uuid,
    summary: shortened(`Before ${dose.drug ?? 'this drug'} is given: ${texts.length} to settle with the payer`),
    detail: [...texts, ...notRead(about)].map(plain).join('\n'),
    indicator: 'warning',
    source: { label: 'Doseline' },
    overrideReasons: REASONS,
  }
  return {
    card,
    rules: spokenOf(
      uuid,
      open.map(({ id }) => id),
    ),
  }
}

const spokenOf = (card: string, rules: readonly string[]): CardRule[] =>
  [...new Set(rules)].map((rule) => ({ card, suggestion: '', rule }))

const WORD: Record<DoseAnswer['verdict'], string> = {
  ready: 'ready to bill',
  'not-ready': 'cannot be billed yet',
  'needs-information': 'needs information before it can be billed',
  'not-billable': 'is not billed',
}

/** Whether the doses themselves were not read to the end: the one that counts may be among those that did not come. */
export const areDosesUnread = ({ unread }: Pick<About, 'unread'>): boolean =>
  unread.some(({ type }) => type === 'MedicationAdministration')

/** Whoever reads “no coverage” should know that it is what the EHR sent. */
const saidNone = ({ none }: About): string[] =>
  none.length === 0 ? [] : [`The EHR sent null, which says that there is none, for: ${none.join(', ')}.`]

/** What was not read, a sentence each, and who can change that. */
function notRead({ unread, launchUrl }: About): string[] {
  if (unread.length === 0) return []
  const self = launchUrl === undefined ? 'Look in the EHR' : 'Open Doseline, which reads every page'
  return [
    'Not read to the end, so nothing here says that there is none:',
    ...unread.map(({ type, why }) => `- ${type}: ${whole(why)}`),
    `${self}. IT can have the EHR send these prefetch keys whole. *(IT)*`,
  ]
}

const whole = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)

const links = ({ launchUrl, digest }: About, focus: string | undefined) =>
  launchUrl === undefined
    ? {}
    : {
        links: [
          {
            label: 'Open Doseline',
            url: launchUrl,
            type: 'smart',
            appContext: JSON.stringify({ digest, ...(focus && { focus }) }),
          },
        ],
      }

const shortened = (text: string, limit = SUMMARY_LIMIT - 1): string =>
  text.length > limit ? `${text.slice(0, limit - 1)}…` : text

/** Markdown without HTML: what a chart wrote must not become a tag. */
const plain = (text: string): string => text.replaceAll('<', '‹').replaceAll('>', '›')

/** The same card of the same answer has the same name, so that feedback can be put together. */
function uuidOf(...of: readonly string[]): string {
  const hex = createHash('sha256').update(of.join('\0')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

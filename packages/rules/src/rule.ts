import type { Edition, Product, Published, PublishedName, PublishedValues } from '@doseline/codebook'
import type { Outcome, Severity, Who } from '@doseline/contract'
import type { Fact, Finding, Missing, Source } from '@doseline/dose'
import type { DoseFacts, DoseValues, FactName } from './dose-facts.ts'
import { factSays } from './format.ts'
import { isFactName, remedyForMissing, remedyForUnpublished } from './remedies.ts'

/** One thing a rule can say. `{names}` are filled from the answer's values and the facts it read. */
export interface Message {
  readonly says: string
  /** What would mend it; given for whatever is not in order. */
  readonly remedy?: string
  readonly who?: Who
}

/** What a check returns. */
export type Answer<Key extends string> =
  | {
      readonly outcome: Outcome
      readonly message: Key
      readonly values: Readonly<Record<string, string>>
      /** Turns a required rule into advice for this answer, or the other way round. */
      readonly severity?: Severity
      /** No charge arises at all: the verdict is not-billable. */
      readonly noCharge?: true
      /** The documents this very answer rests on, where they are not those of the published values it read. */
      readonly cites?: readonly Source[]
    }
  | { readonly outcome: 'cannot-tell'; readonly missing: Missing }

type Values = Readonly<Record<string, string>>

/** In order. */
export const passes = <K extends string>(message: K, values: Values = {}): Answer<K> => ({
  outcome: 'passes',
  message,
  values,
})
/** Not in order. */
export const fails = <K extends string>(message: K, values: Values = {}): Answer<K> => ({
  outcome: 'fails',
  message,
  values,
})
/** Not in order, but never a reason to hold the line back. */
export const advises = <K extends string>(message: K, values: Values = {}): Answer<K> => ({
  outcome: 'fails',
  message,
  values,
  severity: 'advisory',
})
/** Nothing was given that could be charged. */
export const noCharge = <K extends string>(message: K, values: Values = {}): Answer<K> => ({
  outcome: 'fails',
  message,
  values,
  noCharge: true,
})
/** The question has no bearing on this dose. */
export const doesNotApply = <K extends string>(message: K, values: Values = {}): Answer<K> => ({
  outcome: 'does-not-apply',
  message,
  values,
})
/** The chart does not say enough. */
export const cannotTell = <K extends string>(message: K, values: Values = {}): Answer<K> => ({
  outcome: 'cannot-tell',
  message,
  values,
})
/** Not in order, and a reason to hold the line back, however little the question weighs otherwise. */
export const holds = <K extends string>(message: K, values: Values = {}): Answer<K> => ({
  outcome: 'fails',
  message,
  values,
  severity: 'required',
})
/** The chart does not say enough, and that holds the line back, however little the question weighs otherwise. */
export const cannotTellAndHolds = <K extends string>(message: K, values: Values = {}): Answer<K> => ({
  outcome: 'cannot-tell',
  message,
  values,
  severity: 'required',
})
/** The chart does not say enough, and that never holds the line back. */
export const cannotTellAside = <K extends string>(message: K, values: Values = {}): Answer<K> => ({
  outcome: 'cannot-tell',
  message,
  values,
  severity: 'advisory',
})
/** The same answer, resting on these documents. */
export function citing<K extends string>(cites: readonly Source[], answer: Answer<K>): Answer<K> {
  return 'missing' in answer ? answer : { ...answer, cites }
}
/** The chart does not say enough, for the reason the missing fact itself gives. */
export const cannotTellWithout = (missing: Missing): Answer<never> => ({ outcome: 'cannot-tell', missing })

/** What a rule is made of. `check` sees needed facts as values, optional ones as facts, and only what it declares. */
export interface RuleSpec<
  Needs extends FactName,
  MayUse extends FactName,
  PublishedRead extends PublishedName,
  Key extends string,
  Consulted extends PublishedName = never,
> {
  /** `question/what-a-good-chart-shows`: the file's own path and name. */
  readonly id: string
  readonly asks: string
  readonly needs: readonly Needs[]
  readonly mayUse?: readonly MayUse[]
  readonly published?: readonly PublishedRead[]
  /** Published values that the answer takes in where they are known, and does without where they are not. */
  readonly consults?: readonly Consulted[]
  readonly messages: Readonly<Record<Key, Message>>
  /** When the question has no bearing on this dose, decided before anything can be missing, and what is then said. */
  readonly skips?: { when(facts: DoseFacts): boolean; readonly says: string }
  check(
    dose: { readonly [K in Needs]: DoseValues[K] } & { readonly [K in MayUse]: Fact<DoseValues[K]> },
    published: { readonly [K in PublishedRead]: PublishedValues[K] } & {
      readonly [K in Consulted]: Published<PublishedValues[K]>
    },
  ): Answer<Key>
}

/** A rule, ready to run. */
export interface Rule {
  readonly id: string
  readonly asks: string
  readonly messages: Readonly<Record<string, Message>>
  /** Facts without which it cannot tell. */
  readonly needs: readonly FactName[]
  /** Every fact it looks at: those it needs, then those it may use. */
  readonly reads: readonly FactName[]
  /** Published values without which it cannot tell. */
  readonly published: readonly PublishedName[]
  /** Those that it takes in where they are known. */
  readonly consults: readonly PublishedName[]
  /** What it says where it has no bearing on the dose. */
  readonly skips: string | undefined
  run(facts: DoseFacts, edition: Edition): RuleFinding
}

/** A finding, with whether it settles that no charge arises. */
export interface RuleFinding extends Finding {
  readonly evidence: readonly FactName[]
  readonly noCharge?: true
  /** The fact whose absence is the reason, where that is the reason. */
  readonly missingFact?: FactName
  /** Set where it only follows from that: another finding says what is missing. */
  readonly follows?: true
  /** Published values it read that no official document confirms. */
  readonly unconfirmed: readonly PublishedName[]
}

/**
 * Makes a rule of its parts. Before `check` is asked, a published value that the code book is silent about by design
 * answers "does not apply"; then a needed fact that is missing, or a value not known for the day, "cannot tell".
 */
export function rule<
  const Needs extends FactName,
  const PublishedRead extends PublishedName = never,
  Key extends string = string,
  const MayUse extends FactName = never,
  const Consulted extends PublishedName = never,
>(spec: RuleSpec<Needs, MayUse, PublishedRead, Key, Consulted>): Rule {
  const published = spec.published ?? []
  const reads: FactName[] = [...spec.needs, ...(spec.mayUse ?? [])]
  const templates = new Map(Object.entries<Message>(spec.messages).map(([key, each]) => [key, templatesOf(each)]))
  const prepared = oncePerValues((values, edition) =>
    prepare({ id: spec.id, asks: spec.asks, reads, published, consults: spec.consults ?? [] }, values, edition),
  )
  return {
    id: spec.id,
    asks: spec.asks,
    messages: spec.messages,
    needs: spec.needs,
    reads,
    published,
    consults: spec.consults ?? [],
    skips: spec.skips?.says,
    run(facts, edition) {
      const { common, silent, notKnown, seen, denial } = prepared(edition.values(productOf(facts)), edition)
      if (spec.skips?.when(facts)) return { ...common, outcome: 'does-not-apply', text: spec.skips.says }
      if (silent) return { ...common, outcome: 'does-not-apply', text: silent.says }
      for (const name of spec.needs) {
        const fact = facts[name]
        if (!fact.known) return { ...common, ...withoutFact(facts, fact, name) }
      }
      if (notKnown) return { ...common, ...withoutValue(notKnown, facts) }
      const answer = spec.check(seenFacts(spec, facts), seen as Parameters<typeof spec.check>[1])
      if ('missing' in answer) return { ...common, ...withoutFact(facts, answer.missing) }
      const { outcome, message: key, values } = answer
      const template = templates.get(key) as Templates
      const finding: { -readonly [K in keyof RuleFinding]: RuleFinding[K] } = {
        ...common,
        outcome,
        severity: answer.severity ?? common.severity,
        message: key,
        text: template.says(values, facts),
      }
      if (answer.cites) Object.assign(finding, withConfidence(answer.cites))
      if (outcome !== 'passes' && outcome !== 'does-not-apply') {
        if (template.remedy) finding.remedy = template.remedy(values, facts)
        if (template.who) finding.who = template.who
      }
      if (answer.noCharge) finding.noCharge = true
      else if (denial && outcome === 'fails' && answer.severity !== 'advisory') finding.denial = denial
      return finding
    },
  }
}

type AllValues = { readonly [K in PublishedName]: Published<PublishedValues[K]> }

/** What a rule takes from the code book of a day, payer and product: the same for every dose of them. */
interface Prepared {
  /** What each of its findings says. */
  readonly common: Pick<
    RuleFinding,
    'rule' | 'asks' | 'severity' | 'evidence' | 'sources' | 'confidence' | 'unconfirmed'
  >
  /** The first value that the code book is silent about by design. */
  readonly silent: Unpublished | undefined
  /** The first value that is not known. */
  readonly notKnown: Unpublished | undefined
  readonly seen: Partial<Record<PublishedName, unknown>>
  readonly denial: ReturnType<Edition['denialOf']>
}
type Unpublished = Extract<Published<unknown>, { known: false }>

function prepare(
  {
    id,
    asks,
    reads,
    published,
    consults,
  }: Pick<Rule, 'id' | 'asks' | 'reads' | 'published'> & { readonly consults: readonly PublishedName[] },
  values: AllValues,
  edition: Edition,
): Prepared {
  const unknown = published.flatMap((name) => {
    const published: Published<unknown> = values[name]
    return published.known ? [] : [published]
  })
  const common = {
    rule: id,
    asks,
    severity: edition.severityOf(id).severity,
    evidence: reads,
    ...withConfidence(sourcesOf(published, values)),
    unconfirmed: published.filter((name) => isUnconfirmed(values[name])),
  }
  return {
    common,
    silent: unknown.find((published) => published.silent),
    notKnown: unknown[0],
    seen: { ...seenValues(published, values), ...Object.fromEntries(consults.map((name) => [name, values[name]])) },
    denial: edition.denialOf(id),
  }
}

/** An edition keeps its values by product, and what is worked out from them stands beside as long as they do. */
function oncePerValues<T extends object>(work: (values: AllValues, edition: Edition) => T): typeof work {
  const before = new WeakMap<AllValues, T>()
  return (values, edition) => {
    const found = before.get(values)
    if (found) return found
    const made = work(values, edition)
    before.set(values, made)
    return made
  }
}

function productOf(facts: DoseFacts): Product | undefined {
  return facts.product.known ? facts.product.value.product : undefined
}

/**
 * A missing fact: the remedy for its root mends all that follows from it. What another dose of the day lacks is no root of a
 * fact that this one has.
 */
function withoutFact(facts: DoseFacts, fact: Missing, asked?: FactName) {
  const root = fact.root !== undefined && isFactName(fact.root) && !facts[fact.root].known ? fact.root : asked
  return {
    outcome: 'cannot-tell' as const,
    text: fact.says,
    ...remedyForMissing(root, fact, productOf(facts)?.measure ?? 'mg'),
    ...(root ? { missingFact: root } : {}),
  }
}

/** Facts without which nothing published can be looked up. */
const LOOKED_UP_BY = { product: 'product', day: 'administeredOn', payer: 'payer' } as const satisfies Record<
  string,
  FactName
>

/** A published value that is not known: by its root fact where that is why, else because no source gives it. */
function withoutValue({ says, without, remedy, who }: Unpublished, facts: DoseFacts) {
  const fact = without && facts[LOOKED_UP_BY[without]]
  if (fact && !fact.known)
    return { ...withoutFact(facts, fact, LOOKED_UP_BY[without]), text: says, follows: true as const }
  return {
    outcome: 'cannot-tell' as const,
    text: says,
    ...remedyForUnpublished,
    ...(remedy !== undefined && { remedy }),
    ...(who !== undefined && { who }),
  }
}

/** The facts as the check sees them: needed ones as values, optional ones as facts. */
function seenFacts<N extends FactName, M extends FactName>(
  spec: { needs: readonly N[]; mayUse?: readonly M[] },
  facts: DoseFacts,
) {
  const seen: Partial<Record<FactName, unknown>> = {}
  for (const name of spec.mayUse ?? []) seen[name] = facts[name]
  for (const name of spec.needs) {
    const fact = facts[name]
    if (fact.known) seen[name] = fact.value
  }
  return seen as { readonly [K in N]: DoseValues[K] } & { readonly [K in M]: Fact<DoseValues[K]> }
}

function seenValues(names: readonly PublishedName[], values: AllValues): Prepared['seen'] {
  const seen: Partial<Record<PublishedName, unknown>> = {}
  for (const name of names) {
    const published = values[name]
    if (published.known) seen[name] = published.value
  }
  return seen
}

function sourcesOf(names: readonly PublishedName[], values: AllValues): Source[] {
  return names.flatMap((name) => {
    const published = values[name]
    return published.known ? [published.source] : []
  })
}

const isUnconfirmed = (published: Published<unknown>): boolean =>
  published.known && published.source.confidence === 'unconfirmed'

function withConfidence(sources: readonly Source[]) {
  const confidence: Finding['confidence'] = sources.some((source) => source.confidence === 'unconfirmed')
    ? 'unconfirmed'
    : 'confirmed'
  return { sources, confidence }
}

/** A message, ready to be filled. */
interface Templates {
  readonly says: Template
  readonly remedy: Template | undefined
  readonly who: Who | undefined
}
type Template = (values: Values, facts: DoseFacts) => string

const templatesOf = ({ says, remedy, who }: Message): Templates => ({
  says: template(says),
  remedy: remedy ? template(remedy) : undefined,
  who,
})

/** Fills `{name}`: from the answer's own values first, then from the fact of that name. */
function template(text: string): Template {
  // Every second part is a name.
  const parts = text.split(/\{(\w{1,40})\}/)
  if (parts.length === 1) return () => text
  return (values, facts) => {
    let filled = ''
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at] as string
      filled += at % 2 === 0 ? part : filling(part, values, facts)
    }
    return filled
  }
}

function filling(name: string, values: Values, facts: DoseFacts): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value !== undefined) return value
  return name in facts && !Object.hasOwn(values, name) ? factSays(name as FactName, facts) : `{${name}}`
}

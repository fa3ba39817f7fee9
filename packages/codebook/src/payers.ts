import type { Code, CoverageRecord, Payor } from '@doseline/dose'
import type { CoverageReading, PayerInfo } from './edition.ts'
import { contains } from './names.ts'
import { both, kindsNamed, payerWords, type WordsRead, withoutBeside, wordReader } from './payer-words.ts'
import type { BookData } from './schema.ts'

/** One thing a coverage says about itself. */
interface Statement extends WordsRead {
  readonly shows: string
  readonly as: 'payer' | 'type' | 'plan'
}

type Kinds = ReadonlySet<string>

/**
 * Builds the reader of coverages. A payer is taken only where everything the coverage says about itself fits that payer:
 * its payors, its type, its plan. A type alone never overrules a payor that names another company, and “Medicare” is also
 * the first word of many plans that are not Part B.
 */
export function coverageReader(data: Pick<BookData, 'payers' | 'coverageKinds'>) {
  const { coverageKinds } = data
  const read = wordReader(data)
  const placeholders = new Set(coverageKinds.placeholders.map(compared))
  const cardKinds = kindsNamed(coverageKinds, coverageKinds.cardClasses.kinds)
  const codes = codeTables(coverageKinds)
  const employment = {
    called: coverageKinds.employment.words.map(payerWords),
    unless: coverageKinds.employment.unless.map(payerWords),
  }
  const payers = Object.entries(data.payers).map(([id, { label, recognisedBy }]) => ({
    info: { id, label } satisfies PayerInfo,
    kinds: kindsNamed(coverageKinds, recognisedBy.kinds),
    branches: recognisedBy.branches.map((each) => ({ label: each.label, words: each.words.map(payerWords) })),
    hasPlans: recognisedBy.plans === 'any',
    beside: recognisedBy.beside.map(payerWords),
    called: new Set([label, ...recognisedBy.names].flatMap(payerWords)),
    identifiers: recognisedBy.identifiers,
  }))
  type Payer = (typeof payers)[number]

  /** One coverage is asked about again and again for each dose it may pay. */
  const found = new WeakMap<CoverageRecord, CoverageReading>()

  return { readCoverage, saysAgainst, payerOutside }

  function readCoverage(coverage: CoverageRecord): CoverageReading {
    const before = found.get(coverage)
    if (before) return before
    const read = reads(coverage)
    const reading = isOfWork(coverage) ? { ...read, mayPayBefore: coverageKinds.employment.mayPayBefore } : read
    found.set(coverage, reading)
    return reading
  }

  /** Whether it says that it is the plan of an employer for whom somebody works. */
  function isOfWork({ types }: CoverageRecord): boolean {
    const { codes: ofWork } = coverageKinds.employment
    const texts = types.flatMap(({ display }) => (display === undefined ? [] : [payerWords(display)]))
    const says = (phrases: readonly (readonly string[])[]): boolean =>
      phrases.some((phrase) => texts.some((text) => contains(text, phrase)))
    if (says(employment.unless)) return false
    const isCoded = ({ system = '', code = '' }: (typeof types)[number]): boolean =>
      Object.hasOwn(ofWork, system) && ofWork[system]?.includes(code) === true
    return says(employment.called) || types.some(isCoded)
  }

  /**
   * Who states a payer fills what a coverage leaves open. Its own words are heard all the same: another kind of coverage,
   * another company, and that it is over or for something else.
   */
  function saysAgainst(coverage: CoverageRecord, id: string): string | undefined {
    const payer = payers.find(({ info }) => info.id === id)
    if (!payer) return undefined
    const called = coverage.payors.flatMap((each) => [...namesOf(each), ...(each.aliases ?? [])])
    const named = called.map((name): Statement => ({ ...read(name), shows: name, as: 'payer' }))
    const against = [...named, ...coverage.types.flatMap(statementOf)].find((each) => {
      const kinds = kindsOf(each, payer)
      const isOtherKind = kinds !== undefined && ![...kinds].some((kind) => payer.kinds.has(kind))
      // A program is no second company where the payer has plans: a Medicare plan of it.
      const companies = [...each.payers].filter((company) => !payer.hasPlans || !isWithoutPlans(company))
      const isOthers = companies.some((company) => company !== id)
      const isOver = each.unread.some((word) => OVER_OR_ELSE.has(word) || (!payer.hasPlans && OF_A_PLAN.has(word)))
      const isUnknown = each.as === 'payer' && isOfAnotherName(each, payer)
      return isOtherKind || isOthers || isOver || isUnknown
    })
    return against?.shows
  }

  /** A payor that is called by a name of its own, and by nothing of this payer: another company, for all that can be told. */
  function isOfAnotherName({ shows, payers: companies, kinds }: Statement, { info, beside, called }: Payer): boolean {
    if (companies.has(info.id) || kinds !== undefined || placeholders.has(compared(shows))) return false
    const own = withoutBeside(ownWords(shows), beside)
    return own.length > 0 && !own.some((word) => called.has(word))
  }

  /**
   * A payer of which the code book says nothing: its name has to be one of its own, and everything the coverage says has to leave it
   * possible. Words of kinds, such as “Medicare Advantage”, name nobody.
   */
  function payerOutside(coverage: CoverageRecord, stated: string): PayerInfo | { readonly against: string } {
    const own = ownWords(stated)
    if (own.length === 0) return { against: `“${stated}” is no name of a company.` }
    const { kinds, payers: meant } = read(stated)
    const called = coverage.payors.flatMap((each) => [...namesOf(each), ...(each.aliases ?? [])])
    const named = called.filter((name) => !placeholders.has(compared(name)))
    const said = [
      ...named.map((name): Statement => ({ ...read(name), shows: name, as: 'payer' })),
      ...coverage.types.flatMap(statementOf),
    ]
    const isOfIt = ({ shows, as, payers: companies, unread }: Statement): boolean =>
      !unread.some((word) => OVER_OR_ELSE.has(word)) &&
      [...companies].every((company) => meant.has(company) || isWithoutPlans(company)) &&
      (as !== 'payer' || shareAName(own, ownWords(shows)))
    const other = said.find((each) => !isOfIt(each))
    if (other) return { against: `${coverage.reference} says “${other.shows}” of itself.` }
    const left = inCommon([kinds, ...said.map((each) => each.kinds)])
    if (left?.size === 0) return { against: `${coverage.reference} says that it is of another kind.` }
    return { id: OUTSIDE, label: stated.trim(), isOutside: true }
  }

  /** The words of a name that no kind of coverage and no company form has. */
  function ownWords(name: string): readonly string[] {
    const { unread, payers: meant } = read(name)
    const left = unread.filter((word) => !OF_ANY_COMPANY.has(word))
    // “Medicare” is a program, and many plans begin with it.
    return [...left, ...[...meant].filter((id) => !isWithoutPlans(id))]
  }

  function reads(coverage: CoverageRecord): CoverageReading {
    const payors = coverage.payors.flatMap(namesOf).filter((name) => !placeholders.has(compared(name)))
    const named = payors.map((name): Statement => ({ ...read(name), shows: name, as: 'payer' }))
    const said = coverage.types.flatMap(statementOf)
    const candidate = candidateFor(coverage, named, said)
    const payer = 'info' in candidate ? candidate : undefined
    const kinds = inCommon([...named, ...said].map((each) => kindsOf(each, payer)))
    const namesPerson = named.length === 0 && coverage.payors.some(({ isPerson }) => isPerson)
    const isPersons = namesPerson && kinds === undefined
    // A row that says nothing about anybody is none of a plan.
    if (named.length === 0 && said.length === 0 && !isPersons && !('info' in candidate)) {
      return { doubt: candidate.doubt, ...kindFacts(undefined), mayReplace: [], mayPayBefore: [] }
    }
    const [contrary] = said
    if (namesPerson && contrary && !kinds?.has(SELF_PAY)) {
      const doubt = `${coverage.reference} names a person as its payer and “${contrary.shows}” as its ${contrary.as}.`
      return { doubt, ...kindFacts(kinds) }
    }
    if (!('info' in candidate)) {
      return { doubt: candidate.doubt, ...kindFacts(isPersons ? new Set([SELF_PAY]) : kinds) }
    }
    const aliases = coverage.payors.flatMap(({ aliases = [] }) => aliases)
    const called = aliases.map((name): Statement => ({ ...read(name), shows: name, as: 'payer' }))
    const unfit = [...named, ...called, ...said].find((each) => !fits(each, candidate))
    const left = both(kinds, candidate.kinds)
    if (unfit || left?.size === 0) {
      const doubt = whyUnfit(coverage, named, unfit ?? said.at(-1), candidate)
      const isContrary = unfit === undefined || contradicts(unfit, candidate)
      return { doubt, ...(isContrary && { isContrary }), ...kindFacts(kinds) }
    }
    const foreign = candidate.hasPlans ? undefined : (foreignIdOf(coverage) ?? anothersCard(coverage, candidate))
    if (foreign) return { doubt: foreign, isContrary: true, ...kindFacts(kinds) }
    const branch = branchOf([...named, ...said], candidate)
    return { payer: candidate.info, ...kindFacts(left), ...(branch && { branch }) }
  }

  /** That the payer carries the ID of another company: one that has no plans of its own is no part of it. */
  function foreignIdOf({ reference, payors }: CoverageRecord): string | undefined {
    const ids = payors.flatMap(({ identifiers }) => identifiers.flatMap(({ code }) => code ?? []))
    const id = ids.find((each) => coverageKinds.companyIds.ids[each] !== undefined)
    return id && `${reference} names a payer with the payer ID ${id}, which is of ${coverageKinds.companyIds.ids[id]}.`
  }

  /** A payer without plans of its own, such as Medicare, insures each person alone: it has no dependents. */
  function anothersCard({ reference, holder }: CoverageRecord, { info }: Payer): string | undefined {
    return (
      holder &&
      `${reference} is registered for the patient as “${holder}”, and ${info.label} insures each person alone.`
    )
  }

  /** The part of the payer that is named anywhere. */
  function branchOf(statements: readonly Statement[], { branches }: Payer): string | undefined {
    const texts = statements.map(({ shows }) => payerWords(shows))
    return branches.find(({ words }) => words.some((name) => texts.some((text) => contains(text, name))))?.label
  }

  /** The payer that the coverage names, or why it names none. */
  function candidateFor(
    coverage: CoverageRecord,
    named: readonly Statement[],
    said: readonly Statement[],
  ): Payer | { readonly doubt: string } {
    const identified = payers.find(({ identifiers }) => carries(coverage, identifiers))
    const [first] = named
    if (identified) return identified
    if (!first) return byWhatElseItSays(said) ?? { doubt: 'The coverage does not name its payer.' }
    const owner = payers.find((payer) => isNamed(first, payer))
    if (!owner) return { doubt: `The code book covers no payer that this coverage names (“${first.shows}”).` }
    const other = named.find((each) => !isNamed(each, owner))
    if (!other) return owner
    return { doubt: `${coverage.reference} names two payers, “${first.shows}” and “${other.shows}”.` }
  }

  /** Where no payor is named: the payer whose whole name is the type or plan, or the only one of its kind. */
  function byWhatElseItSays(said: readonly Statement[]): Payer | undefined {
    const kinds = inCommon(said.map((each) => kindsOf(each)))
    return payers.find((payer) =>
      payer.hasPlans
        ? said.some((each) => isNamed(each, payer))
        : kinds !== undefined && kinds.size > 0 && [...kinds].every((kind) => payer.kinds.has(kind)),
    )
  }

  /** Whether a name is this payer's, with nothing beside it that may mean another. */
  function isNamed({ payers: named, unread }: Statement, { info, beside }: Payer): boolean {
    return named.size === 1 && named.has(info.id) && withoutBeside(unread, beside).length === 0
  }

  /** Whether what is said fits the payer: its kind, no other company, and no plan where the payer has none. */
  function fits(statement: Statement, payer: Payer): boolean {
    const { payers: companies, unread, as } = statement
    const { info, kinds: own, hasPlans, beside } = payer
    const kinds = kindsOf(statement, payer)
    if (kinds && ![...kinds].some((kind) => own.has(kind))) return false
    if (as === 'payer') return companies.size === 0 || companies.has(info.id)
    if (hasPlans) return [...companies].every((company) => company === info.id || isWithoutPlans(company))
    return [...companies].every((company) => company === info.id) && withoutBeside(unread, beside).length === 0
  }

  /** Whether a type or plan says another kind or company; what a payer is called beside its name leaves it open. */
  function contradicts(statement: Statement, payer: Payer): boolean {
    if (statement.as === 'payer') return false
    const kinds = kindsOf(statement, payer)
    const isOtherKind = kinds !== undefined && kinds.size > 0 && ![...kinds].some((kind) => payer.kinds.has(kind))
    return isOtherKind || [...statement.payers].some((company) => company !== payer.info.id)
  }

  /** What a statement leaves possible. A number that looks like a contract of CMS is none on a private payer’s coverage. */
  function kindsOf({ kinds, contract }: Statement, payer?: Payer): Kinds | undefined {
    const isOwnNumber = contract && payer?.hasPlans && ![...contract].some((kind) => payer.kinds.has(kind))
    return isOwnNumber ? kinds : both(kinds, contract)
  }

  /** “Medicare” as a type is a program, not a second company. */
  function isWithoutPlans(id: string): boolean {
    return payers.some(({ info, hasPlans }) => info.id === id && !hasPlans)
  }

  function statementOf(type: Code): Statement[] {
    const { system, code, display } = type
    const as = system === COVERAGE_CLASS ? 'plan' : 'type'
    if (display !== undefined && code === undefined && placeholders.has(compared(display))) return []
    if (as === 'plan') {
      if (display === undefined || code === 'sequence' || placeholders.has(compared(display))) return []
      const isCard = code !== undefined && coverageKinds.cardClasses.classes.includes(code)
      if (isCard) return [{ kinds: cardKinds, payers: NONE, unread: [], shows: `${code} ${display}`, as }]
      return [{ ...read(display), shows: display, as }]
    }
    const table = system === undefined || code === undefined ? undefined : codes.get(system)
    if (!table) {
      const shows = display ?? code ?? ''
      const heard = read(shows)
      // A bare number of somebody's own system says something that is not known here.
      const unread = display === undefined && heard.kinds === undefined ? payerWords(shows) : heard.unread
      return shows === '' ? [] : [{ ...heard, unread, shows, as }]
    }
    const meant = table.get(code ?? '')
    const shows = display ? `${display} (${code})` : `code ${code}`
    if (!meant) return [{ kinds: new Set(), payers: NONE, unread: [], shows, as }]
    const heard = display === undefined ? undefined : read(display)
    // A display only repeats its code; where it says another kind, the two contradict each other.
    return [{ kinds: both(meant, heard?.kinds), payers: NONE, unread: [], shows, as }]
  }

  /** What is left of the kinds, as a benefit and, where one is left, as that kind. */
  function kindFacts(left: Kinds | undefined): KindFacts {
    const all = [...(left ?? [])].map((id) => ({ id, entry: coverageKinds.kinds[id] }))
    const benefits = new Set(all.map(({ entry }) => entry?.pays))
    const [benefit] = benefits.size === 1 ? benefits : []
    const [only, ...more] = all
    const kind =
      only?.entry && more.length === 0
        ? {
            id: only.id,
            label: only.entry.label,
            replaces: only.entry.replaces,
            ...(only.entry.unless && { unless: only.entry.unless }),
          }
        : undefined
    const paysLast =
      all.length > 0 && all.every(({ entry }) => entry?.paysLast === true || entry?.pays === 'supplement')
    const possible = left ? all.map(({ entry }) => entry) : Object.values(coverageKinds.kinds)
    const mayReplace = [...new Set(possible.flatMap((entry) => entry?.replaces ?? []))]
    const before = all.length > 0 && all.every(({ entry }) => (entry?.mayPayBefore.length ?? 0) > 0)
    const mayPayBefore = before ? [...new Set(all.flatMap(({ entry }) => entry?.mayPayBefore ?? []))] : []
    return { benefit: benefit ?? 'medical', paysLast, mayReplace, mayPayBefore, ...(kind && { kind }) }
  }
}

/** What the kinds that are left say of a coverage. */
type KindFacts = Pick<CoverageReading, 'benefit' | 'paysLast' | 'kind' | 'mayReplace' | 'mayPayBefore'>

/** Words on a coverage by which a registration says that it is over, or for something else than a drug of a clinic. */
const OVER_OR_ELSE: ReadonlySet<string> = new Set([
  'terminated',
  'termed',
  'expired',
  'ended',
  'inactive',
  'cancelled',
  'canceled',
  'void',
  'voided',
  'invalid',
  'ineligible',
  'replaced',
  'hospice',
])
/** Words of plans: a payer without plans of its own is none of them. */
const OF_A_PLAN: ReadonlySet<string> = new Set(['hmo', 'ppo', 'pos', 'epo', 'advantage', 'replacement', 'medicaid'])

/** Words that many companies have in their names: by themselves they name none. */
const OF_ANY_COMPANY: ReadonlySet<string> = new Set(
  'the of and for a an my your inc llc corp corporation company co group holdings insurance insurer assurance health healthcare care plan plans benefit benefits administrators services service network networks solutions usa us united states of america national american commercial payer payor primary other unknown some'.split(
    ' ',
  ),
)
/** What every payer is called by id that no code book describes. */
const OUTSIDE = 'outside-the-code-book'
/** Two names of one payer: all words of the shorter one are in the longer, or the letters are the same (“BlueCross”, “Blue Cross”). */
const shareAName = (a: readonly string[], b: readonly string[]): boolean =>
  a.length > 0 &&
  b.length > 0 &&
  (a.every((word) => b.includes(word)) || b.every((word) => a.includes(word)) || a.join('') === b.join(''))

const SELF_PAY = 'self-pay'
const NONE: ReadonlySet<string> = new Set()

const inCommon = (all: readonly (Kinds | undefined)[]): Kinds | undefined =>
  all.reduce<Kinds | undefined>((left, each) => both(left, each), undefined)
const COVERAGE_CLASS = 'http://terminology.hl7.org/CodeSystem/coverage-class'

/** By system and code: the kinds the code leaves possible. */
function codeTables(coverageKinds: BookData['coverageKinds']): ReadonlyMap<string, ReadonlyMap<string, Kinds>> {
  return new Map(
    coverageKinds.systems.flatMap(({ system, alsoWritten, codes }) => {
      const table = new Map(
        codes.flatMap(({ codes: list, kinds }) => {
          const meant = kindsNamed(coverageKinds, kinds)
          return list.map((code) => [code, meant] as const)
        }),
      )
      return [system, ...alsoWritten].map((name) => [name, table] as const)
    }),
  )
}

const carries = (
  { payors }: CoverageRecord,
  identifiers: readonly { readonly system: string; readonly values: readonly string[] }[],
): boolean =>
  identifiers.some(({ system, values }) =>
    payors.some(({ identifiers: own }) =>
      own.some((each) => each.system === system && values.includes(each.code ?? '')),
    ),
  )

const compared = (name: string): string => payerWords(name).join(' ')

/** What a payor is called; by an identifier without a system, as Blue Button writes it, where it has no name. */
function namesOf({ name, alsoNamed = [], identifiers }: Payor): readonly string[] {
  if (name !== undefined) return [name, ...alsoNamed]
  return identifiers.flatMap(({ system, code }) => (code && (system === undefined || code.includes(' ')) ? [code] : []))
}

function whyUnfit(
  { reference }: CoverageRecord,
  named: readonly Statement[],
  unfit: Statement | undefined,
  { info }: { readonly info: PayerInfo },
): string {
  const payor = named.find((each) => each !== unfit)?.shows ?? info.label
  if (!unfit) return `What ${reference} says about itself does not fit ${info.label}.`
  if (unfit.as === 'payer') return `${reference} names “${unfit.shows}” as its payer, which does not fit ${info.label}.`
  return `${reference} names “${payor}” as its payer and “${unfit.shows}” as its ${unfit.as}, which does not fit ${info.label}.`
}

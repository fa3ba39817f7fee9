import type { SettingKind } from '@doseline/contract'
import { amountText, type CalendarDate, exactly, exactText, groupedText, type Source } from '@doseline/dose'
import { askedByPayer, HOSPITAL_OUTPATIENT, packagedByAddendum } from './asked-by-payer.ts'
import { type DatedEntry, effectiveOn } from './dated.ts'
import { type DrugPolicy, drugPolicy, indicationsNamed, ownOrLabelled, policiesOf } from './drug-policy.ts'
import type { Beside, BookInfo, Edition, ModifierMeaning, PayerInfo, Published } from './edition.ts'
import { labeled } from './labelled.ts'
import type { Listed } from './listed.ts'
import { lookUp, NO_DAY, NO_PAYER, NO_PRODUCT, type On, silent, type Unknown, unknown } from './look-up.ts'
import { ndcDirectory } from './marketing.ts'
import { forEach, PUBLISHED_NAMES, type PublishedName, type PublishedValues } from './published-values.ts'
import { sourceIn } from './releases/cite.ts'
import type { Releases } from './releases/releases.ts'
import type { BookData } from './schema.ts'
import { sourceOf } from './source.ts'
import { unclassifiedCode as unclassified } from './unclassified-code.ts'
import type {
  AdministrationCodes,
  CodeMeaning,
  ContainerSize,
  Hcpcs,
  Icd10cmList,
  Indication,
  Interval,
  Mue,
  PairedCodes,
  Product,
  Sibling,
} from './values.ts'

type AllPublished = { readonly [K in PublishedName]: Published<PublishedValues[K]> }

/** What an edition is opened for. */
interface Opening {
  readonly data: BookData
  readonly book: BookInfo
  readonly day: CalendarDate | undefined
  readonly payer: PayerInfo | undefined
  readonly meaningOf: (code: string) => CodeMeaning | undefined
  readonly listed: Listed
  readonly releases: Releases
  readonly beside: Beside
}

/** Everything in force on the day, for the payer, under the book. Values are looked up once a product. */
export function openEdition(opening: Opening): Edition {
  const { data, book, day, payer } = opening
  const opened = new Map<Product | undefined, AllPublished>()
  // Of these there is one for every name that a chart has.
  const unlisted = new WeakMap<Product, AllPublished>()
  return {
    id: `${book.id}@${data.version}/${payer?.id ?? 'payer-unknown'}/${day ?? 'day-unknown'}`,
    book,
    day,
    payer,
    values(product) {
      const before = product?.unlisted ? unlisted.get(product) : opened.get(product)
      const values = before ?? valuesFor(product, opening)
      if (product?.unlisted) unlisted.set(product, values)
      else opened.set(product, values)
      return values
    },
    severityOf(rule) {
      const weighed = data.rules[rule]
      if (!weighed)
        throw new TypeError(
          `packages/codebook/data/rules.yaml has no severity of the rule ${rule}: add “${rule}: { severity: required, why: … }”, or advisory.`,
        )
      return (payer && weighed.payers[payer.id]) ?? weighed
    },
    modifier: (code) => (day === undefined ? undefined : modifierOn(code, data, day)),
    claimFrom(setting) {
      const entry = data.settings[setting]
      const label = entry?.label ?? setting
      const claim =
        day === undefined ? NO_DAY : claimFrom(setting, opening, { data, day, firstDay: data.scope.firstDay })
      if (day === undefined || !isPaidByOpps(payer, data)) return { label, claim }
      const one = lookUp({ data, day, firstDay: data.scope.firstDay }, entry?.oneOf ?? [], {
        value: ({ modifiers }) => modifiers,
        shows: ({ modifiers }) => modifiers.join(' or '),
        without: `Nothing is asked of a line from ${label}.`,
      })
      return { label, claim, ...(one.known && { oneOf: { modifiers: one.value, source: one.source } }) }
    },
    denialOf(rule) {
      const denial = data.denials[rule]
      if (!denial) return undefined
      const { reason, group, carc, rarc, confidence } = denial
      return { reason, group, carc, rarc, confidence }
    },
  }
}

/** How a drug given there is claimed: as a source says; of some places as somebody found in the payer's rules. */
function claimFrom(setting: SettingKind, { data, beside }: Opening, on: On): Published<string> {
  const { label = setting, claim = [], onceLookedUp = [], elsewhere } = data.settings[setting] ?? {}
  const value = ({ value: claimed }: { readonly value: string }): string => claimed
  const without = `No source in the code book says how a drug given in ${label} is claimed.`
  const found = lookUp(on, claim, { value, shows: value, without })
  const open = effectiveOn(onceLookedUp, on.day, on.firstDay)?.entry
  if (found.known) return found
  if (!open) return { ...found, ...(elsewhere !== undefined && { remedy: elsewhere }) }
  if (beside.looked?.chargedAt === setting) return asLookedUp(open.value, `${open.value} from ${label}`, beside)
  return { ...found, remedy: open.asks }
}

function modifierOn(code: string, data: BookData, day: CalendarDate): ModifierMeaning | undefined {
  const entry = Object.hasOwn(data.modifiers, code) ? data.modifiers[code] : undefined
  const found = entry && effectiveOn(entry.onDrugLines, day, data.scope.firstDay)
  if (!entry || !found) return undefined
  const { value, why, source, from } = found.entry
  const shows = `${code} (${entry.says}) is ${value} on a drug line`
  const cited = <Entry extends DatedEntry & { readonly why: string }>(entries: readonly Entry[], what: string) =>
    citedOn(entries, { data, day, firstDay: data.scope.firstDay }, `${code} (${entry.says}) ${what}`)
  return {
    says: entry.says,
    onDrugLines: value,
    why,
    source: sourceOf(data, { source, from, confidence: found.confidence, value: shows }),
    notWith: cited(entry.notWith, 'has modifiers that say the opposite'),
    onCodes: cited(entry.onCodes, 'stands on lines of some codes alone'),
    asksForDenial: cited(entry.asksForDenial, 'asks for a denial'),
    states: cited(entry.states, 'states something of the dose'),
  }
}

/** A code with the modifiers of which the payer wants one on its lines. */
function withModifiersAsked(hcpcs: Published<Hcpcs>, { data, day }: On, payer: string | undefined): Published<Hcpcs> {
  if (!hcpcs.known) return hcpcs
  const asked = Object.keys(data.modifiers).flatMap((modifier) => {
    const onCodes = modifierOn(modifier, data, day)?.onCodes
    const isAsked = onCodes?.codes.includes(hcpcs.value.code) && payer !== undefined && onCodes.payers.includes(payer)
    return onCodes && isAsked ? [{ modifier, onCodes }] : []
  })
  const [first] = asked
  if (!first) return hcpcs
  const { why, source } = first.onCodes
  return { ...hcpcs, value: { ...hcpcs.value, oneOf: { modifiers: asked.map((each) => each.modifier), why, source } } }
}

/** What of a modifier is in force that day, with its source; undefined where nothing is. */
function citedOn<Entry extends DatedEntry & { readonly why: string }>(
  entries: readonly Entry[],
  { data, day, firstDay }: On,
  shows: string,
): (Omit<Entry, 'source'> & { readonly why: string; readonly source: Source }) | undefined {
  const found = effectiveOn(entries, day, firstDay)
  if (!found) return undefined
  const { entry, confidence } = found
  return { ...entry, source: sourceOf(data, { source: entry.source, from: entry.from, confidence, value: shows }) }
}

function valuesFor(product: Product | undefined, opening: Opening): AllPublished {
  const { day, releases } = opening
  // Diagnosis codes are in force or not, whatever the product.
  const icd10cm = day ? codeList(day, releases) : silent(NO_DAY.says)
  return {
    ...valuesOf(product, opening),
    icd10cm,
    administrationCodes: administrationCodes(opening),
    marketing: day ? ndcDirectory(day, releases) : silent(NO_DAY.says),
    pairedCodes: pairedCodes(opening),
  }
}

const beforeFirstDay = (day: CalendarDate, firstDay: CalendarDate): Unknown =>
  unknown(`The code book starts on ${firstDay}; it says nothing about ${day}.`)

/** What is in force or not, whatever the product. */
type DayAlone = 'icd10cm' | 'administrationCodes' | 'marketing' | 'pairedCodes'

function valuesOf(product: Product | undefined, opening: Opening): Omit<AllPublished, DayAlone> {
  if (!product) return everything(NO_PRODUCT, NO_PRODUCT)
  const listing = listingOf(product)
  const { data, book, payer, day, meaningOf } = opening
  const { firstDay } = data.scope
  if (!day) return everything(NO_DAY, listing)
  if (day < firstDay) return everything(beforeFirstDay(day, firstDay), listing)
  const on = { data, day, firstDay }
  const hcpcs = takenBy(withModifiersAsked(codeFor(product, opening, on), on, payer?.id), product, opening)
  const code = hcpcs.known ? hcpcs.value.code : undefined
  const meaning = code === undefined ? undefined : meaningOf(code)
  const silentOnCodes = data.books[book.id]?.silentOnCodes
  const group = data.groups[product.group]
  const policies = policiesOf(payer, data)
  const drug = drugPolicy(policies, product, code)
  return {
    listing,
    hcpcs,
    meaning: meaning ? { known: true, value: meaning, source: meaning.source } : withoutCode(hcpcs),
    mue: silentOnCodes === undefined ? mueOf(code, product, on) : silent(silentOnCodes),
    paymentLimit:
      silentOnCodes === undefined
        ? (limitOfListed(code, product, opening, on) ??
          lookUp(on, code === undefined ? [] : (data.codes[code]?.paymentLimit ?? []), {
            value: ({ perUnit }) => perUnit,
            shows: ({ perUnit }) => `$${groupedText(exactText(perUnit))} a unit`,
            without: `No source gives a Part B payment limit of ${code ?? product.brand} on ${day}.`,
          }))
        : silent(silentOnCodes),
    interval: intervalFor(product, { drug, opening }, on),
    course: group?.course.length
      ? lookUp(on, group.course, {
          value: ({ doses }) => ({ doses }),
          shows: ({ doses }) => `${doses} doses make the treatment`,
          without: `No source says how many doses of ${product.brand} made a treatment on ${day}.`,
        })
      : silent(`No source limits how many doses of ${product.brand} make a treatment.`),
    indications: indicationsFor(product, { drug, opening }, on),
    siblings: siblingsOf(product, on),
    sizes: sizesOf(product, on),
    notTogether: group?.notTogether.length
      ? lookUp(on, group.notTogether, {
          value: ({ groups }) => groups,
          shows: ({ groups }) => `not while ${groups.map((each) => data.groups[each]?.label ?? each).join(', ')} works`,
          without: `No source says what ${product.brand} was not given with on ${day}.`,
        })
      : silent(`No source names a drug that ${product.brand} is not given with.`),
    administration: lookUp(on, ownOrLabelled(drug?.administration, group?.administration, on), {
      value: (entry) => entry,
      shows: (entry) =>
        entry.way === 'injection' ? entry.code : `${entry.code} and ${entry.further} for further hours`,
      without: `The code book does not say what giving ${product.brand} is billed with.`,
    }),
    modifier340B: payer ? modifier340BOf(payer, opening, on) : NO_PAYER,
    discard: payer
      ? orLookedUp(
          lookUp(on, policies?.discard ?? [], {
            value: ({ value }) => value,
            shows: ({ value }) => value,
            without: `No source says what ${payer.label} asks about discarded drug on ${day}.`,
          }),
          opening.beside.looked?.discard,
          opening.beside,
          `Ask ${payer.label}, or look in its manual, and state what it asks about discarded drug: JW or JZ, JW alone, or nothing.`,
        )
      : NO_PAYER,
    priorAuthorization: payer
      ? orLookedUp(
          lookUp(on, drug?.priorAuthorization ?? [], {
            value: ({ value }) => value,
            shows: ({ value }) => value,
            without: `No source says whether ${payer.label} asked for a prior authorization of ${product.brand} on ${day}.`,
          }),
          opening.beside.looked?.priorAuthorization,
          opening.beside,
          `Ask ${payer.label} whether it wants an authorization, and state its number or that none is needed.`,
        )
      : NO_PAYER,
    ...labeled(product, { code, silentOnCodes }, on),
    ...asSomebodyFound(
      askedByPayer(
        product,
        { payer, drug, code: silentOnCodes === undefined ? code : undefined, releases: opening.releases },
        on,
      ),
      opening,
    ),
    ...(product.listedUnder && ofListed(product, code, opening)),
  }
}

/**
 * Of a drug that no label is loaded of, a dose from more containers than these is asked about: a slip of a digit makes ten of one, and
 * nothing else would notice it.
 */
const MOST_CONTAINERS = 10

/** By which routes FDA's directory or the code book has a listed drug given; `any` where neither names one. */
function routeOfListed(
  product: Product,
  code: string | undefined,
  { listed, data }: Opening,
): Published<PublishedValues['route']> {
  const found = listed.routesOf(product, code)
  if (!found) return { known: true, value: 'any', source: { ...product.source, value: 'no label is loaded' } }
  const { routes, release } = found
  const value = routes.join(' or ')
  const source = release
    ? sourceIn(release, value)
    : sourceOf(data, { source: 'memory', confidence: 'unconfirmed', value })
  return { known: true, value: routes, source }
}

/** What is asked of a drug that CMS's crosswalk alone names, beside what a payer says of it: no label of it is loaded. */
function ofListed(product: Product, code: string | undefined, opening: Opening): Partial<AllPublished> {
  const { beside, payer, listed, day, data, releases } = opening
  const isOfOpps =
    isPaidByOpps(payer, data) && beside.setting !== undefined && HOSPITAL_OUTPATIENT.includes(beside.setting)
  const { brand } = product
  const edit = code === undefined || day === undefined ? undefined : editOf(code, day, { listed, beside })
  return {
    mue:
      edit ?? orInThePolicy(unknown(`No medically unlikely edit of the code of ${brand} is loaded.`), product, opening),
    route: routeOfListed(product, code, opening),
    labelledDose:
      product.amountPerContainer === undefined
        ? partOfThePolicy(product, opening)
        : {
            known: true,
            value: { askedAbove: MOST_CONTAINERS },
            source: { ...product.source, value: 'no label is loaded' },
          },
    ...(isOfOpps && {
      packagedIn: (code === undefined || day === undefined ? undefined : packagedByAddendum(code, day, releases)) ?? {
        ...unknown(`No payment status of ${code ?? brand} is loaded.`),
        ...LOOK_UP_STATUS,
      },
    }),
  }
}

/** The diagnoses that support a product: as the payer says, as the label says, or as a person found in the payer's policy. */
function indicationsFor(
  product: Product,
  { drug, opening }: { readonly drug: DrugPolicy | undefined; readonly opening: Opening },
  on: On,
): Published<readonly Indication[]> {
  const { brand, group, listedUnder } = product
  const found = lookUp(on, ownOrLabelled(drug?.indications, on.data.groups[group]?.indications, on), {
    value: ({ list }): readonly Indication[] => list,
    shows: ({ list }) => list.map(indicationText).join('; '),
    without: listedUnder
      ? `No label or policy of ${brand} is loaded, so nothing says which diagnoses support it, how much of it and how often.`
      : `The code book does not say which diagnoses support ${brand}.`,
  })
  const isOutside = opening.payer?.isOutside === true
  if (found.known && !isOutside) return found
  const open = isOutside ? unknown(saysOutside(calledPayer(opening), brand)) : (found as Unknown)
  const { looked } = opening.beside
  const codes = looked?.policyMetFor ?? []
  if (codes.length === 0) return { ...open, ...readThePolicy(product, opening) }
  const asked = calledPayer(opening)
  const label = `the policy of ${asked}, as ${looked?.by ?? 'a person'} read it`
  // Whom the label names stays asked about, whatever a policy takes.
  const ages = found.known ? found.value.flatMap(({ fromAge }) => fromAge ?? []) : []
  const fromAge = found.known && ages.length === found.value.length ? Math.min(...ages) : undefined
  const met: readonly Indication[] = [
    { id: 'policy', label, anyOf: codes, with: [], asGivenFor: true, ...(fromAge !== undefined && { fromAge }) },
  ]
  return asLookedUp(met, `the policy of ${asked} is met for ${codes.join(', ')}`, opening.beside)
}

const saysOutside = (payer: string, brand: string): string =>
  `No code book describes ${payer}: which diagnoses, after which other treatments, how much and how often it takes for ${brand} is not known.`

const calledPayer = ({ payer }: Opening): string => payer?.label ?? 'the payer'

/** A value that a person who states that the policy is met has found there; until then it is open. */
function orInThePolicy(open: Unknown, product: Product, opening: Opening): Unknown {
  const isMet = (opening.beside.looked?.policyMetFor ?? []).length > 0
  return isMet ? partOfThePolicy(product, opening) : { ...open, ...readThePolicy(product, opening) }
}

const partOfThePolicy = ({ brand }: Product, opening: Opening): Unknown =>
  silent(
    `No label or policy of ${brand} is loaded: it is part of what somebody finds in the policy of ${calledPayer(opening)}.`,
  )

const readThePolicy = ({ brand }: Product, opening: Opening) =>
  ({
    remedy: `Read the policy of ${calledPayer(opening)} for ${brand} and CMS’s table of unlikely edits; choose the diagnosis, and state that diagnosis, amount and time since the last dose meet them.`,
    who: 'biller',
  }) as const

const LOOK_UP_STATUS = {
  remedy:
    'Look the code up in Addendum B of the quarter: where its status is N, its line is reported without JW or JZ and not paid.',
  who: 'biller',
} as const

/** The edit of the place; of both tables the lower one where the chart does not say whether it was a hospital's. */
function editOf(
  code: string,
  day: CalendarDate,
  { listed, beside: { setting } }: Pick<Opening, 'listed' | 'beside'>,
): Published<Mue> | undefined {
  const of = (table: 'outpatient' | 'practitioner') => listed.mueOn(code, day, table)
  if (isPlaceKnown(setting)) {
    return of(setting && HOSPITAL_OUTPATIENT.includes(setting) ? 'outpatient' : 'practitioner')
  }
  const [hospital, office] = [of('outpatient'), of('practitioner')]
  if (!hospital?.known || !office) return hospital ? office : undefined
  return office.known && office.value.units <= hospital.value.units ? office : hospital
}

const limitOfListed = (
  code: string | undefined,
  { listedUnder }: Product,
  { listed }: Opening,
  { day }: On,
): Published<PublishedValues['paymentLimit']> | undefined =>
  listedUnder && code !== undefined ? listed.limitOn(code, day) : undefined

/** What a person looked up of a payer: about discarded drug it holds wherever it is given, about the time for claims where none is read. */
function asSomebodyFound(asked: ReturnType<typeof askedByPayer>, opening: Opening): typeof asked {
  const { looked } = opening.beside
  const isAsked = looked?.discard !== undefined && !asked.discardNotIn.known && !asked.discardNotIn.without
  return {
    ...asked,
    timelyFiling: filingOf(asked.timelyFiling, opening),
    ...(isAsked && { discardNotIn: asLookedUp([], 'asked wherever it is given', opening.beside) }),
  }
}

/** How long the payer takes claims, where no source of its own says it: as somebody looked it up. */
function filingOf(
  read: Published<PublishedValues['timelyFiling']>,
  { payer, beside }: Opening,
): Published<PublishedValues['timelyFiling']> {
  const days = beside.looked?.filingDays
  const isItsOwn = read.known && !read.value.isOfOthers
  if (!payer || isItsOwn) return read
  if (days !== undefined) return asLookedUp({ within: days, unit: 'days' as const }, `within ${days} days`, beside)
  if (!payer.isOutside) return read
  return {
    ...unknown(`No code book describes ${payer.label}: how long it takes claims is not known.`),
    remedy: `Look up how many days after the date of service ${payer.label} takes a claim, and state them.`,
    who: 'biller',
  }
}

/** The code, with what is open about whether a payer takes it that no code book describes: its own policy says it, read by somebody. */
function takenBy(hcpcs: Published<Hcpcs>, { brand }: Product, { payer, beside }: Opening): Published<Hcpcs> {
  if (!payer?.isOutside || !hcpcs.known) return hcpcs
  const { code } = hcpcs.value
  const stated = beside.looked?.effectiveCode
  if (stated === code) return hcpcs
  const ofPayer =
    stated === undefined
      ? {
          says: `No code book describes ${payer.label}: whether it takes ${code} for ${brand} is not known.`,
          remedy: `Look in the policy of ${payer.label} for the code that it takes for ${brand} (CMS bills it with ${code}), and state the code.`,
        }
      : { stated }
  return { ...hcpcs, value: { ...hcpcs.value, ofPayer } }
}

/** A value that no source gives, as a person looked it up; or what to look up. */
function orLookedUp<Value extends string>(
  published: Published<Value>,
  looked: Value | undefined,
  beside: Beside,
  remedy: string,
): Published<Value> {
  if (published.known || published.silent) return published
  return looked === undefined ? { ...published, remedy, who: 'biller' } : asLookedUp(looked, looked, beside)
}

function modifier340BOf({ id, label, isOutside }: PayerInfo, { beside }: Opening, on: On): Published<string> {
  const entries = on.data.payers[id]?.modifier340B ?? []
  const said = beside.looked?.modifier340B
  if (isOutside) {
    if (said !== undefined) return asLookedUp(said, said, beside)
    return {
      ...unknown(
        `No code book describes ${label}: how it wants a drug reported that was bought under 340B is not known.`,
      ),
      remedy: `Look up in the rules of ${label} which modifier of a 340B drug your hospital reported that day, and state it; a line that needs none of them is billed by hand.`,
      who: 'biller',
    }
  }
  const { either, why } = effectiveOn(entries, on.day, on.firstDay)?.entry ?? {}
  if (!either) {
    return lookUp(on, entries, {
      value: ({ value }) => value ?? '',
      shows: ({ value }) => value ?? '',
      without: `No source says how ${label} wants a 340B drug reported on ${on.day}.`,
    })
  }
  const looked = either.find((modifier) => modifier === beside.looked?.modifier340B)
  if (looked !== undefined) return asLookedUp(looked, looked, beside)
  return {
    ...unknown(`Which modifier reported a 340B drug on ${on.day} hangs on who bought it: ${why}.`),
    choices: either,
    remedy: `State which of ${either.join(' and ')} your hospital reported that day.`,
    who: 'biller',
  }
}

/**
 * Most payable codes have no row in the table, and no row means no limit: nothing to ask, and nothing that holds a dose.
 * @see https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits/medicare-ncci-medically-unlikely-edits-mues
 */
function mueOf(code: string | undefined, { brand }: Product, on: On): Published<Mue> {
  if (code === undefined) return unknown(`${brand} has no code that day.`)
  const found = lookUp(on, on.data.codes[code]?.mue ?? [], {
    value: ({ units, mai }): Mue => ({ units, mai }),
    shows: ({ units, mai }) => `${amountText(exactly(units), 'unit')} a day (MAI ${mai})`,
    without: '',
  })
  return found.known ? found : silent(notInTheTable(code, on))
}

function notInTheTable(code: string, { data, day, firstDay }: On): string {
  const tables = data.scope.mueTables
  const table = effectiveOn(tables, day, firstDay)?.entry.from
  if (table) return `No MUE is listed for ${code} in the table of ${table}, the latest that was read for this day.`
  const first = tables[0]?.from
  return first
    ? `No MUE is known for ${code} on ${day}: the earliest table that was read is of ${first}.`
    : `No MUE is listed for ${code} in a table that was read.`
}

/** How often a product may be given, with the days the payer lets it come early. */
function intervalFor(
  product: Product,
  { drug, opening }: { readonly drug: DrugPolicy | undefined; readonly opening: Opening },
  on: On,
): Published<Interval> {
  const { brand, group } = product
  const named = (ids: readonly string[]): readonly Indication[] => indicationsNamed(ids, product, drug, on)
  const published = lookUp(on, ownOrLabelled(drug?.interval, on.data.groups[group]?.interval, on), {
    value: ({ every, unit, earlyDays, loading, shorter }): Interval => ({
      every,
      unit,
      earlyDays,
      ...(shorter.length > 0 && {
        shorter: shorter.map((each) => ({ ...each, indications: named(each.indications) })),
      }),
      ...(loading && { loading: { days: loading.days, indications: named(loading.indications) } }),
    }),
    shows: ({ every, unit, loading, shorter }) =>
      [
        `every ${every} ${unit}`,
        ...shorter.map((each) => `after ${each.every} ${each.unit} for ${labels(named(each.indications))}`),
        ...(loading ? [`on days ${loading.days.join(', ')} at the start where they load`] : []),
      ].join(', '),
    without: `The code book does not say how often ${brand} may be given.`,
  })
  if (!published.known) {
    // Whoever has to read the policy for the diagnosis finds the time there: one question, not two.
    const isOpen = ownOrLabelled(drug?.indications, on.data.groups[group]?.indications, on).length === 0
    return isOpen ? partOfThePolicy(product, opening) : orInThePolicy(published, product, opening)
  }
  const early = effectiveOn(drug?.earlyDays ?? [], on.day, on.firstDay)
  if (!early) return published
  const { days, source, from } = early.entry
  const value = `${published.source.value}, up to ${days} days early`
  return {
    known: true,
    value: { ...published.value, earlyDays: days },
    source: sourceOf(on.data, { source, from, confidence: early.confidence, value }),
  }
}

const labels = (indications: readonly Indication[]): string => indications.map(({ label }) => label).join(' or ')

/** `osteoporosis (M81.0, M80.0-)`, and a pair as `bone loss … (C61 with Z79.818)`. */
const indicationText = ({ label, anyOf, with: second }: Indication): string =>
  `${label} (${anyOf.join(', ')}${second.length > 0 ? ` with ${second.join(', ')}` : ''})`

/**
 * The list of the fiscal year, which begins on 1 October of the year before; codes may be added in April. Where none of that
 * year is loaded the last one before, which says that it is over.
 */
function codeList(day: CalendarDate, releases: Releases): Published<Icd10cmList> {
  const fiscalYear = fiscalYearOf(day)
  const release = releases.effectiveOn('icd-10-cm', day)
  if (!release) return silent(`No ICD-10-CM code list of fiscal year ${fiscalYear} is loaded.`)
  const { through = day } = release
  const on = through < day ? through : day
  return {
    known: true,
    value: {
      fiscalYear: fiscalYearOf(on),
      ...(through < day && { without: fiscalYear }),
      holds: (code) => releases.isDiagnosis(code, on) === true,
      below: (code) => releases.diagnosesUnder(code, on),
    },
    source: sourceIn(release, `${release.rows} codes`),
    ...(through < day && { ended: through }),
  }
}

const fiscalYearOf = (day: CalendarDate): string => {
  const year = Number(day.slice(0, 4))
  return String(day.slice(5) >= '10-01' ? year + 1 : year)
}

/** What the same drug is given for in its other strengths; none is an answer too. */
function siblingsOf(product: Product, on: On): Published<readonly Sibling[]> {
  const { data, day, firstDay } = on
  const family = data.products[product.id]?.family
  const others = new Set(
    Object.values(data.products)
      .filter((each) => each.family === family && each.group !== product.group)
      .map(({ group }) => group),
  )
  const siblings = [...others].flatMap((id): Sibling[] => {
    const group = data.groups[id]
    const list = group && effectiveOn(group.indications, day, firstDay)?.entry.list
    return group && list ? [{ group: id, label: group.label, indications: list }] : []
  })
  const value = siblings.map(({ label }) => label).join(', ') || 'no other strength'
  return { known: true, value: siblings, source: { ...product.source, value } }
}

/** The single-dose containers that the same drug is sold in for the same use, the smallest first. */
function sizesOf(product: Product, { data }: On): Published<readonly ContainerSize[]> {
  const family = data.products[product.id]?.family
  const sizes = Object.values(data.products)
    .filter(
      (each) =>
        each.family === family && each.group === product.group && each.generic === product.generic && each.singleDose,
    )
    .map(({ brand, mg }): ContainerSize => ({ brand, amountPerContainer: mg }))
    .toSorted((a, b) => a.amountPerContainer.compare(b.amountPerContainer))
  const value = sizes.map(({ amountPerContainer }) => `${exactText(amountPerContainer)} mg`).join(', ')
  return { known: true, value: sizes, source: { ...product.source, value } }
}

/** Which codes of giving a drug are initial services, and the most units of each that day. */
function administrationCodes({ data, day }: Pick<Opening, 'data' | 'day'>): Published<AdministrationCodes> {
  if (!day) return NO_DAY
  const { firstDay } = data.scope
  if (day < firstDay) return beforeFirstDay(day, firstDay)
  const { initial, mue } = data.administrationCodes
  const limits = Object.entries(mue).flatMap(([code, entries]) => {
    const found = effectiveOn(entries, day, firstDay)
    return found ? [[code, found] as const] : []
  })
  const [, named] = limits.find(([, found]) => found.entry.source !== initial.source) ?? limits[0] ?? []
  const { source, from } = named?.entry ?? { source: initial.source, from: undefined }
  const confidence = limits.every(([, found]) => found.confidence === 'confirmed') ? initial.confidence : 'unconfirmed'
  const shows = limits.map(
    ([code, { entry }]) => `${code} ${entry.practitioner} (hospital ${entry.outpatientHospital})`,
  )
  return {
    known: true,
    value: { initial: initial.cpt, mue: Object.fromEntries(limits.map(([code, { entry }]) => [code, entry])) },
    source: sourceOf(data, { source, from, confidence, value: `at most ${shows.join(', ')}` }),
  }
}

/** NCCI's edits of the table of the place; of a place that is not known those of practitioners and of hospitals alike. */
function pairedCodes({ day, releases, beside: { setting } }: Opening): Published<PairedCodes> {
  if (!day) return silent(NO_DAY.says)
  const isHospital = setting && HOSPITAL_OUTPATIENT.includes(setting)
  const tables = (['practitioner', 'outpatient'] as const).filter(
    (table) => !isPlaceKnown(setting) || (table === 'outpatient') === isHospital,
  )
  const loaded = tables.flatMap((table) => releases.inForce(`ptp-${table}`, day) ?? [])
  const [release] = loaded
  if (!release || loaded.length < tables.length) return silent(`No NCCI edits that speak for ${day} are loaded.`)
  return {
    known: true,
    value: {
      from: release.from,
      of: (one, other) => {
        const [edit] = tables.flatMap((table) => releases.edits([one, other], day, table))
        if (!edit) return undefined
        const { column1, column2, modifier } = edit.value
        return { paid: column1, notPaid: column2, withModifier: modifier === '1' }
      },
    },
    source: sourceIn(release, `${release.rows} edits of codes of giving a drug`),
  }
}

/** The book that CMS publishes. */
export const HCPCS_BOOK = 'cms'

function codeFor(product: Product, opening: Opening, on: On): Published<Hcpcs> {
  const { book, payer, beside } = opening
  const { data, day } = on
  if (product.unlisted) return unclassifiedCode(product, opening, day)
  if (product.listedUnder && book.id === HCPCS_BOOK) return codeOfListed(product, opening, day)
  const byCms =
    book.id === HCPCS_BOOK ? undefined : effectiveOn(data.books[HCPCS_BOOK]?.bills[product.id] ?? [], day, on.firstDay)
  const entries = data.books[book.id]?.bills[product.id] ?? []
  const entry = effectiveOn(entries, day, on.firstDay)?.entry
  const open = entry && openCode(entry, product, { book, payer, beside }, on)
  const looked = open?.choices.find((code) => code === beside.looked?.effectiveCode)
  if (open && looked === undefined) return { ...unknown(open.says), ...open }
  const code = looked ?? (entry && inTheHospital(entry, { payer, beside }, on)) ?? entry?.code
  const found = lookUp(on, code === undefined ? [] : entries, {
    value: ({ descriptor }) => ({
      ...hcpcsOf(code ?? '', data),
      ...(descriptor && { descriptor }),
      ...(byCms?.entry.code && { byCms: byCms.entry.code }),
    }),
    shows: () => `${code} (${hcpcsOf(code ?? '', data).unitText})`,
    without: `The code book “${book.label}” gives no code for ${product.brand} on ${day}.`,
  })
  if (looked !== undefined && found.known) return asLookedUp(found.value, looked, beside)
  if (found.known) return found
  const later = entries.find(({ from }) => from !== undefined && from > day)
  return withoutOwnCode(found, product, { byHand: data.books[book.id]?.withoutCode, later })
}

/** The code of a drug that no list with codes has, as a person states it; else what it can be. */
function unclassifiedCode(
  product: Product,
  { book, data, payer, listed, releases, beside }: Opening,
  day: CalendarDate,
) {
  const { setting } = beside
  const isHospital = isPaidByOpps(payer, data) && (!isPlaceKnown(setting) || isOfAHospital(setting))
  const found = unclassified(product, data.books[book.id]?.withoutCode, {
    day,
    listed,
    releases,
    stated: beside.looked?.effectiveCode,
    place: !isHospital ? 'elsewhere' : isPlaceKnown(setting) ? 'hospital' : 'either',
  })
  if ('open' in found) return found.open
  return asLookedUp(hcpcsOf(found.code, data), found.code, beside)
}

const isOfAHospital = (setting: Beside['setting']): boolean =>
  setting !== undefined && HOSPITAL_OUTPATIENT.includes(setting)

function codeOfListed(product: Product, { listed, beside }: Opening, day: CalendarDate): Published<Hcpcs> {
  const found = listed.codeOn(product, day, beside)
  if ('open' in found) return { ...found.open, who: 'biller' }
  const { published, isStated } = found
  return isStated && published.known ? asLookedUp(published.value, published.value.code, beside) : published
}

/** On a day without a code of its own a product goes out by hand, and the answer says how: no line is made of it. */
function withoutOwnCode(
  none: Unknown,
  product: Product,
  {
    byHand,
    later,
  }: {
    readonly byHand: NonNullable<BookData['books'][string]>['withoutCode']
    readonly later: Bills | undefined
  },
): Unknown {
  if (!byHand) return none
  const since =
    later?.from === undefined
      ? ''
      : ` It lists ${later.code ?? later.either?.join(' or ')} for it from ${later.from} on.`
  const { biological, drug, outpatientHospital: hospital } = byHand
  return {
    ...none,
    says: `${none.says}${since}`,
    remedy: `Look up ${product.brand} in the HCPCS file of that quarter, and enter its code in the code book with its first day. If it had none, bill by hand with ${biological} (a biological) or ${drug}, or ${hospital.code} in a hospital outpatient department, and state its name, dose and NDC on the claim.`,
  }
}

type Bills = BookData['books'][string]['bills'][string][number]
/** What is open about a code, the codes it can be, and what to do. */
interface OpenCode {
  readonly says: string
  readonly choices: readonly string[]
  readonly remedy: string
  readonly who: 'biller'
}

/** Why which code bills a product that day hangs on what the code book or the chart does not say. */
function openCode(
  { code, inHospital, either, why }: Bills,
  { brand, generic }: Product,
  about: Pick<Opening, 'book' | 'payer' | 'beside'>,
  { data, day }: On,
): OpenCode | undefined {
  if (either) {
    const elsewhere = codeOfAnotherPlace(about, data)
    const own = either.find((each) => !data.codes[each]?.unclassified)
    const others = either.filter((each) => each !== own).join(' or, in a hospital outpatient department, ')
    const look = `Look up ${generic} in the HCPCS file of that quarter`
    return {
      says: `Which code billed ${brand} on ${day} is not known: ${why}.`,
      choices: either.filter((each) => each !== elsewhere),
      remedy: own
        ? `${look}, and state the code: ${own} from its first day on; before it ${others}, with the drug, its dose and its NDC in the narrative.`
        : `${look}: where it has no code of its own, state ${others}, with the drug, its dose and its NDC in the narrative; where it has one, enter that into the code book.`,
      who: 'biller',
    }
  }
  if (!inHospital || !code || !isPaidByOpps(about.payer, data) || isPlaceKnown(about.beside.setting)) return undefined
  return {
    says: `${brand} had no code of its own on ${day}: in a hospital outpatient department ${inHospital} bills it, elsewhere ${code}, and the chart does not say which of the two it was.`,
    choices: [code, inHospital],
    remedy: `Chart the kind of place, or state the code: ${inHospital} for a hospital outpatient department, ${code} for an office.`,
    who: 'biller',
  }
}

const inTheHospital = (
  { inHospital }: Bills,
  { payer, beside: { setting } }: Pick<Opening, 'payer' | 'beside'>,
  { data }: On,
): string | undefined =>
  setting && HOSPITAL_OUTPATIENT.includes(setting) && isPaidByOpps(payer, data) ? inHospital : undefined

/** Of the two unclassified codes, the one that is not of the place where the dose was given; undefined where that is not known. */
function codeOfAnotherPlace(
  { book, payer, beside: { setting } }: Pick<Opening, 'book' | 'payer' | 'beside'>,
  data: BookData,
): string | undefined {
  const { biological, outpatientHospital } = data.books[book.id]?.withoutCode ?? {}
  if (!setting || !isPlaceKnown(setting)) return undefined
  if (!HOSPITAL_OUTPATIENT.includes(setting)) return outpatientHospital?.code
  return isPaidByOpps(payer, data) ? biological : undefined
}

const isPaidByOpps = (payer: PayerInfo | undefined, data: BookData): boolean =>
  payer !== undefined && data.payers[payer.id]?.paysByOpps === true

/** A visit whose kind of place is not charted can be of a hospital or of an office. */
const isPlaceKnown = (setting: Beside['setting']): boolean => setting !== undefined && setting !== 'outpatient'

/** A value that a person looked up: known, and never confirmed by a document. */
function asLookedUp<Value>(value: Value, shows: string, { looked }: Beside): Published<Value> {
  const title = `Looked up by ${looked?.by ?? 'a person'}`
  return { known: true, value, source: { id: 'request', title, value: shows, confidence: 'unconfirmed' } }
}

function hcpcsOf(code: string, data: BookData): Hcpcs {
  const entry = data.codes[code]
  if (!entry) throw new TypeError(`no code ${code}`)
  const { descriptor, unit, unclassified } = entry
  // Whatever was given is one unit: `unitsGiven` counts it so, and the amount stands in the narrative.
  if (unclassified) return { code, descriptor, unitAmount: ONE, unitText: 'dose', unclassified }
  if (!unit) throw new TypeError(`${code} has no billing unit and bills nothing`)
  const unitAmount = unit.of === 'mg' ? unit.amount : unit.amount.mul(MCG_IN_MG)
  return { code, descriptor, unitAmount, unitText: `${exactText(unit.amount)} ${unit.of}` }
}

const MCG_IN_MG = exactly('0.001')
const ONE = exactly(1)

const everything = (says: Unknown, listing: Published<Product>): Omit<AllPublished, DayAlone> => ({
  ...forEach(PUBLISHED_NAMES, says),
  listing,
})

function listingOf(product: Product): Published<Product> {
  const { brand, amountPerContainer, mlPerContainer, container, source } = product
  const mass = amountPerContainer && `${exactText(amountPerContainer)} mg`
  const volume = mlPerContainer && `${exactText(mlPerContainer)} mL`
  const value = [brand, [mass, volume].filter(Boolean).join('/'), container].filter(Boolean).join(' ')
  return { known: true, value: product, source: { ...source, value } }
}

const withoutCode = (hcpcs: Published<Hcpcs>): Unknown =>
  hcpcs.known ? unknown(`HCPCS has no ${hcpcs.value.code}.`) : hcpcs

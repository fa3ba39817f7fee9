import { type CalendarDate, exactly, exactText } from '@doseline/dose'
import { askedByPayer } from './asked-by-payer.ts'
import { inForce } from './dated.ts'
import type {
  BookInfo,
  CodeMeaning,
  Edition,
  Hcpcs,
  Icd10cmList,
  Indication,
  Interval,
  ModifierMeaning,
  PayerInfo,
  Product,
  Published,
  PublishedName,
  PublishedValues,
  Sibling,
} from './edition.ts'
import { labelled } from './labelled.ts'
import { lookUp, NO_DAY, NO_PAYER, NO_PRODUCT, type On, silent, type Unknown, unknown } from './look-up.ts'
import type { BookData } from './schema.ts'
import { sourceOf } from './source.ts'

type AllPublished = { readonly [K in PublishedName]: Published<PublishedValues[K]> }

/** What an edition is opened for. */
interface Opening {
  readonly data: BookData
  readonly book: BookInfo
  readonly day: CalendarDate | undefined
  readonly payer: PayerInfo | undefined
  readonly meaningOf: (code: string) => CodeMeaning | undefined
}

/** Everything in force on the day, for the payer, under the book. Values are looked up once a product. */
export function openEdition(opening: Opening): Edition {
  const { data, book, day, payer } = opening
  const opened = new Map<Product | undefined, AllPublished>()
  return {
    id: `${book.id}@${data.version}/${payer?.id ?? 'payer-unknown'}/${day ?? 'day-unknown'}`,
    book,
    day,
    payer,
    values(product) {
      const values = opened.get(product) ?? valuesFor(product, opening)
      opened.set(product, values)
      return values
    },
    weightOf(rule) {
      const weighed = data.rules[rule]
      if (!weighed) throw new TypeError(`data/rules.yaml does not weigh the rule ${rule}`)
      return (payer && weighed.payers[payer.id]) ?? weighed
    },
    modifier: (code) => (day === undefined ? undefined : modifierOn(code, data, day)),
    claimFrom(setting) {
      const entry = data.settings[setting]
      const label = entry?.label ?? setting
      const claim =
        day === undefined
          ? NO_DAY
          : lookUp({ data, day, firstDay: data.scope.firstDay }, entry?.claim ?? [], {
              value: ({ value }) => value,
              shows: ({ value }) => value,
              without: `No source in the code book says how a drug given in ${label} is claimed.`,
            })
      return { label, claim }
    },
    denialOf(rule) {
      const denial = data.denials[rule]
      if (!denial) return undefined
      const { reason, group, carc, rarc, confidence } = denial
      return { reason, group, carc, rarc, confidence }
    },
  }
}

function modifierOn(code: string, data: BookData, day: CalendarDate): ModifierMeaning | undefined {
  const entry = Object.hasOwn(data.modifiers, code) ? data.modifiers[code] : undefined
  const found = entry && inForce(entry.onDrugLines, day, data.scope.firstDay)
  if (!entry || !found) return undefined
  const { value, why, source, from } = found.entry
  const shows = `${code} (${entry.says}) is ${value} on a drug line`
  return {
    says: entry.says,
    onDrugLines: value,
    why,
    source: sourceOf(data, { source, from, confidence: found.confidence, value: shows }),
  }
}

function valuesFor(product: Product | undefined, opening: Opening): AllPublished {
  const { data, day } = opening
  // Diagnosis codes are in force or not, whatever the product.
  const icd10cm = day ? codeList({ data, day, firstDay: data.scope.firstDay }) : silent(NO_DAY.says)
  return { ...valuesOf(product, opening), icd10cm }
}

function valuesOf(product: Product | undefined, opening: Opening): Omit<AllPublished, 'icd10cm'> {
  if (!product) return everything(NO_PRODUCT, NO_PRODUCT)
  const listing = listingOf(product)
  const { data, book, payer, day, meaningOf } = opening
  const { firstDay } = data.scope
  if (!day) return everything(NO_DAY, listing)
  if (day < firstDay)
    return everything(unknown(`The code book starts on ${firstDay}; it says nothing about ${day}.`), listing)
  const on = { data, day, firstDay }
  const hcpcs = codeFor(product, opening, on)
  const code = hcpcs.known ? hcpcs.value.code : undefined
  const meaning = code === undefined ? undefined : meaningOf(code)
  const silentOnCodes = data.books[book.id]?.silentOnCodes
  const group = data.groups[product.group]
  const policies = payer && data.payers[payer.id]
  return {
    listing,
    hcpcs,
    meaning: meaning ? { known: true, value: meaning, source: meaning.source } : withoutCode(hcpcs),
    mue:
      silentOnCodes === undefined
        ? lookUp(on, code === undefined ? [] : (data.codes[code]?.mue ?? []), {
            value: ({ units, mai }) => ({ units, mai }),
            shows: ({ units, mai }) => `${units} units a day (MAI ${mai})`,
            without:
              code === undefined
                ? `${product.brand} has no code that day.`
                : `No source gives the MUE of ${code} on ${day}.`,
          })
        : silent(silentOnCodes),
    paymentLimit:
      silentOnCodes === undefined
        ? lookUp(on, code === undefined ? [] : (data.codes[code]?.paymentLimit ?? []), {
            value: ({ perUnit }) => perUnit,
            shows: ({ perUnit }) => `$${exactText(perUnit)} a unit`,
            without: `No source gives a Part B payment limit of ${code ?? product.brand} on ${day}.`,
          })
        : silent(silentOnCodes),
    interval: intervalFor(product, policies, on),
    indications: lookUp(on, group?.indications ?? [], {
      value: ({ list }) => list,
      shows: ({ list }) => list.map(indicationText).join('; '),
      without: `The code book does not say which diagnoses support ${product.brand}.`,
    }),
    siblings: siblingsOf(product, on),
    notTogether: group?.notTogether.length
      ? lookUp(on, group.notTogether, {
          value: ({ groups }) => groups,
          shows: ({ groups }) => `not while ${groups.map((each) => data.groups[each]?.label ?? each).join(', ')} works`,
          without: `No source says what ${product.brand} was not given with on ${day}.`,
        })
      : silent(`No source names a drug that ${product.brand} is not given with.`),
    administration: lookUp(on, policies?.administration[product.group] ?? group?.administration ?? [], {
      value: (entry) => entry,
      shows: (entry) =>
        entry.way === 'injection' ? entry.code : `${entry.code} and ${entry.further} for further hours`,
      without: `The code book does not say what giving ${product.brand} is billed with.`,
    }),
    modifier340B: payer
      ? lookUp(on, policies?.modifier340B ?? [], {
          value: ({ value }) => value,
          shows: ({ value }) => value,
          without: `No source says how ${payer.label} wants a 340B drug reported on ${day}.`,
        })
      : NO_PAYER,
    discard: payer
      ? lookUp(on, policies?.discard ?? [], {
          value: ({ value }) => value,
          shows: ({ value }) => value,
          without: `No source says what ${payer.label} asks about discarded drug on ${day}.`,
        })
      : NO_PAYER,
    priorAuthorization: payer
      ? lookUp(on, policies?.priorAuthorization[product.group] ?? [], {
          value: ({ value }) => value,
          shows: ({ value }) => value,
          without: `No source says whether ${payer.label} asked for a prior authorization of ${product.brand} on ${day}.`,
        })
      : NO_PAYER,
    ...labelled(product, { code, silentOnCodes }, on),
    ...askedByPayer(product, { payer, code: silentOnCodes === undefined ? code : undefined }, on),
  }
}

/** How often a product may be given, with the days the payer lets it come early. */
function intervalFor(
  { brand, group }: Product,
  policies: BookData['payers'][string] | undefined,
  on: On,
): Published<Interval> {
  const labelled = lookUp(on, on.data.groups[group]?.interval ?? [], {
    value: ({ every, unit, earlyDays, loading }): Interval => ({
      every,
      unit,
      earlyDays,
      ...(loading && { loading: { days: loading.days, indications: named(loading.indications, group, on) } }),
    }),
    shows: ({ every, unit, loading }) =>
      `every ${every} ${unit}${loading ? `, on days ${loading.days.join(', ')} at the start where they load` : ''}`,
    without: `The code book does not say how often ${brand} may be given.`,
  })
  const early = inForce(policies?.earlyDays[group] ?? [], on.day, on.firstDay)
  if (!labelled.known || !early) return labelled
  const { days, source, from } = early.entry
  const value = `${labelled.source.value}, up to ${days} days early`
  return {
    known: true,
    value: { ...labelled.value, earlyDays: days },
    source: sourceOf(on.data, { source, from, confidence: early.confidence, value }),
  }
}

/** The indications of a group with these ids, as they stand that day. */
const named = (ids: readonly string[], group: string, { data, day, firstDay }: On): readonly Indication[] =>
  inForce(data.groups[group]?.indications ?? [], day, firstDay)?.entry.list.filter(({ id }) => ids.includes(id)) ?? []

/** `osteoporosis (M81.0, M80.0-)`, and a pair as `bone loss … (C61 with Z79.818)`. */
const indicationText = ({ label, anyOf, with: second }: Indication): string =>
  `${label} (${anyOf.join(', ')}${second.length > 0 ? ` with ${second.join(', ')}` : ''})`

/** The list of the fiscal year, which begins on 1 October of the year before. */
function codeList({ data, day }: On): Published<Icd10cmList> {
  const year = Number(day.slice(0, 4))
  const fiscalYear = String(day.slice(5) >= '10-01' ? year + 1 : year)
  const codes = data.icd10cm[fiscalYear]
  if (!codes) return silent(`No ICD-10-CM code list of fiscal year ${fiscalYear} is loaded.`)
  return {
    known: true,
    value: { fiscalYear, holds: (code) => codes.has(code) },
    source: {
      id: `icd-10-cm-${fiscalYear}`,
      title: `ICD-10-CM code list of fiscal year ${fiscalYear} (Centers for Medicare & Medicaid Services)`,
      from: `${Number(fiscalYear) - 1}-10-01`,
      value: `${codes.size} codes`,
      confidence: 'confirmed',
    },
  }
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
    const list = group && inForce(group.indications, day, firstDay)?.entry.list
    return group && list ? [{ label: group.label, indications: list }] : []
  })
  const value = siblings.map(({ label }) => label).join(', ') || 'no other strength'
  return { known: true, value: siblings, source: { ...product.source, value } }
}

/** The book that CMS publishes. */
export const HCPCS_BOOK = 'cms'

function codeFor(product: Product, { book }: Opening, on: On): Published<Hcpcs> {
  const { data, day } = on
  const byCms =
    book.id === HCPCS_BOOK ? undefined : inForce(data.books[HCPCS_BOOK]?.bills[product.id] ?? [], day, on.firstDay)
  return lookUp(on, data.books[book.id]?.bills[product.id] ?? [], {
    value: ({ code, descriptor }) => ({
      ...hcpcsOf(code, data),
      ...(descriptor && { descriptor }),
      ...(byCms && { byCms: byCms.entry.code }),
    }),
    shows: ({ code }) => `${code} (${hcpcsOf(code, data).unitText})`,
    without: `The code book “${book.label}” gives no code for ${product.brand} on ${day}.`,
  })
}

function hcpcsOf(code: string, data: BookData): Hcpcs {
  const entry = data.codes[code]
  if (!entry) throw new TypeError(`no code ${code}`)
  const { descriptor, unit } = entry
  if (!unit) throw new TypeError(`${code} has no billing unit and bills nothing`)
  const unitMg = unit.of === 'mg' ? unit.amount : unit.amount.mul(MCG_IN_MG)
  return { code, descriptor, unitMg, unitText: `${exactText(unit.amount)} ${unit.of}` }
}

const MCG_IN_MG = exactly('0.001')

function everything(says: Unknown, listing: Published<Product>): Omit<AllPublished, 'icd10cm'> {
  return {
    listing,
    hcpcs: says,
    meaning: says,
    discard: says,
    priorAuthorization: says,
    mue: says,
    paymentLimit: says,
    interval: says,
    indications: says,
    siblings: says,
    notTogether: says,
    administration: says,
    modifier340B: says,
    route: says,
    labelledDose: says,
    warnings: says,
    contractorPriced: says,
    stepTherapy: says,
    preferred: says,
    evidence: says,
    maximum: says,
    timelyFiling: says,
    discardNotIn: says,
    packagedIn: says,
  }
}

function listingOf(product: Product): Published<Product> {
  const { brand, mgPerContainer, mlPerContainer, container, source } = product
  const value = `${brand} ${exactText(mgPerContainer)} mg/${exactText(mlPerContainer)} mL ${container}`
  return { known: true, value: product, source: { ...source, value } }
}

const withoutCode = (hcpcs: Published<Hcpcs>): Unknown =>
  hcpcs.known ? unknown(`HCPCS has no ${hcpcs.value.code}.`) : hcpcs

import type { BookData } from './schema.ts'

/**
 * Throws where a file names what no other file holds: a source, a group, a product, a code. What is missing is said with the
 * file that it belongs in, so that a step that was left out is found by the first command.
 */
export function namesAgree(data: BookData, files: Readonly<Record<string, unknown>>): void {
  for (const [path, file] of Object.entries(files)) {
    if (!ENTERED.test(path)) continue
    for (const { place, source } of citedIn(file)) {
      if (!Object.hasOwn(data.sources, source))
        throw new Error(`${path}: ${place} “${source}” is no source yet: enter it in sources.yaml`)
    }
  }
  for (const [id, { group }] of Object.entries(data.products)) {
    if (!Object.hasOwn(data.groups, group))
      throw new Error(`drugs/*.yaml: products.${id}.group “${group}” is no group yet: enter it under groups of a drug`)
  }
  for (const [payer, { priorAuthorization }] of Object.entries(data.payers)) {
    for (const group of Object.keys(priorAuthorization)) {
      if (!Object.hasOwn(data.groups, group))
        throw new Error(
          `payers/${payer}.yaml: priorAuthorization.${group} is no group; there are ${Object.keys(data.groups).join(', ')}`,
        )
    }
  }
  for (const [book, { bills }] of Object.entries(data.books)) {
    for (const [product, entries] of Object.entries(bills)) {
      if (!Object.hasOwn(data.products, product))
        throw new Error(`books/${book}.yaml: bills.${product} is no product yet: enter it in drugs/`)
      for (const code of entries.flatMap(({ code, either = [], inHospital }) => [code, inHospital, ...either])) {
        if (code !== undefined && !Object.hasOwn(data.codes, code))
          throw new Error(
            `books/${book}.yaml: bills.${product} “${code}” is no code yet: enter it as codes/${code}.yaml`,
          )
      }
    }
  }
}

/** What people enter value by value; other files cite releases and addresses too. */
const ENTERED = /^(?:codes|drugs|payers|books)\//

/** Every `source` of a file, with its place. */
function* citedIn(value: unknown, place = ''): Generator<{ readonly place: string; readonly source: string }> {
  if (Array.isArray(value)) for (const [at, each] of value.entries()) yield* citedIn(each, `${place}${at}.`)
  else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      if (name === 'source' && typeof each === 'string') yield { place: `${place}source`, source: each }
      else yield* citedIn(each, `${place}${name}.`)
    }
  }
}

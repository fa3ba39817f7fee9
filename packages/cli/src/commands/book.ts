import { Command, Option } from '@commander-js/extra-typings'
import {
  type Codebook,
  type Edition,
  loadCodebook,
  type Product,
  PUBLISHED_NAMES,
  PUBLISHED_VALUES,
} from '@doseline/codebook'
import type { CalendarDate } from '@doseline/dose'
import { day as calendarDay } from '../arguments.ts'
import { bookDifference } from '../text/book-difference.ts'
import { WrongUsage } from '../wrong-usage.ts'

export const book = new Command()
  .description(
    'Prints every value effective on a day, with its source; with --diff instead what each of two code books bills.',
  )
  .argument('[day]', 'date of service, such as 2026-03-02; today where none is named', calendarDay)
  .option('--payer <payer>', 'what this payer asks for, such as medicare-part-b')
  .option('--book <book>', 'code book', 'cms')
  .option('--product <name>', 'this product alone, by brand or id')
  .addOption(
    new Option('--diff <book>', 'compared with this one: what each of the two code books bills').conflicts([
      'payer',
      'product',
    ]),
  )
  .action((day = today(), { payer, book: id, product, diff }) => {
    const codebook = loadCodebook()
    const books = codebook.books.map((each) => each.id)
    const strange = [id, diff ?? id].find((each) => !books.includes(each))
    if (strange !== undefined)
      throw new WrongUsage(`There is no code book “${strange}”; there are ${books.join(', ')}.`)
    console.log(
      diff === undefined
        ? bookText(codebook, { day, payer, book: id, product })
        : bookDifference(codebook, [id, diff], day),
    )
  })

function today(): CalendarDate {
  return calendarDay(new Date().toISOString().slice(0, 10))
}

interface Asked {
  readonly day: CalendarDate
  readonly payer: string | undefined
  readonly book: string
  readonly product: string | undefined
}

function bookText(codebook: Codebook, { day, payer, book: id, product }: Asked): string {
  const payers = codebook.payers.map((each) => each.id)
  if (payer !== undefined && !payers.includes(payer))
    throw new WrongUsage(`There is no payer “${payer}”; there are ${payers.join(', ')}.`)
  const edition = codebook.effectiveOn(day, payer, id)
  const head = `${edition.book.label} · ${edition.payer?.label ?? 'payer not named'} · ${day}   [${edition.id}]`
  return [
    head,
    ...(edition.book.forSubmission ? [] : [`NOT FOR SUBMISSION   ${edition.book.note}`]),
    ...productsNamed(codebook, product).map((each) => `\n${productText(each)}\n${valuesText(edition, each)}`),
  ].join('\n')
}

function productsNamed(codebook: Codebook, name: string | undefined): readonly Product[] {
  const all = codebook.products()
  const wanted = name?.toLowerCase()
  const found = all.filter(({ id, brand }) => !wanted || id === wanted || brand.toLowerCase() === wanted)
  if (found.length > 0) return found
  throw new WrongUsage(`There is no product “${name}”; there are ${all.map(({ id }) => id).join(', ')}.`)
}

function productText({
  brand,
  generic,
  amountPerContainer,
  mlPerContainer,
  container,
  singleDose,
  ndcs,
}: Product): string {
  const amounts = [
    amountPerContainer && `${amountPerContainer.toString()} mg`,
    mlPerContainer && `${mlPerContainer.toString()} mL`,
  ]
  const size = `${amounts.filter(Boolean).join('/')} ${container}, ${singleDose ? 'single-dose' : 'multi-dose'}`
  return `${brand} (${generic}) · ${size} · NDC ${ndcs.join(', ') || 'not known'}`
}

function valuesText(edition: Edition, product: Product): string {
  const published = edition.values(product)
  return PUBLISHED_NAMES.map((name) => {
    const { label } = PUBLISHED_VALUES[name]
    const value = published[name]
    if (!value.known) return `  ${label.padEnd(22)} ${value.silent ? '–' : '?'} ${value.says}`
    const { id, from, confidence, value: shows } = value.source
    const since = from ? `, since ${from}` : ''
    return `  ${label.padEnd(22)} ${shows}${since}  [${id}${confidence === 'unconfirmed' ? ', unconfirmed' : ''}]`
  }).join('\n')
}

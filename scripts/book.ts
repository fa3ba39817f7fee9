import { parseArgs } from 'node:util'
import { type Edition, loadCodebook, type Product, type PublishedName } from '@doseline/codebook'
import { calendarDate } from '@doseline/dose'
import { bookDifference } from './support/book-difference.ts'
import { stop } from './support/stop.ts'

const LABEL: Record<PublishedName, string> = {
  listing: 'listed as',
  hcpcs: 'code',
  meaning: 'HCPCS says it is',
  discard: 'discarded drug',
  priorAuthorization: 'prior authorization',
  mue: 'MUE',
  paymentLimit: 'Part B payment limit',
  course: 'doses of a course',
  interval: 'interval',
  indications: 'indications',
  icd10cm: 'diagnosis codes',
  siblings: 'other strengths',
  sizes: 'sizes of container',
  notTogether: 'not given with',
  administration: 'administration',
  administrationCodes: 'administration codes',
  modifier340B: '340B modifier',
  route: 'route',
  labelledDose: 'labelled dose',
  warnings: 'label warns of',
  contractorPriced: 'price',
  stepTherapy: 'to be tried first',
  preferred: 'preferred product',
  evidence: 'evidence looked for',
  maximum: 'paid at most',
  timelyFiling: 'claims taken',
  discardNotIn: 'discard not asked in',
  packagedIn: 'packaged in',
  selfAdministered: 'left out as self-administered',
}

const codebook = loadCodebook()
const payers = codebook.payers.map(({ id }) => id)
const USAGE = `pnpm book <yyyy-mm-dd> [--payer ${payers.join(' | ')}] [--book ${codebook.books.map(({ id }) => id).join(' | ')}] [--product <name>]
  Prints every value in force that day, with its source.
pnpm book --diff <book> <book> [yyyy-mm-dd]
  Prints what each of two code books bills, side by side.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    payer: { type: 'string' },
    book: { type: 'string', default: 'cms' },
    product: { type: 'string' },
    diff: { type: 'boolean', default: false },
  },
})
if (values.diff) {
  const [one = '', other = '', on = new Date().toISOString().slice(0, 10)] = positionals
  const day = calendarDate(on)
  const strange = [one, other].find((book) => !codebook.books.some(({ id }) => id === book))
  if (strange !== undefined) stop(`There is no code book “${strange}”.\n${USAGE}`)
  if (!day) stop(`“${on}” is not a day.\n${USAGE}`)
  console.log(bookDifference(codebook, [one, other], day))
  process.exit(0)
}
const day = calendarDate(positionals[0] ?? '')
if (!day) stop(`${positionals[0] ? `“${positionals[0]}” is not a day.\n` : ''}${USAGE}`)
if (values.payer && !payers.includes(values.payer)) stop(`There is no payer “${values.payer}”.\n${USAGE}`)
if (!codebook.books.some(({ id }) => id === values.book)) stop(`There is no code book “${values.book}”.\n${USAGE}`)
const wanted = values.product?.toLowerCase()
const products = codebook
  .products()
  .filter(({ id, brand }) => !wanted || id === wanted || brand.toLowerCase() === wanted)
if (products.length === 0)
  stop(
    `There is no product “${values.product}”. There are ${codebook
      .products()
      .map(({ id }) => id)
      .join(', ')}.`,
  )

const edition = codebook.inForce(day, values.payer, values.book)
console.log(`${edition.book.label} · ${edition.payer?.label ?? 'payer not named'} · ${day}   [${edition.id}]`)
if (!edition.book.forSubmission) console.log(`NOT FOR SUBMISSION   ${edition.book.note}`)
for (const product of products) console.log(`\n${productText(product)}\n${valuesText(edition, product)}`)

function productText({ brand, generic, mgPerContainer, mlPerContainer, container, singleDose, ndcs }: Product): string {
  const size = `${mgPerContainer.toString()} mg/${mlPerContainer.toString()} mL ${container}, ${singleDose ? 'single-dose' : 'multi-dose'}`
  return `${brand} (${generic}) · ${size} · NDC ${ndcs.join(', ') || 'not known'}`
}

function valuesText(edition: Edition, product: Product): string {
  const published = edition.values(product)
  return Object.entries(LABEL)
    .map(([name, label]) => {
      const value = published[name as PublishedName]
      if (!value.known) return `  ${label.padEnd(22)} ${value.silent ? '–' : '?'} ${value.says}`
      const { id, from, confidence, value: shows } = value.source
      const since = from ? `, since ${from}` : ''
      return `  ${label.padEnd(22)} ${shows}${since}  [${id}${confidence === 'unconfirmed' ? ', unconfirmed' : ''}]`
    })
    .join('\n')
}

import { readFileSync } from 'node:fs'
import { readData } from '@doseline/codebook'
import { scenarios } from '@doseline/fhir-fixtures'
import { RULEBOOK } from '@doseline/rules'
import { expect, test } from 'vitest'

test('the numbers in the README are the numbers of the repository', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const { codes, products, payers } = readData()
  const bills = Object.values(codes).filter(({ unit }) => unit !== undefined).length
  const numbers = [
    `${WORD[bills]} HCPCS codes that bill, and ${WORD[Object.keys(codes).length - bills]?.toLowerCase()} that`,
    `${Object.keys(products).length} products`,
    `${WORD[Object.keys(payers).length]?.toLowerCase()} payers`,
    `${WORD[RULEBOOK.length]} questions`,
    `${scenarios().length} scenarios, ${scenarios().filter(({ handWritten }) => handWritten).length} of them charts`,
  ]
  for (const number of numbers) expect(readme).toContain(number)
})

const WORD: Readonly<Record<number, string>> = {
  6: 'Six',
  13: 'Thirteen',
  17: 'Seventeen',
  34: 'Thirty-four',
  35: 'Thirty-five',
  36: 'Thirty-six',
  37: 'Thirty-seven',
  38: 'Thirty-eight',
  39: 'Thirty-nine',
  40: 'Forty',
  41: 'Forty-one',
  42: 'Forty-two',
  43: 'Forty-three',
  44: 'Forty-four',
  45: 'Forty-five',
  46: 'Forty-six',
  47: 'Forty-seven',
  48: 'Forty-eight',
  49: 'Forty-nine',
  50: 'Fifty',
  51: 'Fifty-one',
  52: 'Fifty-two',
  53: 'Fifty-three',
  54: 'Fifty-four',
  55: 'Fifty-five',
  56: 'Fifty-six',
  57: 'Fifty-seven',
  58: 'Fifty-eight',
  59: 'Fifty-nine',
  60: 'Sixty',
}

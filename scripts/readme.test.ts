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
    `${RULEBOOK.length} questions`,
    `${scenarios().length} scenarios, ${scenarios().filter(({ handWritten }) => handWritten).length} of them charts`,
  ]
  for (const number of numbers) expect(readme).toContain(number)
})

const WORD: Readonly<Record<number, string>> = {
  6: 'Six',
  13: 'Thirteen',
  17: 'Seventeen',
}

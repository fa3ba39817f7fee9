import { expect, test } from 'vitest'
import { amountProblem, plainNumber } from './plain-number.ts'

test.each([
  ['2,000', '2000'],
  ['12,345,678.25', '12345678.25'],
  [' 1.7 ', '1.7'],
  ['2000', '2000'],
])('“%s” is %s', (typed, plain) => {
  expect(plainNumber(typed)).toBe(plain)
  expect(amountProblem(typed)).toBeUndefined()
})

test.each(['2,5', '0,125', '2,0000', '1,00,000', '1.000,5', ',5', '2,000,5'])('“%s” is not guessed at', (typed) => {
  expect(amountProblem(typed)).toBe(
    `“${typed}” can be read in two ways. Write a decimal with a point, such as 2.5, and thousands as 2,000 or 2000.`,
  )
})

test('a unit next to the number, nothing of a drug and words are told what to do', () => {
  expect(amountProblem('2000 mg')).toBe('Enter the number alone. The unit is in the name of the field.')
  expect(amountProblem('0', { aboveZero: true })).toBe('Enter an amount above 0.')
  expect(amountProblem('0')).toBeUndefined()
  expect(amountProblem('two')).toBe('Enter an amount, such as 2 or 1.7.')
})

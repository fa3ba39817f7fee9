import type { Indication } from '@doseline/codebook'
import type { Diagnosis } from '@doseline/dose'
import { describe, expect, it } from 'vitest'
import { isTooShort, isUnder, supportFor } from './support.ts'

describe('a diagnosis under a stem', () => {
  it.each([
    ['M80.051A', 'M80.0-', true],
    ['M80.0', 'M80.0-', false],
    ['C50.911', 'C50.-', true],
    ['C79.51', 'C-', true],
    ['M80.851A', 'M80.0-', false],
    ['M81.0', 'M81.0', true],
    ['M81.01', 'M81.0', false],
    ['M81', 'M81.0', false],
  ])('%s under %s: %s', (code, stem, under) => expect(isUnder(code, stem)).toBe(under))
})

const indication = (id: string, differs: Partial<Indication>): Indication => ({
  id,
  label: id,
  anyOf: [],
  with: [],
  ...differs,
})
const LISTED = [
  indication('myeloma', { anyOf: ['C90.00', 'C90.01'] }),
  indication('fracture', { anyOf: ['M80.0-', 'M80.8-'], characters: 7 }),
  indication('calcium', { anyOf: ['E83.52'], with: ['C-', 'D4-'] }),
]

describe('a code that is too short for a claim', () => {
  it.each([
    ['C90.0', true],
    ['C90', true],
    ['C9', false],
    ['C90.00', false],
    ['M80', true],
    ['M80.0', true],
    ['M80.05', true],
    ['M80.051', true],
    ['M80.051A', false],
    ['E83', true],
    ['E83.52', false],
    ['M81', false],
    ['0.00', false],
    ['C', false],
  ])('%s: %s', (code, short) => expect(isTooShort(code, LISTED)).toBe(short))
})

describe('what supports a product', () => {
  const diagnosis = (icd10cm: string, stands = true): Diagnosis => ({
    icd10cm,
    codes: [],
    from: 'problem-list',
    stands,
    place: { resource: 'Condition/c', element: 'code' },
  })
  const PAIRS = [
    indication('alone', { anyOf: ['M81.8'] }),
    indication('steroids', { anyOf: ['M81.8'], with: ['Z79.52', 'Z79.5-'] }),
    indication('prostate', { anyOf: ['C61'], with: ['Z79.818'] }),
    indication('metastases', { anyOf: ['C79.51'], second: ['C5-', 'C6-'] }),
    indication('fracture', { anyOf: ['M80.0-'], characters: 7 }),
  ]
  const told = (...codes: (string | Diagnosis)[]) => {
    const found = supportFor(
      codes.map((each) => (typeof each === 'string' ? diagnosis(each) : each)),
      PAIRS,
    )
    if (found.kind === 'none') return 'none'
    if (found.kind === 'half') return `half ${found.indication.id} ${found.code}`
    return `${found.indication.id} ${found.codes.join('+')}${found.secondWanted ? ' wanted' : ''}`
  }

  it.each<[string, (string | Diagnosis)[], string]>([
    ['a code alone', ['M81.8'], 'alone M81.8'],
    ['a pair before the code alone', ['M81.8', 'Z79.52'], 'steroids M81.8+Z79.52'],
    ['half a pair', ['C61'], 'half prostate C61'],
    ['the first of two halves', ['C61', 'I10'], 'half prostate C61'],
    ['a whole one after a half', ['C61', 'M81.8'], 'alone M81.8'],
    ['a half whose second does not stand', ['C61', diagnosis('Z79.818', false)], 'half prostate C61'],
    ['a wanted second', ['C79.51', 'C61'], 'metastases C79.51+C61'],
    ['no wanted second', ['C79.51'], 'metastases C79.51 wanted'],
    ['a second of another kind', ['C79.51', 'I10'], 'metastases C79.51 wanted'],
    ['a code of full length', ['M80.051A'], 'fracture M80.051A'],
    ['a code that lacks a character', ['M80.051'], 'none'],
    ['one that does not stand', [diagnosis('M81.8', false)], 'none'],
    ['nothing', [], 'none'],
  ])('%s', (_, codes, says) => expect(told(...codes)).toBe(says))
})

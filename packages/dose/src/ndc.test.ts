import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ndc11, partialNdc } from './ndc.ts'

describe('the 11-digit NDC of a claim', () => {
  it.each([
    ['5-3-2', '55513-710-01', '55513071001'],
    ['4-4-2', '0002-8400-01', '00002840001'],
    ['5-4-1', '12345-6789-1', '12345678901'],
    ['5-4-2', '69794-0001-01', '69794000101'],
    ['bare', '69794000101', '69794000101'],
    ['with blanks around it', ' 55513-710-01 ', '55513071001'],
  ])('%s: %s is %s', (_, written, claimed) => expect(ndc11(written)).toBe(claimed))

  it.each([
    ['ten bare digits, which three ways of padding fit', '5551371001'],
    ['twelve digits', '555137100101'],
    ['4-3-2, nine digits', '1234-567-89'],
    ['4-4-1, nine digits', '1234-5678-9'],
    ['5-3-1, nine digits', '12345-678-9'],
    ['two parts', '55513-710'],
    ['letters', '55513-71A-01'],
    ['nothing', ''],
  ])('is not made of %s', (_, written) => expect(ndc11(written)).toBeUndefined())

  it('keeps every digit of a hyphenated code, in its own part', () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))
    const hyphenated = fc
      .constantFrom([4, 4, 2], [5, 3, 2], [5, 4, 1], [5, 4, 2])
      .chain((lengths) => fc.tuple(...lengths.map(digits)))
    fc.assert(
      fc.property(hyphenated, (parts) => {
        const claimed = ndc11(parts.join('-'))
        const [labeler, product, pack] = [claimed?.slice(0, 5), claimed?.slice(5, 9), claimed?.slice(9)]
        expect([labeler, product, pack].map(Number)).toEqual(parts.map(Number))
        expect(claimed).toMatch(/^\d{11}$/)
        expect(ndc11(claimed ?? '')).toBe(claimed)
        expect(ndc11([labeler, product, pack].join('-'))).toBe(claimed)
      }),
    )
  })
})

describe('an NDC that is not whole', () => {
  it.each([
    ['without a package part', '55513-710', ['555130710'], 'has no package part'],
    ['without a package part, padded', '55513-0710', ['555130710'], 'has no package part'],
    ['without a package part, 4-4', '0078-0435', ['000780435'], 'has no package part'],
    ['nine bare digits', '555130710', ['555130710'], 'has no package part'],
    ['eight bare digits', '55513710', ['055513710', '555130710'], 'has no package part and no hyphens'],
    ['ten bare digits', '5551371021', ['05551371021', '55513071021', '55513710201'], 'has ten digits without hyphens'],
  ])('%s: %s', (_, written, could, lacks) => expect(partialNdc(written)).toEqual({ could, lacks }))

  it.each(['55513-710-21', '55513071021', '55513-0710-014', '5551-371', '1234567', 'Prolia', '-', ''])(
    '“%s” is whole, or none at all',
    (written) => expect(partialNdc(written)).toBeUndefined(),
  )
})

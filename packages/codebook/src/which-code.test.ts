import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readWhichCode } from './load.ts'
import { whichCode } from './which-code.ts'

const decides = whichCode(readWhichCode())

describe('which code bills an NDC of several', () => {
  test('is decided by dialysis for darbepoetin, whatever the order of its codes', () => {
    for (const codes of [
      ['J0881', 'J0882'],
      ['J0882', 'J0881'],
    ])
      expect(decides(codes)).toMatchObject({ decidedBy: 'dialysis', codes: { J0881: 'not on dialysis' } })
  })

  test('is not known for codes that are not entered together', () => {
    expect(decides(['J0881', 'J0884'])).toBeUndefined()
    expect(decides(['J0881'])).toBeUndefined()
  })

  test.each([
    ['- { decidedBy: mood, codes: { J0881: x }, source: cms-hcpcs }', /which-code\.yaml:1:5: 0\.decidedBy: /],
    ['- { decidedBy: route, codes: { prolia: x }, source: cms-hcpcs }', /which-code\.yaml:1:32: 0\.codes\.prolia: /],
  ])('of %s is refused with the entry', (text, says) => {
    const folder = mkdtempSync(join(tmpdir(), 'which-code-'))
    writeFileSync(join(folder, 'which-code.yaml'), text)
    expect(() => readWhichCode(pathToFileURL(`${folder}/`))).toThrow(says)
  })
})

import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assess } from '@doseline/assessment'
import { claimSegments } from '@doseline/billing-interface'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, scenarios } from '@doseline/fhir-fixtures'
import { doseline } from '@doseline/testkit/doseline'
import type { Claim } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { serviceClaim } from '../src/service-claim.ts'

const codebook = loadCodebook()
const NOW = '2026-03-03T10:00:00Z'

/** The claims of every scenario that has any. */
const CLAIMS = scenarios().flatMap((each) => {
  const request = AssessmentRequest.parse({ ...requestFor(each), draftClaims: true })
  const { claims = [] } = assess(request, codebook, NOW)
  return claims.map((claim) => [each.name, claim as unknown as Claim] as const)
})

/** Scenarios whose claim cannot be written so, by the element that lacks something: no source says what their container holds. */
const REFUSED: Readonly<Record<string, string>> = {
  'medicare-keytruda-looked-up': 'CTP04',
  'medicare-mvasi-looked-up': 'CTP04',
  'medicare-kovaltry-looked-up': 'CTP04',
  'medicare-oncaspar-looked-up': 'CTP04',
}
const WRITTEN = CLAIMS.filter(([name]) => !(name in REFUSED))

/** A revenue code for every code: which one a hospital has is in its charge master. */
const revenueCodes = (claim: Claim): ReadonlyMap<string, string> =>
  new Map((claim.item ?? []).map(({ productOrService }) => [productOrService.coding?.[0]?.code ?? '', '0636']))

describe('the service lines of an 837', () => {
  test('there are claims to write', () => expect(CLAIMS.length).toBeGreaterThan(10))

  test.each(WRITTEN)('of %s say what the draft claim says', (_, claim) => {
    const service = serviceClaim(claim, revenueCodes(claim))
    const said = claimSegments(service)
    expect(said.filter((each) => each.startsWith('LX*'))).toHaveLength(claim.item?.length ?? 0)
    for (const item of claim.item ?? []) {
      const code = [item.productOrService, ...(item.modifier ?? [])].map(({ coding }) => coding?.[0]?.code).join(':')
      expect(said).toContainEqual(expect.stringContaining(`HC:${code}`))
      const ndc = item.detail?.[0]?.productOrService.coding?.[0]?.code
      if (ndc) expect(said).toContain(`LIN**N4*${ndc}`)
    }
  })

  test.each(CLAIMS.filter(([name]) => name in REFUSED))('of %s are refused, by element', (name, claim) => {
    expect(() => claimSegments(serviceClaim(claim, revenueCodes(claim)))).toThrow(`${REFUSED[name]}:`)
  })

  const pyx12 = python()
  test.skipIf(pyx12 === undefined).each(WRITTEN)('of %s are accepted by pyx12', (_, claim) => {
    const service = serviceClaim(claim, revenueCodes(claim))
    const file = join(mkdtempSync(join(tmpdir(), 'doseline-837-')), 'claim.837')
    writeFileSync(file, interchange(service.type, claimSegments(service)))
    expect(
      execFileSync(pyx12 ?? '', ['-m', 'pyx12.scripts.x12valid', file], { encoding: 'utf8', stdio: 'pipe' }),
    ).toBeDefined()
  })
})

describe('doseline claim 837', () => {
  test('prints the segments of a scenario, each with its terminator', async () => {
    const { exit, said } = await doseline([
      'claim',
      '837',
      'medicare-mepsevii-discard-recorded',
      '--revenue-code',
      'J3397=0636',
      '--revenue-code',
      '96365=0260',
      '--revenue-code',
      '96366=0260',
    ])
    expect(exit).toBe(0)
    expect(said).toMatch(/^HI\*ABK:E7629/m)
    expect(said).toMatch(/^LX\*1~$/m)
  })
})

/** A Python that has pyx12; undefined where there is none. */
function python(): string | undefined {
  const found = process.env.PYX12_PYTHON ?? 'python3'
  try {
    execFileSync(found, ['-c', 'import pyx12'], { stdio: 'ignore' })
    return found
  } catch {
    return undefined
  }
}

/** The claim within the least that a whole interchange needs around it. No provider, patient or payer is meant. */
function interchange(type: 'professional' | 'institutional', segments: readonly string[]): string {
  const isProfessional = type === 'professional'
  const version = isProfessional ? '005010X222A1' : '005010X223A2'
  const lines = segments.findIndex((each) => each.startsWith('LX*'))
  const claim = isProfessional
    ? ['CLM*ACCT1*0***11:B:1*Y*A*Y*Y', ...segments]
    : [
        'CLM*ACCT1*0***13:A:1**A*Y*Y',
        'DTP*434*RD8*20260302-20260302',
        'CL1*1*1*01',
        ...segments.slice(0, lines),
        'NM1*71*1*EXAMPLE*DOCTOR****XX*1234567893',
        ...segments.slice(lines),
      ]
  const set = [
    `ST*837*0001*${version}`,
    'BHT*0019*00*1*20260302*1200*CH',
    'NM1*41*2*EXAMPLE*****46*SUB1',
    'PER*IC*BILLING*TE*5555551234',
    'NM1*40*2*PAYER*****46*PAY1',
    'HL*1**20*1',
    `PRV*BI*PXC*${isProfessional ? '207RX0202X' : '282N00000X'}`,
    'NM1*85*2*EXAMPLE*****XX*1234567893',
    'N3*1 MAIN ST',
    'N4*ANYTOWN*NY*123450001',
    'REF*EI*123456789',
    'HL*2*1*22*0',
    'SBR*P*18*******MB',
    'NM1*IL*1*EXAMPLE*PATIENT****MI*1EG4TE5MK73',
    'N3*1 MAIN ST',
    'N4*ANYTOWN*NY*12345',
    'DMG*D8*19500101*F',
    'NM1*PR*2*PAYER*****PI*00120',
    ...claim,
  ]
  const isa =
    'ISA*00*          *00*          *ZZ*SUB1           *ZZ*PAY1           *260302*1200*^*00501*000000001*0*T*:'
  const all = [
    isa,
    `GS*HC*SUB1*PAY1*20260302*1200*1*X*${version}`,
    ...set,
    `SE*${set.length + 1}*0001`,
    'GE*1*1',
    'IEA*1*000000001',
  ]
  return all.map((each) => `${each}~\n`).join('')
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, scenario } from '@doseline/fhir-fixtures'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine } from '../src/engine.ts'
import { type JudgingPool, judgingPool, WORKER_FILE } from '../src/judging/pool.ts'
import { checkService } from '../src/operator/check.ts'
import { type Codebooks, codebooksOf, departuresIn } from '../src/policies.ts'
import { Tenants } from '../src/tenants.ts'

const SOURCE = 'sources: { letter: { publisher: Example contractor, title: A letter, read: 2026-11-24 } }\n'
/** An authorization that Part B does not ask for by what is shipped, confirmed. */
const AUTHORIZATION = `${SOURCE}payers:
  medicare-part-b:
    drugs:
      denosumab-60mg:
        priorAuthorization:
          - from: 2026-01-01
            value: required
            source: letter
            overrides: The contractor asks this clinic for it since its audit
`
/** An interval that the chart’s last dose keeps too little of. */
const INTERVAL = `${SOURCE}payers:
  medicare-part-b:
    drugs:
      denosumab-60mg: { interval: [{ from: 2026-01-01, every: 12, unit: months, source: letter }] }
`
const ORGANIZATIONS = {
  tenants: [
    { key: 'plain', label: 'Without policies of its own' },
    { key: 'yearly', label: 'With a policy of its own', policies: ['yearly'] },
  ],
}
const PROLIA = AssessmentRequest.parse({ ...requestFor(scenario('medicare-prolia-in-order')), include: ['evidence'] })

const folder = mkdtempSync(join(tmpdir(), 'policies-'))
const at = (name: string): string => join(folder, name)
const config = { policies: at('site'), tenantsFile: at('tenants.json') }
const tenants = Tenants.parse(ORGANIZATIONS)
const [plain, yearly] = tenants.tenants
let books: Codebooks
const pools: JudgingPool[] = []

beforeAll(() => {
  mkdirSync(at('site'))
  mkdirSync(at('yearly'))
  writeFileSync(at('site/authorization.yaml'), AUTHORIZATION)
  writeFileSync(at('yearly/interval.yaml'), INTERVAL)
  writeFileSync(at('tenants.json'), JSON.stringify(ORGANIZATIONS))
  books = codebooksOf(config, tenants)
})
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()))
  rmSync(folder, { recursive: true })
})

/** What holds the dose. */
const holding = (findings: readonly { id: string; severity: string; outcome: string }[]) =>
  findings.flatMap(({ id, severity, outcome }) =>
    severity === 'required' && (outcome === 'fails' || outcome === 'cannot-tell') ? [id] : [],
  )

describe('policies of a site and of a tenant', () => {
  test('are judged by: those of the site for everyone, those of a tenant for it alone, and each answer says whose', () => {
    const engine = createEngine({ ...books, now: () => '2026-03-03T10:00:00Z', version: 'test' })
    const [one, other] = [plain, yearly].map((tenant) => {
      if (!tenant) throw new Error('there is a tenant')
      const [dose] = engine.assess(PROLIA, tenant).answer.assessments
      if (!dose) throw new Error('there is a dose')
      return dose
    })
    expect(holding(one?.findings ?? [])).toEqual(['coverage/prior-authorization-is-on-file'])
    expect(holding(other?.findings ?? []).toSorted()).toEqual([
      'coverage/prior-authorization-is-on-file',
      'necessity/enough-time-has-passed',
    ])
    const layers = (dose: typeof one) => new Set(dose?.sources?.flatMap(({ layer }) => layer ?? []))
    expect([layers(one), layers(other)]).toEqual([new Set(['site']), new Set(['site', 'tenant'])])
    expect(one?.edition).not.toBe(other?.edition)
  })

  test('reach the threads that judge', async () => {
    const pool = judgingPool({
      file: WORKER_FILE,
      contents: books.codebook.contents,
      tenantContents: new Map([...books.codebooks].map(([key, { contents }]) => [key, contents])),
      version: 'test',
      size: 1,
      limit: 60_000,
      patience: 60_000,
    })
    pools.push(pool)
    await pool.ready
    const judged = async (tenant: typeof plain) => {
      if (!tenant) throw new Error('there is a tenant')
      const { text } = await pool.judge(
        {
          api: 'rest',
          body: {
            bytes: new TextEncoder().encode(JSON.stringify(PROLIA)).buffer,
            type: 'application/json',
            encoding: 'identity',
          },
          asker: { tenant, who: 'somebody', kind: 'demo', reach: 'all' },
          now: '2026-03-03T10:00:00Z',
        },
        { posted: async () => ({ postedCharges: [], sentMessages: [] }) },
      )
      return holding(JSON.parse(new TextDecoder().decode(text)).assessments[0].findings)
    }
    expect(await judged(plain)).toEqual(['coverage/prior-authorization-is-on-file'])
    expect(await judged(yearly)).toContain('necessity/enough-time-has-passed')
  })

  test('are said where they depart from a confirmed value: once, with the reason', () => {
    const said = departuresIn(books.codebook, books.codebooks)
    expect(said).toEqual([
      {
        of: 'site',
        departures: [
          expect.stringMatching(
            /site\/authorization\.yaml:7:13: .*priorAuthorization\.0: It departs from a confirmed value: value not required since 2023-12-21 .* Why: The contractor asks this clinic/,
          ),
        ],
      },
      { of: 'yearly', departures: [] },
    ])
  })

  test.each([
    [
      'a file that is not there',
      { ...config, policies: at('none') },
      /none is not there: name a policy file, or a folder/,
    ],
    [
      'a folder without one',
      { ...config, policies: at('empty') },
      /empty holds no policy file: their names end in \.yaml/,
    ],
    [
      'a file that is wrong',
      { ...config, policies: at('wrong.yaml') },
      /^.*wrong\.yaml:1:1: payer: There is no element “payer” here\. Write “payers”\.$/,
    ],
  ])('keep the service from starting: %s', (_, wrong, says) => {
    mkdirSync(at('empty'), { recursive: true })
    writeFileSync(at('wrong.yaml'), 'payer: {}\n')
    expect(() => codebooksOf(wrong, tenants)).toThrow(says)
  })

  test('are checked by “doseline check”, which lists each departure', async () => {
    const said: string[] = []
    const environment = {
      DOSELINE_TENANTS: at('tenants.json'),
      DOSELINE_POLICIES: at('site'),
      DOSELINE_PUBLIC_URL: 'https://doseline.example',
    }
    expect(await checkService({ file: undefined, online: false }, environment, (line) => said.push(line))).toBe(0)
    expect(said.join('\n')).toContain('policies: 1 files of the site, and 1 tenants with files of their own')
    expect(said.join('\n')).toContain('The contractor asks this clinic for it since its audit')
    writeFileSync(at('yearly/interval.yaml'), INTERVAL.replace('months', 'weeks'))
    said.length = 0
    expect(await checkService({ file: undefined, online: false }, environment, (line) => said.push(line))).toBe(1)
    expect(said.join('\n')).toMatch(/interval\.yaml:5:\d+: .*interval\.0\.unit: “weeks” is none of the values/)
  })
})

import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { day, exactText } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { icd10cmOrder } from '../import/icd10cm-order.ts'
import { readBulletin } from '../import/read-bulletin.ts'
import { inMemory, readLines } from '../import/source-file.ts'
import { loadCodebook, loadReleases, RELEASES, readData } from '../load.ts'
import { type BillingUnit, billingUnit } from './billing-unit.ts'
import type { Releases } from './releases.ts'
import { releasesOf } from './testing/releases-of.ts'
import { unitText } from './unit-text.ts'
import { planUpdate } from './update.ts'

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const releases = loadReleases()
const ON = day('2026-03-02')
const rows = releases.codes(ON).flatMap((code) => releases.ofCode(code, ON))
const shown = (unit: BillingUnit | undefined) => unit && `${unit.kind}: ${unitText(unit)}`

describe('one billing unit, as CMS writes it', () => {
  test.each([
    ['1  MG', 'amount: 1 mg'],
    ['1MG', 'amount: 1 mg'],
    ['.625 GM', 'amount: 0.625 g'],
    ['100,000 UNITS', 'amount: 100000 units'],
    ['1 million\u00A0PFU', 'amount: 1 million PFU'],
    ['1 I.U. VWF:RCO', 'amount: 1 IU (vwf:rco)'],
    ['PER FACTOR VIII IU', 'amount: 1 IU (factor viii)'],
    ['300 MCG (1500 IU)', 'amount: 300 mcg (1500 iu)'],
    ['75MG (50MG cft/25MG taz)', 'amount: 75 mg (50mg cft/25mg taz)'],
    ['1000 CC', 'amount: 1000 mL'],
    ['UP TO 1 GM', 'amount: up to 1 g'],
    // A hyphen is “and”: the pair is one unit.
    ['0.25 MG - 5 MG', 'combination: 0.25 mg and 5 mg'],
    ['4 MG-4 MG-2 MG', 'combination: 4 mg and 4 mg and 2 mg'],
    ['3 MG & 3 MG', 'combination: 3 mg and 3 mg'],
    // What is billed is the volume; the milligrams say what it holds.
    ['5 MG/20 MG 100 ML', 'amount: 100 mL (5 mg/20 mg)'],
    ['PER VIAL', 'occasion: 1 vial'],
    ['1 EA', 'occasion: 1 each'],
    ['Per 3.2 MG single-use applicator', 'occasion: 1 applicator (3.2 mg)'],
    ['Per infusion (minimum 50 million cells)', 'occasion: 1 infusion (minimum 50 million cells)'],
    ['Greater than 100 MG', 'bounded: 1 administration (greater than 100 mg)'],
    [
      'Up to 110 million CAR-positive viable T cells, per therapeutic dose',
      'occasion: up to 1 therapeutic dose (up to 110 million car-positive viable t cells, per therapeutic dose)',
    ],
  ])('“%s” is %s', (text, expected) => expect(shown(billingUnit(text))).toBe(expected))

  test.each([
    '',
    '1',
    'MG',
    '0 MG',
    '1 MGS',
    '10 MG or 20 MG',
    '1,00 MG',
    '10,0000 UNITS',
    ',5 MG',
    '1 MG,',
    '1 MG (',
    'per',
    'PER BAG',
    '-1 MG',
    '1 to 2 MG',
  ])('“%s” is not guessed', (text) => expect(billingUnit(text)).toBeUndefined())
})

describe('the crosswalk and the payment limits of January 2026', () => {
  test('every code has a unit, and every dosage text is read', () => {
    const codes = releases.codes(ON)
    expect(codes).toHaveLength(878)
    expect(codes.filter((code) => releases.unitOf(code, ON) === undefined)).toEqual([])
    const texts = rows.map(({ row }) => row.dosage)
    const limits = codes.flatMap((code) => releases.limit(code, ON)?.value.dosage ?? [])
    expect([...texts, ...limits].filter((text) => billingUnit(text) === undefined)).toEqual([])
    expect(limits).toHaveLength(877)
  })

  test('every row is counted once: what agrees, what is rounded up, what is a placeholder, what contradicts itself', () => {
    const how = ({ units, roundedUp, says }: (typeof rows)[number]) =>
      units ? (roundedUp ? 'rounded up' : 'agrees') : says?.includes('potency') ? 'placeholder' : 'contradicts'
    const counts = Object.fromEntries([...Map.groupBy(rows, how)].map(([kind, those]) => [kind, those.length]))
    expect(counts).toEqual({ agrees: 6769, 'rounded up': 145, placeholder: 161, contradicts: 49 })
    expect(new Set(rows.map(({ row }) => row.ndc)).size).toBe(6945)
    expect(new Set(rows.flatMap(({ says, row }) => (says?.includes('potency') ? [row.code] : []))).size).toBe(36)
  })

  test('NDCs that stand under several codes are told under each', () => {
    const several = [...Map.groupBy(rows, ({ row }) => row.ndc).values()].filter((those) => those.length > 1)
    expect(several).toHaveLength(137)
    expect(
      releases.listed('00264780009', ON).map(({ row, units }) => [row.code, units && exactText(units.perContainer)]),
    ).toEqual([
      ['J7030', '1'],
      ['J7040', '2'],
      ['J7050', '4'],
    ])
  })

  test.each([
    ['00703321381', 'J9267', '30', '30'],
    ['44567080210', 'J2543', '3', '30'],
    ['00487980101', 'J7644', '0.5', '15'],
    ['71349007006', 'J7354', '1', '6'],
    ['50419034458', 'Q9967', '500', '4000'],
  ])('NDC %s under %s: %s units a container, %s the package', (ndc, code, perContainer, perPackage) => {
    const [{ row, units } = { row: undefined, units: undefined }] = releases.listed(ndc, ON)
    expect(row?.code).toBe(code)
    expect(units && [exactText(units.perContainer), exactText(units.perPackage)]).toEqual([perContainer, perPackage])
  })

  test.each([
    ['a package that was not multiplied', '39822450002', /both columns give the same units/],
    ['a carton that is not counted', '00338358301', /6 times one container, and PKG QTY is 1/],
    ['tablets that are counted as the size', '00591505221', /the count of pieces/],
    ['a slip', '50090637700', /are 31\.25, and the package is given as 33/],
  ])('%s gives no units, and says why', (_, ndc, says) => {
    const [listed] = releases.listed(ndc, ON)
    expect(listed?.units).toBeUndefined()
    expect(listed?.says).toMatch(says)
  })

  test('a row that agrees with itself and not with the rest is told, with its units', () => {
    expect(releases.listed('61703033956', ON)[0]?.units).toBeDefined()
    const doubted = rows.filter(({ doubts }) => doubts.length > 0).map(({ row }) => `${row.code} ${row.ndc}`)
    expect(doubted).toContain('J9045 61703033956')
    expect(doubted).toContain('J7612 62135082984')
    expect(doubted).toContain('J7030 65219022225')
    expect(doubted).toContain('J3301 00003029305')
    // A lock flush of 1 mL that holds another concentration than the one of 5 mL, and a vial without its volume.
    expect(doubted).toContain('J1642 64253044422')
    expect(doubted).toContain('J2430 67457044610')
    expect(doubted).toHaveLength(32)
    const [pamidronate] = releases.listed('67457044610', ON)
    expect(pamidronate?.doubts).toMatchObject([
      { about: 'volume', says: 'PKG SIZE is 1, and 10 in every other row of J2430 (lines 3398, 3399, 3400, 3401).' },
    ])
  })

  test('“up to” is taken from the long description where the dosage text drops it', () => {
    expect(releases.ofCode('J2550', ON).every(({ unit }) => unit?.upTo !== true)).toBe(true)
    expect(shown(releases.unitOf('J2550', ON))).toBe('amount: up to 50 mg')
  })

  test('a limit that is no number keeps the notes that say the price; coinsurance is not always 20', () => {
    expect(releases.limit('A9606', ON)?.value).toMatchObject({
      notes: ['microCurie 100% AWP = $202.82', 'microCurie 100% WAC = $169.02'],
    })
    expect(releases.limit('A9606', ON)?.value.perUnit).toBeUndefined()
    expect(releases.limit('J0897', ON)?.value).toMatchObject({ perUnit: '29.457', coinsurance: '17.585' })
    expect(releases.limit('90656', ON)?.value.vaccine).toEqual({
      ofAwp: '95',
      limit: expect.stringMatching(/^\d+\.\d{3}$/),
    })
  })

  test('a day before the release is not known, one after it is stale', () => {
    expect(releases.listed('55513071001', day('2025-12-31'))).toEqual([])
    expect(releases.limit('J0897', day('2025-12-31'))).toBeUndefined()
    expect(releases.limit('J0897', day('2026-03-31'))?.isStale).toBe(false)
    expect(releases.limit('J0897', day('2026-04-01'))?.isStale).toBe(true)
  })
})

describe('a release that is taken in', () => {
  const head =
    'HCPCS Code,Short Description,HCPCS Code Dosage,Payment Limit,Co-insurance Percentage,Vaccine AWP%,Vaccine Limit,Blood AWP%,Blood limit,Clotting Factor,Notes'
  const limits = (span: string, ...lines: string[]) =>
    Buffer.from(`"Effective ${span}"\n${head}\n${lines.join('\n')}\n`)
  const where = { data: readData(), releases }
  const planned = (bytes: Buffer, how: { accepted?: string; in?: Releases } = {}) => {
    const given = { file: 'limits.csv', digest: digestOf(bytes), read: day('2026-04-02'), accepted: how.accepted }
    return planUpdate(readBulletin(bytes), given, { ...where, releases: how.in ?? where.releases })
  }
  /** What is shipped, in a folder of its own. */
  const withReleases = () => {
    const folder = mkdtempSync(join(tmpdir(), 'releases-'))
    cpSync(fileURLToPath(new URL('../', RELEASES)), folder, { recursive: true })
    return {
      keep: ({ head, bytes }: { head: { id: string }; bytes: Buffer }) =>
        writeFileSync(join(folder, 'releases', `${head.id}.tsv`), bytes),
      releases: () => loadReleases(pathToFileURL(`${folder}/`)),
    }
  }

  test('says what was added, changed and ended since the one before, and that it looks cut short', () => {
    const { release } = planned(
      limits(
        'April 1, 2026 through June 30, 2026',
        'J0897,Denosumab,1 MG,30.1,18,,,,,,',
        'J9999,Other,1 MG,1.000,20,,,,,,',
      ),
    )
    expect(release.head).toMatchObject({
      id: 'payment-limits-2026-04',
      from: '2026-04-01',
      through: '2026-06-30',
      rows: 2,
    })
    expect(release.since).toMatchObject({ added: ['J9999'], changed: ['J0897'] })
    expect(release.since?.ended).toHaveLength(876)
    expect(release.looksDamaged).toMatch(/2 rows, and payment-limits-2026-01 has 877/)
  })

  test('is refused where another file of the same quarter is loaded, until a person says why it is taken in its place', () => {
    const corrected = limits('January 1, 2026 through March 31, 2026', 'J0897,Denosumab,1 MG,30.1,18,,,,,,')
    const { release: refused } = planned(corrected)
    expect(refused.refused).toBe(
      'payment-limits-2026-01 is loaded already for these days, from another file (part-b-payment-limits-2026-01.csv). Where this one is to be used in its place, say why with --accept: it is kept as payment-limits-2026-01-r2, beside the first.',
    )
    expect(refused.since?.before.id).toBe('payment-limits-2026-01')
    const first = withReleases()
    const { release } = planned(corrected, { accepted: 'CMS corrected it', in: first.releases() })
    expect([release.refused, release.head.id, release.head.accepted]).toEqual([
      undefined,
      'payment-limits-2026-01-r2',
      'CMS corrected it',
    ])
    first.keep(release)
    const both = first.releases()
    expect(both.limit('J0897', day('2026-02-02'))).toMatchObject({
      value: { perUnit: '30.1' },
      release: { id: 'payment-limits-2026-01-r2' },
    })
    const again = limits('January 1, 2026 through March 31, 2026', 'J0897,Denosumab,1 MG,30.2,18,,,,,,')
    expect(planned(again, { in: both }).release.refused).toMatch(
      /^payment-limits-2026-01-r2 .* payment-limits-2026-01-r3/,
    )
    expect(planned(corrected, { in: both }).release).toMatchObject({
      isLoaded: true,
      head: { id: 'payment-limits-2026-01-r2' },
    })
  })

  const crosswalk = (...rows: string[]) =>
    Buffer.from(
      `"Effective April 1, 2026 through June 30, 2026"\n_2026_CODE,Short Description,LABELER NAME,NDC2,Drug Name,HCPCS dosage,PKG SIZE,PKG QTY,BILLUNITS,BILLUNITSPKG\n${rows.join('\n')}\n`,
    )
  const row = (at: number, cells: string) => `J9271,x,Example,99998-000${at}-01,Example,${cells}`

  test('of which the columns contradict themselves in many rows is refused: they look swapped', () => {
    const swapped = [1, 2, 3, 4, 5].map((at) => row(at, '1 MG,4,10,1000,100'))
    expect(planned(crosswalk(...swapped)).release.looksDamaged).toMatch(/cut short/)
    const alone = { in: releasesOf() }
    expect(planned(crosswalk(...swapped), alone).release.looksDamaged).toBe(
      'in 5 of 5 rows PKG QTY × BILLUNITS is not BILLUNITSPKG: its columns look swapped.',
    )
    const right = [1, 2, 3, 4, 5].map((at) => row(at, '1 MG,4,10,100,1000'))
    expect(planned(crosswalk(...right), alone).release.looksDamaged).toBeUndefined()
  })

  test('names the dosage texts that are not read', () => {
    const bytes = crosswalk(
      row(1, '1 MG,4,1,100,100'),
      row(2, '10 furlongs,4,1,100,100'),
      row(3, '10 furlongs,4,1,1,1'),
    )
    expect(planned(bytes).release.unread).toEqual(['J9271 “10 furlongs” (line 4)'])
  })

  test('an order file of CMS stands in for the list of ICD-10-CM that is shipped, once a person says so', () => {
    const order = ['00001 C34     0 Lung', '00002 C3490   1 Lung']
      .map((row) => `${row.padEnd(77)}Long description`)
      .join('\n')
    const bytes = Buffer.from(order)
    const given = { file: 'icd10cm_order_2026.txt', digest: digestOf(bytes), read: day('2026-04-02') }
    const plan = async (accepted?: string) => {
      const read = await readLines(inMemory(given.file, bytes), icd10cmOrder(given.file), () => undefined)
      return planUpdate(read, { ...given, accepted }, where).release
    }
    return Promise.all([plan(), plan('the file of CMS itself')]).then(([refused, taken]) => {
      expect(refused.refused).toMatch(/^icd-10-cm-2025-10 is loaded already .* --accept/)
      expect([taken.refused, taken.head.id]).toEqual([undefined, 'icd-10-cm-2025-10-r2'])
    })
  })

  test('is used from its first day on, and the one before until then', () => {
    const folder = mkdtempSync(join(tmpdir(), 'releases-'))
    cpSync(fileURLToPath(new URL('../', RELEASES)), folder, { recursive: true })
    const { release } = planned(limits('April 1, 2026 through June 30, 2026', 'J0897,Denosumab,1 MG,30.1,18,,,,,,'))
    writeFileSync(join(folder, 'releases', `${release.head.id}.tsv`), release.bytes)
    const both = loadReleases(pathToFileURL(`${folder}/`))
    expect(both.limit('J0897', day('2026-03-31'))?.value.perUnit).toBe('29.457')
    expect(both.limit('J0897', day('2026-04-01'))).toMatchObject({ value: { perUnit: '30.1' }, isStale: false })
    const changed = release.bytes.toString('utf8').replace('30.1', '3.01')
    writeFileSync(join(folder, 'releases', `${release.head.id}.tsv`), changed)
    const torn = loadReleases(pathToFileURL(`${folder}/`))
    expect(() => torn.limit('J0897', day('2026-04-01'))).toThrow(/its rows are not those that it was made with/)
    writeFileSync(join(folder, 'releases', 'torn.tsv'), '# id: torn\n# kind: hcpcs\n')
    expect(() => loadReleases(pathToFileURL(`${folder}/`))).toThrow('releases/torn.tsv: the head has no “# publisher:”')
  })

  test('a table of unlikely edits is kept by whose claims it is for', () => {
    const table = (of: string, units: number) =>
      Buffer.from(
        `"HCPCS/\nCPT Code",${of} MUE Values,MUE Adjudication Indicator,MUE Rationale\nJ9271,${units},3 Date of Service Edit: Clinical,x\n`,
      )
    const folder = mkdtempSync(join(tmpdir(), 'releases-'))
    cpSync(fileURLToPath(new URL('../', RELEASES)), folder, { recursive: true })
    for (const bytes of [table('Practitioner Services', 400), table('Outpatient Hospital Services', 300)]) {
      const given = { file: 'mue.csv', digest: digestOf(bytes), read: day('2026-01-02'), from: day('2026-01-01') }
      const { release } = planUpdate(readBulletin(bytes), given, where)
      writeFileSync(join(folder, 'releases', `${release.head.id}.tsv`), release.bytes)
    }
    const codebook = loadCodebook(pathToFileURL(`${folder}/`))
    const place = { resource: 'MedicationAdministration/m1', element: 'medication' }
    const drug = { ndc: [{ name: '00006302602', place }], rxnorm: [], hcpcs: [], text: [] }
    const recognised = codebook.recognise(drug)
    const product = 'product' in recognised ? recognised.product : undefined
    const mueIn = (setting?: 'office' | 'on-campus outpatient hospital') =>
      codebook.effectiveOn(day('2026-03-02'), 'medicare-part-b', 'cms', { setting }).values(product).mue
    expect(mueIn('office')).toMatchObject({ known: true, value: { units: 400, mai: 3 } })
    expect(mueIn('on-campus outpatient hospital')).toMatchObject({ value: { units: 300, mai: 3 } })
    expect(mueIn()).toMatchObject({ value: { units: 300, mai: 3 } })
    expect(codebook.data.find(({ set }) => set === 'cms-mue-outpatient')).toEqual({
      set: 'cms-mue-outpatient',
      edition: 'mue-outpatient-2026-01',
      day: '2026-03-31',
      values: 1,
    })
  })

  test('a new NDC of a code of which the code book holds products is to be entered with them', () => {
    const csv = `"Effective April 1, 2026 through June 30, 2026"\n_2026_CODE,Short Description,LABELER NAME,NDC2,Drug Name,HCPCS dosage,PKG SIZE,PKG QTY,BILLUNITS,BILLUNITSPKG\nJ0897,x,Example,99998-0001-01,Denosumab,1 MG,1,1,60,60\n`
    const bytes = Buffer.from(csv)
    const { release } = planUpdate(
      readBulletin(bytes),
      { file: 'x.csv', digest: digestOf(bytes), read: day('2026-04-02') },
      where,
    )
    const folder = mkdtempSync(join(tmpdir(), 'releases-'))
    cpSync(fileURLToPath(new URL('../', RELEASES)), folder, { recursive: true })
    writeFileSync(join(folder, 'releases', `${release.head.id}.tsv`), release.bytes)
    const place = { resource: 'MedicationAdministration/m1', element: 'medication' }
    const drug = { ndc: [{ name: '99998000101', place }], rxnorm: [], hcpcs: [], text: [] }
    expect(loadCodebook(pathToFileURL(`${folder}/`)).recognise(drug)).toMatchObject({
      noProduct: 'not supported',
      says: expect.stringMatching(/J0897 .*is to be entered with them/),
    })
  })

  test('a file that does not say its days is not taken without them', () => {
    const bytes = Buffer.from(
      'HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,ADD DT,ACT EFF DT,TERM DT\nJ0897,0010,3,"Injection, denosumab, 1 mg",x,20120101,20120101,\n',
    )
    expect(() => planned(bytes)).toThrow('limits.csv does not say from which day on it applies')
  })
})

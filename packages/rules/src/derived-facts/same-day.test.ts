import { loadCodebook } from '@doseline/codebook'
import { type ChartedDose, day, exactText, known, missing, type OtherDose } from '@doseline/dose'
import { describe, expect, test } from 'vitest'
import { aChartedDose, anotherDose, charted, MEPSEVII, named, PROLIA, XGEVA } from '../testing/a-charted-dose.ts'
import { deriveFacts } from './derive-facts.ts'

const codebook = loadCodebook()
const ON = { administration: 'MedicationAdministration/ma-2', administeredOn: known(day('2026-03-02')) }

function others(differs: Partial<OtherDose>, dose: Partial<ChartedDose> = {}) {
  const other = anotherDose({ ...ON, ...differs })
  const [first] = deriveFacts([aChartedDose({ otherDoses: known([other]), ...dose })], codebook, 'cms')
  const sameDay = first?.facts.sameDay
  if (!sameDay?.known) throw new Error(sameDay?.says)
  return sameDay.value.others.map(
    ({ brand, isSameProduct, perhaps, administeredAmount }) =>
      perhaps ??
      `${isSameProduct ? 'same' : 'other'} ${brand} ${administeredAmount.known ? exactText(administeredAmount.value) : '?'}`,
  )
}

describe('another dose of the day', () => {
  test.each<[string, Partial<OtherDose>, string[]]>([
    ['of the same product', {}, ['same Prolia 60']],
    ['that was stopped', { status: 'stopped' }, ['same Prolia 60']],
    ['of the other strength', { drug: known(XGEVA), dose: known(charted('120 mg')) }, ['other Xgeva 120']],
    ['of a biosimilar', { drug: known(named({ text: 'Jubbonti' })) }, ['other Jubbonti 60']],
    ['of another drug', { drug: known(MEPSEVII) }, []],
    ['of a drug the code book does not hold', { drug: known(named({ text: 'ceftriaxone' })) }, []],
    ['of another day, four days before', { administeredOn: known(day('2026-02-26')) }, []],
    [
      'of the day before, sooner than one was due',
      { administeredOn: known(day('2026-03-01')) },
      ['it is of 2026-03-01, in no other visit, and no dose was due so soon'],
    ],
    [
      'of the day before, in another visit',
      { administeredOn: known(day('2026-03-01')), encounter: 'Encounter/e9' },
      [],
    ],
    ['of the day before, of another drug', { administeredOn: known(day('2026-03-01')), drug: known(MEPSEVII) }, []],
    ['that was entered in error', { status: 'entered-in-error' }, []],
    ['that was not given', { status: 'not-done' }, []],
    ['that may still run', { status: 'in-progress' }, ['its status in-progress does not say that it was given']],
    ['that nobody knows was given', { status: 'unknown' }, ['its status unknown does not say that it was given']],
    ['without a day', { administeredOn: missing('not-recorded', 'No day.') }, ['its day is not known']],
    ['without a drug', { drug: missing('not-recorded', 'No drug.') }, ['its drug is not known']],
    ['named in words that fit several', { drug: known(named({ text: 'denosumab' })) }, ['its drug is not certain']],
    ['named by a code alone', { drug: known(named({ hcpcs: 'J0897' })) }, ['only a code says which drug it was']],
    ['named by the code of another drug alone', { drug: known(named({ hcpcs: 'J3397' })) }, []],
    [
      'that contradicts itself',
      { drug: known({ ...PROLIA, text: named({ text: 'Xgeva' }).text }) },
      ['its drug is charted as two'],
    ],
  ])('%s', (_, differs, expected) => expect(others(differs)).toEqual(expected))

  test('says the most that is labeled, where that is known', () => {
    const most = (dose: Partial<ChartedDose>) => {
      const [first] = deriveFacts([aChartedDose(dose)], codebook, 'cms')
      return first?.facts.sameDay.known ? first.facts.sameDay.value.most : undefined
    }
    expect(exactText(most({}) ?? expect.fail('Prolia has a labeled dose'))).toBe('60')
    expect(most({ drug: known(MEPSEVII) })).toBeUndefined()
  })

  test('is not known where the doses, the product or the day are not', () => {
    const gone = missing('failed', 'Gone.')
    const because = (dose: Partial<ChartedDose>) =>
      deriveFacts([aChartedDose(dose)], codebook, 'cms').map(({ facts: { sameDay } }) => !sameDay.known && sameDay.says)
    expect(because({ otherDoses: gone })).toEqual(['Gone.'])
    expect(because({ drug: gone })).toEqual(['Gone.'])
    expect(because({ administeredOn: gone })).toEqual(['Gone.'])
  })
})

test('a reason that a person states for one dose of a line is one for all of it', () => {
  const reason = { ...known('ordered so'), attested: { by: 'Ana', at: '2026-03-03T10:00:00Z' } }
  const second = { administration: 'MedicationAdministration/ma-2', dailyDoseReason: reason }
  const [first] = deriveFacts([aChartedDose(), aChartedDose(second)], codebook, 'cms')
  expect(first?.facts.dailyDoseReason).toMatchObject({ known: true, value: 'ordered so' })
})

import { day, exactly, known, missing } from '@doseline/dose'
import { describe, expect, it } from 'vitest'
import type { DoseFacts } from './dose-facts.ts'
import { factShows, listed, units } from './format.ts'
import { aDose } from './testing/a-dose.ts'

describe('what a fact says', () => {
  it.each<[string, keyof DoseFacts, DoseFacts, string]>([
    ['a missing one, why', 'diagnoses', { ...aDose(), diagnoses: missing('refused', 'Refused.') }, 'Refused.'],
    ['an amount', 'administeredAmount', aDose({ dose: { given: exactly('57.5') } }), '57.5 mg'],
    ['a day of doses', 'dailyAmount', aDose({ dose: { given: exactly(120), inDoses: 2 } }), '120 mg in 2 doses'],
    ['a drug, each name once', 'drug', aDose(), 'Prolia and 55513071001'],
    ['no code', 'codesNamed', aDose(), 'no code'],
    ['codes', 'codesNamed', aDose({ codes: [{ code: 'J3397', by: 'a charge' }] }), 'J3397 on a charge'],
    ['no diagnosis', 'diagnoses', aDose({ diagnoses: [{ icd10cm: 'M81.0', because: 'over' }] }), 'no active diagnosis'],
    ['diagnoses', 'diagnoses', aDose({ diagnoses: [{ icd10cm: 'M81.0' }, { words: 'Asthma' }] }), 'M81.0 and Asthma'],
    ['no coverage', 'coverages', { ...aDose(), coverages: known([]) }, 'no coverage'],
    ['a first dose', 'previousDose', aDose(), 'none in the chart'],
    ['no authorization', 'authorizations', aDose(), 'no authorization'],
    ['an authorization', 'authorizations', aDose({ authorizations: [{ outcome: 'denied' }] }), 'unnumbered (denied)'],
    ['no charge', 'charges', aDose(), 'no other charge'],
    ['how it was bought', 'acquired', aDose({ acquired: '340B' }), 'bought under 340B'],
    ['what was supplied', 'acquired', aDose({ acquired: 'supplied' }), 'supplied'],
    ['coverages', 'coverages', aDose({ otherCoverages: [{}] }), 'Medicare Part B (active) and Another payer (active)'],
    ['earlier doses', 'earlierDoses', aDose({ earlierDoses: [day('2025-01-02')] }), '2025-01-02'],
    ['no earlier dose', 'earlierDoses', aDose(), 'none in the chart'],
    ['no other drug', 'otherProducts', aDose(), 'none in the chart'],
    ['a record', 'documentation', aDose(), 'lot A12, expires 2027-01-31, subcutaneous, left upper arm'],
    ['an empty record', 'documentation', aDose({ documentation: {} }), 'nothing'],
    ['a place', 'setting', aDose(), 'an office'],
    ['no result', 'results', aDose(), 'none'],
    ['a result without a day', 'results', aDose({ results: [{ result: 'gusb', label: 'GUSB test' }] }), 'GUSB test'],
    ['no modifier', 'modifiersNamed', aDose(), 'no modifier'],
    ['modifiers', 'modifiersNamed', aDose({ modifiers: [{ on: ['JZ', 'TB'], by: 'a charge' }] }), 'JZ-TB on a charge'],
  ])('%s', (_, name, facts, says) => expect(factShows(name, facts)).toBe(says))
})

it('lists as a sentence does', () => {
  expect(listed([])).toBe('')
  expect(listed(['a'])).toBe('a')
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
})

it('counts units', () => {
  expect([units(0), units(1), units(2n)]).toEqual(['0 units', '1 unit', '2 units'])
})

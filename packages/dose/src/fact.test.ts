import { describe, expect, it } from 'vitest'
import { known, mapFact, missing } from './fact.ts'

const PLACE = { resource: 'MedicationAdministration/ma-1', element: 'dosage.dose', shows: '88 mg' }

describe('a fact', () => {
  it('is known with the places it was read from', () => {
    expect(known(88, PLACE)).toEqual({ known: true, value: 88, places: [PLACE] })
  })

  it('is missing with its reason and where it was looked for', () => {
    expect(missing('refused', 'The EHR did not let the app read doses.', PLACE)).toEqual({
      known: false,
      because: 'refused',
      says: 'The EHR did not let the app read doses.',
      places: [PLACE],
    })
  })

  it('may be known as zero, or as undefined: neither is missing', () => {
    expect(known(0).known).toBe(true)
    expect(known(undefined).known).toBe(true)
  })
})

describe('a fact made of another', () => {
  it('keeps its places and who attested it', () => {
    const attested = { ...known(2, PLACE), attested: { by: 'Nurse Ruiz', at: '2026-03-02T14:00:00Z' } }
    expect(mapFact(attested, (count) => `${count * 10} mg`)).toEqual({ ...attested, value: '20 mg' })
  })

  it('is missing for the same reason', () => {
    const unreadable = missing('unreadable', 'The dose is charted as text.', PLACE)
    expect(mapFact(unreadable, () => 0)).toBe(unreadable)
  })
})

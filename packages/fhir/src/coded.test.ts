import { describe, expect, test } from 'vitest'
import { codedIn } from './coded.ts'

const STATUSES = ['active', 'cancelled', 'draft', 'entered-in-error'] as const
const read = (holder: object) => codedIn('Coverage/c1', holder, 'status', STATUSES)

describe('a code is read by its allow-list', () => {
  test('one of the list is the code', () => expect(read({ status: 'active' })).toEqual({ code: 'active' }))
  test.each([
    [{}, 'Coverage/c1 has no status.'],
    [{ status: '' }, 'Coverage/c1 has no status.'],
    [
      {
        _status: {
          extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
        },
      },
      'Coverage/c1 says that its status is absent (unknown).',
    ],
    [{ status: 'Active' }, 'Coverage/c1 has the status “Active”, which is not one that FHIR R4 has there.'],
    [{ status: 'active ' }, 'Coverage/c1 has the status “active”, which is not one that FHIR R4 has there.'],
    [{ status: 'enabled' }, 'Coverage/c1 has the status “enabled”, which is not one that FHIR R4 has there.'],
    [
      { status: { code: 'active' } },
      'Coverage/c1 has the status something that is no code, which is not one that FHIR R4 has there.',
    ],
  ])('%j is a doubt that names the element', (holder, doubt) => {
    expect(read(holder)).toMatchObject({ doubt })
  })
})

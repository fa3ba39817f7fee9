import type { CapabilityStatement } from 'fhir/r4'
import { expect, test } from 'vitest'
import { asRead, READING_PLAN, rowOf } from '../read/reading-plan.ts'
import { dialectOf, does, maySend, type Offered, offeredBy, planFor } from './offered.ts'

const statement = {
  resourceType: 'CapabilityStatement',
  implementation: { description: 'inside', url: 'http://inside:8080/fhir/' },
  rest: [
    {
      mode: 'server',
      interaction: [{ code: 'batch' }],
      resource: [
        {
          type: 'ChargeItem',
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          operation: [{ name: 'create', definition: 'https://ehr.example/create' }],
          searchParam: [{ name: 'context', type: 'reference' }],
        },
        { type: 'Patient', interaction: [{ code: 'read' }] },
      ],
    },
  ],
} as unknown as CapabilityStatement

const typesOf = (offered: Parameters<typeof planFor>[0]) => planFor(offered).map(({ type }) => type)

test('interactions and operations are what a server offers', () => {
  expect(offeredBy(statement)).toEqual({ ChargeItem: ['read', 'search-type', '$create'], Patient: ['read'] })
})

test('how it wants to be asked, and what it calls itself, are in the same document', () => {
  expect(dialectOf(statement)).toMatchObject({
    searches: { ChargeItem: ['context'] },
    system: ['batch'],
    advertised: 'http://inside:8080/fhir',
  })
})

test('a CapabilityStatement that cannot be read offers everything', () => {
  expect([offeredBy(undefined), dialectOf(undefined)]).toEqual([undefined, undefined])
  const rows = planFor(undefined)
  expect(rows.map(({ type }) => type)).toEqual(READING_PLAN.flatMap((row) => asRead(row)?.type ?? []))
  expect(rows.filter(({ type }) => type === 'Task' || type === 'Communication').map(({ writes }) => writes)).toEqual([
    undefined,
    undefined,
  ])
})

test('no type is planned that a server does not have', () => {
  expect(typesOf({ Patient: ['read'], MedicationAdministration: [], Flag: [] })).toEqual([
    'Patient',
    'MedicationAdministration',
    'Flag',
  ])
})

test('a server that lists no interactions does not say, so it is asked', () => {
  const flag = rowOf('Flag')
  expect(flag && maySend(flag, { Flag: [] })).toBe(true)
  expect(flag && maySend(flag, { Flag: ['create'] })).toBe(false)
  expect(does('c', 'Flag', { Flag: ['$other'] })).toBe(true)
})

test('where neither a charge nor a flag can be created, the best of the rest is asked for, and only that', () => {
  const reading = ['read', 'search-type']
  const rest = { Task: ['update'], Communication: [...reading, 'create'], DocumentReference: ['create'] }
  expect(typesOf({ Flag: reading, ...rest })).toEqual(['Flag', 'Communication'])
  expect(typesOf({ Flag: reading, ChargeItem: ['create'], ...rest })).toEqual(['ChargeItem', 'Flag', 'Communication'])
  const written = (offered: Offered) => planFor(offered).flatMap(({ type, writes }) => (writes ? [type] : []))
  expect(written({ Flag: reading, ...rest })).toContain('Communication')
  expect(written({ Flag: reading, ChargeItem: ['create'], ...rest })).not.toContain('Communication')
  expect(typesOf({ ChargeItem: [...reading, '$create'], DocumentReference: ['create'] })).toEqual([
    'ChargeItem',
    'DocumentReference',
  ])
})

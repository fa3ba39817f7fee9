import { describe, expect, test } from 'vitest'
import { channelsFor, type EhrOffer } from './channels.ts'

const ALL = ['read', 'search-type', 'create', 'update']
const READ = ['read', 'search-type']
const full = { ChargeItem: ALL, Flag: ALL, Provenance: ALL, Task: ALL, Communication: ALL, DocumentReference: ALL }
const asked = (differs: Partial<EhrOffer>) =>
  channelsFor({ offered: full, system: ['transaction', 'batch'], scope: '', ...differs })

interface Case {
  readonly given: string
  readonly ehr: Partial<EhrOffer>
  readonly channels: readonly string[]
  readonly because?: string
}
const CASES: readonly Case[] = [
  {
    given: 'an EHR that takes everything',
    ehr: {},
    channels: ['transaction', 'single', 'task', 'communication', 'document', 'by-hand'],
    because: 'oracle-create: This EHR has no operation that takes charges.',
  },
  {
    given: 'an EHR that does not say',
    ehr: { offered: undefined, system: undefined },
    channels: ['transaction', 'single', 'by-hand'],
  },
  {
    given: 'an EHR without transactions',
    ehr: { system: [], offered: { ChargeItem: ALL, Flag: ALL, Provenance: ALL } },
    channels: ['single', 'by-hand'],
    because: 'transaction: This EHR takes no transaction.',
  },
  {
    given: 'an EHR like Epic',
    ehr: {
      system: [],
      offered: {
        Flag: READ,
        Task: ['read', 'update'],
        Provenance: READ,
        Communication: ['create'],
        DocumentReference: ['create'],
      },
    },
    channels: ['communication', 'document', 'by-hand'],
    because: 'single: This EHR has no ChargeItem.',
  },
  {
    given: 'an EHR like Oracle',
    ehr: { system: ['batch'], offered: { ChargeItem: [...READ, '$create'], DocumentReference: ['create'] } },
    channels: ['oracle-create', 'document', 'by-hand'],
    because: 'single: This EHR does not let anybody create or update ChargeItem.',
  },
  {
    given: 'a demonstration at an EHR like Oracle',
    ehr: {
      system: ['batch'],
      offered: { ChargeItem: [...READ, '$create'], DocumentReference: ['create'] },
      demonstration: true,
    },
    channels: ['document', 'by-hand'],
    because: 'oracle-create: A demonstration is never sent where it would become a charge.',
  },
  {
    given: 'an EHR like athena',
    ehr: { system: [], offered: { Patient: READ } },
    channels: ['by-hand'],
    because: 'document: This EHR has no DocumentReference.',
  },
  {
    given: 'a session that may only read',
    ehr: { scope: 'patient/ChargeItem.rs patient/Flag.rs' },
    channels: ['by-hand'],
    because: 'single: This session may not create and update ChargeItem.',
  },
  {
    given: 'scopes of SMART v1',
    ehr: { scope: 'patient/ChargeItem.write patient/Flag.* patient/Provenance.write' },
    channels: ['transaction', 'single', 'by-hand'],
  },
  {
    given: 'an EHR that lets nobody write Provenance',
    ehr: { offered: { ...full, Provenance: READ } },
    channels: ['single', 'task', 'communication', 'document', 'by-hand'],
    because: 'transaction: This EHR does not let anybody create Provenance.',
  },
]

describe('how a write-back can go', () => {
  test.each(CASES)('$given: $channels', ({ ehr, channels, because }) => {
    const negotiated = asked(ehr)
    expect(negotiated.channels).toEqual(channels)
    const why = negotiated.notPossible.map(({ channel, because }) => `${channel}: ${because}`)
    if (because) expect(why).toContain(because)
    expect(negotiated.notPossible.length + negotiated.channels.length).toBe(7)
  })

  test('whether who approved can be written is said apart', () => {
    expect(asked({}).provenance).toBe(true)
    expect(asked({ offered: { ...full, Provenance: READ } }).provenance).toBe(false)
  })
})

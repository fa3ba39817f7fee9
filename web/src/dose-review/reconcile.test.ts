import type { PlanAnswer, WriteUnderWay } from '@doseline/contract'
import type { ChargeItem, FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { aDonePlan, aPlan } from '../testing/an-answer.ts'
import { type Difference, differencesOf } from './reconcile.ts'
import type { Recorded } from './recorded.ts'

const SYSTEM = 'https://doseline.example/fhir/sid/charge'
const FOCUS = 'MedicationAdministration/d1'
const charge = (value: string, differs: Partial<ChargeItem> = {}): ChargeItem => ({
  resourceType: 'ChargeItem',
  id: `id-${value}`,
  identifier: [{ system: SYSTEM, value }],
  status: 'billable',
  code: { text: `line ${value}`, coding: [{ code: 'J3397' }] },
  quantity: { value: 88 },
  subject: { reference: 'Patient/p1' },
  service: [{ reference: FOCUS }],
  ...differs,
})
const dose = (status: 'completed' | 'entered-in-error' = 'completed'): FhirResource => ({
  resourceType: 'MedicationAdministration',
  id: 'd1',
  status,
  subject: { reference: 'Patient/p1' },
})
type Write = PlanAnswer['writes'][number]
const write = (act: Write['act'], value: string): Write => ({
  what: 'ChargeItem',
  act,
  text: `line ${value}`,
  status: act === 'void' ? 'entered-in-error' : 'billable',
  identifier: { system: SYSTEM, value },
})
const planned = (writes: Write[], warnings: string[] = []) => {
  const plan = (act: 'approve' | 'suggest') =>
    writes.every(({ act: does }) => does === 'keep')
      ? { ...aDonePlan(act), writes, warnings }
      : aPlan(act, { writes, warnings })
  return { approve: plan('approve'), suggest: plan('suggest') }
}
const recorded = (differs: Partial<Recorded> = {}): Recorded => ({
  id: 'w1',
  at: '2026-03-03T10:00:00Z',
  who: 'Jordan Ellis',
  channel: 'transaction',
  state: 'confirmed',
  writes: [{ what: 'ChargeItem', act: 'create', status: 'billable', identity: 'a', text: 'line a' }],
  ...differs,
})

const anUnderWay = (differs: Partial<WriteUnderWay> = {}): WriteUnderWay => ({
  writeBack: 'w1',
  who: 'Jordan Ellis',
  state: 'sent',
  since: '2026-03-03T10:00:05Z',
  until: '2026-03-03T10:02:05Z',
  seconds: 90,
  ...differs,
})
const arriving = (differs: Partial<NonNullable<Difference['by']>> = {}): Difference => ({
  kind: 'arriving',
  stands: [],
  wanted: ['line a'],
  by: { who: 'Jordan Ellis', since: '2026-03-03T10:00:05Z', ...differs },
})

interface Case {
  readonly given: string
  readonly chart: FhirResource[]
  readonly plans: ReturnType<typeof planned>
  readonly ledger?: Recorded[]
  readonly underWay?: WriteUnderWay
  readonly readAt?: Date
  readonly differ: Difference[]
}
const CASES: readonly Case[] = [
  { given: 'nothing was written', chart: [dose()], plans: planned([write('create', 'a')]), differ: [] },
  {
    given: 'all stands as it was written',
    chart: [dose(), charge('a')],
    plans: planned([write('keep', 'a')]),
    ledger: [recorded()],
    differ: [],
  },
  {
    given: 'what was written is gone',
    chart: [dose()],
    plans: planned([write('create', 'a')]),
    ledger: [recorded()],
    differ: [{ kind: 'missing', stands: [], wanted: ['line a'], act: 'approve', overrideEarlier: ['w1'] }],
  },
  {
    given: 'one of two lines is gone',
    chart: [dose(), charge('b')],
    plans: planned([write('create', 'a'), write('keep', 'b')]),
    ledger: [recorded()],
    differ: [{ kind: 'missing', stands: [], wanted: ['line a'], act: 'approve', overrideEarlier: ['w1'] }],
  },
  ...(['reserved', 'sent', 'unconfirmed', 'confirmed'] as const).map((state) => ({
    given: `lines are not there yet, while a write of the dose is ${state}`,
    chart: [dose()],
    plans: planned([write('create', 'a')]),
    ledger: [recorded({ state: state === 'reserved' ? 'sent' : state })],
    underWay: anUnderWay({ state }),
    differ: [arriving()],
  })),
  {
    given: 'a part of what somebody writes step by step is there already',
    chart: [dose(), charge('b')],
    plans: planned([write('create', 'a'), write('keep', 'b')]),
    underWay: anUnderWay(),
    differ: [arriving()],
  },
  {
    given: 'somebody writes a dose of which nothing was written before',
    chart: [dose()],
    plans: planned([write('create', 'a')]),
    underWay: anUnderWay(),
    differ: [],
  },
  ...(
    [
      ['after the chart was read', '2026-03-03T09:30:00Z', arriving({ since: '2026-03-03T10:00:00Z' })],
      ['just before the chart was read', '2026-03-03T10:01:00Z', arriving({ since: '2026-03-03T10:00:00Z' })],
      [
        'long before',
        '2026-03-03T10:30:00Z',
        { kind: 'missing', stands: [], wanted: ['line a'], act: 'approve', overrideEarlier: ['w1'] },
      ],
    ] as const
  ).map(([when, readAt, difference]) => ({
    given: `the lines were stored ${when}`,
    chart: [dose()],
    plans: planned([write('create', 'a')]),
    ledger: [recorded()],
    readAt: new Date(readAt),
    differ: [difference as Difference],
  })),
  {
    given: 'what was written was voided since',
    chart: [dose()],
    plans: planned([write('create', 'a')]),
    ledger: [
      recorded({ id: 'w2', writes: [{ what: 'ChargeItem', act: 'void', status: 'entered-in-error', identity: 'a' }] }),
      recorded(),
    ],
    differ: [],
  },
  {
    given: 'it was told by a message',
    chart: [dose()],
    plans: planned([write('create', 'a')]),
    ledger: [recorded({ channel: 'communication' })],
    differ: [],
  },
  {
    given: 'two stand with one identifier',
    chart: [dose(), charge('a'), charge('a', { id: 'copy' })],
    plans: planned([write('void', 'a'), write('keep', 'a')]),
    differ: [
      {
        kind: 'twin',
        stands: ['line a (billable) ChargeItem/id-a', 'line a (billable) ChargeItem/copy'],
        wanted: ['line a (billable)'],
        act: 'approve',
      },
    ],
  },
  {
    given: 'the dose was amended',
    chart: [dose(), charge('a')],
    plans: planned([write('void', 'a'), write('create', 'b')]),
    differ: [{ kind: 'amended', stands: ['line a (billable)'], wanted: ['line b'], act: 'approve' }],
  },
  {
    given: 'the dose was entered in error',
    chart: [dose('entered-in-error'), charge('a')],
    plans: planned([write('void', 'a')]),
    differ: [{ kind: 'retracted', stands: ['line a (billable)'], wanted: [], act: 'void' }],
  },
  {
    given: 'a suggestion that changed',
    chart: [dose(), charge('a', { status: 'planned' })],
    plans: planned([write('update', 'a')]),
    differ: [{ kind: 'amended', stands: ['line a (planned)'], wanted: ['line a'], act: 'suggest' }],
  },
  {
    given: 'somebody edited a line',
    chart: [dose(), charge('a', { status: 'billed', quantity: { value: 90 } })],
    plans: planned(
      [write('keep', 'a')],
      ['ChargeItem/id-a was edited after Doseline wrote it (now billed); it stays as it is.'],
    ),
    differ: [{ kind: 'theirs', stands: ['J3397 × 90 (billed): line a'], wanted: ['line a'] }],
  },
]

describe('the chart and what was written', () => {
  test.each(CASES)('$given', ({ chart, plans, ledger = [], underWay, readAt, differ }) => {
    expect(differencesOf({ resources: chart, focus: FOCUS, plans, recorded: ledger, underWay, readAt })).toEqual(differ)
  })
})

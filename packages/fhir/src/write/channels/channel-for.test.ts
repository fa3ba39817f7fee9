import { CHANNELS, type Channel } from '@doseline/contract'
import fc from 'fast-check'
import type { ChargeItem, FhirResource, Parameters } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import type { Chart } from '../../chart.ts'
import { chartFrom } from '../../chart-from.ts'
import { aBareChart, aDiscardLine, aJudgedDose, aLine, applied, aWriteBack } from '../../testing/a-write-back.ts'
import { broken } from '../../testing/broken.ts'
import type { ChanneledPlan, ChannelOffer, WriteBackInput } from '../../write-back-request.ts'
import { urnOf } from '../identities.ts'
import { writeBack } from '../write-back.ts'
import { channelFor } from './channel-for.ts'
import { plannedLines } from './planned-lines.ts'

const ARTICLE = { id: 'article', label: 'The article', forSubmission: false }
const approve = { act: 'approve' } as const
const SCHEDULE = { system: 'https://fhir.example/tenant/codeSet/14002', code: '615215' }
const own = (kind: string) => ({
  system: `https://fhir.example/tenant/CodeSystem/BillCodes-${kind}`,
  schedule: SCHEDULE,
})
const billCodes = { hcpcs: own('HCPCS'), cpt: own('CPT'), modifier: own('MODIFIER') }
const formed = (input: WriteBackInput, chart: Chart, offer: ChannelOffer): ChanneledPlan =>
  channelFor(input, writeBack(input, chart), { billCodes, ...offer })
const after = (differs: Partial<WriteBackInput>): Chart =>
  applied(aBareChart(), writeBack(aWriteBack(differs), aBareChart()).transaction)
const suggested = after({})
const approved = after(approve)
const sentAs = ({ requests = [] }: ChanneledPlan): string[] =>
  requests.map(({ method, url, says }) => `${method} ${url} ${says}`)

interface Case {
  readonly given: string
  readonly input?: Partial<WriteBackInput>
  readonly chart?: Chart
  readonly channels: readonly Channel[]
  readonly takes: Channel
  readonly lost?: RegExp
  readonly because: string
}
const CASES: readonly Case[] = [
  {
    given: 'an approved line, and an EHR that takes transactions',
    input: approve,
    channels: ['transaction', 'oracle-create'],
    takes: 'transaction',
    because: 'the best channel that is offered carries everything',
  },
  {
    given: 'an approved line, and Oracle’s operation',
    input: approve,
    channels: ['oracle-create', 'document'],
    takes: 'oracle-create',
    lost: /The Flag is not written/,
    because: 'a new approved charge is what the operation is for',
  },
  {
    given: 'a suggestion',
    channels: ['oracle-create', 'document'],
    takes: 'document',
    lost: /approved charges only, not a suggestion/,
    because: 'what Oracle’s operation takes is a charge at once',
  },
  {
    given: 'a void of what was written',
    input: { act: 'void' },
    chart: approved,
    channels: ['oracle-create', 'task'],
    takes: 'task',
    lost: /approved charges only, not a void/,
    because: 'the operation only adds',
  },
  {
    given: 'a line of the article',
    input: { ...approve, codebook: ARTICLE, lines: [aLine({ forSubmission: false })] },
    channels: ['oracle-create', 'communication'],
    takes: 'communication',
    lost: /nothing of a demonstration/,
    because: 'no line of a demonstration is ever a charge that counts',
  },
  {
    given: 'a dose without an encounter',
    input: { ...approve, encounter: undefined },
    channels: ['oracle-create', 'communication'],
    takes: 'communication',
    lost: /names none/,
    because: 'the operation asks for the encounter',
  },
  {
    given: 'an approved line whose units changed',
    input: { ...approve, lines: [aLine({ units: 90 })] },
    chart: approved,
    channels: ['oracle-create', 'document'],
    takes: 'document',
    lost: /a charge beside it would bill twice/,
    because: 'the first charge cannot be voided there, so a second one may not be made',
  },
  {
    given: 'a suggested line that is approved',
    input: approve,
    chart: suggested,
    channels: ['oracle-create'],
    takes: 'by-hand',
    lost: /cannot change or void/,
    because: 'where no channel that is offered can carry it, a person does',
  },
  {
    given: 'a dose that is not ready',
    input: { ...approve, doses: [aJudgedDose({ verdict: 'not-ready', mayBeCharged: false })] },
    channels: ['oracle-create', 'communication'],
    takes: 'communication',
    lost: /there is none to make/,
    because: 'the operation cannot say that something is missing',
  },
]

describe('the first channel that can carry it', () => {
  test.each(CASES)('$given: $takes, because $because', ({ input, chart = aBareChart(), channels, takes, lost }) => {
    const plan = formed(aWriteBack(input), chart, { channels })
    expect(plan.channel).toBe(takes)
    if (lost) expect(plan.lost.join('\n')).toMatch(lost)
    else expect(plan.lost).toEqual([])
    expect(plan.requests === undefined).toBe(takes === 'transaction' || takes === 'by-hand')
  })

  test('where nothing would change nothing is sent, in whatever channel', () => {
    for (const channel of CHANNELS)
      expect(formed(aWriteBack(), suggested, { channels: [channel] })).toEqual({ channel, lost: [] })
  })
})

describe('one by one', () => {
  test('what is voided first, then what takes its place, then the Flag, Provenance last', () => {
    const lines = [aLine(), aDiscardLine()]
    const plan = formed(
      aWriteBack({ ...approve, lines }),
      after({ ...approve, lines: [aLine({ modifiers: ['JZ'] })] }),
      {
        channels: ['single'],
      },
    )
    expect(sentAs(plan)).toEqual([
      expect.stringMatching(/^PUT ChargeItem\/n\d J3397-JZ × 88 administered$/),
      'POST ChargeItem J3397 × 88 administered',
      'POST ChargeItem J3397-JW × 2 discarded',
      'POST Provenance Approved for billing',
    ])
  })

  test('a Flag goes after the lines, each creation with its condition and how to look for it', () => {
    const { requests = [] } = formed(aWriteBack(), aBareChart(), { channels: ['single'] })
    expect(requests.map(({ url }) => url)).toEqual(['ChargeItem', 'Flag', 'Provenance'])
    const [line] = requests
    const identifier = `identifier=https://doseline.example/fhir/sid/charge|${line?.identity}`
    expect(line).toMatchObject({
      headers: { prefer: 'return=representation', 'if-none-exist': identifier },
      search: `ChargeItem?identifier=https%3A%2F%2Fdoseline.example%2Ffhir%2Fsid%2Fcharge%7C${line?.identity}`,
      fullUrl: urnOf(line?.identity ?? ''),
    })
    expect(requests[2]).toMatchObject({ headers: { prefer: 'return=representation' }, body: { target: [{}, {}] } })
  })

  test('a change names the version it was read at', () => {
    const { requests = [] } = formed(aWriteBack(approve), suggested, { channels: ['single'] })
    expect(requests[0]).toMatchObject({ method: 'PUT', headers: { 'if-match': 'W/"1"' } })
    expect(requests[0]).not.toHaveProperty('search')
  })
})

describe('Oracle’s operation', () => {
  const offer = { channels: ['oracle-create'] } as const
  const lines = [
    aLine({ modifiers: ['TB'] }),
    aDiscardLine(),
    aLine({ role: 'administration', code: '96365', units: 1 }),
  ]

  test('one new charge a request, with modifiers, and always the same transactionId', () => {
    const plan = formed(aWriteBack({ ...approve, lines }), aBareChart(), offer)
    expect(sentAs(plan)).toEqual([
      'POST ChargeItem/$create J3397-TB × 88 administered',
      'POST ChargeItem/$create J3397-JW × 2 discarded',
      'POST ChargeItem/$create 96365 × 1 administration',
    ])
    const [first] = plan.requests ?? []
    expect(first?.body).toEqual({
      resourceType: 'Parameters',
      parameter: [
        { name: 'transactionId', valueUuid: urnOf(first?.identity ?? '') },
        {
          name: 'chargeItem',
          resource: {
            resourceType: 'ChargeItem',
            extension: [
              {
                url: 'https://fhir-ehr.cerner.com/r4/StructureDefinition/modifier-code',
                extension: [
                  {
                    url: 'code',
                    valueCodeableConcept: { coding: [{ ...own('MODIFIER'), code: 'TB' }].map(coding) },
                  },
                  { url: 'https://fhir-ehr.cerner.com/r4/StructureDefinition/priority', valueUnsignedInt: 1 },
                ],
              },
            ],
            status: 'unknown',
            code: { coding: [coding({ ...own('HCPCS'), code: 'J3397' })] },
            subject: { reference: 'Patient/p1' },
            context: { reference: 'Encounter/e1' },
            occurrenceDateTime: '2026-03-02',
            quantity: { value: 88 },
          },
        },
      ],
    })
  })

  test('a code of HCPCS and one of CPT are each named by the EHR’s own system', () => {
    const plan = formed(aWriteBack({ ...approve, lines }), aBareChart(), offer)
    const systems = (plan.requests ?? []).map(({ body }) => {
      const charge = (body as Parameters).parameter?.[1]?.resource as ChargeItem | undefined
      return charge?.code.coding?.[0]?.system?.split('/').at(-1)
    })
    expect(systems).toEqual(['BillCodes-HCPCS', 'BillCodes-HCPCS', 'BillCodes-CPT'])
  })

  test.each([
    ['none at all', undefined],
    ['none for modifiers', { hcpcs: own('HCPCS'), cpt: own('CPT') }],
    ['none for CPT', { hcpcs: own('HCPCS'), modifier: own('MODIFIER') }],
  ])('bill codes that are not configured (%s) would be refused, so the next channel is taken', (_, configured) => {
    const plan = formed(aWriteBack({ ...approve, lines }), aBareChart(), {
      channels: ['oracle-create', 'document'],
      billCodes: configured,
    })
    expect(plan.channel).toBe('document')
    expect(plan.lost.join('\n')).toMatch(/IT sets billCodes for this EHR/)
  })
})

const coding = ({ system, schedule, code }: ReturnType<typeof own> & { code: string }) => ({
  extension: [{ url: 'https://fhir-ehr.cerner.com/r4/StructureDefinition/bill-code-schedule', valueCoding: schedule }],
  system,
  code,
})

const MESSAGES = ['task', 'communication', 'document'] as const
describe.each(MESSAGES)('a %s', (channel) => {
  const message = (input: WriteBackInput, chart = aBareChart()) => {
    const [request, ...more] = formed(input, chart, { channels: [channel] }).requests ?? []
    if (!request || more.length > 0) throw new Error('one message')
    return request
  }

  test('tells the verdict, the lines in full, who and by what', () => {
    const by = { reference: 'Practitioner/biller', display: 'Ana Biller' }
    const input = aWriteBack({
      ...approve,
      by,
      lines: [aLine(), aDiscardLine()],
      overrides: [{ rule: 'amount/x', asks: 'Is it x?', reason: 'seen' }],
    })
    expect(summaryIn(message(input).body)).toBe(
      [
        'Billing readiness of 2026-03-02. 88 mg of Mepsevii can be billed.',
        'Lines approved, to be entered:',
        '- J3397 × 88 administered; NDC 69794000101 44 ML; for E76.29; 88 mg ÷ 1 mg per unit = 88 units',
        '- J3397-JW × 2 discarded; NDC 69794000101 44 ML; for E76.29; 2 mg ÷ 1 mg per unit; modifiers: JW',
        'Approved although this is open: Is it x? seen',
        'Doses: MedicationAdministration/ma-1.',
        'Approved by Ana Biller (Practitioner/biller) at 2026-03-03T10:00:00Z.',
        'Edition cms@1/medicare-part-b/2026-03-02; digest abc.',
        'Nothing was charged by this. Enter these charges manually.',
        'It takes the place of what Doseline told about these doses before.',
      ].join('\n'),
    )
  })

  test('tells what is to be voided apart from what is to be entered', () => {
    const said = summaryIn(message(aWriteBack({ ...approve, lines: [aLine({ units: 90 })] }), approved).body)
    expect(said).toMatch(/to be entered:\n- J3397 × 90.*\nLines to void:\n- J3397 × 88/)
  })

  test('is the same for the same plan, whoever sends it and when; other lines are another message', () => {
    const first = message(aWriteBack(approve))
    const later = message(aWriteBack({ ...approve, asOf: '2026-03-09T10:00:00Z', by: { display: 'Somebody else' } }))
    const other = message(aWriteBack({ ...approve, lines: [aLine({ units: 90 })] }))
    expect([later.identity, later.search]).toEqual([first.identity, first.search])
    expect(other.identity).toBe(first.identity)
    expect(other.search).not.toBe(first.search)
    expect(message(aWriteBack()).identity).not.toBe(first.identity)
  })

  test('of a demonstration begins with its mark wherever somebody could read it', () => {
    const input = aWriteBack({ ...approve, codebook: ARTICLE, lines: [aLine({ forSubmission: false })] })
    const { body, says } = message(input)
    expect(says).toContain('NOT FOR SUBMISSION')
    const texts = textsIn(body)
    expect(texts.length).toBeGreaterThan(1)
    for (const words of texts) expect(words).toMatch(/^(\{"notice":")?NOT FOR SUBMISSION/)
  })
})

test('a message of one kind stands for the others: the visit is told about once', () => {
  const identities = MESSAGES.map(
    (channel) => formed(aWriteBack(), aBareChart(), { channels: [channel] }).requests?.[0]?.identity,
  )
  expect(new Set(identities).size).toBe(1)
})

test('whatever the channel, the lines told are those of the transaction, less what is said to be lost', () => {
  const charts = [aBareChart(), suggested, approved, after({ ...approve, lines: [aLine({ modifiers: ['JZ'] })] })]
  const lines = [[aLine()], [aLine(), aDiscardLine()], [aLine({ units: 90 })], []]
  const anInput = fc.record({
    act: fc.constantFrom('suggest', 'approve', 'void'),
    lines: fc.constantFrom(...lines),
    codebook: fc.constantFrom(aWriteBack().codebook, ARTICLE),
    encounter: fc.constantFrom('Encounter/e1', undefined),
  })
  fc.assert(
    fc.property(anInput, fc.constantFrom(...charts), fc.constantFrom(...CHANNELS), (differs, chart, channel) => {
      const input = aWriteBack(differs)
      const plan = writeBack(input, chart)
      const carried = channelFor(input, plan, { channels: [channel], billCodes })
      expect(channelFor(input, plan, { channels: [channel], billCodes })).toEqual(carried)
      if (!plan.transaction || !carried.requests) return
      const told = JSON.stringify(carried.requests.map(({ body, says }) => [says, ...textsIn(body)]))
      const lost = carried.lost.join('\n')
      for (const { words } of plannedLines(plan)) expect(told.includes(words) || lost.includes(words)).toBe(true)
      if (carried.channel !== 'oracle-create') return
      expect([input.act, input.codebook.id, input.encounter]).toEqual(['approve', 'cms', 'Encounter/e1'])
      expect(plannedLines(plan).every(({ act }) => act === 'create')).toBe(true)
    }),
    { numRuns: 600 },
  )
})

test('a chart that is wrong anywhere is put into any channel without an exception', () => {
  const inputs = [aWriteBack(approve), aWriteBack({ act: 'void' }), aWriteBack({ ...approve, lines: [aDiscardLine()] })]
  fc.assert(
    fc.property(broken([...approved.resources.values()]), fc.constantFrom(...CHANNELS), (resources, channel) => {
      for (const input of inputs)
        expect(formed(input, chartFrom(resources), { channels: [channel] }).lost).toBeInstanceOf(Array)
    }),
    { numRuns: 1000 },
  )
})

const decoded = (data: string | undefined): string =>
  new TextDecoder().decode(Uint8Array.from(atob(data ?? ''), (sign) => sign.codePointAt(0) ?? 0))

/** What a person reads of a message. */
function summaryIn(body: FhirResource): string | undefined {
  if (body.resourceType === 'Task') return body.description
  if (body.resourceType === 'Communication') return body.payload?.[0]?.contentString
  return body.resourceType === 'DocumentReference' ? decoded(body.content[0]?.attachment.data) : undefined
}

/** Every text of a message that somebody could read by itself. */
function textsIn(body: FhirResource): string[] {
  const texts = {
    Task: (task: FhirResource) =>
      task.resourceType === 'Task'
        ? [task.code?.text, task.description, ...(task.input ?? []).map(({ valueString }) => valueString)]
        : [],
    Communication: (sent: FhirResource) =>
      sent.resourceType === 'Communication' ? [sent.topic?.text, sent.payload?.[0]?.contentString] : [],
    DocumentReference: (held: FhirResource) =>
      held.resourceType === 'DocumentReference'
        ? [
            held.type?.text,
            held.description,
            ...held.content.flatMap(({ attachment }) => [attachment.title, decoded(attachment.data)]),
          ]
        : [],
  }
  const read = body.resourceType in texts ? texts[body.resourceType as keyof typeof texts] : () => []
  return read(body).filter((one) => one !== undefined)
}

import { describe, expect, test } from 'vitest'
import { chargeMessage, MessageFault, timestamp } from './charge-message.ts'
import { readMessage } from './encoding.ts'
import { exampleMessages } from './example.ts'
import { chargeNumber, controlId, creditNumber } from './identifiers.ts'
import { line, message, profile } from './testing/a-message.ts'

const written = (differs: Parameters<typeof message>[0] = {}, site = profile()) => {
  const text = chargeMessage(message(differs), site)
  const segments = readMessage(text)
  const segment = (name: string, at = 0) => segments.filter((each) => each.name === name)[at]
  return { text, segment, names: segments.map(({ name }) => name) }
}
const faultOf = (work: () => unknown): MessageFault => {
  try {
    work()
  } catch (error) {
    if (error instanceof MessageFault) return error
    throw error
  }
  throw new Error('nothing was refused')
}

test('one approved drug line is a whole message of version 2.5.1', () => {
  expect(written().text.split('\r')).toEqual([
    `MSH|^~\\&|DOSELINE|RIVERSIDE|BILLING|RIVERSIDE|20260302150405-0500||DFT^P03^DFT_P03|${controlId('write-back 1')}|P|2.5.1||||||UNICODE UTF-8`,
    'EVN||20260302150405-0500',
    'PID|1||4711^^^RIV^MR||Lovelace^Ada^King||19501210|F||||||||||A-1^^^^AN',
    'PV1|1|O|||||||||||||||||V-1^^^^VN',
    `FT1|1|DRUG0F00SE01||20260302|20260302150405-0500|CG|J3397^^HCPCS|Drug administered||88|||||||||E76.29^^I10C||||DRUG0F00SE01^DOSELINE||J3397^^HCPCS|TB|||69794000101^^NDC`,
    '',
  ])
})

test('version 2.3.1 has another message type, and the NDC where that version has a place for it', () => {
  const site = profile({ version: '2.3.1', ndc: 'FT1-7.4', identifiers: { mrn: { system: 'urn:oid:1.2.3.1' } } })
  const { segment } = written({}, site)
  expect(segment('MSH')?.get(9)).toBe('DFT^P03')
  expect(segment('FT1')?.get(7)).toBe('J3397^^HCPCS^69794000101^^NDC')
  expect(segment('FT1')?.get(29)).toBe('')
})

test('a segment of its own carries the NDC with quantity and unit, after its FT1', () => {
  const { names, segment } = written({}, profile({ ndc: 'ZRX' }))
  expect(names).toEqual(['MSH', 'EVN', 'PID', 'PV1', 'FT1', 'ZRX'])
  expect([1, 2, 3].map((field) => segment('ZRX')?.get(field))).toEqual(['69794000101^^NDC', '44', 'ML'])
})

test('drug, discarded drug and administration are three FT1 in their order, each with its own number', () => {
  const lines = [
    line(),
    line({ number: 'DISCARDED000', units: 2, modifiers: ['JW', 'TB'] }),
    line({ number: 'ADMINISTERED', code: '96365', codeSystem: 'cpt', units: 1, modifiers: [], ndc: undefined }),
  ] as const
  const { names, segment } = written({ lines }, profile({ procedures: true }))
  expect(names.slice(4)).toEqual(['FT1', 'FT1', 'FT1', 'PR1'])
  expect([0, 1, 2].map((at) => segment('FT1', at)?.get(1))).toEqual(['1', '2', '3'])
  expect(new Set([0, 1, 2].map((at) => segment('FT1', at)?.get(2))).size).toBe(3)
  expect(segment('FT1', 1)?.get(26)).toBe('JW~TB')
  expect(segment('FT1', 2)?.get(25)).toBe('96365^^C4')
  expect(segment('PR1')?.get(3)).toBe('96365^^C4')
})

test('a void is a credit with a number of its own that names its charge', () => {
  const { segment } = written({ lines: [line({ kind: 'credit' })] })
  expect(segment('FT1')?.get(6)).toBe('CR')
  expect(segment('FT1')?.get(10)).toBe('88')
  expect(segment('FT1')?.get(2)).toBe(creditNumber('DRUG0F00SE01'))
  expect(segment('FT1')?.get(23, 1)).toBe('DRUG0F00SE01')
})

test('the same message has the same control id, and every other one another', () => {
  expect(written().text).toBe(written().text)
  expect(written({ key: 'write-back 2' }).segment('MSH')?.get(10)).not.toBe(written().segment('MSH')?.get(10))
})

test('a line that is charged again after a credit has another number', () => {
  expect(chargeNumber('line', 'first')).not.toBe(chargeNumber('line', 'second'))
  expect(chargeNumber('line', 'first')).toMatch(/^[0-9A-Z]{12}$/)
})

test('the numbers of 20,000 lines are all different', () => {
  const numbers = new Set(
    Array.from({ length: 10_000 }, (_, at) => [chargeNumber(`${at}`, 'key'), creditNumber(`${at}`)]).flat(),
  )
  expect(numbers.size).toBe(20_000)
})

test('a name keeps its separators, accents and line breaks', () => {
  const family = 'O’Brién & Sons^the|last~\\one\r\n'
  const { text, segment } = written({ patient: { ...message().patient, family } })
  expect(text).toContain('|O’Brién \\T\\ Sons\\S\\the\\F\\last\\R\\\\E\\one\\X0D\\\\X0A\\^Ada')
  expect(segment('PID')?.get(5, 1)).toBe(family)
})

describe('a date', () => {
  test.each([
    ['2026-03-02', '20260302'],
    ['2026-03-02T15:04:05Z', '20260302150405+0000'],
    ['2026-03-02T15:04-05:00', '20260302150400-0500'],
  ])('%s is written with its own precision', (date, hl7) => expect(timestamp(date, 'FT1-4')).toBe(hl7))
  test.each(['2026-03', '2026', '2026-03-02T15:04:05', 'yesterday'])(
    '%s is refused, because receivers make a day of it',
    (date) => expect(faultOf(() => timestamp(date, 'FT1-4')).element).toBe('FT1-4'),
  )
})

describe('a message that would not be right is refused, by field, with what to do', () => {
  const { patient } = message()
  test.each([
    ['PID-3', { patient: { ...patient, identifiers: [] } }, {}],
    [
      'PID-3',
      { patient: { ...patient, identifiers: [...patient.identifiers, { system: 'urn:oid:1.2.3.1', value: '12' }] } },
      {},
    ],
    ['PID-5', { patient: { ...patient, family: undefined } }, {}],
    ['PID-7', { patient: { ...patient, birthDate: '1950' } }, {}],
    ['PID-18', { patient: { ...patient, account: undefined } }, {}],
    ['PV1-19', { patient: { ...patient, visit: [{ type: 'XX', value: '1' }] } }, {}],
    ['FT1-10', { lines: [line({ units: 1.5 })] }, {}],
    ['FT1-10', { lines: [line({ units: 0 })] }, {}],
    ['FT1-10', { lines: [line({ units: 1_000_000 })] }, {}],
    ['FT1-8', { lines: [line({ description: 'x'.repeat(41) })] }, {}],
    ['PID-5', { patient: { ...patient, family: 'x'.repeat(48) } }, { version: '2.3.1', ndc: 'none' }],
    ['PID-5', { patient: { ...patient, family: 'Brién' } }, { characterSet: 'ASCII' }],
    ['PID-5', { patient: { ...patient, family: 'Łukasz' } }, { characterSet: '8859/1' }],
  ] as const)('%s (case %$)', (element, differs, site) => {
    const fault = faultOf(() => chargeMessage(message(differs), profile({ ...site })))
    expect(fault.element).toBe(element)
    expect(fault.todo).toMatch(/\.$/)
    expect(fault.message).not.toMatch(/Brién|Łukasz|4711/)
  })
})

test('the examples of every profile can be written, and hold no patient of anybody', () => {
  for (const site of [profile(), profile({ version: '2.3.1', ndc: 'ZRX' }), profile({ characterSet: 'ASCII' })]) {
    const [charges, credit] = exampleMessages(site)
    expect(charges?.text.split('\rFT1|')).toHaveLength(4)
    expect(credit?.text).toContain('|CR|')
  }
})

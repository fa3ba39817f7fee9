import { describe, expect, test } from 'vitest'
import { anotherVersion } from '../../chart/versions.ts'
import { r4Elements } from '../../testing/r4-elements.ts'
import { type ElementTable, pathsIn } from './element-table.ts'
import { ELEMENT_TABLES } from './index.ts'
import { unreadIn } from './unread.ts'

/** Every path that a table names, with how often. */
const named = ({ read, usual = {}, asked = {}, never }: ElementTable): readonly string[] => [
  ...pathsIn(read),
  ...Object.keys(usual),
  ...Object.keys(asked),
  ...Object.values(never).flatMap(pathsIn),
]

const isUnder = (path: string, above: string): boolean => path === above || path.startsWith(`${above}.`)

describe.each(ELEMENT_TABLES.map((table) => [table.type, table] as const))('%s', (type, table) => {
  const { leaves, branches } = r4Elements(type)

  test('every element that R4 has is in the table', () => {
    expect(leaves.length).toBeGreaterThan(8)
    expect(leaves.filter((leaf) => !named(table).some((path) => isUnder(leaf, path)))).toEqual([])
  })

  test('the table names nothing that R4 does not have, and nothing twice', () => {
    const has = new Set([...leaves, ...branches])
    expect(named(table).filter((path) => !has.has(path))).toEqual([])
    expect(named(table).filter((path, at, all) => all.indexOf(path) !== at)).toEqual([])
  })

  test('what is read is read element by element: no list of others is taken as read', () => {
    const taken = [...pathsIn(table.read), ...Object.keys(table.usual ?? {})]
    expect(taken.filter((path) => branches.includes(path) && !TAKEN_WHOLE.has(`${type}.${path}`))).toEqual([])
  })

  test('each element that never bears on a line has a reason', () => {
    for (const [why, paths] of Object.entries(table.never)) {
      expect(why.length, why).toBeGreaterThan(10)
      expect(pathsIn(paths).length, why).toBeGreaterThan(0)
    }
  })
})

/** Lists that their reader looks at whole. */
const TAKEN_WHOLE: ReadonlySet<string> = new Set(['ClaimResponse.item', 'ClaimResponse.addItem'])

test('no element of R4 is taken for a sign of another version', () => {
  for (const { type } of ELEMENT_TABLES) {
    const { leaves, branches } = r4Elements(type)
    const whole = Object.fromEntries([...leaves, ...branches].map((path) => [path, {}]))
    expect(anotherVersion({ ...whole, resourceType: type } as never), type).toBeUndefined()
  }
})

describe('what has to be looked at in a record', () => {
  const order = { resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject: {} } as const
  test.each<[string, object, readonly object[]]>([
    ['nothing', {}, []],
    ['a protocol', { instantiatesUri: ['urn:p'] }, [{ element: 'instantiatesUri', is: 'a protocol that it follows' }]],
    ['an empty list', { instantiatesUri: [] }, []],
    [
      'a value that is left out',
      { _instantiatesUri: [{ extension: [{ url: 'x' }] }] },
      [{ element: 'instantiatesUri', is: 'a protocol that it follows' }],
    ],
    [
      'a usual course',
      { courseOfTherapyType: { coding: [{ code: 'continuous', display: 'Continuous long term therapy' }] } },
      [],
    ],
    ['a code of the EHR alone', { courseOfTherapyType: { coding: [{ code: '4711' }] } }, []],
    [
      'another course',
      { courseOfTherapyType: { text: 'Clinical trial' } },
      [{ element: 'courseOfTherapyType', is: 'the course of therapy', value: 'Clinical trial' }],
    ],
    [
      'a course without code and words',
      { courseOfTherapyType: { coding: [{ system: 'urn:x' }] } },
      [{ element: 'courseOfTherapyType', is: 'the course of therapy', value: 'no code and no words' }],
    ],
    [
      'an element within others, once',
      { dosageInstruction: [{ method: { text: 'Swallow' } }, { method: { text: 'Inhale' } }] },
      [{ element: 'dosageInstruction.method', is: 'the method', value: 'Swallow' }],
    ],
    ['a timing of every six months', { dosageInstruction: [{ timing: { code: { text: 'Every 6 months' } } }] }, []],
    ['what is no record of these', { resourceType: 'Basic', code: {} }, []],
  ])('%s', (_, differs, found) => {
    expect(unreadIn({ ...order, ...differs } as never)).toEqual(found)
  })
})

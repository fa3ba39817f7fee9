import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { Store } from '../src/fhir/store.ts'

const flag = (id: string) =>
  ({ resourceType: 'Flag', id, status: 'active', code: { text: id }, subject: { display: 'Ana' } }) as const

describe('given two requests at once', () => {
  test('when the first pauses halfway, then the second waits and sees only what was finished', async () => {
    const store = new Store()
    const first = store.inTurn(async () => {
      store.put(flag('half'), 'POST')
      await wait(30)
      store.put(flag('whole'), 'POST')
    })
    const seen = store.inTurn(async () => store.all('Flag').map((one) => one.id))
    await first
    expect(await seen).toEqual(['half', 'whole'])
  })

  test('when the first fails, then the second still gets its turn', async () => {
    const store = new Store()
    const first = store.inTurn(async () => {
      throw new Error('no')
    })
    const second = store.inTurn(async () => 'yes')
    await expect(first).rejects.toThrow('no')
    expect(await second).toBe('yes')
  })
})

describe('given a unit of work that fails', () => {
  test('then resources, deletions and history are as they were, and version numbers are not used up', async () => {
    const store = new Store()
    store.put(flag('kept'), 'POST')
    const work = store.atomically(async () => {
      store.put(flag('kept'), 'PUT')
      store.put(flag('new'), 'POST')
      store.remove('Flag', 'kept')
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(store.all('Flag').map((one) => one.id)).toEqual(['kept'])
    expect(store.versions('Flag', 'kept')).toHaveLength(1)
    expect(store.versions('Flag', 'new')).toHaveLength(0)
    expect(store.put(flag('kept'), 'PUT').meta?.versionId).toBe('2')
  })
})

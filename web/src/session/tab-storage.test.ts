import { afterEach, expect, test, vi } from 'vitest'
import { keepIn, tabStorage, tabStorageIfAny } from './tab-storage.ts'

afterEach(() => {
  vi.restoreAllMocks()
  sessionStorage.clear()
})

test('a browser that gives no storage is told as such, where it throws and where it gives null', () => {
  const get = vi.spyOn(globalThis, 'sessionStorage', 'get')
  get.mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError')
  })
  expect(tabStorageIfAny()).toBeUndefined()
  expect(tabStorage).toThrow(expect.objectContaining({ kind: 'storage-blocked' }))
  get.mockReturnValue(null as unknown as Storage)
  expect(tabStorage).toThrow(expect.objectContaining({ kind: 'storage-blocked' }))
})

test('a storage that is full says which of the two it is', () => {
  const kept = 'x'.repeat(6_000_000)
  expect(() => keepIn(sessionStorage, 'a', kept)).toThrow(
    expect.objectContaining({ kind: 'storage-blocked', about: { detail: 'QuotaExceededError' } }),
  )
})

import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

test('a browser that starts is found on any machine', async () => {
  const { chromiumExecutable } = await import('./chromium.ts')
  const { path, args } = await chromiumExecutable()
  expect(path).toMatch(/chrom/)
  expect(args).toContain('--no-sandbox')
})

test('a browser that was named and does not start is said, not replaced', async () => {
  vi.stubEnv('CHROMIUM', '/no/such/browser')
  const { chromiumExecutable } = await import('./chromium.ts')
  await expect(chromiumExecutable()).rejects.toThrow('CHROMIUM names /no/such/browser')
})

import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const DIST = new URL('../web/dist/', import.meta.url)

test('what a person waits for at the first opening is at most 64 kB of script', async () => {
  const page = await readFile(new URL('index.html', DIST), 'utf8')
  const scripts = [...page.matchAll(/(?:src|href)="(\.\/[^"]+\.js)"/g)].map(([, path]) => path ?? '')
  expect(scripts.length).toBeGreaterThan(0)
  const sizes = await Promise.all(scripts.map(async (path) => gzipSync(await readFile(new URL(path, DIST))).length))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`first load: ${(total / 1024).toFixed(1)} kB of script, gzipped`)
  expect(total).toBeLessThanOrEqual(64 * 1024)
})

test('the pages name no other origin', async () => {
  for (const name of ['index.html', 'launch.html']) {
    const page = await readFile(new URL(name, DIST), 'utf8')
    const policyless = page.replace(/content="[^"]*"/g, '')
    expect(policyless).not.toMatch(/https?:\/\//)
  }
})

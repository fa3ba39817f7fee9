import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Builds the app once, as it ships: the tests drive what people get. */
export default async function buildApp(): Promise<void> {
  // vitest says `test`, by which Vite would take the development builds of libraries.
  const environment = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  await build({ configFile: fileURLToPath(new URL('../../../web/vite.config.ts', import.meta.url)), logLevel: 'warn' })
  process.env.NODE_ENV = environment
}

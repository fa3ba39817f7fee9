import buildApp from '@doseline/testkit/build-app'
import { freePort } from '@doseline/testkit/free-port'
import { buildHapi, javaTools, startHapi } from '@doseline/testkit/hapi'
import type { TestProject } from 'vitest/node'

/** Where the one HAPI server of all tests is, and where it expects its authorization server to be. */
export interface HapiPlaces {
  readonly open: string
  readonly guarded: string
  readonly authorizationPort: number
}

declare module 'vitest' {
  interface ProvidedContext {
    hapi: HapiPlaces
  }
}

/** Builds the app and HAPI, and starts HAPI. Whoever runs these tests wants HAPI: what is missing fails them. */
export default async function start({ provide }: TestProject): Promise<() => Promise<void>> {
  const tools = await javaTools()
  if (typeof tools === 'string') throw new Error(`HAPI cannot be started: ${tools}.`)
  const missing = await buildHapi()
  if (missing) throw new Error(`HAPI cannot be built: ${missing}.`)
  const [port, authorizationPort] = [await freePort(), await freePort()]
  const authorizationServer = `http://localhost:${authorizationPort}/auth`
  const [hapi] = await Promise.all([startHapi(tools, { port, authorizationServer }), buildApp()])
  provide('hapi', { open: hapi.open, guarded: hapi.guarded, authorizationPort })
  return hapi.stop
}

import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { Env, Service } from '../service.ts'
import { appRegistry, type Tenants } from '../tenants.ts'

/** The built app and the EHRs it may be launched from, from the service’s own origin: one launch URL to register. */
export function appFilesRoutes(folder: string, { tenants, demo }: Service): Hono<Env> {
  const app = new Hono<Env>()
  const policy = contentSecurityPolicy(tenants)
  app.use('/app/*', async (c, next) => {
    await next()
    c.header('content-security-policy', policy)
    c.header('cache-control', c.req.path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
  })
  app.get('/app/registry.json', (c) => c.json(appRegistry(tenants, !demo)))
  app.get('/app', (c) => c.redirect('/app/launch.html'))
  app.get('/app/', (c) => c.redirect('/app/launch.html'))
  app.use('/app/*', serveStatic({ root: folder, rewriteRequestPath: fileAt }))
  return app
}

/** Pages that are named without their file, so that somebody can be told their address. */
const NAMED: Readonly<Record<string, string>> = { '/app/inspect': '/inspect.html', '/app/worklist': '/worklist.html' }
const fileAt = (path: string): string => NAMED[path] ?? path.slice('/app'.length)

/** Only our own scripts, only the registered EHRs to talk to, and only they and whoever is named may show the app. */
export function contentSecurityPolicy({ tenants }: Tenants): string {
  const issuers = tenants.flatMap((tenant) => tenant.issuers)
  const ehrs = originsOf(issuers.flatMap(({ iss, issPattern }) => iss ?? issPattern?.origin ?? []))
  // Where the code is exchanged, the keys are read and a long authorization request is posted to.
  const signIns = originsOf(
    issuers.flatMap(({ tokenIssuer, jwksUri, origins = [] }) => [tokenIssuer, jwksUri, ...origins]).filter(isSaid),
  )
  const asked = [...new Set(["'self'", ...ehrs, ...signIns])].join(' ')
  const frames = originsOf(tenants.flatMap(({ frameAncestors }) => frameAncestors))
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${asked}`,
    `frame-ancestors ${[...new Set(["'self'", ...ehrs, ...frames])].join(' ')}`,
    `form-action ${asked}`,
    "base-uri 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ')
}

const isSaid = (address: string | undefined): address is string => address !== undefined

const originsOf = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.map((address) => new URL(address).origin)),
]

import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { Registry } from '../registry.ts'

/** The built app and its issuer registry, from the service’s own origin: one launch URL to register. */
export function appFilesFace(folder: string, registry: Registry): Hono {
  const app = new Hono()
  const policy = contentSecurityPolicy(registry)
  app.use('/app/*', async (c, next) => {
    await next()
    c.header('content-security-policy', policy)
    c.header('cache-control', c.req.path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
  })
  app.get('/app/registry.json', (c) => c.json(registry))
  app.get('/app', (c) => c.redirect('/app/launch.html'))
  app.get('/app/', (c) => c.redirect('/app/launch.html'))
  app.use('/app/*', serveStatic({ root: folder, rewriteRequestPath: (path) => path.slice('/app'.length) }))
  return app
}

/**
 * Only our own scripts, and only the registered EHRs to talk to. EHRs embed the app from origins that the registry does
 * not know yet, so `frame-ancestors` names those it does and leaves the rest out.
 */
function contentSecurityPolicy(registry: Registry): string {
  const origins = registry.issuers.flatMap(({ iss, issPattern }) => {
    const address = iss ?? issPattern?.origin
    return address ? [new URL(address).origin] : []
  })
  const ehrs = [...new Set(origins)].join(' ')
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self' ${ehrs}`,
    `frame-ancestors 'self' ${ehrs}`,
    `form-action 'self' ${ehrs}`,
    "base-uri 'none'",
  ].join('; ')
}

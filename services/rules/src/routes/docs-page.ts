import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { Env } from '../service.ts'
import { problemsPage } from './problems-page.ts'

/** Scripts of this origin alone; the search of the site runs as WebAssembly. Swagger UI and highlighted code set styles in place. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "object-src 'none'",
].join('; ')

/**
 * The documentation, from this service alone: nothing is fetched from elsewhere. `folder`: the built site, where there is
 * one. The page that the `type` of each problem leads to is there without it.
 */
export function docsPageRoutes(folder: string | undefined): Hono<Env> {
  const app = new Hono<Env>()
  app.use('/docs/*', async (c, next) => {
    await next()
    c.header('content-security-policy', POLICY)
    c.header(
      'cache-control',
      c.req.path.startsWith('/docs/_astro/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    )
  })
  app.get('/docs/problems', (c) => (folder === undefined ? c.html(problemsPage()) : c.redirect('/docs/problems/')))
  if (folder === undefined) return app
  app.get('/docs', (c) => c.redirect('/docs/'))
  app.use('/docs/*', serveStatic({ root: folder, rewriteRequestPath: (path) => path.slice('/docs'.length) }))
  return app
}

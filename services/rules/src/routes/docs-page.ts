import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Hono } from 'hono'
import type { Env } from '../service.ts'
import { problemsPage } from './problems-page.ts'

/** Where the files of Swagger UI lie; a bundled service brings them along. */
export function docsFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
}

const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Doseline rules service</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="api"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
`
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null })\n`

/** The API to read and to try, from this service alone: nothing is fetched from elsewhere. */
export function docsPageRoutes(folder: string): Hono<Env> {
  const app = new Hono<Env>()
  app.use('/docs/*', async (c, next) => {
    await next()
    c.header(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
  })
  app.get('/docs', (c) => c.redirect('/docs/'))
  app.get('/docs/', (c) => c.html(PAGE))
  app.get('/docs/problems', (c) => c.html(problemsPage()))
  app.get('/docs/start.js', (c) => c.body(START, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
  for (const [name, type] of Object.entries(FILES)) {
    app.get(`/docs/${name}`, (c) => c.body(readFileSync(join(folder, name)), 200, { 'content-type': type }))
  }
  return app
}

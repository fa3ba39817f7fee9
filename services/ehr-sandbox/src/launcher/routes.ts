import { readFileSync } from 'node:fs'
import { type Context, Hono } from 'hono'
import type { Ehr } from '../ehr.ts'
import type { Html } from '../html.ts'
import { patientIdOf, type SandboxScenario } from '../seeds.ts'
import type { SandboxUser } from '../smart/provider-configuration.ts'
import { callHook } from './call-hook.ts'
import { chart } from './chart.ts'
import { cdsPage, homePage, type ListedPatient, notFoundPage, patientPage, type Shell } from './page.ts'
import { launchEncounter, recordOf } from './record.ts'
import { nameText } from './show.ts'

export interface LauncherOptions {
  readonly origin: string
  /** The app's launch page. */
  readonly launchUrl: string
  /** In the order of the select. */
  readonly ehrs: readonly Ehr[]
  /** The one that is meant where none is named. */
  readonly usual: Ehr
  readonly scenarios: readonly SandboxScenario[]
  readonly user: SandboxUser
  readonly reset: () => Promise<void>
  /** How a CDS service is called. */
  readonly fetcher?: typeof fetch
}

const ASSETS: Readonly<Record<string, string>> = {
  'launcher.css': 'text/css; charset=utf-8',
  'launcher.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
}

/** The pages of the small EHR. */
export function launcherRoutes(options: LauncherOptions): Hono {
  const { ehrs, usual, user } = options
  const app = new Hono()
  const appOrigin = new URL(options.launchUrl).origin
  const show = (c: Context, page: Html, status: 200 | 404 = 200) => {
    c.header('Content-Security-Policy', contentSecurityPolicy(appOrigin))
    c.header('Referrer-Policy', 'same-origin')
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('Cache-Control', 'no-store')
    return c.html(page.text, status)
  }
  const chosen = (key: unknown) => ehrs.find((one) => one.key === key) ?? usual
  const asked = (c: Context) => chosen(c.req.query('ehr'))
  const shell = (ehr: Ehr): Shell => ({
    patients: listed(ehr, options),
    user: user.name,
    ehr,
    ehrs,
    isUsual: ehr === usual,
    standaloneUrl: launchAddress(options, ehr, {}),
  })

  app.get('/', (c) => show(c, homePage({ ...shell(asked(c)), isReset: c.req.query('reset') !== undefined })))
  app.get('/patients/:id', (c) => {
    const ehr = asked(c)
    const record = recordOf(ehr.store, c.req.param('id'))
    const book = bookIn(c.req.query('book')) ?? 'cms'
    return record
      ? show(c, patientPage(shell(ehr), record, book, ehr.log.last(record.patient.id)))
      : show(c, notFoundPage(shell(ehr)), 404)
  })
  app.get('/patients/:id/chart', (c) => {
    const ehr = asked(c)
    const record = recordOf(ehr.store, c.req.param('id'))
    return record ? show(c, chart(record, ehr.log.last(record.patient.id))) : show(c, notFoundPage(shell(ehr)), 404)
  })
  app.get('/patients/:id/cds', async (c) => {
    const ehr = asked(c)
    const record = recordOf(ehr.store, c.req.param('id'))
    if (!record) return show(c, notFoundPage(shell(ehr)), 404)
    const exchange = await callHook(record, appOrigin, options.fetcher ?? fetch)
    return show(c, cdsPage(shell(ehr), record, bookIn(c.req.query('book')) ?? 'cms', exchange))
  })
  app.post('/patients/:id/launch', async (c) => {
    if (!isSameOrigin(c)) return c.text('Only the sandbox itself may open an app', 403)
    const form = await c.req.parseBody()
    const ehr = chosen(form.ehr ?? c.req.query('ehr'))
    const record = recordOf(ehr.store, c.req.param('id'))
    if (!record) return show(c, notFoundPage(shell(ehr)), 404)
    const codebook = bookIn(form.codebook) ?? 'cms'
    const launch = ehr.launch({
      patient: record.patient.id,
      encounter: launchEncounter(record),
      // Inside the frame the patient's name stands right above it.
      needPatientBanner: form.display === 'tab',
      codebook,
    })
    return c.redirect(launchAddress(options, ehr, { launch, codebook }), 303)
  })
  app.post('/reset', async (c) => {
    if (!isSameOrigin(c)) return c.text('Only the sandbox itself may reset its data', 403)
    await options.reset()
    const ehr = chosen((await c.req.parseBody()).ehr)
    return c.redirect(ehr === usual ? '/?reset' : `/?ehr=${ehr.key}&reset`, 303)
  })
  app.get('/assets/:name', (c) => {
    const type = ASSETS[c.req.param('name')]
    if (!type) return show(c, notFoundPage(shell(usual)), 404)
    const file = readFileSync(new URL(`./assets/${c.req.param('name')}`, import.meta.url), 'utf8')
    return c.body(file, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' })
  })
  app.get('/smart-style.json', (c) =>
    c.json(
      // Without a background: these pages are light or dark as the reader prefers, and the app beside them too.
      { color_error: '#a4262c', color_highlight: '#0b6e99' },
      200,
      { 'Access-Control-Allow-Origin': '*' },
    ),
  )
  app.notFound((c) => show(c, notFoundPage(shell(asked(c))), 404))
  return app
}

/** The app's launch page with what SMART and the launcher tell it. */
export function launchAddress(
  { launchUrl }: Pick<LauncherOptions, 'launchUrl'>,
  { fhirBase }: Pick<Ehr, 'fhirBase'>,
  { launch, codebook }: { launch?: string; codebook?: string },
): string {
  const url = new URL(launchUrl)
  url.searchParams.set('iss', fhirBase)
  if (launch) url.searchParams.set('launch', launch)
  if (codebook) url.searchParams.set('codebook', codebook)
  return url.href
}

function listed({ store }: Ehr, { scenarios }: LauncherOptions): ListedPatient[] {
  return scenarios.flatMap((scenario) => {
    const id = patientIdOf(scenario)
    const patient = id === undefined ? undefined : recordOf(store, id)?.patient
    return patient ? [{ id: patient.id, name: nameText(patient.name), title: scenario.title, book: scenario.book }] : []
  })
}

function bookIn(value: unknown): 'cms' | 'article' | undefined {
  return value === 'cms' || value === 'article' ? value : undefined
}

/** Another site's form must not reset the data or open apps in the user's name. */
function isSameOrigin(c: Context): boolean {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') return false
  if (origin === undefined) return site === 'same-origin'
  return URL.canParse(origin) && new URL(origin).host === c.req.header('host')
}

function contentSecurityPolicy(appOrigin: string): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    // The app in the frame passes through our own /auth on its way.
    `frame-src 'self' ${appOrigin}`,
    `form-action 'self' ${appOrigin}`,
    "frame-ancestors 'self'",
    "base-uri 'none'",
  ].join('; ')
}

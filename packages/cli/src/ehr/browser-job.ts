import buildApp from '@doseline/testkit/build-app'
import { chromiumExecutable } from '@doseline/testkit/chromium'
import { linesOf, verdictOf, written } from '@doseline/testkit/clinic'
import { chromium, type Page, type Response } from 'playwright-core'
import { keyIn, keysIn } from './answer-keys.ts'
import type { JobStep } from './main-job.ts'
import { newIssuer } from './new-issuer.ts'
import type { Probe } from './probe.ts'
import { startRulesService } from './rules-service.ts'

export interface BrowserJob {
  readonly base: string
  readonly found: Probe
  readonly clientId: string
  /** The port of the app: its redirect URI has to be registered in the EHR. */
  readonly port: number
  /** The `launch` parameter the EHR gave; undefined for a standalone launch. */
  readonly launch: string | undefined
  /** For a server without sign-in: whose chart. */
  readonly patient: string | undefined
  /** Whether what is written may be taken away again, or may stay. */
  readonly mayWrite: boolean
  readonly seconds: number
  readonly tell: (step: JobStep) => void
  /** Told what was written, and the token the app was given, which is kept in memory only. */
  readonly onWritten: (key: string) => void
  readonly onToken: (token: string) => void
}

/** The whole job as a person does it: the app is launched in Chromium, judges, and the lines are approved. */
export async function browserJob(job: BrowserJob): Promise<void> {
  await buildApp()
  const issuer = newIssuer(
    job.base,
    { key: 'ehr', clientId: job.clientId, open: job.found.open && !job.found.smart },
    job.found,
    [],
  )
  const service = await startRulesService(issuer, job.port)
  const { path, env, args } = await chromiumExecutable()
  const browser = await chromium.launch({
    executablePath: path,
    args: [...args],
    env: { ...process.env, ...env } as Record<string, string>,
  })
  try {
    const page = await browser.newPage({ locale: 'en-US' })
    page.setDefaultTimeout(job.seconds * 1000)
    page.on('response', (response) => void overhear(response, job))
    await asAPerson(page, service.app, job)
  } finally {
    await browser.close()
    await service.stop()
  }
}

async function asAPerson(
  page: Page,
  app: string,
  { base, launch, patient, mayWrite, tell }: BrowserJob,
): Promise<void> {
  const parameters = new URLSearchParams({ iss: base, ...(launch !== undefined && { launch }) })
  await page.goto(`${app}/app/launch.html?${parameters}`)
  const question = page.getByLabel('Patient id')
  if (patient !== undefined && (await appears(question.waitFor({ timeout: 3000 })))) {
    await question.fill(patient)
    await page.getByRole('button', { name: 'Open this patient' }).click()
  }
  const verdict = await verdictOf(page).catch(() => undefined)
  if (verdict === undefined) {
    tell({ name: 'launched', went: 'differently', says: await whereItStands(page) })
    return
  }
  const lines = await linesOf(page)
  tell({ name: 'launched', went: 'as it should', says: `${verdict}; ${lines.join(', ') || 'no lines'}` })
  const approve = page.getByRole('button', { name: /^Approve / })
  // What would be written is planned after the verdict is there.
  if (verdict === 'Ready to bill') await appears(approve.or(page.getByText('Nothing to change')).first().waitFor())
  if (!mayWrite || (await approve.count()) === 0) {
    const because = mayWrite ? 'there is nothing to approve' : 'give a --token that may delete, or --keep'
    tell({ name: 'approved', went: 'not tried', says: because })
    return
  }
  await approve.first().click()
  const says = await written(page).catch(() => undefined)
  tell({ name: 'approved', went: says ? 'as it should' : 'differently', says: says ?? (await whereItStands(page)) })
}

/** Where a launch came to a halt: the page without its query, which can name a patient, and its heading. */
async function whereItStands(page: Page): Promise<string> {
  const { origin, pathname } = new URL(page.url())
  const heading = page.locator('h1').first()
  const says = (await heading.textContent({ timeout: 1000 }).catch(() => null)) ?? ''
  return `it came as far as ${origin}${pathname}${says.trim() ? `, which says “${says.trim()}”` : ''}`
}

const appears = (waiting: Promise<void>): Promise<boolean> =>
  waiting.then(
    () => true,
    () => false,
  )

/** What the app writes, and the token it is given, so that what it wrote can be taken away again. */
async function overhear(response: Response, { base, found, onWritten, onToken }: BrowserJob): Promise<void> {
  const request = response.request()
  if (!response.ok() || !['POST', 'PUT'].includes(request.method())) return
  const body: unknown = await response.json().catch(() => undefined)
  if (response.url() === found.smart?.token_endpoint) {
    const { access_token } = (body ?? {}) as { access_token?: string }
    if (access_token) onToken(access_token)
    return
  }
  if (!response.url().startsWith(base) || request.postData()?.includes('"type":"batch"')) return
  const type = response.url().slice(base.length).split(/[/?]/)[1] ?? ''
  const one = keyIn({ body, location: response.headers().location }, type)
  for (const key of type ? [one ?? ''] : keysIn(body)) if (key) onWritten(key)
}

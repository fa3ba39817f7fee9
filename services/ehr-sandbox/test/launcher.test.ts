import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Ehr } from '../src/ehr.ts'
import type { Sandbox } from '../src/index.ts'
import { launcherRoutes } from '../src/launcher/routes.ts'
import { charts } from '../src/testing/charts.ts'
import { ALL, at, authorize, exchange, launched, startedSandbox } from '../src/testing/launch.ts'
import { chargeFor, fhirClient, flagFor } from './support/fhir-client.ts'
import { communicationFor, documentFor, taskFor } from './support/write-backs.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startedSandbox()
})
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.close())

const page = async (path: string) => {
  const response = await fetch(`${sandbox.origin}${path}`)
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const submit = (
  path: string,
  form: Record<string, string> = {},
  headers: Record<string, string> = { origin: sandbox.origin },
) => fetch(`${sandbox.origin}${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual', headers })

describe('given the first page', () => {
  test('then it lists the patients in their order, each with what happened, escaped', async () => {
    const { text, status } = await page('/')
    expect(status).toBe(200)
    expect(text.indexOf('Ana Rivera')).toBeLessThan(text.indexOf('Ben Okafor'))
    expect(text).toContain('Denosumab 60 mg, nothing discarded')
    expect(text).toContain('Denosumab 60 mg &lt;late&gt;')
    expect(text).toContain('href="/patients/ben?book=article"')
  })

  test.each(['/', '/patients/ana'])(
    '%s: nothing comes from elsewhere, and no handler or style stands in the page',
    async (path) => {
      const { text, headers } = await page(path)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('content-security-policy')).toContain("frame-src 'self' http://localhost:9")
      expect(text).not.toMatch(/ on[a-z]+=|<style| style=|javascript:/)
      for (const [, address] of text.matchAll(/(?:src|href)="([^"]+)"/g)) {
        expect(address).toMatch(/^(\/|#main$|http:\/\/localhost:9\/app\/(launch\.html\?iss=|worklist$))/)
      }
      for (const [, asset] of text.matchAll(/"(\/assets\/[^"]+)"/g)) expect((await page(`${asset}`)).status).toBe(200)
    },
  )
})

describe('given a patient page', () => {
  test('then it shows who it is and what the chart says', async () => {
    const { text } = await page('/patients/ana')
    for (const part of [
      'Ana Rivera',
      'MRN-ana',
      '1950-04-02',
      'Prolia 60 mg/mL',
      '60 mg',
      'Medicare',
      'Osteoporosis',
      'No charge lines',
      'No flags',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).not.toContain('Okafor</h1>')
  })

  test('then the code book of the scenario is chosen', async () => {
    expect((await page('/patients/ana')).text).toMatch(/value="cms" checked/)
    expect((await page('/patients/ben?book=article')).text).toMatch(/value="article" checked/)
  })

  test('when there is no such patient or page, then 404', async () => {
    for (const path of ['/patients/nobody', '/patients/nobody/chart', '/elsewhere', '/assets/../page.ts']) {
      expect((await page(path)).status).toBe(404)
    }
  })

  test('when something is written back, then the chart shows it with its modifiers in order', async () => {
    const before = (await page('/patients/ana/chart')).text
    const ehr = fhirClient(sandbox, (await launched(sandbox)).access_token)
    const modifier = (sequence: number, code: string) => ({
      url: 'https://doseline.example/fhir/StructureDefinition/charge-modifier',
      extension: [
        { url: 'sequence', valuePositiveInt: sequence },
        { url: 'code', valueCodeableConcept: { coding: [{ code }] } },
      ],
    })
    await ehr.post('Flag', flagFor('ana'))
    const note = [{ text: '60 mg = 60 units <exact>' }]
    await ehr.post('ChargeItem', { ...chargeFor('ana'), extension: [modifier(2, 'PO'), modifier(1, 'JZ')], note })
    const { text } = await page('/patients/ana/chart')
    expect(version(text)).not.toBe(version(before))
    for (const part of ['Ready to bill', 'J0897', 'planned', '60 mg = 60 units &lt;exact&gt;'])
      expect(text).toContain(part)
    expect(text.indexOf('>JZ<')).toBeLessThan(text.indexOf('>PO<'))
    expect((await page('/patients/ben/chart')).text).toContain('No charge lines')
  })
})

describe('given the launch button', () => {
  test.each([
    ['frame', 'cms', false],
    ['tab', 'article', true],
  ])(
    'in a %s with %s, then the app gets iss, launch and code book, and a token with them',
    async (display, codebook, banner) => {
      const response = await submit('/patients/ana/launch', { display, codebook })
      expect(response.status).toBe(303)
      const address = new URL(response.headers.get('location') ?? '')
      expect(`${address.origin}${address.pathname}`).toBe('http://localhost:9/app/launch.html')
      expect(address.searchParams.get('iss')).toBe(sandbox.fhirBase)
      expect(address.searchParams.get('codebook')).toBe(codebook)
      const { params, verifier } = await authorize(sandbox, ALL, { launch: address.searchParams.get('launch') ?? '' })
      const { body } = await exchange(sandbox, params.get('code') ?? '', verifier)
      expect(body).toMatchObject({
        patient: 'ana',
        encounter: 'ana-visit',
        doseline_codebook: codebook,
        need_patient_banner: banner,
      })
    },
  )
})

describe('given a choice of EHRs', () => {
  test.each(['/', '/patients/ana'])('%s: all are in a labeled select, the full one chosen', async (path) => {
    const { text } = await page(path)
    expect(text).toContain('<label for="ehr">EHR</label>')
    for (const { key, label } of sandbox.ehrs) expect(text).toMatch(new RegExp(`value="${key}"[^>]*>${label}<`))
    expect(text).toMatch(/value="full" selected/)
  })

  test('then the first page tells what each one lacks', async () => {
    const { text } = await page('/')
    for (const { says } of sandbox.ehrs) expect(text).toContain(`<dd class="quiet">${says}</dd>`)
  })

  test('then the choice is kept in every address and form of the page, and its own FHIR address is shown', async () => {
    const { text } = await page('/patients/ben?book=article&ehr=racy')
    expect(text).toMatch(/value="racy" selected/)
    expect(text).toContain('href="/patients/ana?ehr=racy"')
    expect(text).toContain('href="/patients/ben?book=article&amp;ehr=racy"')
    expect(text).toContain('href="/?ehr=racy"')
    expect(text.match(/<input type="hidden" name="ehr" value="racy">/g)).toHaveLength(2)
    expect(text).toContain('<input type="hidden" name="book" value="article">')
    expect(text).toContain(`<code>${sandbox.ehr('racy').fhirBase}</code>`)
    expect(text).toContain(`iss=${encodeURIComponent(sandbox.ehr('racy').fhirBase)}`)
  })

  test('when the key is made up, then it is the full one', async () => {
    expect((await page('/patients/ana?ehr=nobody')).text).toMatch(/value="full" selected/)
  })

  test('then the launch is against the chosen EHR, and the chart shows its record', async () => {
    const response = await submit('/patients/ana/launch', { display: 'tab', codebook: 'cms', ehr: 'epic-like' })
    const address = new URL(response.headers.get('location') ?? '')
    const epic = at(sandbox, 'epic-like')
    expect(address.searchParams.get('iss')).toBe(epic.fhirBase)
    const { params, verifier } = await authorize(epic, ALL, { launch: address.searchParams.get('launch') ?? '' })
    const { body } = await exchange(epic, params.get('code') ?? '', verifier)
    const ehr = fhirClient(epic, body.access_token)
    for (const resource of [communicationFor('ana'), documentFor('ana')])
      await ehr.post(resource.resourceType, resource)
    const chart = (await page('/patients/ana/chart?ehr=epic-like')).text
    expect(chart).toMatch(/data-key="Communication\//)
    expect(chart).toMatch(/data-key="DocumentReference\//)
    expect(chart.match(/60 units, none discarded/g)).toHaveLength(2)
    expect((await page('/patients/ana/chart')).text).not.toMatch(/data-key="Communication\//)
  })

  test('then a task is a row of its own', async () => {
    const ehr = fhirClient(sandbox, (await launched(sandbox)).access_token)
    await ehr.post('Task', taskFor('ana'))
    const { text } = await page('/patients/ana/chart')
    expect(text).toMatch(/data-key="Task\//)
    expect(text).toContain('Charges to enter')
  })

  test('then reset forgets what was written in any of them, and stays with the choice', async () => {
    const racy = at(sandbox, 'racy')
    await fhirClient(racy, (await launched(racy)).access_token).post('Flag', flagFor('ana'))
    const response = await submit('/reset', { ehr: 'racy' })
    expect(response.headers.get('location')).toBe('/?ehr=racy&reset')
    expect(racy.stored('Flag')).toHaveLength(0)
  })

  test('then an EHR without doses still shows and launches its patients', async () => {
    expect((await page('/patients/ana?ehr=athena-like')).text).toContain('No administrations.')
    expect((await submit('/patients/ana/launch', { ehr: 'athena-like' })).status).toBe(303)
  })
})

describe('given the reset button', () => {
  test('then what was written is forgotten', async () => {
    const ehr = fhirClient(sandbox, (await launched(sandbox)).access_token)
    await ehr.post('Flag', flagFor('ana'))
    expect((await submit('/reset')).status).toBe(303)
    expect((await ehr.search('Flag')).body.total).toBe(0)
    expect((await ehr.get('Patient/ana')).status).toBe(200)
  })

  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['another site by its fetch metadata', { origin: '', 'sec-fetch-site': 'cross-site' }],
    ['nobody in particular', {}],
  ])('when %s presses it, then 403', async (_name, headers) => {
    expect((await submit('/reset', {}, headers)).status).toBe(403)
    expect((await submit('/patients/ana/launch', {}, headers)).status).toBe(403)
  })
})

function version(text: string): string | undefined {
  return /data-version="([^"]*)"/.exec(text)?.[1]
}

describe('given a launch of a chart', () => {
  test('then the chart shows each request beside its response, and who signed in, decoded', async () => {
    expect((await page('/patients/ana')).text).toContain('Open Doseline, and what it and this EHR say')
    const answer = await launched(sandbox)
    const { text } = await page('/patients/ana/chart')
    const said = text.replaceAll('&quot;', '"')
    for (const part of ['Authorization request', 'Token request', 'Token response', 'id_token, decoded'])
      expect(text).toContain(`<h3>${part}</h3>`)
    expect(said).toContain('"code_challenge_method": "S256"')
    expect(said).toContain('"grant_type": "authorization_code"')
    expect(said).toContain('"patient": "ana"')
    expect(said).toMatch(/"fhirUser": "[^"]+Practitioner\/sandbox-jordan-ellis"/)
    expect(said).toContain('"alg": "RS256"')
    for (const name of ['launch', 'code', 'code_verifier'])
      expect(said).toMatch(new RegExp(`"${name}": "… \\d+ characters"`))
    for (const secret of [answer.access_token, answer.refresh_token ?? 'none', answer.id_token ?? 'none'])
      expect(text).not.toContain(secret)
    expect((await page('/patients/ben/chart')).text).not.toContain('Token response')
  })

  test('then a chart that is open is drawn again when the launch goes on', async () => {
    const version = async () => /data-version="([^"]*)"/.exec((await page('/patients/ben/chart')).text)?.[1]
    const before = await version()
    await launched(sandbox, ALL, { patient: 'ben' })
    const after = await version()
    expect(after).not.toBe(before)
    // The next launch says the same again.
    await launched(sandbox, ALL, { patient: 'ben' })
    expect(await version()).not.toBe(after)
  })
})

describe('given a CDS service', () => {
  const answering = async (answer: Response) => {
    const asked: { url: string; body: { hook: string; context: object; prefetch: Record<string, unknown> } }[] = []
    const app = launcherRoutes({
      origin: sandbox.origin,
      launchUrl: 'http://localhost:9/app/launch.html',
      ehrs: [sandbox.ehr('full') as Ehr],
      usual: sandbox.ehr('full') as Ehr,
      scenarios: charts,
      user: { id: 'jordan', name: 'Jordan Ellis', fhirUser: 'Practitioner/jordan' },
      reset: async () => undefined,
      fetcher: async (url, init) => {
        asked.push({ url: String(url), body: JSON.parse(String(init?.body)) })
        return answer
      },
    })
    const response = await app.request('/patients/ana/cds')
    return { asked, text: await response.text() }
  }

  test('then its card stands beside the request and the response, with what the chart holds as prefetch', async () => {
    const card = {
      summary: '1 dose <cannot> be billed',
      detail: 'Why',
      indicator: 'warning',
      source: { label: 'Doseline' },
      links: [{ label: 'Open Doseline', url: 'http://localhost:9/app/launch.html', type: 'smart' }],
    }
    const { asked, text } = await answering(Response.json({ cards: [card] }))
    expect(asked[0]?.url).toBe('http://localhost:9/cds-services/infusion-readiness-chart')
    expect(asked[0]?.body.context).toMatchObject({ patientId: 'ana', encounterId: 'ana-visit' })
    expect(JSON.stringify(asked[0]?.body.prefetch)).toContain('"ana-dose-3"')
    expect(JSON.stringify(asked[0]?.body.prefetch)).not.toContain('ben-')
    expect(text).toContain('<strong>1 dose &lt;cannot&gt; be billed</strong>')
    expect(text).toContain('Link: Open Doseline (launches the SMART app)')
    expect(text).toContain('&quot;hook&quot;: &quot;patient-view&quot;')
    expect(text).toContain('&quot;indicator&quot;: &quot;warning&quot;')
  })

  test('then no card is said to be none, and a refusal is shown with what it says', async () => {
    expect((await answering(Response.json({ cards: [] }))).text).toContain('No card: there is nothing to say')
    const refused = await answering(Response.json({ title: 'Bad Request' }, { status: 400 }))
    expect(refused.text).toContain('it answered 400')
    expect(refused.text).toContain('&quot;Bad Request&quot;')
  })
})

describe('given a charge that another app proposes', () => {
  const proposal = (verdict: string) =>
    charts.map((one) => ({
      ...one,
      focus: `MedicationAdministration/${one.name}-dose-1`,
      proposed: { code: 'J3397', modifiers: ['JZ'] },
      // biome-ignore lint/suspicious/noThenProperty: given / then are the words of a scenario; nothing awaits one.
      then: { verdict },
    }))

  test.each([
    { verdict: 'not-ready', shown: true },
    { verdict: 'ready', shown: false },
  ])('where the case is $verdict, then it stands in the chart as planned: $shown', async ({ verdict, shown }) => {
    const other = await startedSandbox({ scenarios: proposal(verdict) })
    const text = await (await fetch(`${other.origin}/patients/ana/chart`)).text()
    expect(text.includes('Proposed by another app: J3397-JZ')).toBe(shown)
    expect(text.includes('planned')).toBe(shown)
    await other.close()
  })
})

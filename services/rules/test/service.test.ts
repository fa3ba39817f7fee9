import { gunzipSync } from 'node:zlib'
import { AssessmentAnswer, PROBLEM_CODES } from '@doseline/contract'
import { malformed, requestFor, scenario } from '@doseline/fhir-fixtures'
import type { Parameters as FhirParameters } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { aService, codebook, get, post, send } from './a-service.ts'

const PROLIA = requestFor(scenario('medicare-prolia-in-order'))
const service = await aService()

describe('an answer on the line', () => {
  const asked = (headers: Record<string, string>) =>
    service.request('/v1/assessments', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ ...PROLIA, include: ['evidence'] }),
    })

  test('is a fifth as long for whoever takes gzip, and says the same', async () => {
    const [plain, short] = await Promise.all([asked({}), asked({ 'accept-encoding': 'gzip, br' })])
    const [text, bytes] = [await plain.text(), Buffer.from(await short.arrayBuffer())]
    expect([plain.headers.get('content-encoding'), short.headers.get('content-encoding')]).toEqual([null, 'gzip'])
    expect(short.headers.get('vary')).toMatch(/accept-encoding/i)
    expect(bytes.length).toBeLessThan(text.length / 4)
    expect(AssessmentAnswer.parse(JSON.parse(gunzipSync(bytes).toString()))).toEqual(JSON.parse(text))
  })
})

describe('a fault names the element and what to do', () => {
  test.each([
    ['JSON that breaks', '{"bundle": {"resourceType": "Bundle",}}', 400, 'malformed-json', ''],
    ['an element that does not exist', { ...PROLIA, bundel: {} }, 400, 'not-of-the-contract', '/bundel'],
    ['no chart at all', {}, 400, 'not-of-the-contract', ''],
    [
      'an amount that is no decimal',
      { ...PROLIA, attested: { [PROLIA.focus]: { discardedMg: '2mg', by: 'x', at: PROLIA.asOf } } },
      400,
      'not-of-the-contract',
      `/attested/${PROLIA.focus.replace('/', '~1')}/discardedMg`,
    ],
    [
      'a dose that is not in the chart',
      { ...PROLIA, focus: 'MedicationAdministration/nowhere' },
      422,
      'focus-not-in-chart',
      '/focus',
    ],
    ['a code book that does not exist', { ...PROLIA, codebook: 'cpt' }, 422, 'codebook-unknown', '/codebook'],
    ['a time zone that does not exist', { ...PROLIA, timeZone: 'Mars/Olympus' }, 422, 'time-zone-unknown', '/timeZone'],
  ])('%s', async (_, body, status, code, pointer) => {
    const answer = await post(service, '/v1/assessments', body)
    expect(answer).toMatchObject({ status, type: 'application/problem+json; charset=utf-8', body: { status, code } })
    if (pointer) expect(answer.body.errors.map((each: { pointer: string }) => each.pointer)).toContain(pointer)
    expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'))
  })

  test('malformed JSON is answered with its line and column, and never with what stood there', async () => {
    const { body } = await post(service, '/v1/assessments', '{\n  "family": "Castellano" "given"\n}')
    expect(body.detail).toBe('The body is not JSON: it breaks in line 2, column 26.')
    expect(JSON.stringify(body)).not.toContain('Castellano')
  })

  test('the article’s book needs a permission, and the refusal names the setting', async () => {
    const { status, body } = await post(await aService({ allowArticle: false }), '/v1/assessments', {
      ...PROLIA,
      codebook: 'article',
    })
    expect([status, body.code]).toEqual([403, 'codebook-not-allowed'])
    expect(body.errors[0].remedy).toContain('allowArticle')
  })

  test('a body over 2 MB, one that is too deep, one that is not JSON', async () => {
    const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`
    expect((await post(service, '/v1/assessments', `"${'x'.repeat(2_100_000)}"`)).status).toBe(413)
    expect((await post(service, '/v1/assessments', deep)).body.code).toBe('too-deep')
    expect((await post(service, '/v1/assessments', 'a=b', 'application/x-www-form-urlencoded')).status).toBe(415)
  })

  const line = JSON.stringify({ resourceType: 'Patient', id: 'p1' })
  test.each([
    ['by its content type', `${line}\n${line}\n`, 'application/fhir+ndjson'],
    ['a single line', line, 'application/x-ndjson'],
    ['sent as JSON, with empty lines between', `\n${line}\n\n${line}`, 'application/json'],
    ['sent as FHIR JSON', `${line}\r\n${line}`, 'application/fhir+json'],
  ])('lines of a bulk export are not read, and the refusal says what to send: %s', async (_, body, type) => {
    for (const path of ['/v1/assessments', '/fhir/$billing-readiness']) {
      const answer = await post(service, path, body, type)
      expect(answer.status).toBe(415)
      expect(JSON.stringify(answer.body)).toMatch(/ndjson-not-read.*NDJSON|A JSON object a line/)
      expect(JSON.stringify(answer.body)).toContain('Send the resources of one patient as application/json')
    }
  })

  test('lines sent as text are refused as well, with what to send', async () => {
    const { status, body } = await post(service, '/v1/assessments', `${line}\n${line}`, 'text/plain')
    expect([status, body.code]).toEqual([415, 'not-json'])
    expect(body.errors[0].remedy).toContain('one FHIR Bundle')
  })

  test.each([
    [
      'an element that changes objects',
      '{"bundle":{"resourceType":"Bundle","__proto__":{"x":1}}}',
      400,
      'name-refused',
    ],
    ['another one, deep down', '{"resources":[{"resourceType":"Patient","constructor":{}}]}', 400, 'name-refused'],
    ['more values than any chart', `{"resources":[${'{},'.repeat(600_000)}{}]}`, 413, 'too-many-values'],
  ])('%s is refused', async (_, body, status, code) => {
    const answer = await post(service, '/v1/assessments', body)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  test('a body that is packed is refused as such', async () => {
    const packed = await post(service, '/v1/assessments', PROLIA, 'application/json', { 'content-encoding': 'gzip' })
    expect([packed.status, packed.body.code]).toEqual([415, 'unsupported-content-encoding'])
  })

  test('bytes that are no UTF-8 are refused, not mended', async () => {
    const body = new Uint8Array([...new TextEncoder().encode('{"codebook":"'), 0xff, ...new TextEncoder().encode('"}')])
    const answer = await service.request('/v1/assessments', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'not-utf-8'])
  })

  test('an address that is not there, and a method that is not answered', async () => {
    const nowhere = await get(service, '/v2/assessments')
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'not-found'])
    const wrong = await service.request('/v1/assessments')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('a fault of our own is reported, and its text stays with us', async () => {
    const faults: unknown[] = []
    const failing = await aService({ faults })
    failing.get('/fails', () => {
      throw new Error('secret of the chart')
    })
    const response = await failing.request('/fails')
    expect([response.status, (await response.text()).includes('secret')]).toEqual([500, false])
    expect(faults).toHaveLength(1)
  })
})

describe('what something upstream got wrong', () => {
  test.each(malformed())('$title', async ({ sends, focus, expect: wanted }) => {
    const { status, body } = await post(service, '/v1/assessments', sends)
    if ('refused' in wanted) {
      expect(status).toBe(wanted.refused.status)
      if (wanted.refused.at) {
        expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain(wanted.refused.at)
      }
      return
    }
    expect(status).toBe(200)
    const dose = body.assessments.find((each: { focus: string }) => !focus || each.focus === focus)
    const of = (outcome: string) =>
      dose.findings
        .filter(
          (each: { outcome: string; severity: string }) => each.outcome === outcome && each.severity === 'required',
        )
        .map(({ id }: { id: string }) => id)
    expect({ verdict: dose.verdict, fails: of('fails').toSorted(), cannotTell: of('cannot-tell').toSorted() }).toEqual({
      verdict: wanted.verdict,
      fails: Object.keys(wanted.fails).toSorted(),
      cannotTell: Object.keys(wanted['cannot tell']).toSorted(),
    })
    const ofTheDrug = dose.lines.filter(({ role }: { role: string }) => role.endsWith('drug'))
    expect(ofTheDrug).toHaveLength(wanted.lines.length)
  })
})

const OTHERS = {
  resourceType: 'Condition',
  id: 'other',
  subject: { reference: 'Patient/somebody-else' },
}

describe('the FHIR operation', () => {
  test('takes a Bundle of any type, and so does REST: the same answer, with faults named where they lie', async () => {
    const types = ['searchset', 'collection', 'transaction', 'batch-response', 'document', 'message', undefined]
    for (const type of types) {
      const bundle = { ...PROLIA.bundle, type }
      const rest = await post(service, '/v1/assessments', bundle)
      const fhir = await post(service, '/fhir/$billing-readiness', bundle, 'application/fhir+json')
      expect([type, rest.status, fhir.status]).toEqual([type, 200, 200])
      const digest = fhir.body.parameter.find(({ name }: { name: string }) => name === 'digest').valueString
      expect(rest.body.digest).toBe(digest)
    }
    const other = { ...PROLIA.bundle, entry: [...(PROLIA.bundle.entry ?? []), { resource: OTHERS }] }
    const at = PROLIA.bundle.entry?.length
    const rest = await post(service, '/v1/assessments', other)
    expect([rest.status, rest.body.errors[0]]).toEqual([
      422,
      expect.objectContaining({
        pointer: `/entry/${at}/resource/subject`,
        expression: `Bundle.entry[${at}].resource.subject`,
      }),
    ])
    const fhir = await post(service, '/fhir/$billing-readiness', other, 'application/fhir+json')
    expect(fhir.body.issue[0].expression).toEqual([`Bundle.entry[${at}].resource.subject`])
  })

  test('why a type was not read to the end is said by whoever read it, and told with the finding', async () => {
    const reads = { Coverage: 'partial' }
    const readNotes = { Coverage: '1 of 40 came' }
    const rest = await post(service, '/v1/assessments', { ...PROLIA, reads, readNotes })
    const parameters = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'data', resource: PROLIA.bundle },
        {
          name: 'read',
          part: [
            { name: 'type', valueCode: 'Coverage' },
            { name: 'outcome', valueCode: 'partial' },
            { name: 'because', valueString: '1 of 40 came' },
          ],
        },
      ],
    }
    const fhir = await post(service, '/fhir/$billing-readiness', parameters, 'application/fhir+json')
    for (const { body } of [rest, fhir])
      expect(JSON.stringify(body)).toContain('Not all coverages (Coverage) were read: 1 of 40 came.')
    expect(rest.body.assessments[0].verdict).not.toBe('ready')
  })

  test('its Parameters are taken by REST too', async () => {
    const parameters = { resourceType: 'Parameters', parameter: [{ name: 'data', resource: PROLIA.bundle }] }
    expect((await post(service, '/v1/assessments', parameters)).status).toBe(200)
  })

  test('takes a bare Bundle', async () => {
    const { status, body } = await post(service, '/fhir/$billing-readiness', PROLIA.bundle, 'application/fhir+json')
    expect([status, body.resourceType]).toEqual([200, 'Parameters'])
  })

  test.each([
    ['a body that is no Parameters', { resourceType: 'Patient' }, 400],
    [
      'a parameter it does not take',
      { resourceType: 'Parameters', parameter: [{ name: 'colour', valueString: 'blue' }] },
      400,
    ],
    ['JSON that breaks', '{', 400],
  ])('answers %s with an OperationOutcome', async (_, sent, status) => {
    const answer = await post(service, '/fhir/$billing-readiness', sent, 'application/fhir+json')
    expect([answer.status, answer.type, answer.body.resourceType]).toEqual([
      status,
      'application/fhir+json; charset=utf-8',
      'OperationOutcome',
    ])
    expect(answer.body.issue[0].severity).toBe('error')
  })

  test('answers an address that is not there with an OperationOutcome too', async () => {
    const { status, body } = await get(service, '/fhir/Patient/1')
    expect([status, body.resourceType]).toEqual([404, 'OperationOutcome'])
  })
})

describe('the FHIR operation, at length', () => {
  test('takes what was tried before as repeated parts, and answers draft Claims and denials', async () => {
    const each = scenario('uhc-medicare-advantage-prolia-not-jubbonti')
    const attested = [
      { name: 'focus', valueReference: { reference: each.focus } },
      ...['Jubbonti', 'alendronate'].map((drug) => ({
        name: 'earlierTreatment',
        part: [
          { name: 'name', valueString: drug },
          { name: 'outcome', valueCode: 'not tolerated' },
        ],
      })),
      { name: 'by', valueString: 'Dr Ames' },
      { name: 'at', valueInstant: each.asOf },
    ]
    const ask = async (parameter: object[]) => {
      const answer = await post(
        await aService(),
        '/fhir/$billing-readiness',
        { resourceType: 'Parameters', parameter },
        FHIR,
      )
      expect(answer.status).toBe(200)
      return JSON.stringify(answer.body)
    }
    const data = (each.chart.entry ?? []).map(({ resource }) => ({ name: 'data', resource }))
    const common = [...data, { name: 'focus', valueReference: { reference: each.focus } }]
    expect(await ask(common)).toContain('the chart does not show that it was tried')
    expect(await ask([...common, { name: 'attested', part: attested }])).toContain(
      'on record: Jubbonti (not tolerated)',
    )
    const ready = scenario('medicare-prolia-in-order')
    const prolia = (ready.chart.entry ?? []).map(({ resource }) => ({ name: 'data', resource }))
    expect(await ask([...prolia, { name: 'draftClaims', valueBoolean: true }])).toContain('"resourceType":"Claim"')
    const late = scenario('medicare-prolia-five-months-after-the-last')
    const early = (late.chart.entry ?? []).map(({ resource }) => ({ name: 'data', resource }))
    expect(await ask(early)).toContain('"name":"denial","part":[{"name":"reason","valueString":"too frequent"}')
  })
})

const FHIR = 'application/fhir+json'

describe('what operators ask', () => {
  test('/version says which code book runs', async () => {
    expect((await get(service, '/healthz')).body).toEqual({ status: 'ok', version: 'test' })
    expect((await get(service, '/version')).body).toMatchObject({
      version: 'test',
      codebook: codebook.version,
      codebooks: [{ id: 'cms', forSubmission: true }, { id: 'article' }],
    })
  })

  test('the example of the API’s description is answered as the description says', async () => {
    const { body } = await get(service, '/openapi.json')
    const { example } = body.paths['/v1/assessments'].post.requestBody.content['application/json']
    const answer = await post(service, '/v1/assessments', example)
    expect([answer.status, AssessmentAnswer.safeParse(answer.body).error]).toEqual([200, undefined])
    expect(answer.body.assessments[0].verdict).toBe('ready')
  })

  test('so are the examples of the plans, of a reservation and of its step', async () => {
    const { body } = await get(service, '/openapi.json')
    const exampleOf = (path: string, method: string) =>
      body.paths[path][method].requestBody.content['application/json'].example
    const { body: planned } = await post(service, '/v1/plans', exampleOf('/v1/plans', 'post'))
    expect(planned.plans.map(({ act }: { act: string }) => act)).toEqual(['approve', 'suggest'])
    const reservation = await post(
      service,
      '/v1/write-backs',
      exampleOf('/v1/write-backs', 'post'),
      'application/json',
      {
        'idempotency-key': '"example"',
      },
    )
    expect(reservation.status).toBe(201)
    const step = await send(service, 'PATCH', `/v1/write-backs/${reservation.body.writeBack.id}`, {
      body: exampleOf('/v1/write-backs/{id}', 'patch'),
    })
    expect([step.status, step.body.state]).toEqual([200, 'sent'])
  })

  test('the type of a problem leads to where its code is explained', async () => {
    const refused = await post(service, '/v1/assessments', { resources: [], focus: 'no reference' })
    expect([refused.body.code, refused.body.title]).toEqual(['not-of-the-contract', 'Bad Request'])
    const [page, anchor] = refused.body.type.split('#')
    const shown = await get(service, page)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
    expect(shown.body).toContain(`<tr id="${anchor}">`)
    for (const code of PROBLEM_CODES) expect(shown.body).toContain(`<tr id="${code}">`)
  })

  test('/openapi.json describes the contract that is enforced', async () => {
    const { body } = await get(service, '/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.paths)).toContain('/v1/assessments')
    expect(Object.keys(body.components.schemas)).toEqual(
      expect.arrayContaining(['AssessmentRequest', 'AssessmentAnswer', 'Finding', 'ChargeLine', 'Problem']),
    )
  })

  test('no answer about a chart is kept by a cache', async () => {
    const { headers } = await post(service, '/v1/assessments', PROLIA)
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

describe('what a FHIR caller gets to write', () => {
  const parameters = { resourceType: 'Parameters', parameter: [{ name: 'data', resource: PROLIA.bundle }] }
  const writeBack = {
    name: 'writeBack',
    part: [
      { name: 'act', valueCode: 'approve' },
      { name: 'by', valueReference: { reference: 'Practitioner/b', display: 'B' } },
      { name: 'server', valueString: 'ehr' },
    ],
  }
  const named = ({ parameter }: FhirParameters, name: string) =>
    (parameter ?? [])
      .flatMap((each) => (each.name === 'plan' ? (each.part ?? []) : []))
      .filter((part) => part.name === name)
      .map(({ resource }) => resource?.resourceType)

  test('is the Flag, each charge line, and all of it as one transaction', async () => {
    const { bundle, asOf, focus } = requestFor(scenario('medicare-mepsevii-discard-recorded'))
    const parameter = [
      { name: 'data', resource: bundle },
      { name: 'focus', valueReference: { reference: focus } },
      { name: 'asOf', valueInstant: asOf },
      writeBack,
    ]
    const { body } = await post(service, '/fhir/$billing-readiness', { resourceType: 'Parameters', parameter }, FHIR)
    expect(named(body, 'flag')).toEqual(['Flag'])
    expect(named(body, 'chargeItem').length).toBeGreaterThan(1)
    expect(named(body, 'transaction')).toEqual(['Bundle'])
  })

  test('is nothing where nothing is asked for', async () => {
    const { body } = await post(service, '/fhir/$billing-readiness', parameters, FHIR)
    expect(['flag', 'chargeItem', 'transaction'].flatMap((name) => named(body, name))).toEqual([])
  })

  test('is JSON, and no other form', async () => {
    const { status, body } = await post(service, '/fhir/$billing-readiness', parameters, FHIR, {
      accept: 'application/fhir+xml',
    })
    expect([status, body.resourceType]).toEqual([406, 'OperationOutcome'])
  })
})

describe('which doses, and by which edition', () => {
  const ask = (more: object) => post(service, '/v1/assessments', { ...PROLIA, focus: undefined, attested: {}, ...more })

  test('the doses of one day', async () => {
    const all = await ask({})
    const [{ dateOfService }] = all.body.assessments
    const day = await ask({ dateOfService })
    expect(day.body.assessments.every((dose: { dateOfService: string }) => dose.dateOfService === dateOfService)).toBe(
      true,
    )
    const none = await ask({ dateOfService: '1999-01-01' })
    expect([none.status, none.body.code, none.body.errors[0].pointer]).toEqual([
      422,
      'no-dose-that-day',
      '/dateOfService',
    ])
  })

  test('an edition that is in force no more is refused, and the one in force is named', async () => {
    const { edition } = (await post(service, '/v1/assessments', PROLIA)).body.assessments[0]
    expect((await post(service, '/v1/assessments', { ...PROLIA, edition })).status).toBe(200)
    const other = await post(service, '/v1/assessments', { ...PROLIA, edition: 'cms@old' })
    expect([other.status, other.body.code]).toEqual([422, 'edition-not-in-force'])
    expect(other.body.detail).toContain(edition)
  })
})

import { Failure, RETRY_POLICY } from '@doseline/ehr-client'
import { describe, expect, test } from 'vitest'
import type { LaunchState } from './launch-state.ts'
import { Tokens } from './tokens.ts'

const STATE: LaunchState = {
  serverUrl: 'https://ehr.example/fhir',
  clientId: 'doseline',
  redirectUri: 'https://app.example/app/index.html',
  tokenUri: 'https://ehr.example/auth/token',
  scope: 'openid',
  codeVerifier: 'verifier',
}
const FIRST = { access_token: 'a1', refresh_token: 'r1', expires_in: 3600, patient: 'p1', id_token: 'id-1' }
const network = new TypeError('network')

/** A token endpoint with these answers, one after another, and a clock that a test can turn. */
function anEndpoint(...answers: readonly unknown[]) {
  const left = [...answers]
  const forms: URLSearchParams[] = []
  const kept: LaunchState[] = []
  const clock = { now: Date.UTC(2026, 2, 2) }
  const fetcher: typeof fetch = async (_, init) => {
    forms.push(new URLSearchParams(String(init?.body)))
    const answer = left.shift()
    if (answer instanceof Error) throw answer
    if (answer instanceof Response) return answer
    return Response.json(answer)
  }
  const patience = { ...RETRY_POLICY, now: () => clock.now, sleep: async () => undefined }
  const open = (state: LaunchState = STATE, code: string | null = 'c1') =>
    Tokens.of(state, code, { fetcher, patience, keep: (changed) => kept.push(changed) })
  const later = (seconds: number) => {
    clock.now += seconds * 1000
  }
  return { open, later, forms, kept }
}

const refused = (error: string) => Response.json({ error, error_description: 'no' }, { status: 400 })
const busy = () => new Response('', { status: 503 })

describe('a code', () => {
  test('is exchanged whole, whatever signs are in it, by the client it was made for', async () => {
    const { open, forms, kept } = anEndpoint(FIRST)
    const tokens = await open(STATE, 'a+b&c=d e')
    expect(await tokens.authorization()).toBe('Bearer a1')
    expect(Object.fromEntries(forms[0] ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: 'a+b&c=d e',
      redirect_uri: STATE.redirectUri,
      client_id: 'doseline',
      code_verifier: 'verifier',
    })
    expect(kept[0]).toMatchObject({ tokenResponse: { access_token: 'a1', patient: 'p1' } })
  })

  test('is not exchanged twice: a page loaded again finds the tokens', async () => {
    const { open, kept, forms } = anEndpoint(FIRST)
    await open()
    const again = await open(kept[0], null)
    expect(await again.authorization()).toBe('Bearer a1')
    expect(forms).toHaveLength(1)
    expect(again.receivedAt).toBe(Date.UTC(2026, 2, 2))
  })

  test('that is refused is a launch refused, in the words of the server', async () => {
    await expect(anEndpoint(refused('invalid_grant')).open()).rejects.toMatchObject({
      kind: 'launch-refused',
      about: { detail: 'invalid_grant: no' },
    })
  })

  test('is tried again where the network fails for a moment, and is no refusal where it stays away', async () => {
    expect(await (await anEndpoint(network, FIRST).open()).authorization()).toBe('Bearer a1')
    await expect(anEndpoint(network, network, network).open()).rejects.toMatchObject({ kind: 'ehr-unreachable' })
  })

  test('that is not there, with no tokens either, is a session that is over', async () => {
    await expect(anEndpoint().open(STATE, null)).rejects.toMatchObject({ kind: 'session-ended' })
  })
})

describe('the patient and the visit of a launch', () => {
  test.each([
    ['bare', 'pe29a77', 'pe29a77'],
    ['typed', 'Patient/pe29a77', 'pe29a77'],
    ['with its version', 'Patient/pe29a77/_history/3', 'pe29a77'],
    ['in full, the host in capitals', 'https://EHR.Example/fhir/Patient/pe29a77', 'pe29a77'],
    ['a number', 4711, '4711'],
    ['empty', '', undefined],
    ['null', null, undefined],
  ])('are known by their ids: %s', async (_, patient, id) => {
    const tokens = await anEndpoint({ access_token: 'a1', patient, encounter: 'Encounter/e1' }).open()
    expect(tokens.answer.patient).toBe(id)
    expect(tokens.answer.encounter).toBe('e1')
  })

  test.each([
    ['an object', { reference: 'Patient/p1' }, 'patient is of the kind object'],
    ['a list', ['p1'], 'patient is of the kind array'],
    ['of another server', 'https://other.example/fhir/Patient/p1', 'patient is no id of this server'],
    ['of another type', 'Group/p1', 'patient is no id of this server'],
  ])('that came and cannot be read are not the same as none: %s', async (_, patient, detail) => {
    const { open } = anEndpoint({ ...FIRST, patient })
    await expect(open()).rejects.toMatchObject({ kind: 'unreadable-patient', about: { detail } })
  })

  test('stay the same where one answer says them in another way, and never change', async () => {
    const { open, later } = anEndpoint(
      { ...FIRST, patient: 'Patient/p1' },
      { access_token: 'a2', expires_in: 60, patient: 'p1' },
      { access_token: 'a3', patient: 'https://other.example/fhir/Patient/p1' },
    )
    const tokens = await open()
    later(4000)
    expect(await tokens.authorization()).toBe('Bearer a2')
    later(100)
    await expect(tokens.authorization()).rejects.toMatchObject({ kind: 'wrong-patient' })
  })
})

describe('a token is renewed', () => {
  test('before it ends, by the client it belongs to, once for all who ask', async () => {
    const { open, later, forms, kept } = anEndpoint(FIRST, {
      access_token: 'a2',
      refresh_token: 'r2',
      expires_in: 3600,
    })
    const tokens = await open()
    later(3580)
    const asked = await Promise.all([tokens.authorization(), tokens.authorization(), tokens.renewed('Bearer a1')])
    expect(asked).toEqual(['Bearer a2', 'Bearer a2', 'Bearer a2'])
    expect(Object.fromEntries(forms[1] ?? [])).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'r1',
      client_id: 'doseline',
    })
    // The patient and the id_token are those of the launch; the refresh token is the new one.
    expect(kept.at(-1)?.tokenResponse).toMatchObject({ refresh_token: 'r2', patient: 'p1', id_token: 'id-1' })
  })

  test('after a refusal, unless somebody renewed it meanwhile', async () => {
    const { open, forms } = anEndpoint(FIRST, { access_token: 'a2' })
    const tokens = await open()
    expect(await tokens.renewed('Bearer a1')).toBe('Bearer a2')
    expect(await tokens.renewed('Bearer a1')).toBe('Bearer a2')
    expect(forms).toHaveLength(2)
  })

  test('with its old refresh token where no new one came', async () => {
    const { open, later, forms } = anEndpoint(FIRST, { access_token: 'a2', expires_in: 60 }, { access_token: 'a3' })
    const tokens = await open()
    later(3590)
    await tokens.authorization()
    later(59)
    expect(await tokens.authorization()).toBe('Bearer a3')
    expect(forms[2]?.get('refresh_token')).toBe('r1')
  })
})

test('a token endpoint that refuses scopes is told whole, with what was asked', async () => {
  const refusedScopes = Array.from({ length: 40 }, (_, at) => `user/Resource${at}.crus`)
  const description = `not allowed: ${refusedScopes.join(', ')}`
  const { open } = anEndpoint(
    Response.json({ error: 'invalid_scope', error_description: description }, { status: 400 }),
  )
  const scope = ['openid', ...refusedScopes].join(' ')
  const about = { detail: `invalid_scope: ${description}`, scopes: { asked: scope.split(' '), refused: refusedScopes } }
  await expect(open({ ...STATE, scope })).rejects.toMatchObject({ kind: 'scope-refused', about })
})

describe('the session stays', () => {
  test('over a network that fails: with the old token while it is good, and with a new one afterwards', async () => {
    const { open, later } = anEndpoint(FIRST, network, network, network, network, busy(), network, {
      access_token: 'a2',
    })
    const tokens = await open()
    later(3580)
    expect(await tokens.authorization()).toBe('Bearer a1')
    later(60)
    await expect(tokens.authorization()).rejects.toMatchObject({ kind: 'ehr-unreachable' })
    expect(await tokens.authorization()).toBe('Bearer a2')
  })

  test('where the server refuses for another reason than that the grant is over', async () => {
    const { open, later } = anEndpoint(FIRST, refused('invalid_client'), { access_token: 'a2' })
    const tokens = await open()
    later(4000)
    await expect(tokens.authorization()).rejects.toMatchObject({ kind: 'session-ended' })
    expect(await tokens.authorization()).toBe('Bearer a2')
  })
})

describe('the session ends', () => {
  test('where the grant is over', async () => {
    const { open, later, forms } = anEndpoint(FIRST, refused('invalid_grant'))
    const tokens = await open()
    later(4000)
    await expect(tokens.authorization()).rejects.toMatchObject({ kind: 'session-ended' })
    await expect(tokens.authorization()).rejects.toMatchObject({ kind: 'session-ended' })
    expect(await tokens.renewed('Bearer a1')).toBeUndefined()
    expect(forms).toHaveLength(2)
  })

  test('where the page ends it: what was being renewed is neither used nor kept', async () => {
    const { open, later, kept } = anEndpoint(FIRST, { access_token: 'a2' })
    const tokens = await open()
    const before = kept.length
    later(4000)
    const asked = tokens.authorization()
    tokens.end()
    await expect(asked).rejects.toMatchObject({ kind: 'session-ended' })
    await expect(tokens.authorization()).rejects.toMatchObject({ kind: 'session-ended' })
    expect(kept).toHaveLength(before)
  })

  test('where a refused token cannot be renewed', async () => {
    const { refresh_token: _, ...without } = FIRST
    expect(await (await anEndpoint(without).open()).renewed('Bearer a1')).toBeUndefined()
  })

  test('where it is renewed for another patient', async () => {
    const { open, later } = anEndpoint(FIRST, { access_token: 'a2', patient: 'p2' })
    const tokens = await open()
    later(4000)
    await expect(tokens.authorization()).rejects.toMatchObject({ kind: 'wrong-patient' })
    await expect(tokens.authorization()).rejects.toBeInstanceOf(Failure)
    expect(tokens.answer.patient).toBe('p1')
  })
})

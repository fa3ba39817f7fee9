import type { Patient } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { createSandbox, type SandboxScenario } from '../src/index.ts'
import { charts } from '../src/testing/charts.ts'
import { launched, startedSandbox } from '../src/testing/launch.ts'
import { fhirClient } from './support/fhir-client.ts'

const odd = (entry: object[]): SandboxScenario => ({
  name: 'odd',
  title: 'A chart from elsewhere',
  book: 'cms',
  chart: { resourceType: 'Bundle', type: 'collection', entry: entry.map((resource) => ({ resource })) } as never,
})

describe('given charts in the shape of other servers', () => {
  test('then dangling references and odd structure are loaded, and what is odd is told', async () => {
    const subject = { reference: 'Patient/odd' }
    const sandbox = await startedSandbox({
      scenarios: [
        odd([
          { resourceType: 'Patient', id: 'odd', link: [] },
          { resourceType: 'Flag', id: 'wrong', status: 'banana', subject },
          { resourceType: 'Condition', id: 'far', subject, encounter: { reference: 'Encounter/not-sent' } },
          { resourceType: 'Binary', id: 'b' },
          { resourceType: 'Patient' },
        ]),
        { ...charts[0], chart: { resourceType: 'Bundle', type: 'collection' } } as SandboxScenario,
      ],
    })
    expect(sandbox.remarks.join('\n')).toContain('Flag/wrong')
    expect(sandbox.remarks.join('\n')).toContain('entry 3')
    const ehr = fhirClient(
      sandbox,
      (await launched(sandbox, 'launch patient/*.cruds', { patient: 'odd' })).access_token,
    )
    const far = await ehr.get<{ resourceType: 'Condition' } & Patient>('Condition/far')
    expect(far.status).toBe(200)
    // A reference that was dangling in the seed does not stop a later update.
    expect((await ehr.put('Condition/far', far.body)).status).toBe(200)
    expect((await fetch(`${sandbox.origin}/patients/odd`)).status).toBe(200)
    await sandbox.close()
  })
})

describe('given several sandboxes in one process', () => {
  test('then each has its own port and its own data', async () => {
    const [one, two] = [await startedSandbox(), await startedSandbox()]
    expect(one.origin).not.toBe(two.origin)
    const first = fhirClient(one, (await launched(one)).access_token)
    const second = fhirClient(two, (await launched(two)).access_token)
    expect((await first.send('DELETE', 'Condition/ana-bones')).status).toBe(204)
    expect((await second.get('Condition/ana-bones')).status).toBe(200)
    await Promise.all([one.close(), two.close()])
  })

  test('when the port is taken, then listening fails with EADDRINUSE', async () => {
    const one = await startedSandbox()
    const two = createSandbox({ scenarios: charts, clients: [], launchUrl: 'http://localhost:9/app/launch.html' })
    expect(() => two.origin).toThrow('before it listens')
    await expect(two.listen(Number(new URL(one.origin).port))).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await one.close()
  })
})

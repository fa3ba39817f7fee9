import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Scenario, scenarios } from '@doseline/fhir-fixtures'

const pathOf = (url: string): string => url.split('?', 1)[0] ?? ''

/** A FHIR server without sign-in and without a CapabilityStatement: reads and searches by type of one chart. */
export async function openServer(says: string): Promise<{ base: string; patient: string; close(): void }> {
  const chart = scenarios().find(({ title }: Scenario) => title.includes(says))?.chart
  const resources = (chart?.entry ?? []).flatMap(({ resource }) => resource ?? [])
  const server = createServer((request, response) => {
    const [type = '', id] = pathOf(request.url ?? '')
      .split('/')
      .slice(2)
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', '*')
    response.setHeader('content-type', 'application/fhir+json')
    if (request.method === 'OPTIONS') return response.end()
    const found = resources.filter((one) => one.resourceType === type && (!id || one.id === id))
    if (type === 'metadata' || (id && found.length === 0)) response.statusCode = 404
    const bundle = { resourceType: 'Bundle', type: 'searchset', entry: found.map((resource) => ({ resource })) }
    return response.end(JSON.stringify(id ? found[0] : bundle))
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const patient = resources.find(({ resourceType }) => resourceType === 'Patient')?.id ?? ''
  return {
    base: `http://localhost:${port}/fhir`,
    patient,
    close: () => void server.close(() => undefined).closeAllConnections(),
  }
}

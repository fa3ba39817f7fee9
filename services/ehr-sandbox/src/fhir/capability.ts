import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes'
import { searchParametersOf } from './definitions.ts'
import { RESOURCE_TYPES } from './resource-types.ts'

const INTERACTIONS = [
  'read',
  'vread',
  'update',
  'patch',
  'delete',
  'history-instance',
  'create',
  'search-type',
] as const

/** What this server does, and nothing it does not do. */
export function capabilityStatement(base: string, auth: string, date: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date,
    kind: 'instance',
    software: { name: 'Doseline sandbox EHR', version: '0.1.0' },
    implementation: {
      description: 'A small EHR with invented patients. Nothing in it is about a real person.',
      url: base,
    },
    fhirVersion: '4.0.1',
    format: ['json'],
    patchFormat: ['application/json-patch+json', 'application/fhir+json'],
    rest: [
      {
        mode: 'server',
        security: security(auth),
        resource: RESOURCE_TYPES.map((type) => resource(type)),
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
      },
    ],
  }
}

function resource(type: (typeof RESOURCE_TYPES)[number]): CapabilityStatementRestResource {
  const parameters = Object.values(searchParametersOf(type))
  const references = parameters.filter((parameter) => parameter.type === 'reference')
  return {
    type: type as CapabilityStatementRestResource['type'],
    interaction: INTERACTIONS.map((code) => ({ code })),
    versioning: 'versioned',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: 'not-match',
    conditionalUpdate: true,
    conditionalDelete: 'single',
    referencePolicy: ['literal', 'local', 'enforced'],
    searchInclude: references.map((parameter) => `${type}:${parameter.code}`),
    searchRevInclude: revIncludes(type),
    searchParam: parameters.map(({ code, type: kind, url }) => ({
      name: code,
      type: kind,
      ...(url && { definition: url }),
    })),
  }
}

function revIncludes(type: string): string[] {
  return RESOURCE_TYPES.flatMap((source) =>
    Object.values(searchParametersOf(source))
      .filter(
        (parameter) => parameter.type === 'reference' && (parameter.target as string[] | undefined)?.includes(type),
      )
      .map((parameter) => `${source}:${parameter.code}`),
  )
}

function security(auth: string) {
  const service = { system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }
  const endpoints = { authorize: 'authorize', token: 'token', revoke: 'revoke', introspect: 'introspect' }
  return {
    cors: true,
    service: [{ coding: [service] }],
    extension: [
      {
        url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
        extension: Object.entries(endpoints).map(([url, path]) => ({ url, valueUri: `${auth}/${path}` })),
      },
    ],
  }
}

import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes'
import manifest from '../../package.json' with { type: 'json' }
import type { Personality, TypeOffer } from '../personalities/personality.ts'
import type { Interaction } from './interaction.ts'
import { parametersOffered } from './refuse.ts'

type Code = NonNullable<CapabilityStatementRestResource['interaction']>[number]['code']

const CODES: Readonly<Record<Exclude<Interaction['kind'], 'operation'>, Code>> = {
  read: 'read',
  vread: 'vread',
  update: 'update',
  patch: 'patch',
  delete: 'delete',
  history: 'history-instance',
  create: 'create',
  search: 'search-type',
}

const PATCHES = ['application/json-patch+json', 'application/fhir+json']

/** Where the vendor defines its operations. */
const OPERATIONS = 'https://fhir-ehr.cerner.com/r4/OperationDefinition'

/** What this server does, and nothing it does not do. */
export function capabilityStatement(base: string, auth: string, date: string, ehr: Personality): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date,
    kind: 'instance',
    software: { name: 'Doseline sandbox EHR', version: manifest.version },
    implementation: {
      description: `A small EHR with invented patients. Nothing in it is about a real person. ${ehr.label}: ${ehr.says}`,
      url: base,
    },
    fhirVersion: '4.0.1',
    ...(ehr.bulk && { instantiates: ['http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data'] }),
    format: ['json'],
    ...(Object.values(ehr.types).some((offer) => offer.does.includes('patch')) && { patchFormat: PATCHES }),
    rest: [
      {
        mode: 'server',
        security: security(auth),
        resource: Object.entries(ehr.types).map(([type, offer]) => resource(type, offer, ehr)),
        ...(ehr.bulk?.levels.includes('system') && { operation: [exportOperation('export')] }),
        ...(ehr.bundles.length > 0 && { interaction: ehr.bundles.map((code) => ({ code })) }),
      },
    ],
  }
}

function resource(type: string, offer: TypeOffer, ehr: Personality): CapabilityStatementRestResource {
  const parameters = Object.values(parametersOffered(type, ehr))
  const references = parameters.filter((parameter) => parameter.type === 'reference')
  const does = (kind: Interaction['kind']) => offer.does.includes(kind)
  const conditional = ehr.conditions === 'kept'
  return {
    type: type as CapabilityStatementRestResource['type'],
    interaction: offer.does.flatMap((kind) => (kind === 'operation' ? [] : [{ code: CODES[kind] }])),
    versioning: ehr.updatesNeedIfMatch ? 'versioned-update' : 'versioned',
    readHistory: does('vread'),
    updateCreate: does('update') && ehr.createsByUpdate,
    conditionalCreate: does('create') && conditional,
    conditionalRead: 'not-match',
    conditionalUpdate: does('update') && conditional,
    conditionalDelete: does('delete') && conditional ? 'single' : 'not-supported',
    referencePolicy: ['literal', 'local', 'enforced'],
    ...(ehr.includes && {
      searchInclude: references.map((parameter) => `${type}:${parameter.code}`),
      searchRevInclude: revIncludes(type, ehr),
    }),
    searchParam: [
      ...parameters.map(({ code, type: kind, url }) => ({ name: code, type: kind, ...(url && { definition: url }) })),
      ...Object.keys(offer.vendorSearchBy ?? {}).map((name) => ({ name, type: 'token' as const })),
    ],
    ...operationsOf(type, offer, ehr),
  }
}

function operationsOf(type: string, { operations = [] }: TypeOffer, { bulk }: Personality) {
  const level = type === 'Patient' ? 'patient' : 'group'
  const isExported = (type === 'Patient' || type === 'Group') && bulk?.levels.includes(level)
  const all = [
    ...operations.map((name) => ({ name, definition: `${OPERATIONS}/${type}-${name}` })),
    ...(isExported ? [exportOperation(`${level}-export`)] : []),
  ]
  return all.length > 0 ? { operation: all } : {}
}

/** An operation of Bulk Data Access. */
const exportOperation = (id: 'export' | 'patient-export' | 'group-export') => ({
  name: 'export',
  definition: `http://hl7.org/fhir/uv/bulkdata/OperationDefinition/${id}|2.0.0`,
})

function revIncludes(type: string, ehr: Personality): string[] {
  return Object.keys(ehr.types).flatMap((source) =>
    Object.values(parametersOffered(source, ehr))
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

import { RESOURCE_TYPES } from '../fhir/resource-types.ts'
import type { Personality, TypeOffer } from './personality.ts'

const EVERYTHING: TypeOffer = {
  does: ['read', 'vread', 'update', 'patch', 'delete', 'history', 'create', 'search'],
}

/** All that R4 and SMART offer, in order. */
export const full: Personality = {
  key: 'full',
  label: 'Full',
  says: 'Takes everything: transactions, conditional creates, all types, both versions of scopes.',
  types: Object.fromEntries(RESOURCE_TYPES.map((type) => [type, EVERYTHING])),
  bundles: ['transaction', 'batch'],
  conditions: 'kept',
  createsByUpdate: true,
  updatesNeedIfMatch: false,
  staleVersion: 412,
  pages: { usual: 20, most: 200, over: 'unsaid', links: 'all', total: 'always' },
  cors: {
    requestHeaders: [
      'Authorization',
      'Content-Type',
      'Accept',
      'Prefer',
      'X-Request-Id',
      'If-Match',
      'If-None-Match',
      'If-None-Exist',
    ],
    exposedHeaders: [
      'ETag',
      'Location',
      'Content-Location',
      'Last-Modified',
      'WWW-Authenticate',
      'X-Request-Id',
      'Retry-After',
    ],
  },
  nonConforming: 'shown',
  writesConformTo: 'R4',
  versionedReferences: 'kept',
  bodies: ['application/fhir+json', 'application/json'],
  unknownParameters: 'reported',
  includes: true,
  bulk: {
    levels: ['system', 'patient', 'group'],
    resourcesPerFile: 100,
    workMs: 1_500,
    retryAfterSeconds: 1,
    keepMs: 3_600_000,
  },
  scopes: { versions: ['v1', 'v2'], wildcards: true, permissions: 'all', unknown: 'left out' },
}

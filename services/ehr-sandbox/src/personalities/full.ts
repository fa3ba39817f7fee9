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
  bodies: ['application/fhir+json', 'application/json'],
  unknownParameters: 'reported',
  includes: true,
  scopes: { versions: ['v1', 'v2'], wildcards: true, permissions: 'all', unknown: 'left out' },
}

import type { TypeOffer } from './personality.ts'

/** Read and search by these parameters, and nothing else. */
export function reading(...searchBy: string[]): TypeOffer {
  return { does: ['read', 'search'], searchBy }
}

/** Read by id only. */
export const readOnly: TypeOffer = { does: ['read'] }

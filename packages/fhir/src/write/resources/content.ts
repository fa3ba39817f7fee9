import { epochMilliseconds } from '@doseline/dose'
import type { ChargeItem, Extension, Flag } from 'fhir/r4'
import { canonicalJson } from '../../canonical-json.ts'
import { extensionsOf } from '../../extensions.ts'
import { isObject, list, text } from '../../shape.ts'
import { WRITTEN_DIGEST } from '../../systems.ts'
import { sha256 } from '../identities.ts'

/** What Doseline writes and later changes. */
export type Written = Flag | ChargeItem

/** Adds the digest of its own content, by which we later see whether anybody edited it. */
export function sealed<T extends Written>(resource: T): T {
  const extension: Extension[] = [...withoutSeal(resource), { url: WRITTEN_DIGEST, valueString: digestOf(resource) }]
  return { ...resource, extension }
}

/** True where the content is no longer what we wrote, or never was sealed by us. */
export function isEdited(resource: Written): boolean {
  return text(extensionsOf(resource, WRITTEN_DIGEST)[0]?.valueString) !== digestOf(resource)
}

/** Elements that say who wrote when, where a line stands on its way, and what speaks for it. */
const CIRCUMSTANCES = [
  'status',
  'identifier',
  'enterer',
  'enteredDate',
  'author',
  'period',
  'supportingInformation',
  'note',
]

/**
 * True where both charge, or tell, the same, whatever their status and whoever wrote them. An approved line is not
 * replaced because the problem list grew, or because we word its working otherwise today.
 */
export function saysTheSame(a: Written, b: Written): boolean {
  return (
    canonicalJson(contentOf(withoutWords(a), CIRCUMSTANCES)) ===
    canonicalJson(contentOf(withoutWords(b), CIRCUMSTANCES))
  )
}

/** A charge is its code; the text beside it repeats what its elements say. */
function withoutWords(resource: Written): Written {
  return resource.resourceType === 'ChargeItem' ? { ...resource, code: { coding: resource.code?.coding } } : resource
}

const digestOf = (resource: Written): string => sha256(canonicalJson(contentOf(resource)))

/** Elements that servers set themselves. */
const SERVERS_OWN = ['id', 'meta', 'text', 'language', 'implicitRules']

/** The content in one form, so that a server's way of writing it down is not taken for an edit. */
function contentOf(resource: Written, but: readonly string[] = []): unknown {
  const left = new Set([...SERVERS_OWN, ...but])
  const kept = Object.entries(resource).filter(([name]) => !left.has(name))
  return normal({ ...Object.fromEntries(kept), extension: withoutSeal(resource) })
}

const withoutSeal = (resource: Written): Extension[] =>
  list(resource.extension).filter(({ url }) => url !== WRITTEN_DIGEST)

const ABSOLUTE_REFERENCE = /^https?:\/\/.+\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$/

/** Servers make references absolute, and write an instant with other decimals or in another zone. */
function normal(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => normal(one, name))
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, normal(field, key)]))
  if (typeof value !== 'string') return value
  if (name === 'reference') return value.replace(ABSOLUTE_REFERENCE, '$1')
  return (INSTANT.test(value) ? epochMilliseconds(value) : undefined) ?? value
}

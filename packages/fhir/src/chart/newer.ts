import { epochMilliseconds } from '@doseline/dose'
import type { FhirResource } from 'fhir/r4'
import { canonicalJson } from '../canonical-json.ts'
import { byText, text } from '../shape.ts'

/** Which of two resources with the same type and id to keep. */
export interface Choice {
  readonly keep: FhirResource
  /** True where they differ and nothing says which is newer. */
  readonly unclear: boolean
}

/**
 * The newer of two versions by meta.lastUpdated, then by a numeric meta.versionId. Where neither tells, the choice only
 * has to be the same in whatever order they came.
 */
export function newer(a: FhirResource, b: FhirResource): Choice {
  const difference = compareTimes(a, b) || compareVersions(a, b)
  if (difference !== 0) return { keep: difference > 0 ? a : b, unclear: false }
  const [contentA, contentB] = [contentOf(a), contentOf(b)]
  if (contentA === contentB) return { keep: canonicalJson(a) <= canonicalJson(b) ? a : b, unclear: false }
  return { keep: byText(contentA, contentB) < 0 ? a : b, unclear: true }
}

function compareTimes(a: FhirResource, b: FhirResource): number {
  const [timeA, timeB] = [milliseconds(a), milliseconds(b)]
  return timeA === undefined || timeB === undefined ? 0 : timeA - timeB
}

function compareVersions(a: FhirResource, b: FhirResource): number {
  const [versionA, versionB] = [Number(text(a.meta?.versionId)), Number(text(b.meta?.versionId))]
  return Number.isInteger(versionA) && Number.isInteger(versionB) ? versionA - versionB : 0
}

/** An instant that cannot be read tells nothing. */
function milliseconds(resource: FhirResource): number | undefined {
  const instant = text(resource.meta?.lastUpdated)
  return instant === undefined ? undefined : epochMilliseconds(instant)
}

const contentOf = ({ meta: _, ...content }: FhirResource): string => canonicalJson(content)

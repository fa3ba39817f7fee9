import { FHIR_BASE } from '@doseline/fhir'

/** The address of a published resource. */
export const canonical = (type: string, id: string): string => `${FHIR_BASE}/${type}/${id}`

/** What every published resource says of itself. */
export const about = (type: string, id: string, title: string) => ({
  id,
  url: canonical(type, id),
  name: id
    .split(/[^A-Za-z0-9]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .replace(/^\d/, 'N$&'),
  title,
  status: 'active' as const,
  publisher: 'Doseline',
})

import { z } from 'zod'

/** `data/names.yaml`: what people call a drug of which CMS gives no name but a short description. */
export const ListedNamesFile = z.record(
  z.string().regex(/^[A-Z]\d{4}$/, 'is no code'),
  z.strictObject({ brand: z.string(), generic: z.string() }),
)
export type ListedNames = z.infer<typeof ListedNamesFile>

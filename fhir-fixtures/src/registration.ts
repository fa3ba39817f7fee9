import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readYamlFile } from '@doseline/yaml-files'
import { z } from 'zod'

/** Where the scenarios are. */
export const SCENARIOS = fileURLToPath(new URL('../scenarios', import.meta.url))

/** How a chart names a drug. The billing facts of a product are the code book’s and are not repeated here. */
const ChartedProduct = z.strictObject({
  words: z.string(),
  /** With hyphens, as a package shows it. */
  ndc: z
    .string()
    .regex(/^\d{4,5}-\d{3,4}-\d{1,2}$/, 'is not an NDC with hyphens, such as 55513-710-01')
    .optional(),
  rxnorm: z.string().optional(),
  /** As some formularies carry it beside the drug. */
  hcpcs: z.string().optional(),
  rxnormDisplay: z.string().optional(),
  form: z.string(),
  manufacturer: z.string(),
  route: z.enum(['subcutaneous', 'intravenous']),
  lot: z.string(),
  expires: z.string(),
})
export type ChartedProduct = z.infer<typeof ChartedProduct> & { readonly brand: string }

/** A payer as a clinic’s registration knows it, with its Source of Payment Typology. @see https://www.nahdo.org/sopt */
const ChartedPayer = z.strictObject({
  /** Of its Organization. */
  id: z.string().regex(/^[a-z0-9-]{1,64}$/, 'is not an id of small letters, digits and hyphens'),
  number: z.string(),
  name: z.string(),
  alias: z.array(z.string()).optional(),
  typology: z
    .strictObject({ code: z.string(), display: z.string() })
    .describe('Its Source of Payment Typology, such as { code: "512", display: Commercial Managed Care - PPO }'),
  plan: z.string().optional(),
  /** Medicare has a form of its own; any other number is made up. */
  memberNumber: z.literal('medicare').optional(),
})
export type ChartedPayer = z.infer<typeof ChartedPayer>

/** What a clinic knows beside its patients: its formulary and its payers. */
export interface Registration {
  /** The brands there are. */
  readonly brands: readonly string[]
  /** The ids of the payers there are. */
  readonly payers: readonly string[]
  /** The product of that brand. Throws where there is none, and says where to enter it. */
  product(brand: string): ChartedProduct
  /** The payer of that id. Throws where there is none, and says where to enter it. */
  payer(id: string): ChartedPayer
}

/** Reads `products.yaml` and `payers.yaml` of a folder of scenarios. */
export function registrationIn(folder: string): Registration {
  const products = listIn(folder, 'products.yaml', ChartedProduct)
  const payers = listIn(folder, 'payers.yaml', ChartedPayer)
  return {
    brands: Object.keys(products),
    payers: Object.keys(payers),
    product: (brand) => ({ brand, ...found(products, brand, 'product', 'products.yaml') }),
    payer: (id) => found(payers, id, 'payer', 'payers.yaml'),
  }
}

let usual: Registration | undefined
/** That of the project’s own scenarios, read once. */
export function registration(): Registration {
  usual ??= registrationIn(SCENARIOS)
  return usual
}

function listIn<T>(folder: string, file: string, schema: z.ZodType<T>): Readonly<Record<string, T>> {
  const text = readFileSync(join(folder, file), 'utf8')
  return readYamlFile(`fhir-fixtures/scenarios/${file}`, text, z.record(z.string(), schema))
}

function found<T>(list: Readonly<Record<string, T>>, name: string, what: string, file: string): T {
  const one = Object.hasOwn(list, name) ? list[name] : undefined
  if (one !== undefined) return one
  throw new Error(
    `no ${what} “${name}”: enter it in fhir-fixtures/scenarios/${file}, or use one of ${Object.keys(list).join(', ')}`,
  )
}

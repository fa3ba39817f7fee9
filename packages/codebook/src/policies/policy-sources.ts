import type { PolicyLayer } from '@doseline/contract'
import { type Fault, ofFile, readYaml } from '@doseline/yaml-files'
import type { Policy, PolicySource } from './policy-text.ts'

/** A policy file that a site or a tenant lays over what is shipped. */
export interface LayerFile {
  readonly layer: PolicyLayer
  /** As a person names it. */
  readonly file: string
  readonly text: string
}

/** The book that CMS publishes: which code bills a product is said of it. */
const BOOK = 'books/cms.yaml'

/** What is shipped, in the shape of policy files. `files` are all that were read, by path. */
export function shippedSources(
  files: Readonly<Record<string, unknown>>,
  textOf: (path: string) => string,
): readonly PolicySource[] {
  return Object.entries(files).flatMap(([path, value]): PolicySource[] => {
    const shipped = { layer: 'shipped', file: path, text: () => textOf(path) } as const
    const [folder = '', name = ''] = path.split('/')
    if (folder === 'drugs' || folder === 'payers') return [{ ...shipped, value: (value ?? {}) as Policy, under: [] }]
    if (folder === 'codes') {
      const code = name.replace(/\.yaml$/, '')
      return [{ ...shipped, value: { codes: { [code]: value } }, under: ['codes', code] }]
    }
    if (path === BOOK)
      return [{ ...shipped, value: { bills: (value as { bills?: unknown } | undefined)?.bills }, under: [] }]
    const whole = WHOLE[path]
    return whole === undefined ? [] : [{ ...shipped, value: { [whole]: value }, under: [whole] }]
  })
}

/** Files that are one element of a policy file each. */
const WHOLE: Readonly<Record<string, string>> = {
  'sources.yaml': 'sources',
  'treatments.yaml': 'treatments',
  'results.yaml': 'results',
}

/** The files of a site and a tenant, and why some of them cannot be read. */
export function layerSources(layers: readonly LayerFile[]): {
  readonly sources: readonly PolicySource[]
  readonly faults: readonly Fault[]
} {
  const read = layers.map(({ layer, file, text }) => ({ layer, file, text, yaml: readYaml(file, text) }))
  return {
    sources: read.map(({ layer, file, text, yaml }) => ({
      layer,
      file,
      value: yaml.value as Policy,
      under: [],
      text: () => text,
    })),
    faults: read.flatMap(({ file, yaml }) => (yaml.faults.length > 0 ? yaml.faults : notOfElements(file, yaml.value))),
  }
}

const notOfElements = (file: string, value: unknown): readonly Fault[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? []
    : [
        {
          ...ofFile(file),
          problem: 'This is no policy file: it has no elements.',
          todo: 'Begin with sources, groups, products or payers, as docs/policies.md shows.',
        },
      ]

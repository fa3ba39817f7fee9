import { type Fault, inShapeWords, ofFile, type Path, readYaml, type YamlText } from '@doseline/yaml-files'
import { elementsAt } from './elements.ts'
import { type Layer, PolicyFile } from './schema.ts'

/** A file of the code book that holds policies, as it was read. */
export interface PolicySource {
  readonly layer: Layer
  /** As a person names it. */
  readonly file: string
  /** What it says, in the shape of a policy file. */
  readonly value: Policy
  /** Steps that its shape has and the file has not: `payers.aetna` of a file that is one payer. */
  readonly under: Path
  /** Its text, to say where in it something is; read only then. */
  readonly text: () => string
}

/** A policy file as YAML has it, before amounts and days are read; its shape may have been checked or not. */
export type Policy = Readonly<Record<string, unknown>>

/** Says where in its file an element is, and what is wrong with it. */
export type FaultAt = (source: PolicySource, path: Path, words: Pick<Fault, 'problem' | 'todo'>) => Fault

/** Each file is read for its places once. */
export function faultsAt(): FaultAt {
  const read = new Map<PolicySource, YamlText>()
  return (source, path, words) => {
    const yaml = read.get(source) ?? readYaml(source.file, source.text())
    read.set(source, yaml)
    const own = path.slice(source.under.length)
    return { ...ofFile(source.file), ...yaml.at(own), element: own.join('.'), ...words }
  }
}

/** What is wrong with the shape of a file, from its top to its end. */
export function shapeFaults(source: PolicySource, at: FaultAt): readonly Fault[] {
  const result = PolicyFile.safeParse(source.value)
  const issues = result.error?.issues ?? []
  return issues
    .flatMap((issue) => inShapeWords(issue, source.value, elementsAt))
    .map(({ path, problem, todo }) => at(source, path, { problem, todo }))
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
}

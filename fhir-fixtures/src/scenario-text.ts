import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FileProblem, inShape, inside, insteadOf, ofFile, type Path, readYaml } from '@doseline/yaml-files'
import { z } from 'zod'
import { merged, type Tree } from './merge.ts'

/** The files a scenario is made of: its own first, then the one it is like, and so on. */
export interface ScenarioText {
  /** All of them as one, the nearer over the farther. */
  readonly tree: Tree
  /** A part of the tree in that shape. Throws a FileProblem with the file, the line and what to do. */
  checked<Shape extends z.ZodType>(shape: Shape, under?: 'given'): z.infer<Shape>
  /** An error about an element that has the right shape and means nothing. */
  problem(path: Path, problem: string, todo: string): FileProblem
}

/** Words that are a scenario’s own and never taken from the one it is like. */
const OWN = ['title', 'then', 'because']
const isOwn = ([word]: Path): boolean => OWN.includes(String(word))

/** Reads `scenario.yaml` of that name with what it is like. `folders` are the names there are. */
export function scenarioText(all: string, name: string, folders: readonly string[]): ScenarioText {
  const files = withWhatItIsLike(all, name, folders)
  const tree = files.reduceRight<Tree>((base, { own }) => merged(inherited(base), own), {})
  const placeOf = (path: Path) => {
    const [itself] = files
    const at = isOwn(path) ? itself : (files.find(({ own }) => inside(own, path) !== undefined) ?? itself)
    return at ? { file: at.file, ...at.at(path) } : ofFile(fileOf(name))
  }
  return {
    tree,
    checked: (shape, under) =>
      under === undefined ? inShape(shape, tree, placeOf) : inShape(shape, tree[under], placeOf, [under]),
    problem: (path, problem, todo) => new FileProblem([{ ...placeOf(path), element: path.join('.'), problem, todo }]),
  }
}

const inherited = (base: Tree): Tree => Object.fromEntries(Object.entries(base).filter(([word]) => !OWN.includes(word)))

/** As a person finds it in the project. */
const fileOf = (name: string): string => `fhir-fixtures/scenarios/${name}/scenario.yaml`

interface OneFile {
  readonly file: string
  readonly own: Tree
  at(path: Path): { readonly line: number; readonly column: number }
}

const Head = z.looseObject({ like: z.string().optional() })

function withWhatItIsLike(
  all: string,
  name: string,
  folders: readonly string[],
  from: readonly OneFile[] = [],
): readonly OneFile[] {
  const one = read(all, name)
  const files = [...from, one]
  const { like, ...own } = one.own
  if (like === undefined) return files
  const told = { file: one.file, ...one.at(['like']), element: 'like' }
  if (files.some(({ file }) => file === fileOf(String(like))))
    throw new FileProblem([
      { ...told, problem: 'Scenarios are like each other in a circle.', todo: 'Let one of them be like none.' },
    ])
  if (!folders.includes(String(like)))
    throw new FileProblem([
      { ...told, problem: `There is no scenario “${like}”.`, todo: insteadOf(String(like), folders) },
    ])
  return withWhatItIsLike(all, String(like), folders, [...from, { ...one, own }])
}

function read(all: string, name: string): OneFile {
  const file = fileOf(name)
  const path = join(all, name, 'scenario.yaml')
  if (!existsSync(path))
    throw new FileProblem([
      { ...ofFile(file), problem: 'The folder has no scenario.yaml.', todo: 'Write one, or remove the folder.' },
    ])
  const yaml = readYaml(file, readFileSync(path, 'utf8'))
  if (yaml.faults.length > 0) throw new FileProblem(yaml.faults)
  const own = inShape(Head, yaml.value, (element) => ({ file, ...yaml.at(element) }))
  return { file, own, at: yaml.at }
}

import type { z } from 'zod'
import { elementsIn, jsonSchemaOf } from './elements.ts'
import { type Fault, FileProblem } from './fault.ts'
import { type Path, readYaml } from './read-yaml.ts'
import { inShapeWords } from './shape-words.ts'

/** Where an element is, for a person who has to correct it. */
export type PlaceOf = (path: Path) => Pick<Fault, 'file' | 'line' | 'column'>

/**
 * What a YAML text says, in that shape. `file` is its name as a person knows it.
 * Throws a {@link FileProblem} with a line for each thing that is wrong.
 *
 * @example readYamlFile('payers.yaml', readFileSync(path, 'utf8'), z.record(z.string(), Payer))
 */
export function readYamlFile<Shape extends z.ZodType>(file: string, text: string, shape: Shape): z.infer<Shape> {
  const yaml = readYaml(file, text)
  if (yaml.faults.length > 0) throw new FileProblem(yaml.faults)
  return inShape(shape, yaml.value, (path) => ({ file, ...yaml.at(path) }))
}

/**
 * A value in that shape. `under` leads to it from the top of its file.
 * Throws a {@link FileProblem} that says of each element where it is, what is wrong and what to do.
 */
export function inShape<Shape extends z.ZodType>(
  shape: Shape,
  value: unknown,
  placeOf: PlaceOf,
  under: Path = [],
): z.infer<Shape> {
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const elements = elementsIn(jsonSchemaOf(shape))
  const faults = read.error.issues.flatMap((issue) => inShapeWords(issue, value, elements))
  throw new FileProblem(
    faults.map(({ path, ...words }) => {
      const element = [...under, ...path]
      return { ...placeOf(element), element: element.join('.'), ...words }
    }),
  )
}

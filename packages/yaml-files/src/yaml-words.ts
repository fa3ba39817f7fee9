import type { ErrorCode } from 'yaml'
import type { Fault } from './fault.ts'

type Words = Pick<Fault, 'problem' | 'todo'>

/** Why a text is no YAML, in words of its author. */
export const inYamlWords = (code: ErrorCode | 'BAD_ALIAS'): Words => WORDS[code] ?? OTHER

const OTHER: Words = {
  problem: 'This cannot be read as YAML.',
  todo: 'Look at this line and the one before it: a colon, a quotation mark or a bracket too many or too few.',
}
const INDENT: Words = {
  problem: 'The line is indented otherwise than its neighbors, or a bracket before it is not closed.',
  todo: 'Close the bracket; give elements of one level the same number of spaces, two more than the level above.',
}
const WORDS: Partial<Record<ErrorCode | 'BAD_ALIAS', Words>> = {
  TAB_AS_INDENT: { problem: 'The line is indented by a tab.', todo: 'Indent with spaces, two for each level.' },
  DUPLICATE_KEY: {
    problem: 'This element is there twice.',
    todo: 'Keep one of them: in one file an element of one name is given once.',
  },
  BAD_INDENT: INDENT,
  UNEXPECTED_TOKEN: OTHER,
  MISSING_CHAR: {
    problem: 'A quotation mark, a bracket or a colon is missing before this place.',
    todo: 'Close what was opened, or write a colon and a space after the name of an element.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    problem: 'There is a second colon on this line.',
    todo: 'Put text that holds a colon in quotation marks, or begin the inner element on a line of its own.',
  },
  BAD_SCALAR_START: {
    problem: 'The value begins with a character that means something else in YAML.',
    todo: 'Put the value in quotation marks.',
  },
  MULTIPLE_DOCS: {
    problem: 'A second document begins here.',
    todo: 'Remove the line of three hyphens, or put what follows it in a file of its own.',
  },
  BAD_ALIAS: {
    problem: 'An alias (*) names what is defined nowhere in this file.',
    todo: 'Write the value itself, or define it with & before it is used.',
  },
}

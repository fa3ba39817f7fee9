/** A command as a screen, an error message or a page names it. */
export interface NamedCommand {
  readonly program: 'doseline' | 'pnpm'
  /** What follows the program: command, arguments and options, as far as they are written out. */
  readonly words: readonly string[]
}

/** Between quotes: in code and on pages. Words of people are between curly ones. */
const QUOTED = /[`“"'](doseline|pnpm) (?=[a-z<]|--[a-z])([^`”"'\n]+)/g
/** In a block of commands: at its start, after what is set for it, or inside of another command. */
const IN_BLOCK = /(?:^|\s|\$\()(doseline|pnpm) (?=[a-z<]|--[a-z])([^)'\n]+)/g

/** Every command that a text names, by its quotes, and on a page also by the blocks of commands. */
export function commandsNamedIn(text: string, kind: 'code' | 'page'): NamedCommand[] {
  const blocks = kind === 'page' ? [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block) : []
  const lines = blocks.flatMap((block) => block.split('\n').map((line) => line.replace(/\s*#.*$/, '')))
  const found = [...text.matchAll(QUOTED), ...lines.flatMap((line) => [...line.matchAll(IN_BLOCK)])]
  return found.map(([, program, rest = '']) => ({
    program: program === 'pnpm' ? 'pnpm' : 'doseline',
    words: rest.split(/\s+/).filter((word) => word !== ''),
  }))
}

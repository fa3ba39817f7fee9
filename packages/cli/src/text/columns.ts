/** Columns a report is written for: a terminal nobody widened, and a mail. */
const WIDTH = 80

/** A text folded at spaces, every line but the first indented alike. */
export function folded(text: string, first = '', indent = ' '.repeat(first.length)): string[] {
  const lines: string[] = []
  let line = first
  let isEmpty = true
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line.trimEnd())
      line = indent
      isEmpty = true
    }
    line += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  lines.push(line.trimEnd())
  return lines
}

/** Rows in columns; the last cell folds within what is left of the line. */
export function columns(rows: readonly (readonly string[])[], indent = '  '): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows.flatMap((row) => {
    const head = row.slice(0, -1).map((cell, at) => cell.padEnd(widths[at] ?? 0))
    return folded(row.at(-1) ?? '', `${indent}${head.map((cell) => `${cell}  `).join('')}`)
  })
}

/** A heading and what stands under it, with an empty line before. */
export const section = (heading: string, lines: readonly string[]): string[] => ['', heading, ...lines]

/** A text in which no secret is left, whoever put it there. */
export function without(secret: string | undefined, text: string): string {
  return secret ? text.replaceAll(secret, '[token]') : text
}

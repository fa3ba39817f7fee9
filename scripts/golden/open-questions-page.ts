import { table } from '@doseline/cli/markdown'
import { type BookData, type OpenMark, openMarks, type Settles, settling } from '@doseline/codebook'
import { GENERATED } from './generated.ts'

/** `docs/open-questions.md`: each value that no official document confirms, and who could settle it by which one. */
export function openQuestionsPage(
  files: Readonly<Record<string, unknown>>,
  rows: readonly Settles[],
  { sources, openQuestions }: BookData,
): string {
  const marks = openMarks(files)
  const lacking = (lacks: OpenMark['lacks']): number => marks.filter((mark) => mark.lacks === lacks).length
  const bySettler = Map.groupBy(marks, (mark) => settling(mark, rows))
  return [
    GENERATED,
    '',
    '# Open questions',
    '',
    `The code book marks ${marks.length} values as open: ${lacking('confirmation')} that no official document we read confirms, and ${lacking('first day')} whose document does not say from`,
    'which day on they apply. The app shows both as *unconfirmed*. Each is below with who could settle it, and by which document. When you have that document, enter its',
    'value with day and source ([how](../CONTRIBUTING.md)); the mark then leaves this page by itself.',
    '',
    '## What no source answers',
    '',
    table(
      ['question', 'why it is open', 'what would settle it'],
      openQuestions.map(({ question, why, close }) => [question, why, close]),
    ),
    ...[...bySettler].flatMap(([row, those]) => section(row, those, sources)),
    '',
  ].join('\n')
}

function section(row: Settles | undefined, marks: readonly OpenMark[], sources: BookData['sources']): string[] {
  const [first] = marks
  const title = row?.of ? `${row.in}: ${row.of.join(', ')}` : (row?.in ?? first?.file ?? '')
  return [
    '',
    `## ${title}`,
    '',
    ...(row ? [`**${capital(row.who)}**, by: ${row.document}.`] : ['Who could settle it is not entered.']),
    ...(row?.looked ? ['', `Looked up on ${row.looked.on}: ${row.looked.found}.`] : []),
    '',
    table(
      ['where', 'value', 'read from', 'lacks'],
      marks.map((mark) => [
        `\`${mark.file}\` ${mark.at.join(', ')}`,
        mark.value,
        sources[mark.source]?.title ?? mark.source,
        mark.lacks,
      ]),
    ),
  ]
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

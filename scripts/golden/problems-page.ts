import { table } from '@doseline/cli/markdown'
import { PROBLEM_GROUPS, type ProblemKind, RETRIES } from '@doseline/contract'

/** `docs/problems.md`: every code of a refusal, with what to do. */
export const problemsPage =
  (): string => `<!-- Written by \`pnpm golden\` from packages/contract/src/problems.ts. Edit that, not this page. -->

# What the service refuses

Every refusal carries a code that stays as it is, and where it can the element (JSON pointer, and FHIRPath inside a resource) and what to do.
REST and CDS Hooks answer [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem details, FHIR an OperationOutcome with the same code in \`details.coding\`;
a CDS Hooks client that is not trusted gets a bare 401. *Again* says whether the same request may be sent again.
The service shows this page as \`/docs/problems\`, where the \`type\` of each problem leads.
${Object.entries(PROBLEM_GROUPS).map(section).join('')}`

const section = ([heading, kinds]: [string, Readonly<Record<string, ProblemKind>>]): string =>
  `\n## ${heading}\n\n${table(['code', 'status', 'what it means, and what to do', 'again'], Object.entries(kinds).map(row))}\n`

const row = ([code, { status, meaning, help, retry }]: [string, ProblemKind]): string[] => [
  // The anchor is where the `type` of a problem leads.
  `<a id="${code}"></a>\`${code}\``,
  String(status),
  help === undefined ? meaning : `${meaning}. ${help}`,
  RETRIES[retry],
]

import { table } from '@doseline/cli/markdown'
import type { Hook } from './described.ts'
import { GENERATED_FROM_SERVICE } from './generated-from-service.ts'

/** `docs/api/cds-hooks.md`: the services that discovery lists. */
export const cdsHooksPage = (hooks: readonly Hook[]): string =>
  [
    GENERATED_FROM_SERVICE,
    '',
    '# CDS Hooks reference',
    '',
    `CDS Hooks 2.0. \`GET /cds-services\` lists ${hooks.length} services. Each works from prefetch alone: the service fetches nothing from an EHR, so it needs no \`fhirAuthorization\`.`,
    'Cards are information with links, and suggest a Task at most. Feedback goes to `POST /cds-services/{id}/feedback`.',
    'Start with the [integrator’s guide](../integrators-guide.md).',
    ...hooks.flatMap((each) => [
      '',
      `## \`${each.id}\``,
      '',
      `**${each.title}**, on \`${each.hook}\`. ${each.description} ${each.usageRequirements}`,
      '',
      table(
        ['Prefetch key', 'Query'],
        Object.entries(each.prefetch).map(([key, query]) => [`\`${key}\``, `\`${query}\``]),
      ),
    ]),
    '',
  ].join('\n')

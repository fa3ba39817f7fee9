import { registrationPage } from '@doseline/cli/registration-sheet'
import { type BookData, policyJsonSchema, type Releases, readSettledBy, readYamlFiles } from '@doseline/codebook'
import { day } from '@doseline/dose'
import { cdsHooksPage } from './api/cds-hooks-page.ts'
import type { Described } from './api/described.ts'
import { fhirPage } from './api/fhir-page.ts'
import { restPage } from './api/rest-page.ts'
import { articlePage } from './article-page.ts'
import { cdsHooksConformancePage } from './cds-hooks-conformance-page.ts'
import { codeBookCoveragePage } from './code-book-coverage.ts'
import { knownContradictionsPage } from './known-contradictions-page.ts'
import { minimumNecessaryPage } from './minimum-necessary-page.ts'
import { openQuestionsPage } from './open-questions-page.ts'
import { policiesPage } from './policies-page.ts'
import { problemsPage } from './problems-page.ts'
import { readmeWithCounts } from './readme-table.ts'
import { readyPage } from './ready-page.ts'
import { rulePages } from './rule-page.ts'
import { rulebookPage } from './rulebook-page.ts'
import { smartConformancePage } from './smart-conformance-page.ts'
import { vendorBehaviorPage } from './vendor-behavior-page.ts'

/** Every generated page, by its file. */
export const pages = (data: BookData, releases: Releases, service: Described): Readonly<Record<string, string>> => ({
  'README.md': readmeWithCounts(data),
  'docs/api/cds-hooks.md': cdsHooksPage(service.hooks),
  'docs/api/fhir.md': fhirPage(service),
  'docs/api/rest.md': restPage(service.openapi),
  'docs/the-article.md': articlePage(data),
  'docs/cds-hooks-conformance.md': cdsHooksConformancePage(),
  'docs/code-book-coverage.md': codeBookCoveragePage(releases, day('2026-03-31')),
  'docs/known-contradictions.md': knownContradictionsPage(releases, day('2026-03-31')),
  'docs/minimum-necessary.md': minimumNecessaryPage(),
  'docs/open-questions.md': openQuestionsPage(readYamlFiles(), readSettledBy(), data),
  'docs/policies.md': policiesPage(),
  'docs/problems.md': problemsPage(),
  'docs/registration.md': registrationPage(),
  'docs/rulebook.md': rulebookPage(data),
  'docs/smart-conformance.md': smartConformancePage(),
  'docs/vendor-behavior.md': vendorBehaviorPage(),
  'docs/what-ready-means.md': readyPage(data),
  'packages/codebook/policy.schema.json': `${JSON.stringify(policyJsonSchema(), null, 2)}\n`,
  ...rulePages(data),
})

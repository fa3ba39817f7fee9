/** A page of the site: the Markdown file it is made from, and where the site shows it. */
export interface SitePage {
  /** From the folder of the project. */
  readonly file: string
  /** Its address below `/docs/`, without slashes at the ends. The first page has none. */
  readonly slug: string
  /** What the navigation calls it, where its heading is too long. */
  readonly label?: string
}

/** Pages under one heading of the navigation. */
export interface Section {
  readonly label: string
  readonly pages: readonly SitePage[]
  /** Folders whose pages follow: one page a file, in order of their names. */
  readonly folder?: string
  /** Closed until somebody opens it. */
  readonly collapsed?: true
}

const page = (file: string, slug: string, label?: string): SitePage => ({ file, slug, ...(label && { label }) })

/** The navigation of the site, in the order that it shows. Every document is named here once; a test finds one that is not. */
export const NAVIGATION: readonly Section[] = [
  {
    label: 'Start here',
    pages: [
      page('docs/start.md', '', 'Start'),
      page('docs/billers-guide.md', 'billers-guide', 'Biller’s guide'),
      page('docs/worklist.md', 'worklist', 'The worklist'),
      page('docs/concepts.md', 'concepts', 'Concepts and glossary'),
      page('docs/what-ready-means.md', 'what-ready-means', 'What Ready to bill means'),
      page('docs/limits.md', 'limits', 'Known limits'),
    ],
  },
  {
    label: 'Integrate',
    pages: [
      page('docs/integrators-guide.md', 'integrators-guide', 'Integrator’s guide'),
      page('docs/client.md', 'client', 'The client'),
      page('docs/api/rest.md', 'api/rest', 'REST reference'),
      page('docs/api/fhir.md', 'api/fhir', 'FHIR reference'),
      page('docs/api/cds-hooks.md', 'api/cds-hooks', 'CDS Hooks reference'),
      page('docs/problems.md', 'problems', 'Problem codes'),
      page('docs/published-code-book.md', 'published-code-book', 'The code book as a package'),
      page('docs/smart-conformance.md', 'smart-conformance', 'SMART conformance'),
      page('docs/cds-hooks-conformance.md', 'cds-hooks-conformance', 'CDS Hooks conformance'),
    ],
  },
  {
    label: 'Operate',
    pages: [
      page('docs/operators-guide.md', 'operators-guide', 'Operator’s guide'),
      page('docs/running-it.md', 'running-it', 'Install and run it'),
      page('docs/release-calendar.md', 'release-calendar', 'When to load what'),
      page('docs/registration.md', 'registration', 'Register the app'),
      page('docs/billing-interface.md', 'billing-interface', 'Billing interface (HL7 v2)'),
      page('docs/bulk-data.md', 'bulk-data', 'Bulk export of an EHR'),
      page('docs/sandboxes.md', 'sandboxes', 'Try another EHR'),
      page('docs/vendor-behavior.md', 'vendor-behavior', 'What vendors’ servers do'),
      page('docs/minimum-necessary.md', 'minimum-necessary', 'What leaves the EHR'),
      page('SECURITY.md', 'security', 'Security'),
      page('docs/population.md', 'population', 'Scan a population'),
      page('docs/command-line.md', 'command-line', 'Command line'),
      page('docs/performance.md', 'performance', 'Performance'),
      page('docs/long-tests.md', 'long-tests', 'Long tests'),
    ],
  },
  {
    label: 'Rules and values',
    pages: [
      page('docs/rule-authors-guide.md', 'rule-authors-guide', 'Rule author’s guide'),
      page('docs/policies.md', 'policies', 'Policies'),
      page('docs/rulebook.md', 'rulebook', 'The rulebook'),
      page('docs/the-article.md', 'the-article', 'The article, claim by claim'),
      page('docs/open-questions.md', 'open-questions', 'Open questions'),
      page('docs/code-book-coverage.md', 'code-book-coverage', 'Code book coverage'),
      page('docs/known-contradictions.md', 'known-contradictions', 'Where CMS contradicts itself'),
    ],
  },
  { label: 'Each rule', pages: [], folder: 'docs/rules', collapsed: true },
  {
    label: 'The project',
    pages: [
      page('docs/how-it-compares.md', 'how-it-compares', 'How it compares'),
      page('docs/the-screen.md', 'the-screen', 'The screen, measured'),
      page('ARCHITECTURE.md', 'architecture', 'Architecture'),
      page('CONTRIBUTING.md', 'contributing', 'Contributing'),
      page('CHANGELOG.md', 'changelog', 'Changelog'),
    ],
  },
  { label: 'Decisions', pages: [], folder: 'docs/decisions', collapsed: true },
]

/** What is worked out and drawn by code that nobody waits for at the first opening. */
export interface Later {
  readonly differencesOf: typeof import('./reconcile.ts').differencesOf
  readonly closedRows: typeof import('./closed-rows.ts').closedRows
}

/** Loaded while the EHR answers. */
export async function later(): Promise<Later> {
  const [{ differencesOf }, { closedRows }] = await Promise.all([
    import('./reconcile.ts'),
    import('./closed-rows.ts'),
    import('../elements/action-bar/action-bar.ts'),
    import('../elements/attest-form/attest-form.ts'),
    import('../elements/change-note/change-note.ts'),
    import('../elements/code-notice/code-notice.ts'),
    import('../elements/container-drawing/container-drawing.ts'),
    import('../elements/coverage-strip/coverage-strip.ts'),
    import('../elements/dose-history/dose-history.ts'),
    import('../elements/dose-timeline/dose-timeline.ts'),
    import('../elements/fact-table/fact-table.ts'),
    import('../elements/infusion-clock/infusion-clock.ts'),
    import('../elements/reconcile-panel/reconcile-panel.ts'),
    import('../elements/finding-list/finding-list.ts'),
    import('../elements/resource-panel/resource-panel.ts'),
    import('../elements/to-do/to-do.ts'),
    import('../elements/write-back-panel/write-back-panel.ts'),
    import('../elements/codebook-switch/codebook-switch.ts'),
    import('../elements/language-switch/language-switch.ts'),
  ])
  return { differencesOf, closedRows }
}

/** What nobody waits for at the first opening: loaded while the EHR answers. */
export async function later(): Promise<typeof import('./reconcile.ts')> {
  const reconcile = import('./reconcile.ts')
  await Promise.all([
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
    import('../elements/write-back-panel/write-back-panel.ts'),
    import('../elements/codebook-switch/codebook-switch.ts'),
    import('../elements/language-switch/language-switch.ts'),
  ])
  return reconcile
}

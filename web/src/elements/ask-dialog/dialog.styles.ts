import { css } from 'lit'

/** The content of a dialog, in its frame or without. */
export const dialog = css`
  wa-dialog {
    --width: 27rem;
    color: var(--ink);
  }

  wa-dialog::part(dialog) {
    border: 1px solid var(--rule-strong);
  }

  wa-dialog:not(:defined) {
    display: block;
    max-width: 27rem;
    margin: 3rem auto;
    padding: 1.1rem;
    border: 1px solid var(--rule-strong);
    border-radius: var(--radius);
    background: var(--card);
  }

  .title {
    margin-block-end: 0.35rem;
    color: var(--ink);
    font-size: 1.125rem;
    line-height: 1.3;
    letter-spacing: -0.01em;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block-start: 1rem;
  }
`

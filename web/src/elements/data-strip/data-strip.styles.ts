import { css } from 'lit'
import { base, controls } from '../../styles/shared.ts'

export const styles = [
  base,
  controls,
  css`
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0 1rem;
      padding: 0.1rem var(--gutter);
      border-block-end: 1px solid var(--rule);
      color: var(--soft);
      font-size: 0.8125rem;
    }

    :host([stale]) {
      background: var(--needs-wash);
      border-color: color-mix(in srgb, var(--needs) 40%, transparent);
      color: var(--ink);
    }

    p {
      padding-block: 0.2rem;
    }

    .old {
      color: var(--needs);
      font-weight: 650;
    }

    button.quiet {
      min-height: 1.75rem;
      margin-inline: -0.4rem;
    }

    @media print {
      :host,
      :host([stale]) {
        padding-inline: 0;
        border: 0;
        background: none;
      }
    }
  `,
]

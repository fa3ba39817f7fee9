import { css } from 'lit'
import { base } from '../../styles/shared.ts'

export const styles = [
  base,
  css`
    details {
      padding: 0.4rem var(--gutter);
      background: var(--needs-wash);
      border-block-end: 1px solid color-mix(in srgb, var(--needs) 40%, transparent);
    }

    summary {
      min-height: 1.5rem;
      color: var(--needs);
      font-weight: 650;
      cursor: pointer;
      overflow-wrap: anywhere;
    }

    ul {
      margin-block: 0.2rem 0.4rem;
      columns: 24rem;
      column-gap: 1.5rem;
      padding-inline-start: 1.1rem;
      list-style: disc;
    }

    li {
      break-inside: avoid;
    }
  `,
]

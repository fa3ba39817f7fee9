import { css } from 'lit'
import { base, card, controls } from '../../styles/shared.ts'

export const styles = [
  base,
  card,
  controls,
  css`
    details {
      border-inline-start: 3px solid var(--stated);
    }

    summary {
      min-height: 1.5rem;
      cursor: pointer;
    }

    summary h2 {
      display: inline;
    }

    details[open] > summary {
      margin-block-end: 0.3rem;
    }

    .by {
      margin-block-start: 0.3rem;
      color: var(--stated);
      font-weight: 650;
    }

    form {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr));
      gap: 0.5rem 0.75rem;
      margin-block-start: 0.5rem;
    }

    .actions {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.5rem;
      grid-column: 1 / -1;
    }

    @media print {
      details:not([open]),
      form {
        display: none;
      }
    }
  `,
]

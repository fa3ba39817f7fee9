import { css } from 'lit'
import { base, controls } from '../../styles/shared.ts'

export const styles = [
  base,
  controls,
  css`
    summary {
      min-height: 1.5rem;
      color: var(--link);
      cursor: pointer;
    }

    form {
      display: grid;
      gap: 0.75rem;
      margin-block-start: 0.4rem;
    }

    .actions {
      display: flex;
      gap: 0.5rem;
    }

    @media print {
      details {
        display: none;
      }
    }
  `,
]

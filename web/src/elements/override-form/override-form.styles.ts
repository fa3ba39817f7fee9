import { css } from 'lit'
import { base, controls, row } from '../../styles/shared.ts'

export const styles = [
  base,
  controls,
  row,
  css`
    .inside {
      padding: 0 0.875rem 0.75rem;
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

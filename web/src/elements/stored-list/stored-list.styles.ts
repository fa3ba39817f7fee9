import { css } from 'lit'
import { base } from '../../styles/shared.ts'

export const styles = [
  base,
  css`
    h3 {
      font-size: 0.8125rem;
      color: var(--soft);
    }

    li {
      display: grid;
      grid-template-columns: 7.5rem minmax(0, 1fr);
      gap: 0 0.5rem;
      padding-block: 0.2rem;
    }

    .status {
      font-weight: 650;
    }

    .billable .status,
    .active .status {
      color: var(--ready);
    }

    .entered-in-error,
    .inactive {
      color: var(--soft);
      text-decoration: line-through;
    }

    .entered-in-error .status,
    .inactive .status,
    li code {
      text-decoration: none;
    }

    li code {
      grid-column: 2;
      color: var(--soft);
    }

    .signatures {
      margin-block-start: 0.3rem;
    }

    .signatures li {
      display: block;
      color: var(--soft);
      font-size: 0.8125rem;
    }
  `,
]

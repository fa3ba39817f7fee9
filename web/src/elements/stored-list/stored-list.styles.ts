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
      grid-template-columns: 6rem minmax(0, 1fr) minmax(0, 8rem);
      gap: 0 0.5rem;
      padding-block: 0.1rem;
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

    /* Whole on paper and for who asks: its address is long, and seldom read. */
    li code {
      color: var(--soft);
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    /* Three columns would leave the text a word a line. */
    @media screen and (max-width: 30rem) {
      li {
        grid-template-columns: 5rem minmax(0, 1fr);
      }

      li code {
        grid-column: 2;
      }
    }

    @media print {
      li {
        grid-template-columns: 6rem minmax(0, 1fr) auto;
      }
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

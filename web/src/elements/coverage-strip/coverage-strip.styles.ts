import { css } from 'lit'
import { base, card, tables, toned } from '../../styles/shared.ts'

export const styles = [
  base,
  card,
  tables,
  toned,
  css`
    thead th {
      padding-block: 0 0.2rem;
    }

    .order {
      width: 3.5rem;
    }

    .plan {
      display: block;
      color: var(--soft);
      font-size: 0.8125rem;
      font-weight: 400;
    }

    /* A payer is never cut within a word while there is room. */
    tbody th {
      overflow-wrap: break-word;
    }

    .period {
      width: 9rem;
      font-size: 0.875rem;
    }

    .that .small {
      white-space: nowrap;
    }

    .past th,
    .past .period,
    .past .order {
      color: var(--soft);
      font-weight: 500;
    }

    .unknown {
      color: var(--tone);
    }

    .authorization {
      display: grid;
      grid-template-columns: 1.25rem minmax(0, 1fr);
      padding-block-start: 0.35rem;
      border-block-start: 1px solid var(--rule);
      font-size: 0.875rem;
    }

    .mark {
      color: var(--tone);
    }

    .does-not-apply {
      color: var(--soft);
    }

    @media (max-width: 34rem) {
      thead {
        position: absolute;
        clip-path: inset(50%);
      }

      tr {
        display: grid;
        grid-template-columns: 1.5rem minmax(0, 1fr);
        padding-block: 0.3rem;
        border-block-start: 1px solid var(--rule);
      }

      th,
      td {
        grid-column: 2;
        width: auto;
        padding: 0;
        border: 0;
      }

      .order {
        grid-column: 1;
        grid-row: 1 / span 3;
        width: auto;
      }

      .order .soft {
        position: absolute;
        clip-path: inset(50%);
      }
    }
  `,
]

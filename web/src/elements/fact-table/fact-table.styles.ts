import { css } from 'lit'
import { base, card, tables } from '../../styles/shared.ts'
import { placeStyles } from './place-button.ts'

export const styles = [
  base,
  card,
  tables,
  placeStyles,
  css`
    /* Its own width decides, not that of the window: in a wide window it is in the narrow second column. */
    :host {
      display: block;
      container-type: inline-size;
    }

    th,
    td {
      padding-block: 0.2rem;
    }

    tbody th {
      width: 9rem;
      overflow-wrap: normal;
    }

    .from {
      width: 50%;
    }

    .from li {
      display: flex;
      align-items: baseline;
      justify-content: space-between;
      gap: 0.5rem;
    }

    .from a {
      display: inline-flex;
      align-items: center;
      flex: none;
      min-height: 1.5rem;
      font-size: 0.78rem;
      white-space: nowrap;
    }

    .missing .value {
      color: var(--needs);
    }

    @media print {
      th,
      td {
        padding-block: 0.05rem;
        font-size: 0.7rem;
      }

      .from li {
        display: inline;
      }

      .from a {
        display: none;
      }
    }

    .by {
      display: inline-block;
      padding: 0 0.4rem;
      border-radius: 999px;
      background: var(--stated-wash);
      color: var(--stated);
      font-size: 0.78rem;
      font-weight: 650;
    }

    @container (max-width: 36rem) {
      thead {
        position: absolute;
        clip-path: inset(50%);
      }

      tr {
        display: grid;
        grid-template-columns: 8.5rem minmax(0, 1fr);
        border-block-start: 1px solid var(--rule);
      }

      th,
      td {
        border: 0;
      }

      tbody th {
        width: auto;
      }

      .from {
        grid-column: 2;
        width: auto;
        padding-block-start: 0;
      }
    }

    @container (max-width: 22rem) {
      tr {
        grid-template-columns: minmax(0, 1fr);
        padding-block: 0.25rem;
      }

      th,
      td {
        padding: 0;
      }

      .from {
        grid-column: 1;
      }
    }
  `,
]

import { css } from 'lit'
import { base, row } from '../../styles/shared.ts'

export const styles = [
  base,
  row,
  css`
    /* What stands in the row has no edge and no title of its own. */
    details {
      --card-edge: 0;
      --card-space: 0 0.875rem 0.75rem;
      --card-title: none;
    }

    :host {
      container-type: inline-size;
    }

    /* Beside another one a row has its state under its name. */
    @container (max-width: 15rem) {
      .row > summary {
        flex-wrap: wrap;
        align-content: center;
        gap: 0 0.5rem;
        min-height: 2.75rem;
      }

      .row > summary h2 {
        max-width: calc(100% - 1rem);
      }

      .row > summary .state {
        flex: 1 0 100%;
        padding-inline-start: 0.9rem;
        text-align: start;
      }
    }

    .on-paper {
      display: none;
    }

    /* On paper an open row is printed, a closed one says its state. */
    @media print {
      details {
        --card-title: block;
        --card-space: 0.3rem 0;
      }

      details:not([open]) {
        display: none;
      }

      .on-paper {
        display: block;
        padding-block: 0.15rem;
      }
    }
  `,
]

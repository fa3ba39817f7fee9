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

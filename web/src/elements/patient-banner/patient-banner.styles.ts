import { css } from 'lit'
import { base } from '../../styles/shared.ts'

export const styles = [
  base,
  css`
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 0.75rem;
      min-width: 0;
    }

    .name {
      font-size: 1rem;
      font-weight: 700;
    }

    dl,
    dl div {
      display: flex;
      flex-wrap: wrap;
      gap: 0 0.75rem;
      font-size: 0.8125rem;
    }

    dl div {
      gap: 0.25rem;
    }

    dt {
      color: var(--soft);
    }

    dd {
      white-space: nowrap;
    }

    /* In a narrow pane two things tell the patient apart; the rest is in the EHR around it, and on paper. */
    @media screen and (max-width: 40rem) {
      .sex,
      .born dt,
      .visit dt {
        display: none;
      }

      dl {
        gap: 0 0.6rem;
      }
    }

    @media screen {
      :host([print-only]) {
        display: none;
      }
    }
  `,
]

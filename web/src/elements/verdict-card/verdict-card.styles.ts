import { css } from 'lit'
import { base, toned } from '../../styles/shared.ts'

export const styles = [
  base,
  toned,
  css`
    .verdict {
      position: relative;
      overflow: clip;
      border: 1px solid color-mix(in srgb, var(--tone) 35%, var(--rule));
      border-radius: var(--radius);
      background: var(--card);
    }

    /* The barrel of a syringe, filled in the colour of the verdict. */
    .verdict::before {
      content: '';
      position: absolute;
      inset: 0 auto 0 0;
      width: 0.9rem;
      background:
        repeating-linear-gradient(
            to bottom,
            transparent 0 0.4rem,
            color-mix(in srgb, var(--card) 75%, transparent) 0.4rem 0.46rem
          )
          right / 0.45rem 100% no-repeat,
        var(--tone);
    }

    .body {
      padding: 0.8rem 0.9rem 0.8rem 1.8rem;
    }

    .stamp {
      position: relative;
      padding: 0.45rem 0.9rem 0.45rem 1.8rem;
      background: repeating-linear-gradient(
        -45deg,
        var(--needs-wash) 0 0.75rem,
        color-mix(in srgb, var(--needs) 9%, var(--needs-wash)) 0.75rem 1.5rem
      );
      border-block-end: 2px solid var(--needs);
      color: var(--needs);
    }

    .stamp strong {
      letter-spacing: 0.06em;
    }

    .what {
      color: var(--soft);
      font-weight: 600;
    }

    .what span {
      font-weight: 400;
    }

    h1 {
      display: flex;
      align-items: center;
      gap: 0.45rem;
      color: var(--tone);
      font-size: 1.625rem;
      font-weight: 750;
      letter-spacing: -0.02em;
      line-height: 1.2;
    }

    .sentence {
      max-width: 62ch;
      margin-block: 0.25rem 0.7rem;
      font-size: 1.0313rem;
      overflow-wrap: anywhere;
    }

    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 0.4rem 1.5rem;
    }

    dt {
      color: var(--soft);
      font-size: 0.78rem;
    }

    dd {
      font-weight: 600;
    }

    @media (min-width: 64rem) {
      .body {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        column-gap: 2rem;
      }

      .body > * {
        grid-column: 1;
      }

      .sentence {
        margin-block-end: 0;
      }

      .body > dl {
        grid-column: 2;
        grid-row: 1 / span 3;
        max-width: 26rem;
        align-content: start;
      }
    }

    @media (forced-colors: active) {
      .verdict {
        border-inline-start-width: 0.9rem;
      }
    }
  `,
]

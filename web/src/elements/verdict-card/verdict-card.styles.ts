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

    /* The barrel of a syringe, filled in the color of the verdict. */
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
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0.1rem 1.5rem;
      padding: 0.5rem 0.9rem 0.5rem 1.6rem;
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

    h1 {
      display: flex;
      align-items: center;
      gap: 0.45rem;
      color: var(--tone);
      font-size: 1.375rem;
      font-weight: 750;
      letter-spacing: -0.02em;
      line-height: 1.2;
    }

    .sentence {
      flex-basis: 100%;
      max-width: 80ch;
      overflow-wrap: anywhere;
    }

    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 0 1.25rem;
    }

    dl div {
      display: flex;
      gap: 0.35rem;
    }

    dt {
      color: var(--soft);
    }

    dd {
      font-weight: 600;
    }

    @media (max-width: 40rem) {
      .body {
        padding-block: 0.3rem;
      }

      dl {
        font-size: 0.875rem;
      }

      dt {
        position: absolute;
        clip-path: inset(50%);
      }
    }

    @media (forced-colors: active) {
      .verdict {
        border-inline-start-width: 0.9rem;
      }
    }
  `,
]

import type { ComponentProps, ReactNode, Ref } from 'react';
import type { FieldName } from '../card/validate';

interface Props extends Omit<ComponentProps<'input'>, 'id' | 'name' | 'ref'> {
  readonly field: FieldName;
  readonly label: string;
  readonly hint?: string;
  readonly error: string | null;
  /** Id of an element elsewhere that says what is wrong with this field. */
  readonly flaggedBy: string | null;
  readonly inputRef: Ref<HTMLInputElement>;
  readonly children?: ReactNode;
}

/** An input with its label, hint and error. It has no name, so that nothing a browser could submit by itself holds card data. */
export function CardField({ field, label, hint, error, flaggedBy, inputRef, children, ...input }: Props) {
  const id = `card-${field}`;
  const described = [error ? `${id}-error` : flaggedBy, hint ? `${id}-hint` : null].filter((part) => part !== null).join(' ');
  return (
    <div className={`field ${field}`}>
      <label htmlFor={id}>{label}</label>
      <div className="control">
        <input
          {...input}
          id={id}
          ref={inputRef}
          required
          spellCheck={false}
          aria-invalid={error !== null || flaggedBy !== null}
          aria-describedby={described === '' ? undefined : described}
        />
        {children}
      </div>
      {error ? <p className="field-error" id={`${id}-error`}>{error}</p> : null}
      {hint ? <p className={error ? 'hidden' : 'field-hint'} id={`${id}-hint`}>{hint}</p> : null}
    </div>
  );
}
